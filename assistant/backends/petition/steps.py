"""Which step may follow which: one table of places, one table of rules, and nothing else decides.

A step that the tables do not name cannot be taken. Each rule says who may take it, what must come with it, the
key of the words by which the citizen hears of it, the clock that guards it, and what it changes.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from assistant.backends.clock import Calendar, beijing_day, day_end, day_start
from assistant.backends.petition import clocks
from assistant.backends.petition.model import (
    BAD_RATING,
    FREE_CHANGE,
    OBJECT_WORKDAYS,
    OPEN,
    Action,
    Actor,
    Event,
    Given,
    IllegalStep,
    Petition,
    Place,
    Status,
)

S, E, A = Status, Event, Actor
_WAITING = (*(Place(status, 0) for status in OPEN), Place(S.REVIEW, 1), Place(S.RE_REVIEW, 2))
_ANSWERED = tuple(Place(status, n) for n in range(3) for status in (S.ANSWERED, S.RATED))
# Where a bad rating may be open: from the first rating on.
_RATEABLE = tuple(place for place in _ANSWERED if place != Place(S.ANSWERED, 0))


def _first(event: Event, after: Status, *before: Status) -> dict[tuple[Place, Event], Place]:
    """Steps of the matter itself, before any review."""
    return {(Place(status, 0), event): Place(after, 0) for status in before}


def _staying(event: Event, *places: Place) -> dict[tuple[Place, Event], Place]:
    """Steps that leave a petition where it is."""
    return {(place, event): place for place in places}


TRANSITIONS: dict[tuple[Place, Event], Place] = {
    **_first(E.TRANSFER, S.TRANSFERRED, S.REGISTERED),
    **_first(E.OBJECT, S.REGISTERED, S.TRANSFERRED),
    **_first(E.ACCEPT, S.ACCEPTED, S.REGISTERED, S.TRANSFERRED),
    **_first(E.REFUSE, S.NOT_ACCEPTED, S.REGISTERED, S.TRANSFERRED),
    **_first(E.START, S.HANDLING, S.ACCEPTED),
    **_first(E.EXTEND, S.EXTENDED, S.HANDLING),
    **_first(E.ANSWER, S.ANSWERED, S.HANDLING, S.EXTENDED),
    **_first(E.WITHDRAW, S.WITHDRAWN, *OPEN),
    **_first(E.MERGE, S.MERGED, *OPEN),
    **_first(E.CLOSE, S.CLOSED, S.NOT_ACCEPTED),
    **_staying(E.EDIT, Place(S.REGISTERED, 0), Place(S.TRANSFERRED, 0)),
    **_staying(E.SUPPLEMENT, *_WAITING),
    **_staying(E.URGE, *_WAITING),
    **_staying(E.SUPERVISE, *_WAITING, *_RATEABLE),
    **_staying(E.ATTEND, *_RATEABLE),
    **_staying(E.PAUSE, Place(S.RE_REVIEW, 2)),
    **_staying(E.RESUME, Place(S.RE_REVIEW, 2)),
    **{(place, E.END): Place(S.WITHDRAWN, place.round) for place in _WAITING},
    **{(Place(S.ANSWERED, n), E.RATE): Place(S.RATED, n) for n in range(3)},
    **{(Place(status, 0), E.REVIEW): Place(S.REVIEW, 1) for status in (S.ANSWERED, S.RATED)},
    **{(Place(status, 1), E.REVIEW): Place(S.RE_REVIEW, 2) for status in (S.ANSWERED, S.RATED)},
    (Place(S.REVIEW, 1), E.CONCLUDE): Place(S.ANSWERED, 1),
    (Place(S.RE_REVIEW, 2), E.CONCLUDE): Place(S.ANSWERED, 2),
    **{(place, E.CLOSE): Place(S.CLOSED, place.round) for place in _ANSWERED},
}

# Why not, where "not when answered" would not say it.
_REASONS = {(place, E.REVIEW): "review-final" for place in _ANSWERED if place.round == 2}

CITIZEN_EVENTS = (E.SUPPLEMENT, E.URGE, E.EDIT, E.WITHDRAW, E.RATE, E.REVIEW)

Guard = Callable[[Petition, datetime, Calendar], Action]
Effect = Callable[[Petition, datetime, Given], dict[str, Any]]


@dataclass(frozen=True)
class Rule:
    """How one event is taken. `needs` are fields of `Given`; `words` the key of what the citizen reads of it."""

    event: Event
    actors: frozenset[Actor]
    guard: Guard
    effect: Effect
    needs: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The key of the words by which the citizen hears of the step."""
        return f"petition_step_{self.event.value}"


