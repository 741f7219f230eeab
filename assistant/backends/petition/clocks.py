"""The law's clocks: which run for a petition, who must act, by which Beijing day, and how near that is.

Pure. Natural days are counted without the first day and run through holidays; working days are asked of a
`Calendar`, which says whether the holidays of that year are known.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from assistant.backends.clock import Calendar, beijing_day, day_end, day_start
from assistant.backends.petition.model import (
    FINISH_DAYS,
    OBJECT_WORKDAYS,
    REVIEW_DAYS,
    TELL_DAYS,
    URGE_AGAIN,
    Actor,
    Petition,
    Status,
)


class Light(StrEnum):
    """How near a date is."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"


class Clock(StrEnum):
    """What is being waited for."""

    ROUTE = "route"
    TELL = "tell"
    OBJECT = "object"
    FINISH = "finish"
    ASK_REVIEW = "ask_review"
    ANSWER_REVIEW = "answer_review"
    ASK_RE_REVIEW = "ask_re_review"
    ANSWER_RE_REVIEW = "answer_re_review"


@dataclass(frozen=True)
class Term:
    """A clock that runs: whose duty (or, where not `duty`, whose right) it is, under which article, by which day."""

    clock: Clock
    article: int
    actor: Actor
    duty: bool
    since: datetime
    by: date
    published: bool = True
    paused: bool = False

    def days_left(self, today: date) -> int:
        """Days until `by`; negative when it has passed."""
        return (self.by - today).days

    def light(self, today: date, *, warn_days: int) -> Light:
        """Red from the day after `by`, yellow from `warn_days` before it."""
        if self.paused:
            return Light.PAUSED
        left = self.days_left(today)
        return Light.RED if left < 0 else Light.YELLOW if left <= warn_days else Light.GREEN


def after(instant: datetime, days: int) -> date:
    """The `days`-th natural day after the one of `instant`, which is not counted."""
    return beijing_day(instant) + timedelta(days=days)


def accept_by(petition: Petition) -> date:
    """The day promised on the receipt for being told whether and by whom it is dealt with; nothing moves it."""
    return after(petition.registered_at, TELL_DAYS)


def finish_by(petition: Petition) -> date:
    """The last day for the answer; before acceptance, the latest that it can become (`is_provisional`)."""
    days = FINISH_DAYS + petition.extension_days
    return accept_by(petition) + timedelta(days) if petition.accepted_at is None else after(petition.accepted_at, days)


def is_provisional(petition: Petition) -> bool:
    """Whether `finish_by` may still move because the petition is not accepted yet."""
    return petition.accepted_at is None


def review_by(petition: Petition) -> date | None:
    """The last day on which a review may be asked for, or None before an answer."""
    return None if petition.answered_at is None else after(petition.answered_at, REVIEW_DAYS)


def review_answer_by(petition: Petition) -> date | None:
    """The last day for the answer to the review or re-review that is running, hearings not counted, or None."""
    if petition.status not in (Status.REVIEW, Status.RE_REVIEW) or petition.review_asked_at is None:
        return None
    return after(petition.review_asked_at, REVIEW_DAYS + petition.paused_days)


_TOLD = (Status.REGISTERED, Status.TRANSFERRED)
_FINISHED = (Status.ACCEPTED, Status.HANDLING, Status.EXTENDED)
_DUE: dict[Status, Callable[[Petition], date | None]] = {
    **dict.fromkeys(_TOLD, accept_by),
    **dict.fromkeys(_FINISHED, finish_by),
    Status.REVIEW: review_answer_by,
    Status.RE_REVIEW: review_answer_by,
}


def due(petition: Petition) -> date | None:
    """The day by which the citizen should hear next, or None where nobody owes anything."""
    tell = _DUE.get(petition.status)
    return None if tell is None else tell(petition)


def is_overdue(petition: Petition, at: datetime) -> bool:
    """Whether the citizen should have heard by now; a paused clock is never overdue."""
    last = due(petition)
    return last is not None and petition.paused_at is None and at > day_end(last)


def urge_opens(petition: Petition) -> datetime | None:
    """The first instant at which the petition is overdue and may be urged (again); None where nothing is due."""
    last = due(petition)
    if last is None:
        return None
    opens = day_start(last + timedelta(days=1))
    return opens if petition.urged_at is None else max(opens, petition.urged_at + URGE_AGAIN)


def running(petition: Petition, calendar: Calendar) -> tuple[Term, ...]:
    """Every clock that runs, duties before rights."""
    return tuple(sorted(_running(petition, calendar), key=lambda term: not term.duty))


def _running(petition: Petition, calendar: Calendar) -> Iterator[Term]:
    status, first = petition.status, petition.reviews == 0
    if status is Status.REGISTERED:
        since = petition.registered_at
        yield Term(Clock.ROUTE, 22, Actor.REGISTRY, True, since, accept_by(petition))
    if status is Status.TRANSFERRED and petition.transferred_at is not None:
        since = petition.transferred_at
        yield Term(Clock.TELL, 23, Actor.DEPARTMENT, True, since, after(since, TELL_DAYS))
        objection = calendar(beijing_day(since), OBJECT_WORKDAYS)
        yield Term(Clock.OBJECT, 23, Actor.DEPARTMENT, False, since, objection.by, objection.published)
    if status in _FINISHED and petition.accepted_at is not None:
        yield Term(Clock.FINISH, 34, Actor.DEPARTMENT, True, petition.accepted_at, finish_by(petition))
    asked_by = review_by(petition)
    if status in (Status.ANSWERED, Status.RATED) and petition.reviews < 2 and petition.answered_at and asked_by:
        clock, article = (Clock.ASK_REVIEW, 35) if first else (Clock.ASK_RE_REVIEW, 36)
        yield Term(clock, article, Actor.CITIZEN, False, petition.answered_at, asked_by)
    answer_by = review_answer_by(petition)
    if answer_by is not None and petition.review_asked_at is not None:
        clock, article = (Clock.ANSWER_REVIEW, 35) if status is Status.REVIEW else (Clock.ANSWER_RE_REVIEW, 36)
        paused = petition.paused_at is not None
        yield Term(clock, article, Actor.REVIEWER, True, petition.review_asked_at, answer_by, paused=paused)
