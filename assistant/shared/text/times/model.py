"""What is found: where it stands, what kind of time it is, and which moments it means."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Kind(str, Enum):
    """`DATE` is one whole day, `PART` a part of one; a `DEADLINE` has no start, a `RANGE` may have no end."""

    INSTANT = "instant"
    DATE = "date"
    PART = "part"
    RANGE = "range"
    DURATION = "duration"
    DEADLINE = "deadline"


class Note(str, Enum):
    """Why there is no value, or what to be careful about."""

    UNPUBLISHED = "calendar-unpublished"  # the State Council has not said which days of that year are free
    LUNAR = "lunar"  # a day of the lunar calendar that cannot be placed
    NO_SUCH_DAY = "no-such-day"  # 30 February
    GAP = "clock-skips"  # that hour does not exist: the clock goes forward; the moment after the gap is meant
    FOLD = "clock-repeats"  # that hour exists twice: the first one is meant


@dataclass(frozen=True)
class TimeFound:
    """`text[start:end]` means the moments from `since` up to, and not including, `until`, both in `zone`.

    An instant is the minute that it names. `length` is the ISO 8601 duration of a DURATION, with B for working days.
    `named` tells that the speaker named the zone. Where nothing could be made of it, `note` says why.
    """

    start: int
    end: int
    kind: Kind
    zone: str
    since: datetime | None = None
    until: datetime | None = None
    length: str | None = None
    whole_days: bool = False
    named: bool = False
    note: Note | None = None

    @property
    def understood(self) -> bool:
        """Whether there is a value."""
        return self.since is not None or self.until is not None or self.length is not None

    @property
    def value(self) -> str:
        """One text for one meaning: `2026-11-19T15:00`, `2026-11-19`, `since/until`, `../until`, `since/..`, `P3D`.

        Local to the speaker; a zone that was named otherwise follows in brackets; `?` and a note where there is none.
        """
        if self.length is not None:
            return self.length
        if not self.understood:
            return f"?{self.note.value if self.note else 'unknown'}"
        if self.kind in (Kind.INSTANT, Kind.DATE):
            said = self._one(self.since)
        else:
            said = f"{self._one(self.since)}/{self._one(self.until)}"
        return f"{said} [{self.zone}]" if self.named else said

    def _one(self, moment: datetime | None) -> str:
        if moment is None:
            return ".."
        return moment.strftime("%Y-%m-%d" if self.whole_days else "%Y-%m-%dT%H:%M")
