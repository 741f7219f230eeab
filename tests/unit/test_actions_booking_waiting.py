"""The waiting list in conversation, in every state of a place in the line; and a booking that may not be moved."""

from datetime import UTC, datetime
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.booking_moving import Moving, allowed
from actions.booking_times import Times
from actions.booking_waiting import Line
from actions.forms import Progress
from actions.ports import Ports
from actions.say import Say
from assistant.shared.errors import Conflict, NotFound
from tests.unit.actions_turns import a_turn

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PLACE = {"waiting_id": "w1", "office": "wuyi", "mission": "sydney"}
SLOT = {"slot_id": "s", "start": "2026-12-01T01:00:00Z", "end": "2026-12-01T01:30:00Z", "zone": "Australia/Sydney"}
HOLD = {"hold_id": "h1", "expires_at": "2026-11-22T10:00:00Z", "extensions_left": 2, "slot": SLOT}


class System:
    """A notary system in one state: `place` is what the line says, `refusal` what joining or moving meets."""

    def __init__(self, *, place: dict[str, Any] | None = None, refusal: Conflict | None = None) -> None:
        self._place, self._refusal = place, refusal
        self.left: list[str] = []
        self.windows: list[tuple[str, str]] = []

    async def waiting(self, waiting_id: str) -> dict[str, Any]:
        if self._place is None:
            raise NotFound("no such place", mend="join again")
        return self._place

    async def wait(self, office: str, mission: str, *, first: str, last: str, key: str) -> dict[str, Any]:
        self.windows.append((first, last))
        if self._refusal:
            raise self._refusal
        return {"waiting_id": "w1", "before": 2}

    async def leave(self, waiting_id: str, *, key: str) -> None:
        self.left.append(waiting_id)

    async def reschedule(self, number: str, code: str, *, hold_id: str, key: str) -> dict[str, Any]:
        if self._refusal:
            raise self._refusal
        return {"number": number, "status": "booked"}

    async def hold(self, slot_id: str, *, key: str) -> dict[str, Any]:
        return HOLD

    async def slots(self, office: str, mission: str, *, limit: int, **window: str) -> list[dict[str, Any]]:
        return [SLOT]

    async def offices(self) -> list[dict[str, Any]]:
        return [{"code": "wuyi"}]

    async def missions(self) -> list[dict[str, Any]]:
        return [{"code": "sydney"}]


class Codes:
    def resolve(self, session_id: str, text: str) -> str:
        return "123456"


def parts(system: System) -> tuple[Line, Moving]:
    ports = Ports(None, None, system, Codes(), lambda: NOW)  # type: ignore[arg-type]
    times = Times(ports)
    return Line(ports, times), Moving(ports, times)


def said(dispatcher: CollectingDispatcher) -> list[str]:
    """Kinds and keys of what was said, in order."""
    customs = [message.get("custom") or {} for message in dispatcher.messages]
    return [
        custom.get("key") or (custom.get("hold") or {}).get("state") or custom.get("kind", "") for custom in customs
    ]


@pytest.mark.parametrize(
    ("place", "ask", "words"),
    [
        ({"state": "waiting", "before": 1, "offer": None}, "booking_line", ["waiting_still"]),
        ({"state": "offered", "before": 0, "offer": HOLD}, "booking_offer", ["offered"]),
        ({"state": "lapsed", "before": 0, "offer": None}, None, ["waiting_lapsed"]),
        ({"state": "taken", "before": 0, "offer": None}, None, []),
        (None, None, []),
    ],
)
async def test_who_comes_back_hears_how_the_place_stands(
    place: dict[str, Any] | None, ask: str | None, words: list[str]
) -> None:
    dispatcher = CollectingDispatcher()
    found = await parts(System(place=place))[0].looked(a_turn(slots={"booking_wait": PLACE}), Say(dispatcher))
    assert (found.ask if found else None, said(dispatcher)) == (ask, words)
    if ask == "booking_offer":
        assert (
            found is not None and found.slots["booking_hold"]["hold_id"] == "h1" and found.slots["booking_slot"] == "s"
        )


