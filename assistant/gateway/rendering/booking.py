"""Eligibility, slots, holds and bookings of overseas remote video notarisation, in two time zones."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assistant.gateway.contents import (
    Action,
    CitationContent,
    CitationItem,
    Command,
    Detail,
    OpenUrl,
    SlotHold,
    SlotItem,
    SlotsContent,
    StatusContent,
    Step,
)
from assistant.gateway.rendering.piece import Piece, Reader, chips, hotline, markdown, reply
from assistant.gateway.rendering.times import BEIJING, both, clock, instant
from assistant.gateway.vocabulary import Reason, Vocabulary

_LISTED = 6
_CITED = 10


def eligibility(reader: Reader, body: dict[str, Any], vocabulary: Vocabulary) -> list[Piece]:
    """Whether it can be done by video, why, what to do instead or to bring, each with its source."""
    verdict = {True: "yes", False: "no"}.get(body["eligible"], body["eligible"])
    reasons = [reason for code in body.get("reasons", []) if (reason := vocabulary.reason(code))]
    needs = [need for code in body.get("needs", []) if (need := vocabulary.reason(code))]
    lines = [f"**{reader.say(f'eligible_{verdict}')}**"]
    numbers: dict[str, int] = {}
    lines += [_line(reader, reason, numbers) for reason in reasons]
    if needs:
        lines.append(reader.say("needs" if verdict == "yes" else f"needs_{verdict}"))
        lines += [_line(reader, need, numbers) for need in needs]
    pieces = [markdown("\n".join(lines), rateable=True)]
    cited = {reason.source_key: reason for reason in [*reasons, *needs] if reason.source_key in numbers}
    if cited:
        pieces += _citations(reader, cited, numbers)
    entry = next((reason.entry for reason in reasons if reason.entry), None)
    if verdict == "no":
        more: list[Action] = []
        if entry:
            more.append(reply(reader.say("what_instead"), payload=f'/ask_entry{{"entry_id":"{entry}","anchor":""}}'))
        pieces.append(chips("", [*more, hotline(reader)]))
    return pieces


def slots(reader: Reader, items: list[dict[str, Any]], office: dict[str, Any], mission: dict[str, Any]) -> list[Piece]:
    """Free times to choose from, also as a numbered list for those who only type."""
    if not items:
        return [markdown(reader.say("no_slots", mission=_name(reader, mission)))]
    lines = [
        f"{number}. {both(reader, slot['start'], slot.get('zone'))}"
        for number, slot in enumerate(items[:_LISTED], start=1)
    ]
    words = reader.say(
        "slots_intro", office=_name(reader, office), mission=_name(reader, mission), listed="\n".join(lines)
    )
    words += "\n\n" + reader.say("slots_more")
    first = items[0]
    content = SlotsContent(
        title=reader.say("slots_title"),
        action="choose_slot",
        office_tz_label=reader.say("beijing_time"),
        **_mission_zone(reader, first),
        duration_min=_minutes(first),
        location=_name(reader, mission)[:200] or None,
        hold_seconds=600,
        slots=[
            SlotItem(id=slot["slot_id"], start=instant(slot["start"]), capacity_left=slot.get("capacity_left", 1))
            for slot in items[:200]
        ],
    )
    return [markdown(words), Piece(content, "\n".join(lines))]


def hold(reader: Reader, body: dict[str, Any]) -> list[Piece]:
    """That a slot is kept, which one, and until when; in the widget with a countdown and a way to keep it longer."""
    slot, left = body.get("slot") or {}, int(body.get("extensions_left", 0))
    expires = instant(body["expires_at"])
    time = both(reader, slot["start"], slot.get("zone")) if slot else ""
    key = f"hold_{body.get('state', 'held')}"
    words = reader.say(key, time=time, left=left, expires=clock(reader, expires.astimezone(ZoneInfo(reader.timezone))))
    if not slot:
        return [markdown(words)]
    longer = reply(reader.say("hold_extend"), payload='/choose{"slot":"booking_hold","value":"extend"}')
    other = reply(reader.say("hold_other"), payload='/choose{"slot":"change","value":"slot"}')
    again = reply(reader.say("hold_pick_again"), payload=f'/choose_slot{{"slot_id":"{slot["slot_id"]}"}}')
    offered = body.get("state") == "offered"
    content = SlotsContent(
        title=reader.say("held_title"),
        action="choose_slot",
        office_tz_label=reader.say("beijing_time"),
        **_mission_zone(reader, slot),
        duration_min=_minutes(slot),
        slots=[],
        held=SlotHold(
            start=instant(slot["start"]),
            expires_at=expires,
            extend=longer if left and not offered else None,
            other=None if offered else other,
            again=None if offered else again,
        ),
    )
    return [markdown(words), Piece(content, time)]


def booking(reader: Reader, body: dict[str, Any]) -> list[Piece]:
    """A booking as it stands now: number, code, both times, the calendar file, what may still be done."""
    state = str(body.get("status", "booked"))
    number, code = str(body["number"]), body.get("query_code")
    time = both(reader, body["start"], body.get("zone"))
    if state == "cancelled":
        words = reader.say("booking_cancelled", number=number, time=time)
    elif body.get("moved"):
        key = "booking_moved" if code else "booking_moved_no_file"
        words = reader.say(key, number=number, time=time, mission=_name(reader, body.get("mission")))
    elif code:
        words = reader.say(
            "booking_made", number=number, code=code, time=time, mission=_name(reader, body.get("mission"))
        )
    else:
        words = reader.say("booking_stands", number=number, time=time, mission=_name(reader, body.get("mission")))
    details = [Detail(label=reader.say("label_number"), text=number)]
    if code:
        details.append(Detail(label=reader.say("label_code"), text=str(code)))
    details.append(Detail(label=reader.say("label_time"), text=time))
    for label, key in (("label_mission", "mission"), ("label_office", "office")):
        if body.get(key):
            details.append(Detail(label=reader.say(label), text=_name(reader, body[key])))
    actions: list[Action] = []
    if state != "cancelled" and body.get("can_reschedule_until"):
        until = both(reader, body["can_reschedule_until"])
        details.append(Detail(label=reader.say("booking_change_until"), text=until))
    if state != "cancelled":
        if code:
            actions.append(
                OpenUrl(
                    title=reader.say("add_calendar"), url=f"/api/v1/bookings/{number}.ics?code={code}", external=False
                )
            )
        if _open(body, "reschedule"):
            title = reader.say("booking_do_move")
            actions.append(Command(title=title, command="booking.reschedule", args={"ref": number}))
    if state != "cancelled" and _open(body, "cancel"):
        actions.append(
            Command(
                title=reader.say("booking_do_cancel"),
                command="booking.cancel",
                args={"ref": number},
                confirm=reader.say("booking_confirm_cancel"),
            )
        )
    content = StatusContent(
        object="booking",
        ref=number,
        title=reader.say("booking_title"),
        state=state,
        state_title=reader.say(f"booking_state_{state}"),
        start=instant(body["start"]),
        office_tz="Asia/Shanghai",
        steps=[Step(title=reader.say(f"booking_state_{state}"), state="failed" if state == "cancelled" else "done")],
        details=details,
        actions=actions,
    )
    return [markdown(words), Piece(content, "\n".join(f"{detail.label}: {detail.text}" for detail in details))]


def _open(body: dict[str, Any], action: str) -> bool:
    """Whether the notary system says that `action` may be done now; a system that says nothing lets it be tried."""
    return all(each["allowed"] for each in body.get("actions", []) if each["action"] == action)


def _minutes(slot: dict[str, Any]) -> int:
    if not slot.get("end"):
        return 30
    return int((instant(slot["end"]) - instant(slot["start"])) / timedelta(minutes=1))


def _mission_zone(reader: Reader, slot: dict[str, Any]) -> dict[str, str]:
    """The mission's zone where its clock is neither the citizen's nor Beijing's at that instant."""
    zone = slot.get("zone")
    if not zone:
        return {}
    start = instant(slot["start"])
    there = start.astimezone(ZoneInfo(zone)).utcoffset()
    if there in (start.astimezone(ZoneInfo(reader.timezone)).utcoffset(), start.astimezone(BEIJING).utcoffset()):
        return {}
    return {"mission_tz": str(zone), "mission_tz_label": reader.say("mission_time")}


