"""Working days in China: weekends, public holidays and make-up workdays, as far as the calendar is published.

The State Council publishes a year's holidays in the autumn before. Until then a date is told that keeps whoever
acts by it on time under any calendar, and nobody is refused before the latest that it could become.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar

from assistant.backends.clock import Due

# Holidays that fall on the same day every year by 全国年节及纪念日放假办法; the lunar ones need the published calendar.
_FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
# More than public holidays have delayed any span of working days since 2019 (tests/unit/test_petition_clocks.py).
_MOST_DELAY = timedelta(days=10)


# Kept by day: the library looks through all its years each time, and a search asks for a thousand slots of 92 days.
@lru_cache(maxsize=4096)
def calendar_published(day: date) -> bool:
    """Whether the State Council's holiday calendar for that year is in our data."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


@lru_cache(maxsize=4096)
def is_workday(day: date) -> bool:
    """Whether offices work that day; before the calendar is published, Monday to Friday but the fixed holidays."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return _usually_works(day)


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself is not counted."""
    return _count(day, count, is_workday)


def workdays_due(day: date, count: int, *, known_to: int | None = None) -> Due:
    """The `count`-th working day after `day`; safe on both sides where a year after `known_to` is not published."""

    def known(each: date) -> bool:
        return calendar_published(each) and (known_to is None or each.year <= known_to)

    def works(each: date) -> bool:
        return is_workday(each) if known(each) else _usually_works(each)

    def may_work(each: date) -> bool:
        # Any day at a weekend may yet be made a working day; a fixed holiday may not.
        return is_workday(each) if known(each) else (each.month, each.day) not in _FIXED

    likely = _count(day, count, works)
    if known(likely):
        return Due(likely, published=True, never_after=likely)
    return Due(_count(day, count, may_work), published=False, never_after=likely + _MOST_DELAY)


def _usually_works(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in _FIXED


def _count(day: date, count: int, works: Callable[[date], bool]) -> date:
    while count > 0:
        day += timedelta(days=1)
        if works(day):
            count -= 1
    return day
