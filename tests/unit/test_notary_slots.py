"""When something is open: hours, lunch, holidays of both countries, what staff lay over them, both capacities."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.backends.notary import model
from assistant.backends.notary.catalogue import load_catalogue
from assistant.backends.notary.model import BEIJING, Entry, Span, Window
from assistant.backends.notary.schedule import load_schedule
from assistant.backends.notary.schedule_days import office_works, public_holiday
from assistant.backends.notary.slots import MISSION, OFFICE, Timetable

CATALOGUE = load_catalogue()
SCHEDULE = load_schedule()
TIMETABLE = Timetable(CATALOGUE, SCHEDULE)
WUYI = CATALOGUE.offices["wuyi"]
EVERY_DAY = frozenset(range(1, 8))
HOUR = st.integers(0, 47).map(lambda half: time(half // 2, half % 2 * 30))


def starts(mission: str, day: str, days: int = 1, timetable: Timetable = TIMETABLE) -> list[datetime]:
    """Starts at the mission on its local days."""
    there = CATALOGUE.missions[mission]
    first = datetime.combine(date.fromisoformat(day), time.min, there.zone)
    last = first + timedelta(days=days, seconds=-1)
    return [each.slot.start.astimezone(there.zone) for each in timetable.between(WUYI, there, first, last)]


def laid(side: str, place: str, *entries: Entry) -> Timetable:
    return TIMETABLE.edition({(side, place): entries}, 1)


@pytest.mark.parametrize(
    ("mission", "day", "why"),
    [
        ("vancouver", "2026-11-11", "Remembrance Day in British Columbia"),
        ("new-york", "2026-11-26", "Thanksgiving"),
        ("singapore", "2026-11-09", "Deepavali, moved to Monday"),
        ("london", "2026-12-28", "Boxing Day, moved to Monday"),
        ("tokyo", "2026-11-23", "Labour Thanksgiving Day"),
        ("sydney", "2027-01-26", "Australia Day"),
        ("kuala-lumpur", "2026-08-31", "Merdeka"),
        ("melbourne", "2026-11-03", "Cup Day, in Victoria only"),
        ("singapore", "2026-10-02", "National Day week in China"),
        ("singapore", "2027-02-08", "Spring Festival of a year that is not published yet"),
    ],
)
def test_no_slot_on_a_holiday_of_either_country(mission: str, day: str, why: str) -> None:
    assert starts(mission, day) == [], why


@pytest.mark.parametrize(
    ("mission", "day"),
    [("sydney", "2026-11-03"), ("toronto", "2026-11-10"), ("singapore", "2026-10-08"), ("singapore", "2026-11-10")],
)
def test_a_holiday_elsewhere_or_on_another_day_closes_nothing(mission: str, day: str) -> None:
    assert starts(mission, day)


def test_offices_work_on_a_saturday_that_is_made_up_for() -> None:
    assert office_works(date(2026, 10, 10))
    assert not office_works(date(2026, 10, 17))


def test_public_holidays_are_known_for_every_mission_and_region() -> None:
    for mission in CATALOGUE.missions.values():
        region = SCHEDULE.regions.get(mission.code)
        days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
        assert 4 <= sum(public_holiday(mission.country, region, day) for day in days) <= 45, mission.code
    assert set(SCHEDULE.regions) <= set(CATALOGUE.missions)


def test_what_was_prepared_is_worked_out_once_for_every_pair() -> None:
    looked_at: list[date] = []

    def works(day: date) -> bool:
        looked_at.append(day)
        return office_works(day)

    timetable = Timetable(CATALOGUE, SCHEDULE, works)
    first = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    last = first + timedelta(days=10)
    assert sum(1 for _ in timetable.prepare(first, last)) > 0 and looked_at
    looked_at.clear()
    assert timetable.between(WUYI, CATALOGUE.missions["sydney"], first, last) and looked_at == []
    assert list(timetable.prepare(first, last)) == []


def test_lunch_is_kept() -> None:
    times = {start.astimezone(BEIJING).time() for start in starts("singapore", "2026-12-07", 5)}

    assert {time(11, 30), time(14, 30)} <= times
    assert not {at for at in times if time(11, 30) < at < time(14, 30)}


def test_hours_of_a_mission_follow_its_clocks_through_both_changes() -> None:
    # Berlin: summer time ends on 25 October 2026; Sydney: it begins on 4 October 2026.
    for mission, before, after in (("berlin", "2026-10-19", "2026-10-26"), ("sydney", "2026-09-21", "2026-10-12")):
        for day in (before, after):
            for start in starts(mission, day, 5):
                assert time(9) <= start.time() <= time(16, 30), mission
        in_utc = [{start.astimezone(UTC).time() for start in starts(mission, day, 5)} for day in (before, after)]
        assert in_utc[0] != in_utc[1], mission


def test_staff_close_an_office_for_a_day_and_a_mission_for_some_hours() -> None:
    day = date(2026, 12, 8)
    shut = laid(OFFICE, "wuyi", Entry(True, day, day, EVERY_DAY))
    noon = laid(MISSION, "singapore", Entry(True, day, day, EVERY_DAY, time(10), time(11)))

    usual = [each.time() for each in starts("singapore", "2026-12-08")]

    assert starts("singapore", "2026-12-08", timetable=shut) == []
    assert starts("singapore", "2026-12-09", timetable=shut)
    kept = [each.time() for each in starts("singapore", "2026-12-08", timetable=noon)]
    assert set(usual) - set(kept) == {time(10), time(10, 30)}


def test_an_interval_that_is_closed_in_part_is_no_slot() -> None:
    day = date(2026, 12, 8)
    late = laid(MISSION, "singapore", Entry(True, day, day, EVERY_DAY, time(10, 15), time(10, 20)))

    missing = set(starts("singapore", "2026-12-08")) - set(starts("singapore", "2026-12-08", timetable=late))

    assert [each.time() for each in missing] == [time(10)]


def test_a_series_opens_a_day_off_at_both_sides_with_its_own_capacity() -> None:
    saturday = date(2026, 12, 12)
    series = Entry(False, date(2026, 12, 1), date(2026, 12, 31), frozenset({6}), time(9), time(11), 3)
    timetable = TIMETABLE.edition({(OFFICE, "wuyi"): (series,), (MISSION, "singapore"): (series,)}, 1)
    first = datetime.combine(saturday, time.min, BEIJING)

    found = timetable.between(WUYI, CATALOGUE.missions["singapore"], first, first + timedelta(days=1))

    assert [each.slot.start.astimezone(BEIJING).time() for each in found] == [
        time(9), time(9, 30), time(10), time(10, 30)
    ]  # fmt: skip
    assert {timetable.capacity(each) for each in found} == {(3, 3)}
    assert starts("singapore", "2026-12-12", timetable=laid(OFFICE, "wuyi", series)) == []


def test_what_is_closed_stays_closed_whoever_opened_it() -> None:
    day = date(2026, 12, 8)
    opened = Entry(False, day, day, EVERY_DAY, time(9), time(17), 5)
    shut = Entry(True, day, day, EVERY_DAY)

    for entries in ((opened, shut), (shut, opened)):
        assert starts("singapore", "2026-12-08", timetable=laid(OFFICE, "wuyi", *entries)) == []


def test_a_new_edition_forgets_what_the_old_one_worked_out() -> None:
    day = date(2026, 12, 8)
    assert starts("singapore", "2026-12-08")

    shut = laid(OFFICE, "wuyi", Entry(True, day, day, EVERY_DAY))

    assert starts("singapore", "2026-12-08", timetable=shut) == []
    assert starts("singapore", "2026-12-08")


ENTRY = st.builds(
    lambda closed, a, b, capacity: Entry(
        closed, date(2026, 12, 8), date(2026, 12, 8), EVERY_DAY, min(a, b), max(a, b), None if closed else capacity
    ),
    st.booleans(),
    HOUR,
    HOUR,
    st.sampled_from([None, 1, 2, 3]),
).filter(lambda entry: entry.opens != entry.closes)


@settings(max_examples=150)
@given(st.lists(ENTRY, max_size=6), st.booleans())
def test_spans_never_overlap_and_hold_exactly_what_is_opened_and_not_closed(
    entries: list[Entry], working: bool
) -> None:
    day = date(2026, 12, 8)
    usual = (Window(EVERY_DAY, time(9), time(12)), Window(EVERY_DAY, time(14, 30), time(17, 30)))

    spans = model.day_spans(day, usual, entries, working=working)

    assert all(before.closes <= after.opens for before, after in pairwise(spans))
    for half in range(48):
        at = time(half // 2, half % 2 * 30)
        opened = [e for e in entries if not e.closed] + [Entry(False, day, day, EVERY_DAY, w.opens, w.closes)
                                                         for w in usual if working]  # fmt: skip
        wanted = any(e.opens <= at < e.closes for e in opened) and not any(
            e.closed and e.opens <= at < e.closes for e in entries
        )
        assert any(span.opens <= at < span.closes for span in spans) == wanted


def test_hours_that_touch_hold_an_interval_across_with_the_smaller_capacity() -> None:
    spans = (Span(time(9), time(10), 3), Span(time(10), time(12), 2))
    rules = replace(CATALOGUE.rules, step=timedelta(minutes=60))

    found = {start.astimezone(BEIJING).hour: seats for start, seats in
             model.office_starts(rules, date(2026, 12, 8), spans)}  # fmt: skip

    assert found == {9: 3, 10: 2, 11: 2}
    assert model.mission_capacity(
        CATALOGUE.missions["singapore"], datetime(2026, 12, 8, 1, 30, tzinfo=UTC),
        datetime(2026, 12, 8, 2, 30, tzinfo=UTC), lambda _day: spans,
    ) == 2  # fmt: skip


@pytest.mark.parametrize(
    ("minutes", "state"),
    [(-30, "arrived"), (0, "arrived"), (1, "late"), (15, "late"), (16, "no_show"), (60, "no_show")],
)
def test_who_comes_late_is_seen_for_a_quarter_of_an_hour(minutes: int, state: str) -> None:
    start = datetime(2026, 12, 8, 1, 0, tzinfo=UTC)

    came = model.arrival(start, start + timedelta(minutes=30), start + timedelta(minutes=minutes), SCHEDULE.late)

    assert came == state
