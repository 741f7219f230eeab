"""A petition's life as the law tells it (信访工作条例): which step may follow which, and by when.

Pure: no database, no clock of its own. A step that the table does not name raises IllegalStep.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

BEIJING = timezone(timedelta(hours=8))  # China has one zone and no summer time since 1991

TELL_DAYS = 15  # art. 22, 23: registered, routed and told
FINISH_DAYS = 60  # art. 34: from acceptance
EXTEND_DAYS = 30  # art. 34: at most, with reasons told
REVIEW_DAYS = 30  # art. 35, 36: to ask for a review, and to answer it
MOST_REVIEWS = 2  # art. 35 review, art. 36 re-review; then the matter is final
FREE_WITHDRAWAL = timedelta(minutes=10)
URGE_AGAIN = timedelta(days=7)


class Status(StrEnum):
    """Where a petition stands."""

    REGISTERED = "registered"
    TRANSFERRED = "transferred"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    HANDLING = "handling"
    EXTENDED = "extended"
    ANSWERED = "answered"
    RATED = "rated"
    REVIEW = "review"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What may happen to a petition."""

    REGISTER = "register"
    TRANSFER = "transfer"
    OBJECT = "object"
    ACCEPT = "accept"
    REFUSE = "refuse"
    START = "start"
    EXTEND = "extend"
    ANSWER = "answer"
    SUPPLEMENT = "supplement"
    URGE = "urge"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REVIEW = "review"
    CONCLUDE = "conclude"
    CLOSE = "close"


class Actor(StrEnum):
    """Who did it."""

    CITIZEN = "citizen"
    REGISTRY = "registry"
    DEPARTMENT = "department"
    REVIEWER = "reviewer"


_OPEN = (Status.REGISTERED, Status.TRANSFERRED, Status.ACCEPTED, Status.HANDLING, Status.EXTENDED)

TRANSITIONS: dict[tuple[Status, Event], Status] = {
    (Status.REGISTERED, Event.TRANSFER): Status.TRANSFERRED,
    (Status.REGISTERED, Event.ACCEPT): Status.ACCEPTED,
    (Status.REGISTERED, Event.REFUSE): Status.NOT_ACCEPTED,
    (Status.TRANSFERRED, Event.OBJECT): Status.REGISTERED,
    (Status.TRANSFERRED, Event.ACCEPT): Status.ACCEPTED,
    (Status.TRANSFERRED, Event.REFUSE): Status.NOT_ACCEPTED,
    (Status.ACCEPTED, Event.START): Status.HANDLING,
    (Status.HANDLING, Event.EXTEND): Status.EXTENDED,
    (Status.HANDLING, Event.ANSWER): Status.ANSWERED,
    (Status.EXTENDED, Event.ANSWER): Status.ANSWERED,
    (Status.ANSWERED, Event.RATE): Status.RATED,
    (Status.ANSWERED, Event.REVIEW): Status.REVIEW,
    (Status.RATED, Event.REVIEW): Status.REVIEW,
    (Status.REVIEW, Event.CONCLUDE): Status.ANSWERED,
    (Status.ANSWERED, Event.CLOSE): Status.CLOSED,
    (Status.RATED, Event.CLOSE): Status.CLOSED,
    (Status.NOT_ACCEPTED, Event.CLOSE): Status.CLOSED,
    **{(status, Event.WITHDRAW): Status.WITHDRAWN for status in _OPEN},
    **{(status, Event.SUPPLEMENT): status for status in _OPEN},
    **{(status, Event.URGE): status for status in _OPEN},
}

CITIZEN_EVENTS = (Event.SUPPLEMENT, Event.URGE, Event.WITHDRAW, Event.RATE, Event.REVIEW)


class IllegalStep(ValueError):
    """An event that cannot follow; `reason` is a code, `until` the instant from which it could."""

    def __init__(self, event: Event, status: Status, reason: str, until: datetime | None = None) -> None:
        super().__init__(f"{event.value} cannot follow {status.value}: {reason}")
        self.event = event
        self.status = status
        self.reason = reason
        self.until = until


@dataclass(frozen=True)
class Petition:
    """The facts that decide what may happen next; instants are aware."""

    number: str
    status: Status
    registered_at: datetime
    transferred_at: datetime | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    review_asked_at: datetime | None = None
    urged_at: datetime | None = None
    extension_days: int = 0
    reviews: int = 0
    rating: int | None = None


@dataclass(frozen=True)
class Action:
    """One thing the citizen may (or may not yet, or no longer) do. `opens`: from when; `until`: at the latest."""

    action: Event
    allowed: bool
    reason: str | None = None
    opens: datetime | None = None
    until: datetime | None = None


def day_of(instant: datetime) -> date:
    """The Beijing calendar day, in which the law counts."""
    return instant.astimezone(BEIJING).date()