def _always(event: Event) -> Guard:
    return lambda _petition, _at, _calendar: Action(event, allowed=True)


def _when(event: Event, reason: str, holds: Callable[[Petition], bool]) -> Guard:
    """Allowed while `holds`; else `reason`."""
    return lambda petition, _at, _calendar: (
        Action(event, allowed=True) if holds(petition) else Action(event, allowed=False, reason=reason)
    )


def _until(event: Event, reason: str, last: Callable[[Petition, Calendar], datetime | None]) -> Guard:
    """Allowed to the instant that `last` tells, included; `reason` afterwards."""

    def guard(petition: Petition, at: datetime, calendar: Calendar) -> Action:
        until = last(petition, calendar)
        late = until is not None and at > until
        return Action(event, not late, reason if late else None, until=until)

    return guard


def _free(petition: Petition, _calendar: Calendar) -> datetime:
    return petition.registered_at + FREE_CHANGE


def _objection_ends(petition: Petition, calendar: Calendar) -> datetime | None:
    # Where the calendar is not published nobody is refused on a guess: the latest day that it can become counts.
    since = petition.transferred_at
    return None if since is None else day_end(calendar(beijing_day(since), OBJECT_WORKDAYS).never_after)


def _finish_ends(petition: Petition, _calendar: Calendar) -> datetime:
    return day_end(clocks.finish_by(petition))


def _review_ends(petition: Petition, _calendar: Calendar) -> datetime | None:
    day = clocks.review_by(petition)
    return None if day is None else day_end(day)


def _urge(petition: Petition, at: datetime, _calendar: Calendar) -> Action:
    opens = clocks.urge_opens(petition)
    if opens is None or petition.paused_at is not None:
        return Action(E.URGE, allowed=False, reason="paused")
    if at >= opens:
        return Action(E.URGE, allowed=True)
    again = clocks.is_overdue(petition, at)
    return Action(E.URGE, allowed=False, reason="urged-recently" if again else "urge-not-due", opens=opens)


def _supervise(petition: Petition, at: datetime, _calendar: Calendar) -> Action:
    due = clocks.due(petition)
    since = day_end(due) if due is not None and clocks.is_overdue(petition, at) else petition.attention_at
    if since is None:
        return Action(E.SUPERVISE, allowed=False, reason="nothing-to-supervise")
    fresh = petition.supervised_at is None or petition.supervised_at < since
    return Action(E.SUPERVISE, fresh, None if fresh else "already-supervised")


def _close(petition: Petition, at: datetime, _calendar: Calendar) -> Action:
    if petition.attention_at is not None:
        return Action(E.CLOSE, allowed=False, reason="attention-open")
    asked_by = clocks.review_by(petition)
    # Nobody may take away the thirty days in which the citizen can ask for a review.
    if asked_by is None or petition.reviews == 2 or at > day_end(asked_by):
        return Action(E.CLOSE, allowed=True)
    return Action(E.CLOSE, allowed=False, reason="review-open", opens=day_start(asked_by + timedelta(days=1)))


def _nothing(_petition: Petition, _at: datetime, _given: Given) -> dict[str, Any]:
    return {}


def _now(field: str) -> Effect:
    return lambda _petition, at, _given: {field: at}


def _rated(_petition: Petition, at: datetime, given: Given) -> dict[str, Any]:
    bad = given.score is not None and given.score <= BAD_RATING
    return {"rating": given.score, **({"attention_at": at} if bad else {})}


def _resumed(petition: Petition, at: datetime, _given: Given) -> dict[str, Any]:
    since = at if petition.paused_at is None else petition.paused_at
    days = (beijing_day(at) - beijing_day(since)).days
    return {"paused_at": None, "paused_days": petition.paused_days + days}


def _rule(
    event: Event,
    *actors: Actor,
    guard: Guard | None = None,
    effect: Effect = _nothing,
    needs: tuple[str, ...] = (),
) -> Rule:
    return Rule(event, frozenset(actors), guard or _always(event), effect, needs)


