"""The waiting list, the staff's calendar, who came and what is told, over HTTP and by the staff's own functions."""

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.errors import AttendanceKnown, CalendarRefused
from assistant.backends.notary.model import Entry
from assistant.backends.notary.schedule import load_schedule
from assistant.backends.notary.schemas import SlotsOut
from assistant.backends.notary.series import StaffCalendar
from assistant.backends.notices import FileOutbox, Notice, masked
from assistant.shared.errors import BadInput, Conflict, NotFound
from tests.contract.backend_systems import Systems, an_applicant, build_systems

SLOT_ID = "wuyi:singapore:20261202T013000Z"
ONLY = "2026-12-02T01:30:00Z"
EVERY_DAY = frozenset(range(1, 8))


class Kept:
    """A notifier that keeps what it is given, and fails while it is told to."""

    def __init__(self) -> None:
        self.sent: list[Notice] = []
        self.failing = False

    def send(self, notice: Notice) -> None:
        if self.failing:
            raise ConnectionError("the operator's gateway is down")
        self.sent.append(notice)


@pytest.fixture
def notifier() -> Kept:
    return Kept()


@pytest.fixture
def systems(tmp_path: Path, notifier: Kept) -> Iterator[Systems]:
    built = build_systems(tmp_path, notifier=notifier)
    yield built
    built.engine.dispose()


@pytest.fixture
def staff(systems: Systems) -> StaffCalendar:
    return StaffCalendar(systems.engine, clock=systems.clock, catalogue=load_catalogue(), schedule=load_schedule())


def run(work: Any) -> Any:
    return asyncio.run(work)


def hold(systems: Systems, key: str = "hold-0001", slot_id: str = SLOT_ID) -> dict[str, Any]:
    return run(systems.bookings.hold(slot_id, key=key))


def book(systems: Systems, hold_id: str, key: str = "book-0001") -> dict[str, Any]:
    return run(
        systems.bookings.book(
            hold_id=hold_id, applicant=an_applicant(), matter="mandate", mission="singapore", office="wuyi", key=key
        )
    )


def wait(systems: Systems, key: str, first: str = ONLY, last: str = ONLY, **more: Any) -> dict[str, Any]:
    return run(systems.bookings.wait("wuyi", "singapore", first=first, last=last, key=key, **more))


def state(systems: Systems, place: dict[str, Any]) -> str:
    return str(run(systems.bookings.waiting(place["waiting_id"]))["state"])


# -- The line ---------------------------------------------------------------------------------------------------------


def test_a_freed_slot_goes_to_the_first_of_the_line_and_then_to_the_next(systems: Systems) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    places = [wait(systems, f"wait-000{n}") for n in range(3)]
    assert [each["before"] for each in places] == [0, 1, 2]

    run(systems.bookings.cancel(booked["number"], booked["query_code"], key="cncl-0001"))

    assert [state(systems, each) for each in places] == ["offered", "waiting", "waiting"]
    systems.clock.forward(hours=2)
    assert [state(systems, each) for each in places] == ["lapsed", "offered", "waiting"]
    offer = run(systems.bookings.waiting(places[1]["waiting_id"]))["offer"]
    assert book(systems, offer["hold_id"], key="book-0002")["start"] == ONLY
    assert [state(systems, each) for each in places] == ["lapsed", "taken", "waiting"]


def test_a_hold_that_expires_is_offered_to_who_waits_and_not_to_who_comes_now(systems: Systems) -> None:
    hold(systems)
    place = wait(systems, "wait-0001")
    systems.clock.forward(minutes=10)

    with pytest.raises(Conflict) as refused:
        hold(systems, key="hold-0002")

    assert refused.value.code == "slot-taken"
    assert state(systems, place) == "offered"