def end_of(day: date) -> datetime:
    """The last second of a Beijing day, in UTC."""
    return _start_of(day + timedelta(days=1)) - timedelta(seconds=1)


def _start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING).astimezone(UTC)


def accept_by(petition: Petition) -> date:
    """The last day on which the petitioner must be told whether and by whom it is dealt with."""
    return day_of(petition.registered_at) + timedelta(days=TELL_DAYS)


def finish_by(petition: Petition) -> date:
    """The last day for the answer; before acceptance, the latest that it can become (`is_provisional`)."""
    start = accept_by(petition) if petition.accepted_at is None else day_of(petition.accepted_at)
    return start + timedelta(days=FINISH_DAYS + petition.extension_days)


def is_provisional(petition: Petition) -> bool:
    """Whether `finish_by` may still move because the petition is not accepted yet."""
    return petition.accepted_at is None


def review_by(petition: Petition) -> date | None:
    """The last day on which a review may be asked for, or None before an answer."""
    return None if petition.answered_at is None else day_of(petition.answered_at) + timedelta(days=REVIEW_DAYS)


def review_answer_by(petition: Petition) -> date | None:
    """The last day for the answer to the review that is running, or None."""
    if petition.status is not Status.REVIEW or petition.review_asked_at is None:
        return None
    return day_of(petition.review_asked_at) + timedelta(days=REVIEW_DAYS)


def urge_opens(petition: Petition) -> datetime:
    """The first instant at which the petition is overdue and may be urged (again)."""
    waiting = petition.status in (Status.REGISTERED, Status.TRANSFERRED)
    due = accept_by(petition) if waiting else finish_by(petition)
    opens = _start_of(due + timedelta(days=1))
    if petition.urged_at is not None:
        opens = max(opens, petition.urged_at + URGE_AGAIN)
    return opens


def judge(petition: Petition, event: Event, at: datetime) -> Action:
    """Whether `event` may happen at `at`, why not, and from or until when."""
    if (petition.status, event) not in TRANSITIONS:
        return Action(event, allowed=False, reason=f"not-when-{petition.status.value.replace('_', '-')}")
    if event is Event.WITHDRAW:
        last = petition.registered_at + FREE_WITHDRAWAL
        return Action(event, at <= last, None if at <= last else "withdraw-too-late", until=last)
    if event is Event.URGE:
        opens = urge_opens(petition)
        if at >= opens:
            return Action(event, allowed=True)
        again = petition.urged_at is not None and opens == petition.urged_at + URGE_AGAIN
        return Action(event, allowed=False, reason="urged-recently" if again else "urge-not-due", opens=opens)
    if event is Event.RATE and petition.rating is not None:
        return Action(event, allowed=False, reason="already-rated")
    if event is Event.REVIEW:
        return _judge_review(petition, at)
    return Action(event, allowed=True)


def _judge_review(petition: Petition, at: datetime) -> Action:
    if petition.reviews >= MOST_REVIEWS:
        return Action(Event.REVIEW, allowed=False, reason="review-final")
    day = review_by(petition)
    last = None if day is None else end_of(day)
    late = last is not None and at > last
    return Action(Event.REVIEW, not late, "review-too-late" if late else None, until=last)


def actions(petition: Petition, at: datetime) -> tuple[Action, ...]:
    """Everything a citizen may know to do, allowed or not, in a fixed order."""
    return tuple(judge(petition, event, at) for event in CITIZEN_EVENTS)


def apply(
    petition: Petition, event: Event, at: datetime, *, rating: int | None = None, extension_days: int = EXTEND_DAYS
) -> Petition:
    """The petition after `event`; IllegalStep where the table or a clock forbids it."""
    verdict = judge(petition, event, at)
    if not verdict.allowed:
        raise IllegalStep(event, petition.status, verdict.reason or "not-allowed", verdict.opens)
    after = replace(petition, status=TRANSITIONS[petition.status, event])
    match event:
        case Event.TRANSFER:
            return replace(after, transferred_at=at)
        case Event.ACCEPT:
            return replace(after, accepted_at=at)
        case Event.EXTEND:
            if not 0 < extension_days <= EXTEND_DAYS:
                raise ValueError(f"an extension of {extension_days} days is not 1 to {EXTEND_DAYS}")
            return replace(after, extension_days=extension_days)
        case Event.ANSWER | Event.CONCLUDE:
            return replace(after, answered_at=at)
        case Event.RATE:
            if rating is None or not 1 <= rating <= 5:
                raise ValueError(f"rating {rating!r} is not 1 to 5")
            return replace(after, rating=rating)
        case Event.REVIEW:
            return replace(after, review_asked_at=at, reviews=petition.reviews + 1)
        case Event.URGE:
            return replace(after, urged_at=at)
    return after
