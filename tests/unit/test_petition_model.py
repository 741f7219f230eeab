"""A petition's legal steps and dates, by example and over random histories."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.petition import model
from assistant.backends.petition.model import Event, IllegalStep, Petition, Status

REGISTERED = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
INSTANTS = st.datetimes(datetime(2022, 5, 1), datetime(2035, 1, 1), timezones=st.just(UTC))


def a_petition(**changes: object) -> Petition:
    facts: dict[str, object] = {"number": "XF1", "status": Status.REGISTERED, "registered_at": REGISTERED, **changes}
    return Petition(**facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("registered", "day"),
    [
        ("2026-11-22T01:00+00:00", "2026-12-07"),  # the day itself is not counted
        ("2026-11-22T15:59:59+00:00", "2026-12-07"),  # 23:59:59 in Beijing
        ("2026-11-22T16:00:00+00:00", "2026-12-08"),  # midnight: the next Beijing day
        ("2026-12-20T03:00+00:00", "2027-01-04"),  # over the year
        ("2027-02-14T03:00+00:00", "2027-03-01"),  # over February
        ("2028-02-14T03:00+00:00", "2028-02-29"),  # leap year
        ("2026-09-20T03:00+00:00", "2026-10-05"),  # natural days run through National Day
    ],
)
def test_the_petitioner_is_told_within_fifteen_days(registered: str, day: str) -> None:
    petition = a_petition(registered_at=datetime.fromisoformat(registered))

    assert model.accept_by(petition) == date.fromisoformat(day)


def test_the_answer_is_due_sixty_days_after_acceptance_and_thirty_more_when_extended() -> None:
    accepted = a_petition(status=Status.ACCEPTED, accepted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))

    assert model.finish_by(accepted) == date(2027, 1, 24)
    started = model.apply(accepted, Event.START, REGISTERED)
    assert model.finish_by(model.apply(started, Event.EXTEND, REGISTERED)) == date(2027, 2, 23)


def test_before_acceptance_the_finish_is_counted_from_the_latest_acceptance_and_provisional() -> None:
    petition = a_petition()

    assert model.is_provisional(petition)
    assert model.finish_by(petition) == model.accept_by(petition) + timedelta(days=60)


def test_an_extension_is_thirty_days_at_most() -> None:
    handling = a_petition(status=Status.HANDLING, accepted_at=REGISTERED)

    with pytest.raises(ValueError, match="31 days is not 1 to 30"):
        model.apply(handling, Event.EXTEND, REGISTERED, extension_days=31)


@pytest.mark.parametrize(("seconds", "allowed"), [(0, True), (600, True), (601, False)])
def test_withdrawing_is_free_for_ten_minutes(seconds: int, allowed: bool) -> None:
    verdict = model.judge(a_petition(), Event.WITHDRAW, REGISTERED + timedelta(seconds=seconds))

    assert verdict.allowed is allowed
    assert verdict.until == REGISTERED + timedelta(minutes=10)


def test_urging_opens_the_day_after_the_legal_date_and_again_a_week_later() -> None:
    petition = a_petition()
    opens = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)

    assert not model.judge(petition, Event.URGE, opens - timedelta(seconds=1)).allowed
    urged = model.apply(petition, Event.URGE, opens)
    again = model.judge(urged, Event.URGE, opens + timedelta(days=1))

    assert (again.allowed, again.reason, again.opens) == (False, "urged-recently", opens + timedelta(days=7))


def test_a_review_is_asked_within_thirty_days_and_twice_at_most() -> None:
    answered = a_petition(status=Status.ANSWERED, accepted_at=REGISTERED, answered_at=REGISTERED)
    last = datetime(2026, 12, 22, 15, 59, 59, tzinfo=UTC)

    assert model.judge(answered, Event.REVIEW, last).allowed
    assert model.judge(answered, Event.REVIEW, last + timedelta(seconds=1)).reason == "review-too-late"
    for _ in range(2):
        answered = model.apply(model.apply(answered, Event.REVIEW, REGISTERED), Event.CONCLUDE, REGISTERED)
    assert model.judge(answered, Event.REVIEW, REGISTERED).reason == "review-final"


def test_a_rated_answer_that_was_reviewed_is_not_rated_again() -> None:
    answered = a_petition(status=Status.ANSWERED, accepted_at=REGISTERED, answered_at=REGISTERED, rating=2)

    assert model.judge(answered, Event.RATE, REGISTERED).reason == "already-rated"


@pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN])
def test_nothing_follows_a_final_status(status: Status) -> None:
    for event in Event:
        with pytest.raises(IllegalStep):
            model.apply(a_petition(status=status), event, REGISTERED)


@given(st.lists(st.tuples(st.sampled_from(Event), st.timedeltas(timedelta(0), timedelta(days=40))), max_size=40))
def test_random_histories_reach_only_lawful_states_and_dates_never_move_back(
    history: list[tuple[Event, timedelta]],
) -> None:
    petition, now = a_petition(), REGISTERED
    for event, later in history:
        now += later
        before = petition
        if not model.judge(petition, event, now).allowed:
            with pytest.raises(IllegalStep):
                model.apply(petition, event, now, rating=3)
            continue
        petition = model.apply(petition, event, now, rating=3)
        assert model.TRANSITIONS[before.status, event] is petition.status
        assert petition.registered_at == before.registered_at
        assert model.finish_by(petition) >= model.accept_by(petition) or petition.accepted_at is not None
        assert 0 <= petition.extension_days <= 30
        assert 0 <= petition.reviews <= 2
        if before.accepted_at is not None:
            assert petition.accepted_at == before.accepted_at
            assert model.finish_by(petition) >= model.finish_by(before)


@given(st.sampled_from(Status), INSTANTS)
def test_actions_agree_with_what_apply_does(status: Status, at: datetime) -> None:
    petition = a_petition(status=status, accepted_at=REGISTERED, answered_at=REGISTERED)

    for action in model.actions(petition, at):
        try:
            model.apply(petition, action.action, at, rating=3)
        except IllegalStep:
            assert not action.allowed
            assert action.reason
        else:
            assert action.allowed
            assert action.reason is None


@given(st.sampled_from(Status), INSTANTS)
def test_an_action_that_opens_later_is_allowed_when_it_opens(status: Status, at: datetime) -> None:
    petition = a_petition(status=status, accepted_at=REGISTERED)

    for action in model.actions(petition, at):
        if action.opens is not None:
            assert action.opens > at
            assert model.judge(petition, action.action, action.opens).allowed
