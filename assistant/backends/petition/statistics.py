"""Figures of many petitions: received, accepted, answered, on time, repeats, median days, satisfaction. Pure.

Days are Beijing days from registration to the first answer; on time is within sixty days of acceptance and what they
were extended by (art. 34). Satisfaction is the mean of the ratings from one to five.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from assistant.backends.petition.model import FINAL, FINISH_DAYS, Status

DIMENSIONS = ("district", "topic", "department", "month")
UNKNOWN = "unknown"
_ENDED = (*FINAL, Status.NOT_ACCEPTED)
# Each part with the measure whose part it is.
PARTS = {"accepted": "received", "finished": "accepted", "on_time": "finished", "repeats": "received"}


@dataclass(frozen=True)
class Case:
    """One petition, as far as it may be counted. Days are Beijing's."""

    topic: str
    department: str
    level: str
    district: str
    registered: date
    status: str
    accepted: date | None = None
    answered: date | None = None
    extension_days: int = 0
    rating: int | None = None
    repeat: bool = False

    @property
    def month(self) -> str:
        """Of registration, as 2026-11."""
        return f"{self.registered:%Y-%m}"

    @property
    def state(self) -> str:
        """As the list tells it: answered at least once, ended without an answer, or open."""
        if self.answered is not None:
            return "answered"
        return "ended" if self.status in _ENDED else "open"

    @property
    def days(self) -> int | None:
        """From registration to the first answer."""
        return None if self.answered is None else (self.answered - self.registered).days

    @property
    def on_time(self) -> bool:
        """Whether the first answer came within the law's time."""
        if self.answered is None or self.accepted is None:
            return False
        return self.answered <= self.accepted + timedelta(FINISH_DAYS + self.extension_days)


@dataclass(frozen=True)
class Figures:
    """Of one group. `ratings` is how many there are behind `satisfaction`."""

    received: int = 0
    accepted: int = 0
    finished: int = 0
    on_time: int = 0
    repeats: int = 0
    median_days: float | None = None
    satisfaction: float | None = None
    ratings: int = 0


def figures(cases: Iterable[Case]) -> Figures:
    """The figures of `cases`."""
    listed = list(cases)
    days = [case.days for case in listed if case.days is not None]
    ratings = [case.rating for case in listed if case.rating is not None]
    return Figures(
        received=len(listed),
        accepted=sum(case.accepted is not None for case in listed),
        finished=len(days),
        on_time=sum(case.on_time for case in listed),
        repeats=sum(case.repeat for case in listed),
        median_days=float(median(days)) if days else None,
        satisfaction=round(sum(ratings) / len(ratings), 2) if ratings else None,
        ratings=len(ratings),
    )


def by(cases: Iterable[Case], key: Callable[[Case], str], always: Iterable[str] = ()) -> dict[str, Figures]:
    """The figures of each group, in the order of the keys; those of `always` are there even when empty."""
    groups: dict[str, list[Case]] = {name: [] for name in always}
    for case in cases:
        groups.setdefault(key(case), []).append(case)
    return {name: figures(groups[name]) for name in sorted(groups)}


def by_cell(cases: Iterable[Case], dimensions: tuple[str, ...]) -> dict[tuple[str, ...], Figures]:
    """The figures of each combination that occurs."""
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        groups.setdefault(tuple(str(getattr(case, name)) for name in dimensions), []).append(case)
    return {cell: figures(group) for cell, group in groups.items()}
