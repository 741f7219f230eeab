"""Which day or days a phrase means, counted from a given day. Weeks begin on Monday.

A phrase without a year, month or week means the next such day, today included; with `lean="past"` the last one.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Protocol

from assistant.shared.text.times import workdays
from assistant.shared.text.times.model import Note

Lean = Literal["future", "past"]
ONE = timedelta(days=1)
WEEK = timedelta(days=7)
YEARS = range(1900, 2100)


@dataclass(frozen=True)
class Days:
    """`first` up to, and not including, `after`. `final`: "before" it means before its end. `bare`: the week, month or
    year was left to be guessed, so that a later hour may move it on by `period` days."""

    first: date
    after: date
    final: bool = False
    period: int = 0
    note: Note | None = None

    @property
    def single(self) -> bool:
        """Whether it is one day."""
        return self.after - self.first == ONE


@dataclass(frozen=True)
class Anchor:
    """From where to count. `after`: the day on which a range begins whose end is asked for."""

    today: date
    lean: Lean = "future"
    after: date | None = None

    def first_that_fits(self, candidates: list[Days | None]) -> Days | Note:
        """Of candidates in order of time the next one that is not over, or the last one that has begun."""
        there = [each for each in candidates if each is not None]
        if self.after is not None:
            fitting = [each for each in there if each.first >= self.after]
        elif self.lean == "past":
            fitting = [each for each in reversed(there) if each.first <= self.today]
        else:
            fitting = [each for each in there if each.after > self.today]
        return fitting[0] if fitting else Note.NO_SUCH_DAY


def day(first: date) -> Days:
    """One whole day."""
    return Days(first, first + ONE)


class DaySpec(Protocol):
    """Whatever names a day or several."""

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The days, or why there are none."""
        ...


@dataclass(frozen=True)
class Relative:
    """So many days from today."""

    days: int

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The day."""
        return day(anchor.today + timedelta(days=self.days))


@dataclass(frozen=True)
class Week:
    """A week `shift` weeks away, a weekday of it (1 to 7) or its weekend (8). `shift` None: the nearest such day."""

    shift: int | None
    weekday: int | None = None
    latest: bool = False  # "last Friday": the latest one before today, whatever the week

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The week or the day."""
        monday = anchor.today - timedelta(days=anchor.today.weekday())
        if self.latest and self.weekday is not None:
            back = (anchor.today.isoweekday() - self.weekday - 1) % 7 + 1
            return day(anchor.today - timedelta(days=back))
        if self.shift is not None:
            return self._of(monday + self.shift * WEEK)
        start = anchor.after or anchor.today
        monday = start - timedelta(days=start.weekday())
        found = anchor.first_that_fits([self._of(monday + shift * WEEK) for shift in (-1, 0, 1)])
        return found if isinstance(found, Note) else Days(found.first, found.after, period=7)

    def _of(self, monday: date) -> Days:
        if self.weekday is None:
            return Days(monday, monday + WEEK)
        if self.weekday == 8:
            return Days(monday + 5 * ONE, monday + WEEK)
        return day(monday + (self.weekday - 1) * ONE)


