"""A petition and the places where it may stand, as the law tells them (信访工作条例).

Pure: no database, no clock of its own. A petition in a place that the law does not know cannot be made;
`clocks` tells its dates, `steps` what may follow.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

TELL_DAYS = 15  # art. 22, 23: registered, routed and told
OBJECT_WORKDAYS = 5  # art. 23: a body that is not competent says so
FINISH_DAYS = 60  # art. 34: from acceptance
EXTEND_DAYS = 30  # art. 34: at most, with reasons told
REVIEW_DAYS = 30  # art. 35, 36: to ask for a review, and to answer it
FREE_CHANGE = timedelta(minutes=10)  # ours: to edit or withdraw without a reason
FREE_WITHDRAWAL = FREE_CHANGE
URGE_AGAIN = timedelta(days=7)  # ours
BAD_RATING = 2  # ours: this or less calls for attention


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
    RE_REVIEW = "re_review"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


class Event(StrEnum):
    """What may happen to a petition."""

    REGISTER = "register"
    EDIT = "edit"
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
    END = "end"
    MERGE = "merge"
    RATE = "rate"
    REVIEW = "review"
    PAUSE = "pause"
    RESUME = "resume"
    CONCLUDE = "conclude"
    SUPERVISE = "supervise"
    ATTEND = "attend"
    CLOSE = "close"


class Actor(StrEnum):
    """Who did it; `clock` is the system itself when a date has come."""

    CITIZEN = "citizen"
    REGISTRY = "registry"
    DEPARTMENT = "department"
    REVIEWER = "reviewer"
    SUPERVISOR = "supervisor"
    CLOCK = "clock"


class Door(StrEnum):
    """The right door for what is not accepted (art. 22, 30, 31)."""

    COURT = "court"
    PROSECUTION = "prosecution"
    POLICE = "police"
    ARBITRATION = "arbitration"
    LABOUR_ARBITRATION = "labour_arbitration"
    ADMINISTRATIVE_REVIEW = "administrative_review"
    DISCIPLINE = "discipline"
    PARTY_APPEAL = "party_appeal"
    FINISHED = "finished"  # reviewed and re-reviewed: the same facts are not taken up again (art. 36)
    OTHER = "other"


class Place(NamedTuple):
    """A status in one of three rounds: 0 the matter itself, 1 its review (art. 35), 2 its re-review (art. 36)."""

    status: Status
    round: int


OPEN = (Status.REGISTERED, Status.TRANSFERRED, Status.ACCEPTED, Status.HANDLING, Status.EXTENDED)
REVIEWED_IN = {1: Status.REVIEW, 2: Status.RE_REVIEW}
FINAL = (Status.CLOSED, Status.WITHDRAWN, Status.MERGED)

PLACES: frozenset[Place] = frozenset(
    {Place(status, 0) for status in (*OPEN, Status.NOT_ACCEPTED, Status.MERGED)}
    | {
        Place(status, n)
        for status in (Status.ANSWERED, Status.RATED, Status.CLOSED, Status.WITHDRAWN)
        for n in range(3)
    }
    | {Place(status, n) for n, status in REVIEWED_IN.items()}
)

# What must be known of a petition that stands there.
KNOWN: dict[Status, tuple[str, ...]] = {
    Status.TRANSFERRED: ("transferred_at",),
    Status.ACCEPTED: ("accepted_at",),
    Status.NOT_ACCEPTED: ("door",),
    Status.HANDLING: ("accepted_at",),
    Status.EXTENDED: ("accepted_at", "extension_days"),
    Status.ANSWERED: ("accepted_at", "answered_at"),
    Status.RATED: ("accepted_at", "answered_at", "rating"),
    Status.REVIEW: ("answered_at", "review_asked_at"),
    Status.RE_REVIEW: ("answered_at", "review_asked_at"),
    Status.MERGED: ("merged_into",),
}


@dataclass(frozen=True)
class Petition:
    """The facts that decide what may happen next; instants are aware. ValueError for a place that cannot be."""

    number: str
    status: Status
    registered_at: datetime
    transferred_at: datetime | None = None
    accepted_at: datetime | None = None
    answered_at: datetime | None = None
    review_asked_at: datetime | None = None
    urged_at: datetime | None = None
    paused_at: datetime | None = None
    attention_at: datetime | None = None
    supervised_at: datetime | None = None
    extension_days: int = 0
    paused_days: int = 0
    reviews: int = 0
    rating: int | None = None
    door: Door | None = None
    merged_into: str | None = None

    def __post_init__(self) -> None:
        if self.place not in PLACES:
            raise ValueError(f"{self.number}: {self.status.value} in round {self.reviews} is no place of a petition")
        unknown = [name for name in KNOWN.get(self.status, ()) if not getattr(self, name)]
        if unknown:
            raise ValueError(f"{self.number}: {self.status.value} without {', '.join(unknown)}")
        if self.paused_at is not None and self.status is not Status.RE_REVIEW:
            raise ValueError(f"{self.number}: paused while {self.status.value}; only a hearing in re-review pauses")

    @property
    def place(self) -> Place:
        """Status and round."""
        return Place(self.status, self.reviews)


@dataclass(frozen=True)
class Given:
    """What comes with an event; ValueError for a value that the law or the system does not know."""

    score: int | None = None
    extension_days: int | None = None
    door: Door | None = None
    into: str | None = None

    def __post_init__(self) -> None:
        if self.score is not None and not 1 <= self.score <= 5:
            raise ValueError(f"rating {self.score!r} is not 1 to 5")
        if self.extension_days is not None and not 1 <= self.extension_days <= EXTEND_DAYS:
            raise ValueError(f"an extension of {self.extension_days} days is not 1 to {EXTEND_DAYS}")


@dataclass(frozen=True)
class Action:
    """One thing somebody may (or may not yet, or no longer) do. `opens`: from when; `until`: at the latest."""

    action: Event
    allowed: bool
    reason: str | None = None
    opens: datetime | None = None
    until: datetime | None = None


class IllegalStep(ValueError):
    """An event that cannot follow; `reason` is a code, `until` the instant from which it could."""

    def __init__(self, event: Event, status: Status, reason: str, until: datetime | None = None) -> None:
        super().__init__(f"{event.value} cannot follow {status.value}: {reason}")
        self.event = event
        self.status = status
        self.reason = reason
        self.until = until
