"""From a slot to a booking, and back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX, is_number
from tests.conformance.bookings import (
    NAME,
    ONE,
    PASSPORT,
    PHONE,
    a_place,
    an_applicant,
    an_order,
    booked,
    free,
    held,
    instant,
)
from tests.conformance.system import Answer, System, at_once, fresh_key


def act(system: System, made: dict[str, Any], action: str, wants: int = 200, **body: Any) -> Any:
    """What the system says to a step of the owner."""
    said = {"code": made["query_code"], **body}
    return system.ask("post", f"{ONE}/{action}", said, number=made["number"], wants=wants)


def test_a_hold_keeps_a_slot_for_some_minutes(system: System) -> None:
    """A hold lasts at most ten minutes and may be extended twice, not three times."""
    hold = held(system)

    left = instant(hold["expires_at"]) - datetime.now(UTC)
    assert timedelta(minutes=1) < left <= timedelta(minutes=11), f"it lasts {left}"
    for _ in range(2):
        system.ask("post", "/holds/{hold_id}/extend", hold_id=hold["hold_id"], wants=200)
    system.ask("post", "/holds/{hold_id}/extend", hold_id=hold["hold_id"], wants=409)


def test_a_hold_that_is_given_up_is_free_at_once(system: System) -> None:
    """A hold that is released can be held by somebody else; releasing it again is refused."""
    hold = held(system)

    system.ask("post", "/holds/{hold_id}/release", hold_id=hold["hold_id"], wants=200)
    system.ask("post", "/holds/{hold_id}/release", hold_id=hold["hold_id"], wants=409)
    system.ask("post", "/holds", {"slot_id": hold["slot"]["slot_id"]}, wants=201)


def test_a_slot_is_never_given_away_more_often_than_there_is_room(system: System) -> None:
    """Many holds of one slot at the same moment: as many succeed as were free, the rest are told slot-taken."""
    slot = free(system, a_place(system), limit=200)[-1]

    def hold(_n: int) -> Answer:
        return system.send("post", "/holds", {"slot_id": slot["slot_id"]})

    answers = at_once(slot["capacity_left"] + 6, hold)

    won = sum(each.status == 201 for each in answers)
    assert won == slot["capacity_left"], f"{won} holds were given, {slot['capacity_left']} were free"
    lost = [each for each in answers if each.status != 201]
    assert {each.said.get("code") for each in lost} == {"slot-taken"}, "the others are not told slot-taken"
    assert all("nearest" in each.said for each in lost), "the others are not told what is free nearby"


def test_the_same_key_is_one_hold_and_one_booking(system: System) -> None:
    """The same key and body a second time give the same hold, and the same booking with the same code."""
    slot, keys = free(system, a_place(system), limit=200)[-1]["slot_id"], (fresh_key(), fresh_key())

    holds = [system.ask("post", "/holds", {"slot_id": slot}, key=keys[0], wants=201) for _ in range(2)]
    order = an_order(system, holds[0])
    bookings = [system.ask("post", "/bookings", order, key=keys[1], wants=201) for _ in range(2)]

    assert holds[0] == holds[1], "two holds"
    assert bookings[0] == bookings[1], "two bookings"


def test_a_key_is_not_used_for_something_else(system: System) -> None:
    """The same key with another body is refused as idempotency-key-reused."""
    hold, key = held(system), fresh_key()
    order = an_order(system, hold)
    system.ask("post", "/bookings", order, key=key, wants=201)
    other = {**order, "applicant": an_applicant(name="别人")}

    system.ask("post", "/bookings", other, key=key, wants=409, refused="idempotency-key-reused")


def test_a_confirmation_has_number_code_and_times(system: System) -> None:
    """A confirmation names a number with a right check digit, a code of six digits and the time on three clocks."""
    made = booked(system)

    assert is_number(made["number"], BOOKING_PREFIX), f"the number is {made['number']!r}"
    assert len(made["query_code"]) == 6 and made["query_code"].isdecimal()
    assert instant(made["start"]) == instant(made["start_beijing"]) == instant(made["start_local"])


def test_a_hold_is_used_once(system: System) -> None:
    """A hold that became a booking becomes no second one."""
    order = an_order(system, held(system))
    system.ask("post", "/bookings", order, wants=201)

    system.ask("post", "/bookings", order, wants=409)


@pytest.mark.parametrize("change", [{"hold_id": "no-such-hold-1"}, {"applicant": an_applicant(nationality="foreign")}])
def test_what_may_not_be_booked_is_not(system: System, change: dict[str, Any]) -> None:
    """Without a living hold, or with a foreign nationality, nothing is booked."""
    system.ask("post", "/bookings", {**an_order(system, held(system)), **change}, wants=409)


@pytest.mark.parametrize("change", [{"matter": "nothing"}, {"applicant": {"name": NAME}}, {"colour": "red"}])
def test_an_order_that_cannot_be_used_is_refused(system: System, change: dict[str, Any]) -> None:
    """An order with a matter that does not exist, without a telephone or with an unknown field is refused."""
    said = system.ask("post", "/bookings", {**an_order(system, held(system)), **change}, wants=422)

    assert PHONE not in str(said), "the refusal repeats what the citizen wrote"


def test_the_owner_sees_the_booking_without_anything_personal(system: System) -> None:
    """Number and code show what is booked, without name, telephone and passport."""
    made = booked(system)

    found = system.ask("get", ONE, number=made["number"], code=made["query_code"], wants=200)

    assert {name: made[name] for name in ("number", "start", "status")} == {
        name: found[name] for name in ("number", "start", "status")
    }
    assert not any(each in str(found) for each in (NAME, PHONE, PASSPORT)), "it shows something personal"


def test_the_calendar_file_is_the_same_instant_and_holds_nothing_personal(system: System) -> None:
    """The calendar file is RFC 5545, has the instants of the booking, and nothing personal."""
    made = booked(system)

    text = system.ask("get", f"{ONE}.ics", number=made["number"], code=made["query_code"], wants=200)

    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (instant(made["start"]), instant(made["end"]))
    assert not any(each in text for each in (NAME, PHONE, PASSPORT)), "it holds something personal"


def test_a_booking_moves_to_another_hold_and_frees_its_seat(system: System) -> None:
    """A booking moves to the slot of another hold, and what it had is free again."""
    made = booked(system)
    other = held(system)

    moved = act(system, made, "reschedule", hold_id=other["hold_id"])

    assert moved["start"] == other["slot"]["start"], f"it is at {moved['start']}"
    where = {"office": moved["office"]["code"], "mission": moved["mission"]["code"]}
    again = free(system, where, **{"from": made["start"], "to": made["start"]})
    assert [each["start"] for each in again] == [made["start"]], "the old seat is not free"


def test_a_cancelled_booking_is_over_and_its_seat_free(system: System) -> None:
    """A cancelled booking stays cancelled, and its seat can be held again."""
    made = booked(system)

    cancelled = act(system, made, "cancel")

    assert cancelled["status"] == "cancelled", f"status is {cancelled['status']}"
    act(system, made, "cancel", wants=409)
    where = {"office": made["office"]["code"], "mission": made["mission"]["code"]}
    assert free(system, where, **{"from": made["start"], "to": made["start"]}), "the seat is not free"