def test_a_moved_booking_frees_its_slot_for_the_line(systems: Systems) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    place = wait(systems, "wait-0001")
    other = hold(systems, key="hold-0002", slot_id="wuyi:singapore:20261202T020000Z")

    run(systems.bookings.reschedule(booked["number"], booked["query_code"], hold_id=other["hold_id"], key="move-0001"))

    assert state(systems, place) == "offered"


def test_an_offer_that_is_released_goes_to_the_next_and_its_place_is_left(systems: Systems) -> None:
    held = hold(systems)
    places = [wait(systems, f"wait-000{n}") for n in range(2)]
    run(systems.bookings.release(held["hold_id"], key="free-0001"))
    offer = run(systems.bookings.waiting(places[0]["waiting_id"]))["offer"]

    run(systems.bookings.release(offer["hold_id"], key="free-0002"))

    assert [state(systems, each) for each in places] == ["left", "offered"]


def test_who_leaves_gives_the_offer_to_the_next(systems: Systems) -> None:
    hold(systems)
    places = [wait(systems, f"wait-000{n}") for n in range(2)]
    systems.clock.forward(minutes=10)
    assert state(systems, places[0]) == "offered"

    left = run(systems.bookings.leave(places[0]["waiting_id"], key="leav-0001"))

    assert left["state"] == "left"
    assert state(systems, places[1]) == "offered"
    with pytest.raises(Conflict) as refused:
        run(systems.bookings.leave(places[0]["waiting_id"], key="leav-0002"))
    assert refused.value.code == "waiting-over"


def test_nobody_waits_for_what_is_free(systems: Systems) -> None:
    with pytest.raises(Conflict) as refused:
        wait(systems, "wait-0001")

    assert (refused.value.code, refused.value.context["slot_id"]) == ("slots-free", SLOT_ID)


def test_the_same_key_waits_once(systems: Systems) -> None:
    hold(systems)

    assert wait(systems, "wait-0001") == wait(systems, "wait-0001")
    assert wait(systems, "wait-0002")["before"] == 1


def test_who_waits_for_days_that_have_passed_is_let_go(systems: Systems) -> None:
    hold(systems)
    place = wait(systems, "wait-0001")
    book_now = run(systems.bookings.waiting(place["waiting_id"]))
    assert book_now["offer"] is None
    systems.clock.now = datetime(2026, 12, 1, tzinfo=UTC)

    assert state(systems, place) == "lapsed"


def test_an_unknown_place_in_the_line_is_not_found(systems: Systems) -> None:
    with pytest.raises(NotFound) as refused:
        run(systems.bookings.waiting("nobody"))

    assert refused.value.code == "unknown-waiting"


@pytest.mark.parametrize("window", [("tomorrow", ONLY), (ONLY, "2026-12-02T01:30:00")])
def test_days_that_cannot_be_read_are_refused(systems: Systems, window: tuple[str, str]) -> None:
    with pytest.raises(BadInput):
        wait(systems, "wait-0001", *window)


# -- What is told -----------------------------------------------------------------------------------------------------


def test_an_offer_is_told_once_to_who_left_a_number(systems: Systems, notifier: Kept) -> None:
    hold(systems)
    wait(systems, "wait-0001", phone="+65 6555 0199")
    systems.clock.forward(minutes=10)
    service = systems.notary.state.service

    first, second = service.tick(), service.tick()

    assert (first, second) == ((1, 1), (0, 0))
    assert [(each.kind, each.to) for each in notifier.sent] == [("slot-offered", "+65 6555 0199")]


def test_each_reminder_goes_out_once_and_never_two_at_a_time(systems: Systems, notifier: Kept) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    service = systems.notary.state.service
    start = datetime.fromisoformat(booked["start"])

    for hours in (80, 72, 71, 30, 24, 23, 3, 2, 1):
        systems.clock.now = start - timedelta(hours=hours)
        service.tick()
        service.tick()

    assert [each.data["hours"] for each in notifier.sent] == ["72", "24", "2"]
    assert {each.data["number"] for each in notifier.sent} == {booked["number"]}


