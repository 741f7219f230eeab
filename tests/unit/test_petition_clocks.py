"""Deadlines: by hand-computed examples, and at the borders of what a calendar knows."""

import csv
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.clock import day_end, day_start
from assistant.backends.petition import clocks, steps
from assistant.backends.petition.clocks import Clock, Light
from assistant.backends.petition.model import Actor, Event, Petition, Place, Status
from assistant.backends.workdays import is_workday, workdays_due
from assistant.settings import Settings
from tests.unit.petition_builder import REGISTERED, a_petition, standing

EXAMPLES = yaml.safe_load(Path(__file__).with_name("petition_deadlines.yml").read_text("utf-8"))
CALENDAR = partial(workdays_due, known_to=2026)  # as it was when the examples were computed
_START = {
    Clock.ROUTE: (Place(Status.REGISTERED, 0), "registered_at"),
    Clock.TELL: (Place(Status.TRANSFERRED, 0), "transferred_at"),
    Clock.OBJECT: (Place(Status.TRANSFERRED, 0), "transferred_at"),
    Clock.FINISH: (Place(Status.HANDLING, 0), "accepted_at"),
    Clock.ASK_REVIEW: (Place(Status.ANSWERED, 0), "answered_at"),
    Clock.ANSWER_REVIEW: (Place(Status.REVIEW, 1), "review_asked_at"),
    Clock.ASK_RE_REVIEW: (Place(Status.ANSWERED, 1), "answered_at"),
    Clock.ANSWER_RE_REVIEW: (Place(Status.RE_REVIEW, 2), "review_asked_at"),
}


def example_petition(example: dict[str, Any]) -> Petition:
    place, started = _START[Clock(example["clock"])]
    petition = a_petition(
        status=place.status,
        reviews=place.round,
        extension_days=example.get("extended", 0),
        **{started: datetime.fromisoformat(example["from"])},
    )
    for began, ended in example.get("hearings", ()):
        for event, day in ((Event.PAUSE, began), (Event.RESUME, ended)):
            at = day_start(date.fromisoformat(day)) + timedelta(hours=10)
            petition = steps.apply(petition, event, at, CALENDAR, actor=Actor.REVIEWER)
    return petition


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each['clock']}-{each['from'][:10]}-{each['by']}")
def test_the_clock_ends_on_the_day_computed_by_hand(example: dict[str, Any]) -> None:
    found = {term.clock: term for term in clocks.running(example_petition(example), CALENDAR)}[Clock(example["clock"])]

    assert (found.by, found.published) == (example["by"], example.get("published", True))


def test_at_least_sixty_examples_were_computed_by_hand_for_every_clock() -> None:
    assert len(EXAMPLES) >= 60
    assert {each["clock"] for each in EXAMPLES} == {clock.value for clock in Clock}


def test_our_calendar_is_the_published_one_day_by_day() -> None:
    table = Settings().shared_dir / "data" / "reference" / "holiday_cn_2019_2027.csv"
    if not table.exists():
        pytest.skip(f"{table.name} is not beside this checkout (../shared)")
    with table.open(encoding="utf-8") as lines:
        rows = {date.fromisoformat(row["date"]): row["is_off_day"] == "True" for row in csv.DictReader(lines)}

    wrong = [
        day
        for day in (date(2019, 1, 1) + timedelta(n) for n in range(8 * 365 + 2))
        if is_workday(day) is not (not rows[day] if day in rows else day.weekday() < 5)
    ]

    assert wrong == []


def test_a_date_told_before_the_calendar_is_safe_and_the_latest_is_late_enough_in_eight_real_years() -> None:
    for n in range(8 * 365 - 20):
        day = date(2019, 1, 1) + timedelta(n)
        real, blind = workdays_due(day, 5), workdays_due(day, 5, known_to=2018)
        assert not blind.published
        assert blind.by <= real.by <= blind.never_after


def test_nobody_is_refused_an_objection_on_a_calendar_that_is_not_published() -> None:
    petition = a_petition(status=Status.TRANSFERRED, transferred_at=datetime(2027, 2, 3, 3, tzinfo=UTC))
    told = CALENDAR(date(2027, 2, 3), 5)

    assert steps.judge(petition, Event.OBJECT, day_end(told.by) + timedelta(days=3), CALENDAR).allowed
    assert not steps.judge(petition, Event.OBJECT, day_end(told.never_after) + timedelta(seconds=1), CALENDAR).allowed


@pytest.mark.parametrize(
    ("day", "warn", "light"),
    [
        ("2026-12-05", 1, Light.GREEN),
        ("2026-12-06", 1, Light.YELLOW),
        ("2026-12-07", 1, Light.YELLOW),
        ("2026-12-08", 1, Light.RED),
        ("2026-12-02", 5, Light.YELLOW),
        ("2026-12-01", 5, Light.GREEN),
        ("2026-12-06", 0, Light.GREEN),
    ],
)
def test_a_clock_warns_as_many_days_before_as_is_set(day: str, warn: int, light: Light) -> None:
    (term,) = clocks.running(a_petition(), CALENDAR)

    assert term.light(date.fromisoformat(day), warn_days=warn) is light


def test_a_hearing_stops_the_clock_and_a_stopped_clock_is_neither_red_nor_overdue() -> None:
    petition = steps.apply(
        standing(Place(Status.RE_REVIEW, 2)), Event.PAUSE, REGISTERED, CALENDAR, actor=Actor.REVIEWER
    )
    (term,) = clocks.running(petition, CALENDAR)
    later = REGISTERED + timedelta(days=400)

    assert term.light(date(2027, 12, 31), warn_days=1) is Light.PAUSED
    assert not clocks.is_overdue(petition, later)
    assert steps.judge(petition, Event.URGE, later, CALENDAR).reason == "paused"


def test_a_finished_petition_has_no_clock() -> None:
    for place in (Place(Status.CLOSED, 0), Place(Status.WITHDRAWN, 0), Place(Status.MERGED, 0)):
        assert clocks.running(standing(place), CALENDAR) == ()
        assert clocks.due(standing(place)) is None


@given(st.dates(date(2004, 1, 1), date(2080, 1, 1)), st.integers(1, 30))
def test_working_days_never_run_backwards_and_more_of_them_never_end_earlier(day: date, count: int) -> None:
    one, more = workdays_due(day, count), workdays_due(day, count + 1)

    assert day < one.by <= one.never_after
    assert one.by <= more.by