def _line(reader: Reader, reason: Reason, numbers: dict[str, int]) -> str:
    mark = ""
    if reason.source_key:
        mark = f" [^{numbers.setdefault(reason.source_key, len(numbers) + 1)}]"
    return f"- {reason.en if reader.script == 'en' else reader.chinese(reason.zh)}{mark}"


def _page(reason: Reason) -> str | None:
    """Where the knowledge says more: the section that the reason stands on."""
    if reason.entry is None:
        return None
    return f"/k/{reason.entry}#{reason.section}" if reason.section else f"/k/{reason.entry}"


def _citations(reader: Reader, cited: dict[str, Reason], numbers: dict[str, int]) -> list[Piece]:
    """The sources in order of their numbers, no more in a message than it may hold."""
    items = [
        CitationItem(
            n=numbers[key],
            title=reader.chinese(reason.source_title)[:200],
            publisher=reader.chinese(reason.source_publisher)[:200],
            date=reason.source_published,
            url=_page(reason),
            doc_id=reason.entry,
        )
        for key, reason in cited.items()
    ]
    items.sort(key=lambda item: item.n)
    parts = [items[first : first + _CITED] for first in range(0, len(items), _CITED)]
    return [
        Piece(CitationContent(items=part), "\n".join(f"[{item.n}] {item.title} {item.date or ''}" for item in part))
        for part in parts
    ]


def _name(reader: Reader, thing: Any) -> str:
    """The name of an office or mission as {name or zh, en}, or as plain text."""
    if not isinstance(thing, dict):
        return reader.chinese(str(thing or ""))
    if reader.script == "en":
        return str(thing.get("name_en") or thing.get("en") or thing.get("name") or thing.get("name_zh") or "")
    return reader.chinese(str(thing.get("name_zh") or thing.get("name") or thing.get("zh") or ""))