def test_after_an_outage_only_the_latest_reminder_is_sent(systems: Systems, notifier: Kept) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    systems.clock.now = datetime.fromisoformat(booked["start"]) - timedelta(hours=1)

    systems.notary.state.service.tick()

    assert [each.data["hours"] for each in notifier.sent] == ["2"]


def test_a_notice_that_could_not_be_sent_is_sent_later(systems: Systems, notifier: Kept) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    systems.clock.now = datetime.fromisoformat(booked["start"]) - timedelta(hours=20)
    service = systems.notary.state.service
    notifier.failing = True
    service.tick()
    notifier.failing = False

    assert service.tick() == (0, 1)
    assert len(notifier.sent) == 1


def test_who_booked_after_a_reminder_was_due_or_cancelled_is_not_reminded(systems: Systems, notifier: Kept) -> None:
    systems.clock.now = datetime(2026, 11, 29, 22, 0, tzinfo=UTC)  # 51½ hours before
    booked = book(systems, hold(systems)["hold_id"])
    service = systems.notary.state.service
    service.tick()
    assert notifier.sent == []
    run(systems.bookings.cancel(booked["number"], booked["query_code"], key="cncl-0001"))
    systems.clock.now = datetime.fromisoformat(booked["start"]) - timedelta(hours=2)

    service.tick()

    assert notifier.sent == []


def test_the_file_of_notices_holds_no_whole_number(tmp_path: Path) -> None:
    outbox = FileOutbox(tmp_path / "outbox" / "notary.jsonl")

    outbox.send(Notice("k", "slot-offered", "+65 6555 0199", datetime(2026, 12, 1, tzinfo=UTC), {"slot_id": "x"}))

    line = json.loads((tmp_path / "outbox" / "notary.jsonl").read_text(encoding="utf-8"))
    assert (line["to"], line["at"]) == ("+65 6*** **99", "2026-12-01T00:00:00Z")


@pytest.mark.parametrize(("phone", "shown"), [("13800138000", "138******00"), ("12345", "*****"), ("", "")])
def test_a_number_is_masked(phone: str, shown: str) -> None:
    assert masked(phone) == shown


# -- What staff change ------------------------------------------------------------------------------------------------


def offered(systems: Systems, day: str) -> int:
    return len(run(systems.bookings.slots("wuyi", "singapore", first=day, last=day)))


def test_a_day_off_takes_the_slots_away_and_names_the_bookings_that_lie_there(
    systems: Systems, staff: StaffCalendar
) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    day = date(2026, 12, 2)
    assert offered(systems, "2026-12-02") > 0

    change = staff.lay("office", "wuyi", Entry(True, day, day, EVERY_DAY), reason="x")

    assert change.affected == [booked["number"]]
    assert offered(systems, "2026-12-02") == 0
    staff.withdraw(change.entries[0])
    assert offered(systems, "2026-12-02") > 0
    with pytest.raises(NotFound):
        staff.withdraw(change.entries[0])


def test_a_series_gives_seats_that_can_be_held(systems: Systems, staff: StaffCalendar) -> None:
    series = Entry(False, date(2026, 12, 1), date(2026, 12, 31), frozenset({6}), time(9), time(10), 2)
    staff.lay("office", "wuyi", series, reason="")
    staff.lay("mission", "singapore", series, reason="")
    saturday = "wuyi:singapore:20261205T010000Z"

    held = [hold(systems, key=f"hold-000{n}", slot_id=saturday) for n in range(2)]

    assert len({each["hold_id"] for each in held}) == 2
    with pytest.raises(Conflict):
        hold(systems, key="hold-0003", slot_id=saturday)