async def joined(refusal: Conflict | None = None) -> tuple[System, Progress, list[str]]:
    system, dispatcher = System(refusal=refusal), CollectingDispatcher()
    window = {"first": "2026-12-01T01:00:00+00:00", "last": "2026-12-01T02:00:00+00:00"}
    slots = {"booking_mission": "sydney", "booking_office": "wuyi", "booking_missed": window}
    return system, await parts(system)[0].joined(a_turn(slots=slots), Say(dispatcher)), said(dispatcher)


async def test_one_waits_for_the_window_that_had_nothing_free() -> None:
    system, progress, words = await joined()
    assert system.windows == [("2026-12-01T01:00:00+00:00", "2026-12-01T02:00:00+00:00")]
    assert (progress.ask, progress.slots["booking_wait"], words) == (None, PLACE, ["waiting_joined"])


@pytest.mark.parametrize(("code", "words"), [("slots-free", "waiting_needless"), ("slot-closed", "waiting_too_near")])
async def test_who_need_not_or_cannot_wait_is_shown_what_is_free(code: str, words: str) -> None:
    _, progress, heard = await joined(Conflict("no", mend="look", code=code))
    assert (progress.ask, heard) == ("booking_slot", [words, "slots"])


async def test_a_declined_offer_goes_to_the_next_and_a_taken_one_is_booked() -> None:
    system = System()
    line, _ = parts(system)
    turn = a_turn(slots={"booking_wait": PLACE, "booking_name": "n", "booking_phone": "p"})
    assert (await line.decided(turn, Say(CollectingDispatcher()), {"booking_offer": "yes"})).ask == "booking_confirm"
    assert system.left == []
    assert (await line.decided(turn, Say(CollectingDispatcher()), {"booking_offer": "no"})).ask is None
    assert system.left == ["w1"]


@pytest.mark.parametrize(
    ("choice", "ask", "left"), [("stay", None, []), ("times", "booking_slot", []), ("leave", None, ["w1"])]
)
async def test_somebody_in_line_stays_looks_or_leaves(choice: str, ask: str | None, left: list[str]) -> None:
    system = System()
    turn = a_turn(slots={"booking_wait": PLACE, "booking_mission": "sydney"})
    progress = await parts(system)[0].answered(turn, Say(CollectingDispatcher()), {"booking_line": choice})
    assert (progress.ask, system.left) == (ask, left)


@pytest.mark.parametrize(
    ("refusal", "ask", "words"),
    [
        (None, None, ["booking"]),
        ("hold-expired", "booking_move", ["again"]),
        ("reschedule-too-late", None, ["booking_change_late"]),
    ],
)
async def test_a_move_is_done_kept_once_more_or_refused(refusal: str | None, ask: str | None, words: list[str]) -> None:
    error = Conflict("no", mend="look", code=refusal, until="2026-11-22T08:00:00Z") if refusal else None
    slots = {
        "booking_moves": {"number": "YY1"}, "known_codes": {"YY1": "⟦code:1⟧"}, "booking_mission": "sydney",
        "booking_hold": {"hold_id": "h1", "slot_id": "s"},
    }  # fmt: skip
    dispatcher = CollectingDispatcher()
    progress = await parts(System(refusal=error))[1].done(a_turn(slots=slots), Say(dispatcher))
    assert (progress.ask, said(dispatcher)) == (ask, words)


def test_only_the_turn_that_asked_to_move_opens_the_form_for_it() -> None:
    _, moving = parts(System())
    assert moving.begins(a_turn(slots={"booking_moves": {"number": "YY1", "turn": "t1"}}))
    assert not moving.begins(a_turn(slots={"booking_moves": {"number": "YY1", "turn": "t0"}}))
    assert not allowed({"actions": [{"action": "reschedule", "allowed": False}]}, "reschedule")