RULES: dict[Event, Rule] = {
    rule.event: rule
    for rule in (
        _rule(E.EDIT, A.CITIZEN, guard=_until(E.EDIT, "edit-too-late", _free)),
        _rule(E.TRANSFER, A.REGISTRY, effect=_now("transferred_at")),
        _rule(E.OBJECT, A.DEPARTMENT, guard=_until(E.OBJECT, "object-too-late", _objection_ends)),
        _rule(E.ACCEPT, A.REGISTRY, A.DEPARTMENT, effect=_now("accepted_at")),
        _rule(E.REFUSE, A.REGISTRY, A.DEPARTMENT, effect=lambda _p, _at, given: {"door": given.door}, needs=("door",)),
        _rule(E.START, A.DEPARTMENT),
        _rule(
            E.EXTEND,
            A.DEPARTMENT,
            guard=_until(E.EXTEND, "extend-too-late", _finish_ends),
            effect=lambda _p, _at, given: {"extension_days": given.extension_days},
            needs=("extension_days",),
        ),
        _rule(E.ANSWER, A.DEPARTMENT, effect=_now("answered_at")),
        _rule(E.SUPPLEMENT, A.CITIZEN),
        _rule(E.URGE, A.CITIZEN, guard=_urge, effect=_now("urged_at")),
        _rule(E.WITHDRAW, A.CITIZEN, guard=_until(E.WITHDRAW, "withdraw-too-late", _free)),
        _rule(E.END, A.REGISTRY, A.DEPARTMENT, A.REVIEWER, effect=lambda _p, _at, _given: {"paused_at": None}),
        _rule(E.MERGE, A.REGISTRY, effect=lambda _p, _at, given: {"merged_into": given.into}, needs=("into",)),
        _rule(
            E.RATE,
            A.CITIZEN,
            guard=_when(E.RATE, "already-rated", lambda petition: petition.rating is None),
            effect=_rated,
            needs=("score",),
        ),
        _rule(
            E.REVIEW,
            A.CITIZEN,
            guard=_until(E.REVIEW, "review-too-late", _review_ends),
            effect=lambda _p, at, _given: {"review_asked_at": at, "urged_at": None},
        ),
        _rule(
            E.PAUSE, A.REVIEWER, guard=_when(E.PAUSE, "paused", lambda p: p.paused_at is None), effect=_now("paused_at")
        ),
        _rule(
            E.RESUME,
            A.REVIEWER,
            guard=_when(E.RESUME, "not-paused", lambda p: p.paused_at is not None),
            effect=_resumed,
        ),
        _rule(
            E.CONCLUDE,
            A.REVIEWER,
            guard=_when(E.CONCLUDE, "paused", lambda p: p.paused_at is None),
            effect=_now("answered_at"),
        ),
        _rule(E.SUPERVISE, A.SUPERVISOR, A.CLOCK, guard=_supervise, effect=_now("supervised_at")),
        _rule(
            E.ATTEND,
            A.SUPERVISOR,
            guard=_when(E.ATTEND, "no-attention-open", lambda p: p.attention_at is not None),
            effect=lambda _p, _at, _given: {"attention_at": None},
        ),
        _rule(E.CLOSE, A.REGISTRY, A.DEPARTMENT, A.REVIEWER, A.CLOCK, guard=_close),
    )
}


def judge(petition: Petition, event: Event, at: datetime, calendar: Calendar) -> Action:
    """Whether `event` may happen at `at`, why not, and from or until when."""
    step = (petition.place, event)
    if step not in TRANSITIONS:
        plain = f"not-when-{petition.status.value.replace('_', '-')}"
        return Action(event, allowed=False, reason=_REASONS.get(step, plain))
    return RULES[event].guard(petition, at, calendar)


def actions(petition: Petition, at: datetime, calendar: Calendar) -> tuple[Action, ...]:
    """Everything a citizen may know to do, allowed or not, in a fixed order."""
    return tuple(judge(petition, event, at, calendar) for event in CITIZEN_EVENTS)


_NOTHING = Given()


def apply(
    petition: Petition,
    event: Event,
    at: datetime,
    calendar: Calendar,
    *,
    actor: Actor,
    given: Given = _NOTHING,
) -> Petition:
    """The petition after `event`; IllegalStep where a table or a clock forbids it, ValueError where something lacks."""
    verdict = judge(petition, event, at, calendar)
    if not verdict.allowed:
        raise IllegalStep(event, petition.status, verdict.reason or "not-allowed", verdict.opens)
    rule = RULES[event]
    if actor not in rule.actors:
        raise IllegalStep(event, petition.status, "not-yours")
    missing = [name for name in rule.needs if getattr(given, name) is None]
    if missing:
        raise ValueError(f"{event.value} needs {', '.join(missing)}")
    place = TRANSITIONS[petition.place, event]
    changes = rule.effect(petition, at, given)
    return replace(petition, status=place.status, reviews=place.round, **changes)