@dataclass(frozen=True)
class Date:
    """Year, month, day of the month, or a third of the month or year; what was left out is None.

    Absolute numbers, or shifts from this year or month. Thirds: days 1–10, 11–20, 21–end of a month; January, June and
    July, December of a year (numbered 4 to 6).
    """

    year: int | None = None
    year_shift: int | None = None
    month: int | None = None
    month_shift: int | None = None
    day: int | None = None
    third: int | None = None

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The day, month or year."""
        base = anchor.after or anchor.today
        if self.month_shift is not None:
            count = anchor.today.year * 12 + anchor.today.month - 1 + self.month_shift
            return self._in(count // 12, count % 12 + 1) or Note.NO_SUCH_DAY
        year = self.year
        if self.year_shift is not None:
            year = anchor.today.year + self.year_shift
        if year is not None:
            if year not in YEARS:
                return Note.NO_SUCH_DAY
            return self._in(year, self.month) or Note.NO_SUCH_DAY
        if self.month is not None:
            years = (
                range(base.year - 1, base.year + 9)
                if anchor.after or anchor.lean == "future"
                else range(base.year - 8, base.year + 1)
            )
            found = anchor.first_that_fits([self._in(each, self.month) for each in years])
            return found if isinstance(found, Note) else Days(found.first, found.after, found.final)
        if self.third is not None and self.third >= 4:
            return anchor.first_that_fits([self._in(base.year + shift, None) for shift in (-1, 0, 1)])
        count = base.year * 12 + base.month - 1
        months = [(each // 12, each % 12 + 1) for each in range(count - 3, count + 4)]
        return anchor.first_that_fits([self._in(*each) for each in months])

    def _in(self, year: int, month: int | None) -> Days | None:
        """What it is in that year and month, None where there is no such day."""
        if month is None:
            if self.third is None:
                return Days(date(year, 1, 1), date(year + 1, 1, 1))
            begins, ends = {4: (1, 1), 5: (6, 7), 6: (12, 12)}[self.third]
            return Days(date(year, begins, 1), date(year + ends // 12, ends % 12 + 1, 1), final=self.third == 6)
        length = monthrange(year, month)[1]
        following = date(year, month, length) + ONE
        if self.day is not None:
            return day(date(year, month, self.day)) if self.day <= length else None
        if self.third is None:
            return Days(date(year, month, 1), following)
        first = date(year, month, {1: 1, 2: 11, 3: 21}[self.third])
        return Days(first, following if self.third == 3 else first + 10 * ONE, final=self.third == 3)


@dataclass(frozen=True)
class Lunar:
    """A day of the lunar calendar; `day` None is New Year's Eve."""

    month: int
    day: int | None
    year: int | None = None
    year_shift: int | None = None
    leap: bool = False

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The day of our calendar; without a year the next one."""
        if self.year is not None or self.year_shift is not None:
            years = [self.year if self.year is not None else anchor.today.year + (self.year_shift or 0)]
        else:
            start = (anchor.after or anchor.today).year
            years = list(range(start - 2, start + 2))
        found = [self._in(year) for year in years]
        if len(years) == 1:
            return found[0] or Note.LUNAR
        days = anchor.first_that_fits(list(found))
        return Note.LUNAR if isinstance(days, Note) else days

    def _in(self, year: int) -> Days | None:
        if year not in YEARS:
            return None
        where = (
            workdays.last_lunar_day(year)
            if self.day is None
            else workdays.lunar_day(year, self.month, self.day, leap=self.leap)
        )
        return day(where) if where else None


@dataclass(frozen=True)
class Feast:
    """A public holiday of China by the name that the calendar gives it; its free days where they are published.

    In a year that is not published it is the day itself, with a note. Christmas is a day and no holiday here.
    """

    name: str
    year: int | None = None
    year_shift: int | None = None

    def resolve(self, anchor: Anchor) -> Days | Note:
        """Its free days, or its day."""
        if self.year is not None:
            return self._in(self.year) or Note.UNPUBLISHED
        if self.year_shift is not None:
            return self._in(anchor.today.year + self.year_shift) or Note.UNPUBLISHED
        start = (anchor.after or anchor.today).year
        found = anchor.first_that_fits([self._in(start + shift) for shift in (-1, 0, 1)])
        return Note.UNPUBLISHED if isinstance(found, Note) else found

    def _in(self, year: int) -> Days | None:
        if self.name == "Christmas":
            return day(date(year, 12, 25))
        if year not in YEARS:
            return None
        free = workdays.holiday(self.name, year)
        if free is not None:
            return Days(*free)
        alone = workdays.feast(self.name, year)
        return Days(alone, alone + ONE, note=Note.UNPUBLISHED) if alone else None


@dataclass(frozen=True)
class Following:
    """第二天: the day after the one that was named before it; it means nothing by itself."""

    def resolve(self, anchor: Anchor) -> Days | Note:
        """The day."""
        return day(anchor.after + ONE) if anchor.after else Note.NO_SUCH_DAY
