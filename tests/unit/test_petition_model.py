"""A petition's legal steps and dates, by example, over every place and over random histories."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.backends.petition import clocks, steps
from assistant.backends.petition.model import (
    FINAL,
    PLACES,
    Action,
    Actor,
    Door,
    Event,
    Given,
    IllegalStep,
    Petition,
    Place,
    Status,
)
from assistant.backends.workdays import workdays_due
from assistant.gateway.wording import WORDS
from benchmarks import petition_life
from tests.unit.petition_builder import REGISTERED, a_petition, standing

INSTANTS = st.datetimes(datetime(2022, 5, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
ANY = Given(score=3, extension_days=30, door=Door.COURT, into="XF2")


def judged(petition: Petition, event: Event, at: datetime = REGISTERED) -> Action:
    return steps.judge(petition, event, at, workdays_due)


def after(petition: Petition, event: Event, at: datetime = REGISTERED, given: Given = ANY) -> Petition:
    actor = sorted(steps.RULES[event].actors)[0]
    return steps.apply(petition, event, at, workdays_due, actor=actor, given=given)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("turn", range(4))
def test_a_petition_in_a_place_that_the_law_does_not_know_cannot_be_made(status: Status, turn: int) -> None:
    if Place(status, turn) in PLACES:
        assert a_petition(status=status, reviews=turn).place == Place(status, turn)
    else:
        with pytest.raises(ValueError, match="is no place of a petition"):
            a_petition(status=status, reviews=turn)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"status": Status.HANDLING, "accepted_at": None}, "handling without accepted_at"),
        ({"status": Status.NOT_ACCEPTED, "door": None}, "not_accepted without door"),
        ({"status": Status.EXTENDED, "extension_days": 0}, "extended without extension_days"),
        ({"status": Status.MERGED, "merged_into": None}, "merged without merged_into"),
        ({"paused_at": REGISTERED}, "only a hearing in re-review pauses"),
    ],
)
def test_a_petition_that_lacks_what_its_place_needs_cannot_be_made(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        a_petition(**changes)


def test_every_event_but_registering_has_a_rule_a_transition_and_words() -> None:
    taken = {event for _place, event in steps.TRANSITIONS}

    assert set(steps.RULES) == set(Event) - {Event.REGISTER} == taken
    assert [rule.words for rule in steps.RULES.values() if rule.words not in WORDS] == []
    assert "petition_step_register" in WORDS


def test_every_place_is_reached_and_every_place_that_is_not_final_can_be_left() -> None:
    reached = set(steps.TRANSITIONS.values()) | {Place(Status.REGISTERED, 0)}
    left = {place for (place, _event), to in steps.TRANSITIONS.items() if to != place}

    assert reached == PLACES
    assert PLACES - left == {place for place in PLACES if place.status in FINAL}


@pytest.mark.parametrize("place", sorted(PLACES))
def test_a_step_that_the_table_does_not_name_is_refused_whoever_takes_it(place: Place) -> None:
    petition = standing(place)
    for event in set(Event) - {event for at, event in steps.TRANSITIONS if at == place}:
        for actor in Actor:
            with pytest.raises(IllegalStep):
                steps.apply(petition, event, REGISTERED, workdays_due, actor=actor, given=ANY)


@pytest.mark.parametrize(
    ("place", "event"), sorted(steps.TRANSITIONS), ids=lambda each: str(each.value if isinstance(each, Event) else each)
)
def test_no_step_is_taken_by_somebody_whose_it_is_not(place: Place, event: Event) -> None:
    for actor in set(Actor) - steps.RULES[event].actors:
        with pytest.raises(IllegalStep):
            steps.apply(standing(place), event, REGISTERED, workdays_due, actor=actor, given=ANY)


@pytest.mark.parametrize(
    ("place", "event", "needs"),
    [
        (Place(Status.REGISTERED, 0), Event.REFUSE, "door"),
        (Place(Status.HANDLING, 0), Event.EXTEND, "extension_days"),
        (Place(Status.REGISTERED, 0), Event.MERGE, "into"),
        (Place(Status.ANSWERED, 0), Event.RATE, "score"),
    ],
)
def test_a_step_without_what_must_come_with_it_is_not_taken(place: Place, event: Event, needs: str) -> None:
    petition = a_petition(status=place.status, reviews=place.round, rating=None, extension_days=0)
    with pytest.raises(ValueError, match=f"{event.value} needs {needs}"):
        after(petition, event, given=Given())


@pytest.mark.parametrize("given_", [{"extension_days": 31}, {"extension_days": 0}, {"score": 0}, {"score": 6}])
def test_an_extension_of_31_days_and_a_rating_of_six_cannot_be_said(given_: dict[str, int]) -> None:
    with pytest.raises(ValueError):
        Given(**given_)


def test_the_answer_is_due_sixty_days_after_acceptance_and_thirty_more_when_extended_once() -> None:
    accepted = a_petition(status=Status.ACCEPTED, accepted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC))

    assert clocks.finish_by(accepted) == date(2027, 1, 24)
    extended = after(after(accepted, Event.START), Event.EXTEND)
    assert clocks.finish_by(extended) == date(2027, 2, 23)
    assert judged(extended, Event.EXTEND).reason == "not-when-extended"


def test_an_extension_comes_before_the_date_that_it_moves() -> None:
    handling = a_petition(status=Status.HANDLING, accepted_at=REGISTERED)
    last = datetime(2027, 1, 21, 15, 59, 59, tzinfo=UTC)

    assert judged(handling, Event.EXTEND, last).allowed
    assert judged(handling, Event.EXTEND, last + timedelta(seconds=1)).reason == "extend-too-late"


def test_before_acceptance_the_finish_is_counted_from_the_latest_acceptance_and_provisional() -> None:
    petition = a_petition()

    assert clocks.is_provisional(petition)
    assert clocks.finish_by(petition) == clocks.accept_by(petition) + timedelta(days=60)


@pytest.mark.parametrize("event", [Event.WITHDRAW, Event.EDIT])
@pytest.mark.parametrize(("seconds", "allowed"), [(0, True), (600, True), (601, False)])
def test_withdrawing_and_editing_are_free_for_ten_minutes(event: Event, seconds: int, allowed: bool) -> None:
    verdict = judged(a_petition(), event, REGISTERED + timedelta(seconds=seconds))

    assert verdict.allowed is allowed
    assert verdict.until == REGISTERED + timedelta(minutes=10)


def test_after_ten_minutes_staff_end_a_matter_that_its_owner_gives_up() -> None:
    late = REGISTERED + timedelta(days=3)

    assert after(a_petition(), Event.END, late).status is Status.WITHDRAWN
    assert after(standing(Place(Status.RE_REVIEW, 2)), Event.END, late).place == Place(Status.WITHDRAWN, 2)


def test_urging_opens_the_day_after_the_legal_date_and_again_a_week_later() -> None:
    petition = a_petition()
    opens = datetime(2026, 12, 7, 16, 0, tzinfo=UTC)

    early = judged(petition, Event.URGE, opens - timedelta(seconds=1))
    assert (early.allowed, early.reason, early.opens) == (False, "urge-not-due", opens)
    urged = after(petition, Event.URGE, opens)
    again = judged(urged, Event.URGE, opens + timedelta(days=1))

    assert (again.allowed, again.reason, again.opens) == (False, "urged-recently", opens + timedelta(days=7))


def test_a_late_review_is_urged_too() -> None:
    review = a_petition(status=Status.REVIEW, reviews=1)

    assert judged(review, Event.URGE, datetime(2026, 12, 22, 16, 0, tzinfo=UTC)).allowed


def test_a_review_is_asked_within_thirty_days_then_a_re_review_and_then_the_matter_is_final() -> None:
    answered = a_petition(status=Status.ANSWERED, accepted_at=REGISTERED, answered_at=REGISTERED)
    last = datetime(2026, 12, 22, 15, 59, 59, tzinfo=UTC)

    assert judged(answered, Event.REVIEW, last).allowed
    assert judged(answered, Event.REVIEW, last + timedelta(seconds=1)).reason == "review-too-late"
    reached = []
    for _ in range(2):
        asked = after(answered, Event.REVIEW)
        reached.append(asked.status)
        answered = after(asked, Event.CONCLUDE)
    assert reached == [Status.REVIEW, Status.RE_REVIEW]
    assert judged(answered, Event.REVIEW).reason == "review-final"


def test_nobody_closes_a_matter_while_its_owner_may_still_ask_for_a_review() -> None:
    answered = a_petition(status=Status.ANSWERED, answered_at=REGISTERED)
    opens = datetime(2026, 12, 22, 16, 0, tzinfo=UTC)

    early = judged(answered, Event.CLOSE, opens - timedelta(seconds=1))
    assert (early.allowed, early.reason, early.opens) == (False, "review-open", opens)
    assert after(answered, Event.CLOSE, opens).status is Status.CLOSED
    assert judged(standing(Place(Status.ANSWERED, 2)), Event.CLOSE).allowed


@pytest.mark.parametrize(("score", "attention"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_bad_rating_calls_for_attention_until_supervision_has_attended_to_it(score: int, attention: bool) -> None:
    rated = after(a_petition(status=Status.ANSWERED, answered_at=REGISTERED), Event.RATE, given=Given(score=score))
    late = REGISTERED + timedelta(days=60)

    assert (rated.attention_at is not None) is attention
    assert judged(rated, Event.SUPERVISE).allowed is attention
    assert judged(rated, Event.CLOSE, late).allowed is not attention
    if attention:
        assert judged(after(rated, Event.SUPERVISE), Event.SUPERVISE).reason == "already-supervised"
        assert judged(after(rated, Event.ATTEND), Event.CLOSE, late).allowed


def test_a_rated_answer_that_was_reviewed_is_not_rated_again() -> None:
    answered = a_petition(status=Status.ANSWERED, accepted_at=REGISTERED, answered_at=REGISTERED, rating=2)

    assert judged(answered, Event.RATE).reason == "already-rated"


def test_each_date_that_passes_brings_supervision_once() -> None:
    late, later = datetime(2026, 12, 8, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    supervised = after(a_petition(), Event.SUPERVISE, late)

    assert judged(supervised, Event.SUPERVISE, later).reason == "already-supervised"
    accepted = after(supervised, Event.ACCEPT, late)
    assert judged(accepted, Event.SUPERVISE, late).reason == "nothing-to-supervise"
    assert judged(accepted, Event.SUPERVISE, later).allowed


@pytest.mark.parametrize("place", sorted(place for place in PLACES if place.status in FINAL))
def test_nothing_follows_a_final_status(place: Place) -> None:
    assert [event for at, event in steps.TRANSITIONS if at == place] == []


def test_two_thousand_random_histories_hold_against_the_law_as_it_is_told_a_second_time() -> None:
    tally = petition_life.run(2_000, seed=20261122)

    assert tally.faults == []
    assert len(tally.places) > 18


def test_the_checker_of_histories_sees_a_history_that_the_law_would_not_have() -> None:
    old = a_petition(status=Status.HANDLING)
    new = a_petition(status=Status.CLOSED, accepted_at=REGISTERED + timedelta(days=200))

    faults = petition_life.faults_between(old, new, Event.CLOSE, Actor.CITIZEN, REGISTERED)

    assert {"follows what it cannot", "accepted twice", "a citizen's step by somebody else"} <= set(faults)


@given(st.sampled_from(sorted(PLACES)), INSTANTS)
def test_actions_agree_with_what_apply_does(place: Place, at: datetime) -> None:
    petition = standing(place)

    for action in steps.actions(petition, at, workdays_due):
        try:
            steps.apply(petition, action.action, at, workdays_due, actor=Actor.CITIZEN, given=ANY)
        except IllegalStep:
            assert not action.allowed
            assert action.reason
        else:
            assert action.allowed
            assert action.reason is None


@given(st.sampled_from(sorted(PLACES)), INSTANTS)
def test_an_action_that_opens_later_is_allowed_when_it_opens(place: Place, at: datetime) -> None:
    petition = standing(place)

    for action in steps.actions(petition, at, workdays_due):
        if action.opens is not None:
            assert action.opens > at
            assert judged(petition, action.action, action.opens).allowed
