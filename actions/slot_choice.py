"""Which of the times offered a citizen means, in their own zone; and the window of time that they ask for instead."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from actions.booking_words import asks_whether_free
from actions.turn import Turn
from assistant.shared.text import choices
from assistant.shared.text.choices import Choice, Meaning, Slot
from assistant.shared.text.times import find_times

Offered = list[dict[str, str]]
Window = dict[str, str]
_HOME = "Asia/Shanghai"
_MINUTE = timedelta(minutes=1)


def offered(slots: list[dict[str, Any]]) -> Offered:
    """What has to be remembered of the times that were shown."""
    return [{"slot_id": str(slot["slot_id"]), "start": str(slot["start"])} for slot in slots]


def laid_out(slots: list[dict[str, Any]], turn: Turn) -> list[dict[str, Any]]:
    """Free times with a fair choice in front: of each of the citizen's days the first and the last, then all others.

    Only the first few are numbered in the chat, and six half hours of one evening are no choice.
    """
    zone, days = ZoneInfo(_zone(turn)), dict[str, list[dict[str, Any]]]()
    for slot in slots:
        days.setdefault(_instant(str(slot["start"])).astimezone(zone).date().isoformat(), []).append(slot)
    front = [end for day in days.values() for end in (day[:1] + day[-1:] if len(day) > 1 else day)][: choices.LISTED]
    rest = [slot for slot in slots if slot not in front]
    missing = choices.LISTED - len(front)
    front = sorted(front + rest[:missing], key=lambda slot: str(slot["start"]))
    return front + rest[missing:]


def about_times(turn: Turn, now: datetime) -> bool:
    """Whether a sentence chooses, refuses or names a time and, where it asks, asks for nothing else."""
    if turn.pressed or not answers(turn) or choices.greets(turn.text):
        return False
    if turn.is_question and not asks_whether_free(turn):
        return False
    return meant(turn, turn.slot("booking_offered") or [], now).meaning is not Meaning.ASK


def answers(turn: Turn) -> bool:
    """Whether anything is said that chooses, refuses or names a time."""
    return choices.answers(turn.text)


def meant(turn: Turn, slots: Offered, now: datetime) -> Choice:
    """The time meant, or the times wanted instead, or that it has to be asked again."""
    there = [Slot(slot["slot_id"], _instant(slot["start"])) for slot in slots]
    return choices.choose(turn.text, there, now=now, zone=_zone(turn))


def window(choice: Choice, slots: Offered) -> Window:
    """Where to search on: what was named, or what lies before or behind all that was offered."""
    starts = sorted(_instant(slot["start"]) for slot in slots)
    if choice.hours is not None:
        return {"hours": "{}-{}".format(*choice.hours), "zone": choice.zone}
    if choice.meaning is Meaning.WHEN:
        return _window(choice.since, choice.until)
    if not starts:
        return {}
    if choice.meaning is Meaning.EARLIER:
        return _window(None, starts[0])
    return _window(starts[-1] + _MINUTE, None)


def wanted(turn: Turn, now: datetime) -> Window | None:
    """The window that a first sentence names (下周三下午想约公证, 想约晚上), None when it names none or several."""
    part = None if choices.greets(turn.text) else choices.hours_of_any_day(turn.text, now, _zone(turn))
    if part is not None:
        return window(part, [])
    found = [each for each in find_times(turn.text, now=now, zone=_zone(turn)) if each.since or each.until]
    if len(found) != 1 or (found[0].until is not None and found[0].until <= now):
        return None
    return _window(found[0].since, found[0].until)


def within(slots: list[dict[str, Any]], searched: Window) -> list[dict[str, Any]]:
    """Of `slots` those within the hours of `searched`, all when it names none."""
    if "hours" not in searched:
        return slots
    since, until = (int(hour) for hour in searched["hours"].split("-"))
    zone = ZoneInfo(searched["zone"])
    return [slot for slot in slots if since <= _instant(str(slot["start"])).astimezone(zone).hour < until]


def _window(since: datetime | None, until: datetime | None) -> Window:
    """As the notary system takes it: both ends are included."""
    ends = {"first": since, "last": None if until is None else until - _MINUTE}
    return {name: moment.isoformat() for name, moment in ends.items() if moment is not None}


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _zone(turn: Turn) -> str:
    name = turn.metadata.get("timezone") or _HOME
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return _HOME