def test_a_file_is_taken_in_whole_and_replaces_what_it_said_before(systems: Systems, staff: StaffCalendar) -> None:
    header = b"kind,from,to\n"
    staff.take_in("office", "wuyi", "d.csv", header + b"closed,2026-12-02,\nclosed,2026-12-03,\n")
    assert (offered(systems, "2026-12-02"), offered(systems, "2026-12-03")) == (0, 0)

    change = staff.take_in("office", "wuyi", "d.csv", header + b"closed,2026-12-03,\n")

    assert (len(change.entries), change.withdrawn) == (1, 2)
    assert offered(systems, "2026-12-02") > 0


def test_of_a_file_with_a_fault_nothing_is_taken_and_the_old_one_stands(systems: Systems, staff: StaffCalendar) -> None:
    staff.take_in("office", "wuyi", "d.csv", b"kind,from,to\nclosed,2026-12-02,\n")

    with pytest.raises(CalendarRefused, match="row 2: kind is 'shut'"):
        staff.take_in("office", "wuyi", "d.csv", b"kind,from,to\nclosed,2026-12-03,\nshut,2026-12-04,\n")

    assert offered(systems, "2026-12-02") == 0
    assert offered(systems, "2026-12-03") > 0
    assert len(staff.standing()) == 1


@pytest.mark.parametrize(
    ("side", "place", "entry", "seen"),
    [
        ("office", "nowhere", Entry(True, date(2026, 12, 2), date(2026, 12, 2), EVERY_DAY), "'nowhere'"),
        ("mission", "wuyi", Entry(True, date(2026, 12, 2), date(2026, 12, 2), EVERY_DAY), "'wuyi'"),
        ("office", "wuyi", Entry(True, date(2026, 12, 2), date(2026, 12, 1), EVERY_DAY), "2026-12-01"),
        ("office", "wuyi", Entry(False, date(2026, 12, 2), date(2026, 12, 2), EVERY_DAY), "needs hours"),
        ("office", "wuyi", Entry(True, date(2026, 12, 2), date(2026, 12, 2), frozenset({8})), "[8]"),
        ("office", "wuyi", Entry(False, date(2026, 12, 2), date(2026, 12, 2), EVERY_DAY, time(9), time(9)), "09:00"),
    ],
)
def test_an_entry_that_makes_no_sense_is_refused(
    staff: StaffCalendar, side: str, place: str, entry: Entry, seen: str
) -> None:
    with pytest.raises(CalendarRefused) as refused:
        staff.lay(side, place, entry, reason="")

    assert seen in refused.value.message
    assert staff.standing() == []


@pytest.mark.parametrize(("minutes", "attendance"), [(0, "arrived"), (10, "late"), (20, "no_show"), (None, "no_show")])
def test_who_came_and_when_is_said_once(
    systems: Systems, staff: StaffCalendar, minutes: int | None, attendance: str
) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    start = datetime.fromisoformat(booked["start"])
    systems.clock.now = start + timedelta(minutes=40)
    number, code = booked["number"], booked["query_code"]

    staff.came(number, None if minutes is None else start + timedelta(minutes=minutes))

    found = run(systems.bookings.booking(number, code))
    assert (found["status"], found["attendance"]) == ("booked", attendance)
    assert found["timeline"][-1]["event"] == attendance
    with pytest.raises(AttendanceKnown):
        staff.came(number, start)


def test_nobody_is_absent_while_they_may_still_come(systems: Systems, staff: StaffCalendar) -> None:
    booked = book(systems, hold(systems)["hold_id"])
    systems.clock.now = datetime.fromisoformat(booked["start"]) + timedelta(minutes=15)

    with pytest.raises(AttendanceKnown):
        staff.came(booked["number"], None)


def test_answers_say_that_the_hours_are_a_sample(systems: Systems) -> None:
    offices = run(systems.raw_notary.get("/offices")).json()
    slots = run(systems.raw_notary.get("/slots", params={"office": "wuyi", "mission": "singapore"})).json()

    SlotsOut.model_validate(slots)  # what OpenAPI promises
    assert (offices["sample"], slots["sample"]) == (True, True)
    assert all(each["sample"] for each in slots["slots"])
