"""The notary system over HTTP, through our client, as design §9 promises it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from assistant.shared.contracts.reference_numbers import BOOKING_PREFIX, is_number
from assistant.shared.errors import BadInput, Conflict, NotFound, RateLimited
from tests.contract.backend_systems import Systems, an_applicant, another_code, build_systems


@pytest.fixture
def systems(tmp_path: Path) -> Iterator[Systems]:
    built = build_systems(tmp_path)
    yield built
    built.engine.dispose()


def run(work: Any) -> Any:
    return asyncio.run(work)


def slots(systems: Systems, mission: str = "vancouver", office: str = "wuyi", **between: Any) -> list[dict[str, Any]]:
    return run(systems.bookings.slots(office, mission, **between))


def hold(systems: Systems, slot_id: str, key: str = "hold-0001") -> dict[str, Any]:
    return run(systems.bookings.hold(slot_id, key=key))


def book(systems: Systems, held: dict[str, Any], key: str = "book-0001", **changes: Any) -> dict[str, Any]:
    wanted = {
        "hold_id": held["hold_id"],
        "applicant": an_applicant(),
        "matter": "mandate",
        "mission": held["slot"]["mission"],
        "office": held["slot"]["office"],
        **changes,
    }
    return run(systems.bookings.book(**wanted, key=key))


def booked(systems: Systems) -> dict[str, Any]:
    return book(systems, hold(systems, slots(systems)[4]["slot_id"]))


def test_offices_matters_and_missions_are_listed_with_their_names(systems: Systems) -> None:
    offices, matters, missions = (
        run(systems.bookings.offices()), run(systems.bookings.matters()), run(systems.bookings.missions())
    )  # fmt: skip

    assert [each["zh"] for each in offices] == ["江门市五邑公证处", "台山市公证处"]
    assert len(matters) == 15
    assert {"code": "vancouver", "zone": "America/Vancouver"}.items() <= {
        k: v for each in missions if each["code"] == "vancouver" for k, v in each.items()
    }.items()


def test_slots_are_instants_shown_in_the_missions_time_and_in_beijings(systems: Systems) -> None:
    first = slots(systems)[0]

    assert first["slot_id"] == "wuyi:vancouver:20261124T223000Z"
    assert first["start"] == "2026-11-24T22:30:00Z"
    assert first["start_local"] == "2026-11-24T14:30:00-08:00"
    assert first["start_beijing"] == "2026-11-25T06:30:00+08:00"
    assert first["capacity_left"] == 1


def test_slots_start_after_two_days_notice_and_within_three_months(systems: Systems) -> None:
    starts = [datetime.fromisoformat(each["start"]) for each in slots(systems, "singapore", limit=2000)]

    now = systems.clock.now
    assert starts == sorted(set(starts))
    assert now + timedelta(days=2) <= starts[0]
    assert starts[-1] <= now + timedelta(days=92)


def test_days_in_a_query_are_days_of_the_mission(systems: Systems) -> None:
    day = slots(systems, "vancouver", first="2026-11-26", last="2026-11-26")

    assert day
    assert {each["start_local"][:10] for each in day} == {"2026-11-26"}
    assert {each["start_beijing"][:10] for each in day} == {"2026-11-27"}


def test_no_slot_lies_on_a_public_holiday_in_china(systems: Systems) -> None:
    systems.clock.now = datetime(2026, 9, 20, tzinfo=UTC)

    days = {each["start_beijing"][:10] for each in slots(systems, "singapore", limit=2000)}

    assert not {f"2026-10-{n:02d}" for n in range(1, 8)} & days
    assert "2026-10-09" in days


def test_slots_of_a_year_whose_calendar_is_not_published_say_so(systems: Systems) -> None:
    known = {each["start_beijing"][:4]: each["calendar_published"] for each in slots(systems, "singapore", limit=2000)}

    assert known == {"2026": True, "2027": False}


def test_a_hold_keeps_the_slot_for_ten_minutes_and_takes_it_off_the_list(systems: Systems) -> None:
    wanted = slots(systems)[0]["slot_id"]

    held = hold(systems, wanted)

    assert held["expires_at"] == "2026-11-22T01:10:00Z"
    assert wanted not in {each["slot_id"] for each in slots(systems)}


def test_a_hold_expires_after_ten_minutes(systems: Systems) -> None:
    wanted = slots(systems)[0]["slot_id"]
    held = hold(systems, wanted)
    systems.clock.forward(minutes=10)

    assert wanted in {each["slot_id"] for each in slots(systems)}
    with pytest.raises(Conflict) as refused:
        book(systems, held)
    assert refused.value.code == "hold-expired"
    assert hold(systems, wanted, key="hold-0002")["hold_id"] != held["hold_id"]


def test_a_taken_slot_is_a_conflict_that_names_the_three_nearest(systems: Systems) -> None:
    free = [each["slot_id"] for each in slots(systems)]
    hold(systems, free[1])

    with pytest.raises(Conflict) as refused:
        hold(systems, free[1], key="hold-0002")

    assert refused.value.code == "slot-taken"
    assert refused.value.context["taken"] is True
    nearest = [each["slot_id"] for each in refused.value.context["nearest"]]
    assert nearest == [free[0], free[2], free[3]]


def test_one_seat_of_an_office_serves_all_missions(systems: Systems) -> None:
    shared = "20261125T013000Z"  # 09:30 in Beijing and in Singapore and Kuala Lumpur
    hold(systems, f"wuyi:singapore:{shared}")

    with pytest.raises(Conflict):
        hold(systems, f"wuyi:kuala-lumpur:{shared}", key="hold-0002")

    assert hold(systems, f"taishan:kuala-lumpur:{shared}", key="hold-0003")


def test_the_same_key_holds_once(systems: Systems) -> None:
    wanted = slots(systems)[0]["slot_id"]

    assert hold(systems, wanted) == hold(systems, wanted)


def test_a_hold_is_extended_twice_at_most(systems: Systems) -> None:
    held = hold(systems, slots(systems)[0]["slot_id"])
    for n, expires in ((1, "2026-11-22T01:19:00Z"), (2, "2026-11-22T01:28:00Z")):
        systems.clock.forward(minutes=9)
        longer = run(systems.bookings.extend(held["hold_id"], key=f"more-000{n}"))
        assert (longer["expires_at"], longer["extensions_left"]) == (expires, 2 - n)

    with pytest.raises(Conflict) as refused:
        run(systems.bookings.extend(held["hold_id"], key="more-0003"))

    assert refused.value.code == "hold-not-extendable"


@pytest.mark.parametrize(
    ("slot_id", "kind", "code"),
    [
        ("nonsense", NotFound, "unknown-slot"),
        ("wuyi:nowhere:20261124T223000Z", NotFound, "unknown-slot"),
        ("wuyi:vancouver:20261124T231500Z", NotFound, "unknown-slot"),
        ("wuyi:vancouver:20261122T223000Z", Conflict, "slot-closed"),
        ("wuyi:vancouver:20270324T223000Z", Conflict, "slot-closed"),
    ],
)
def test_a_slot_that_is_not_on_offer_cannot_be_held(
    systems: Systems, slot_id: str, kind: type[Exception], code: str
) -> None:
    with pytest.raises(kind) as refused:
        hold(systems, slot_id)

    assert refused.value.code == code  # type: ignore[attr-defined]


def test_a_booking_has_a_number_a_code_and_the_times_until_which_it_may_be_changed(systems: Systems) -> None:
    confirmed = booked(systems)

    assert is_number(confirmed["number"], BOOKING_PREFIX)
    assert len(confirmed["query_code"]) == 6
    assert confirmed["matter"]["zh"] == "委托"
    start = datetime.fromisoformat(confirmed["start"])
    assert datetime.fromisoformat(confirmed["can_cancel_until"]) == start - timedelta(hours=24)
    found = run(systems.bookings.booking(confirmed["number"], confirmed["query_code"]))
    assert found == {name: value for name, value in confirmed.items() if name != "query_code"}


def test_a_booking_outlives_its_hold(systems: Systems) -> None:
    held = hold(systems, slots(systems)[0]["slot_id"])
    book(systems, held)
    systems.clock.forward(minutes=11)

    assert held["slot"]["slot_id"] not in {each["slot_id"] for each in slots(systems)}
    with pytest.raises(Conflict):
        hold(systems, held["slot"]["slot_id"], key="hold-0002")


def test_the_same_key_books_once_and_gives_the_same_code(systems: Systems) -> None:
    held = hold(systems, slots(systems)[0]["slot_id"])

    assert book(systems, held) == book(systems, held)
    with pytest.raises(Conflict) as refused:
        book(systems, held, key="book-0002")
    assert refused.value.code == "hold-expired"


@pytest.mark.parametrize("nationality", ["foreign", "unsure"])
def test_who_is_not_certainly_a_citizen_of_china_cannot_book(systems: Systems, nationality: str) -> None:
    held = hold(systems, slots(systems)[0]["slot_id"])

    with pytest.raises(Conflict) as refused:
        book(systems, held, applicant=an_applicant(nationality=nationality))

    assert refused.value.code == "not-eligible"
    assert refused.value.context["needs"]


def test_a_hold_books_only_its_own_office_and_mission(systems: Systems) -> None:
    held = hold(systems, slots(systems)[0]["slot_id"])

    with pytest.raises(Conflict) as refused:
        book(systems, held, mission="toronto")

    assert refused.value.code == "hold-mismatch"


def test_a_cancelled_booking_frees_its_seat_and_cannot_be_changed(systems: Systems) -> None:
    confirmed = booked(systems)
    number, code = confirmed["number"], confirmed["query_code"]

    after = run(systems.bookings.cancel(number, code, key="cncl-0001"))

    assert after["status"] == "cancelled"
    assert f"wuyi:vancouver:{confirmed['start'].replace('-', '').replace(':', '')}" in {
        each["slot_id"] for each in slots(systems)
    }
    with pytest.raises(Conflict) as refused:
        run(systems.bookings.cancel(number, code, key="cncl-0002"))
    assert refused.value.code == "booking-cancelled"


def test_it_is_too_late_to_cancel_a_day_before(systems: Systems) -> None:
    confirmed = booked(systems)
    systems.clock.now = datetime.fromisoformat(confirmed["start"]) - timedelta(hours=23)

    with pytest.raises(Conflict) as refused:
        run(systems.bookings.cancel(confirmed["number"], confirmed["query_code"], key="cncl-0001"))

    assert refused.value.code == "cancel-too-late"


def test_rescheduling_moves_the_booking_and_frees_the_old_slot(systems: Systems) -> None:
    confirmed = booked(systems)
    other = slots(systems)[0]["slot_id"]
    held = hold(systems, other, key="hold-0002")

    moved = run(
        systems.bookings.reschedule(
            confirmed["number"], confirmed["query_code"], hold_id=held["hold_id"], key="move-0001"
        )
    )

    assert (moved["number"], moved["start"]) == (confirmed["number"], held["slot"]["start"])
    free = {each["start"] for each in slots(systems)}
    assert confirmed["start"] in free
    assert moved["start"] not in free


def test_the_calendar_file_has_the_same_instants_and_one_uid_for_life(systems: Systems) -> None:
    confirmed = booked(systems)
    number, code = confirmed["number"], confirmed["query_code"]
    before = icalendar.Calendar.from_ical(run(systems.bookings.ics(number, code))).walk("VEVENT")[0]
    systems.clock.forward(minutes=5)
    run(systems.bookings.cancel(number, code, key="cncl-0001"))

    after = icalendar.Calendar.from_ical(run(systems.bookings.ics(number, code))).walk("VEVENT")[0]

    assert before["DTSTART"].dt == datetime.fromisoformat(confirmed["start"])
    assert before["DTEND"].dt == datetime.fromisoformat(confirmed["end"])
    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert "李四光" not in str(before)
    assert "604" not in str(before)


def test_wrong_codes_and_unknown_bookings_get_the_same_answer_and_are_limited(systems: Systems) -> None:
    confirmed = booked(systems)
    wrong = another_code(confirmed["query_code"])
    for _ in range(5):
        with pytest.raises(NotFound) as refused:
            run(systems.bookings.booking(confirmed["number"], wrong))
    with pytest.raises(NotFound) as unknown:
        run(systems.bookings.ics("YY20261122000028", wrong))

    assert (refused.value.code, refused.value.message) == (unknown.value.code, unknown.value.message)
    with pytest.raises(RateLimited):
        run(systems.bookings.ics(confirmed["number"], confirmed["query_code"]))
    assert systems.delays == [0.3] * 6


def test_nothing_personal_lies_readable_in_the_database(systems: Systems, tmp_path: Path) -> None:
    booked(systems)
    systems.engine.dispose()

    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())

    for secret in ("李四光", "604 555 0100", "E12345678"):
        assert secret.encode() not in stored, secret


def test_an_american_passport_is_not_eligible_and_is_told_what_to_do_instead(systems: Systems) -> None:
    verdict = run(systems.bookings.eligibility({"nationality": "foreign", "country": "US"}))

    assert verdict["eligible"] == "no"
    assert verdict["reasons"] == ["foreign-nationality"]
    assert "instead-apostille" in verdict["needs"]
    assert verdict["ask"] == []


def test_eligibility_asks_only_for_what_still_decides(systems: Systems) -> None:
    verdict = run(systems.bookings.eligibility({"nationality": "cn", "matter": "mandate", "mission": "vancouver"}))

    assert (verdict["eligible"], verdict["ask"]) == ("depends", ["residence", "use_in_china"])


@pytest.mark.parametrize(
    "asked", [{"office": "nowhere"}, {"mission": "nowhere"}, {"first": "tomorrow"}, {"first": "2026-11-26T09:00:00"}]
)
def test_a_query_that_cannot_be_used_says_so(systems: Systems, asked: dict[str, str]) -> None:
    with pytest.raises(BadInput) as refused:
        slots(systems, **asked)

    assert refused.value.mend


@pytest.mark.parametrize(("seat", "fault"), [(1, "UNIQUE constraint failed"), (2, "CHECK constraint failed")])
def test_the_database_itself_refuses_more_seats_than_capacity(systems: Systems, seat: int, fault: str) -> None:
    hold(systems, "wuyi:singapore:20261125T013000Z")
    hold(systems, "taishan:singapore:20261125T013000Z", key="hold-0002")
    move = text(f"UPDATE notary_seats SET office = 'wuyi', seat = {seat} WHERE office = 'taishan'")

    with systems.engine.connect() as connection, pytest.raises(IntegrityError, match=fault):
        connection.execute(move)


def test_the_openapi_document_names_every_path(systems: Systems) -> None:
    assert set(systems.notary.openapi()["paths"]) == {
        "/offices", "/matters", "/missions", "/eligibility", "/slots", "/holds", "/holds/{hold_id}/extend",
        "/holds/{hold_id}/release", "/bookings",
        "/bookings/{number}.ics", "/bookings/{number}", "/bookings/{number}/reschedule", "/bookings/{number}/cancel",
        "/waiting", "/waiting/{waiting_id}", "/waiting/{waiting_id}/leave",
    }  # fmt: skip
