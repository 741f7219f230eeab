"""What a notary system does when it is called: the served one through our client, and the one in memory, alike."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import icalendar
import pytest

from assistant.backends.notary.client import NotaryClient
from assistant.backends.notary.schemas import BookingOut, ConfirmationOut, EligibilityOut, HoldOut, SlotOut, WaitingOut
from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX, is_number
from assistant.shared.errors import BadInput, Conflict, NotFound, RateLimited
from tests.contract.backend_systems import MovableClock, an_applicant, another_code, build_systems
from tests.contract.memory_bookings import MemoryBookings
from tests.contract.memory_petitions import methods

PLACE = ("wuyi", "vancouver")


@dataclass
class Port:
    """Something that is called like our client."""

    clock: MovableClock
    client: Any

    def ask(self, call: str, *values: Any, **named: Any) -> Any:
        return asyncio.run(getattr(self.client(), call)(*values, **named))

    def slots(self, *place: str, **window: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("slots", *(place or PLACE), **window)
        return found

    def hold(self, slot_id: str, key: str = "hold-0001") -> dict[str, Any]:
        found: dict[str, Any] = self.ask("hold", slot_id, key=key)
        return found

    def book(self, held: dict[str, Any], key: str = "book-0001", **changes: Any) -> dict[str, Any]:
        slot = held["slot"]
        order = {"hold_id": held["hold_id"], "applicant": an_applicant(), "matter": "mandate",
                 "mission": slot["mission"], "office": slot["office"], **changes}  # fmt: skip
        found: dict[str, Any] = self.ask("book", **order, key=key)
        return found

    def booked(self) -> dict[str, Any]:
        return self.book(self.hold(self.slots()[4]["slot_id"]))


@pytest.fixture(params=["served", "memory"])
def port(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Port]:
    if request.param == "memory":
        clock = MovableClock()
        fake = MemoryBookings(clock)
        yield Port(clock, lambda: fake)
        return
    systems = build_systems(tmp_path)
    yield Port(systems.clock, lambda: systems.bookings)
    systems.engine.dispose()


def who(made: dict[str, Any]) -> tuple[str, str]:
    return made["number"], made["query_code"]


def test_the_fake_has_every_method_of_the_client() -> None:
    assert methods(MemoryBookings) == methods(NotaryClient)


def test_every_answer_has_the_form_of_the_contract(port: Port) -> None:
    slot = port.slots(limit=1)[0]
    held = port.hold(slot["slot_id"])
    made = port.book(held)

    assert SlotOut.model_validate(slot) and HoldOut.model_validate(held) and ConfirmationOut.model_validate(made)
    assert BookingOut.model_validate(port.ask("booking", *who(made)))
    assert EligibilityOut.model_validate(port.ask("eligibility", {"nationality": "cn"})).ask
    assert {len(port.ask(name)) > 1 for name in ("offices", "matters", "missions")} == {True}


def test_slots_are_the_same_instants(port: Port) -> None:
    first, last = (port.slots(limit=2000)[n] for n in (0, -1))

    assert (first["slot_id"], first["start_local"]) == ("wuyi:vancouver:20261124T223000Z", "2026-11-24T14:30:00-08:00")
    assert first["capacity_left"] == 1
    day = port.slots(first="2026-11-26", last="2026-11-26")
    assert {each["start_local"][:10] for each in day} == {"2026-11-26"}
    assert last["start"] > "2027-02"


@pytest.mark.parametrize("asked", [{"office": "nowhere"}, {"mission": "nowhere"}, {"first": "tomorrow"}])
def test_a_search_for_what_is_not_there_is_refused(port: Port, asked: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        port.ask("slots", **{"office": "wuyi", "mission": "vancouver", **asked})


def test_a_hold_takes_the_slot_off_the_list_until_it_ends(port: Port) -> None:
    wanted = port.slots(limit=1)[0]["slot_id"]
    held = port.hold(wanted)

    assert held["expires_at"] == "2026-11-22T01:10:00Z"
    assert wanted != port.slots(limit=1)[0]["slot_id"]
    with pytest.raises(Conflict) as refused:
        port.hold(wanted, key="hold-0002")
    assert (refused.value.code, len(refused.value.context["nearest"])) == ("slot-taken", 3)
    port.clock.forward(minutes=10)
    assert port.hold(wanted, key="hold-0003")["slot"]["slot_id"] == wanted


def test_a_hold_is_extended_twice_and_an_ended_one_is_gone(port: Port) -> None:
    held = port.hold(port.slots(limit=1)[0]["slot_id"])
    for n in (1, 2):
        assert port.ask("extend", held["hold_id"], key=f"long-000{n}")["extensions_left"] == 2 - n

    with pytest.raises(Conflict) as refused:
        port.ask("extend", held["hold_id"], key="long-0003")
    assert refused.value.code == "hold-not-extendable"
    port.clock.forward(minutes=11)
    with pytest.raises(Conflict) as gone:
        port.book(held)
    assert gone.value.code == "hold-expired"


def test_a_hold_that_is_given_up_is_free_at_once(port: Port) -> None:
    wanted = port.slots(limit=1)[0]["slot_id"]
    held = port.hold(wanted)

    assert port.ask("release", held["hold_id"], key="free-0001")["expires_at"] == "2026-11-22T01:00:00Z"

    assert port.slots(limit=1)[0]["slot_id"] == wanted
    with pytest.raises(Conflict) as gone:
        port.ask("release", held["hold_id"], key="free-0002")
    assert gone.value.code == "hold-expired"
    assert port.hold(wanted, key="hold-0002")["hold_id"] != held["hold_id"]


@pytest.mark.parametrize(
    ("slot_id", "error"), [("nonsense", NotFound), ("wuyi:vancouver:20261124T223100Z", NotFound),
                           ("wuyi:vancouver:20261122T223000Z", Conflict)]
)  # fmt: skip
def test_a_slot_that_is_none_cannot_be_held(port: Port, slot_id: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        port.hold(slot_id)


def test_the_same_key_is_one_booking_and_not_for_another(port: Port) -> None:
    held = port.hold(port.slots(limit=1)[0]["slot_id"])
    first = port.book(held)

    assert first == port.book(held)
    assert is_number(first["number"], BOOKING_PREFIX)
    with pytest.raises(Conflict) as refused:
        port.book(held, applicant=an_applicant(name="别人"))
    assert refused.value.code == "idempotency-key-reused"


@pytest.mark.parametrize(
    ("change", "code"),
    [({"applicant": an_applicant(nationality="foreign")}, "not-eligible"), ({"office": "taishan"}, "hold-mismatch"),
     ({"hold_id": "no-such-hold"}, "hold-expired"), ({"matter": "nothing"}, "unknown-matter")],
)  # fmt: skip
def test_what_may_not_be_booked_is_refused_by_name(port: Port, change: dict[str, Any], code: str) -> None:
    held = port.hold(port.slots(limit=1)[0]["slot_id"])

    with pytest.raises((Conflict, BadInput)) as refused:
        port.book(held, **change)

    assert refused.value.code == code


def test_a_booking_moves_and_ends_and_its_seats_are_free(port: Port) -> None:
    made = port.booked()
    other = port.hold(port.slots()[9]["slot_id"], key="hold-0002")

    moved = port.ask("reschedule", *who(made), hold_id=other["hold_id"], key="move-0001")
    over = port.ask("cancel", *who(made), key="gone-0001")

    assert moved["start"] == other["slot"]["start"]
    assert (over["status"], [each["event"] for each in over["timeline"]]) == (
        "cancelled",
        ["book", "reschedule", "cancel"],
    )
    assert {made["start"], moved["start"]} <= {each["start"] for each in port.slots()}
    with pytest.raises(Conflict) as refused:
        port.ask("cancel", *who(made), key="gone-0002")
    assert refused.value.code == "booking-cancelled"


def test_the_calendar_file_is_the_booking(port: Port) -> None:
    made = port.booked()

    [event] = icalendar.Calendar.from_ical(port.ask("ics", *who(made))).walk("VEVENT")

    assert f"{event['DTSTART'].dt:%Y-%m-%dT%H:%M:%SZ}" == made["start"]


def test_wrong_codes_and_unknown_numbers_are_refused_alike_and_closed(port: Port) -> None:
    number, code = who(port.booked())
    for wanted in (number, "YY20261122000028"):
        for _ in range(5):
            with pytest.raises(NotFound):
                port.ask("booking", wanted, another_code(code))
        with pytest.raises(RateLimited):
            port.ask("booking", wanted, code)


def test_the_line_keeps_its_order_and_nobody_waits_for_what_is_free(port: Port) -> None:
    start = port.slots(limit=1)[0]["start"]
    window = {"first": start, "last": start}
    with pytest.raises(Conflict) as refused:
        port.ask("wait", *PLACE, **window, key="wait-0001")
    assert refused.value.code == "slots-free"
    port.hold(port.slots(limit=1)[0]["slot_id"])

    places = [port.ask("wait", *PLACE, **window, key=f"wait-000{n}") for n in (1, 2)]

    assert [WaitingOut.model_validate(each).before for each in places] == [0, 1]
    assert port.ask("leave", places[0]["waiting_id"], key="left-0001")["state"] == "left"
    assert port.ask("waiting", places[1]["waiting_id"])["before"] == 0
    with pytest.raises(NotFound):
        port.ask("waiting", "nobody")
