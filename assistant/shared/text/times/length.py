"""Lengths of time and what lies that far away: 三天, 两个半小时内, in three days, half a year ago."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Optional

from assistant.shared.text.times import workdays
from assistant.shared.text.times.days import YEARS, Anchor, Days, day
from assistant.shared.text.times.model import Note

_MINUTES = {"H": 60, "N": 1, "Q": 15}


@dataclass(frozen=True)
class Length:
    """Months, days, minutes and working days; `side` is in, later, ago, past, next, or nothing: a mere length."""

    months: int = 0
    days: int = 0
    minutes: int = 0
    workdays: int = 0
    weeks: bool = False
    side: str = ""

    @classmethod
    def of(cls, number: float, halves: bool, unit: str, side: str = "") -> Optional["Length"]:
        """A length of `number` (and a half) units Y, M, W, D, H, N (minutes), Q (quarters), B (working days).

        Half a month is 15 days. None where it makes no sense: half a working day, a thousand years.
        """
        value = number + (0.5 if halves else 0)
        if value <= 0 or value > 9999 or (unit in "YM" and value > 1200):
            return None
        if unit in _MINUTES:
            minutes = value * _MINUTES[unit]
            return cls(minutes=round(minutes), side=side) if minutes >= 1 else None
        full, part = int(value), value - int(value)
        if unit == "Y":
            if value > 150:
                return None
            months = value * 12
            return cls(months=int(months), side=side) if months == int(months) else None
        if part not in (0.0, 0.5) or (part and unit in "BD"):
            return cls(minutes=round(value * 1440), side=side) if unit == "D" and part == 0.5 and full else None
        if unit == "M":
            return cls(months=full, days=15 if part else 0, side=side)
        if unit == "W":
            return None if part else cls(days=7 * full, weeks=True, side=side)
        return cls(workdays=full, side=side) if unit == "B" else cls(days=full, side=side)

    @property
    def exact(self) -> bool:
        """Whether it is counted in minutes, not in days of the calendar."""
        return bool(self.minutes)

    @property
    def names_day(self) -> bool:
        """Whether it leads to one day: 三天后, two weeks ago."""
        return self.side in ("later", "ago") and not self.exact

    def from_day(self, day: date, sign: int) -> date | None:
        """The day that far away; a month later on a day that the month lacks is its last day."""
        count = day.year * 12 + day.month - 1 + sign * self.months
        year, month = count // 12, count % 12 + 1
        if year not in YEARS:
            return None
        moved = date(year, month, min(day.day, monthrange(year, month)[1]))
        moved += sign * timedelta(days=self.days)
        return moved if moved.year in YEARS else None

    def __str__(self) -> str:
        if self.workdays:
            return f"P{self.workdays}B"
        if self.weeks and not self.months:
            return f"P{self.days // 7}W"
        hours, minutes = divmod(self.minutes, 60)
        years, months = divmod(self.months, 12)
        day = "".join(f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if n)
        hour = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M")) if n)
        return f"P{day}{'T' + hour if hour else ''}"


@dataclass(frozen=True)
class Away:
    """The day that lies a length away from today; a month without that day gives its last one."""

    length: Length

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The day; working days only as far as the calendar is published."""
        sign = 1 if self.length.side == "later" else -1
        if self.length.workdays:
            found = workdays.step_workdays(anchor.today, sign * self.length.workdays)
            return day(found) if found else Note.UNPUBLISHED
        moved = self.length.from_day(anchor.today, sign)
        return day(moved) if moved else Note.NO_SUCH_DAY
