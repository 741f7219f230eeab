"""Working days in China: weekends, public holidays and make-up workdays, as far as the calendar is published."""

from datetime import date, timedelta

import chinese_calendar

# Holidays that fall on the same day every year by 全国年节及纪念日放假办法; the lunar ones need the published calendar.
_FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def calendar_published(day: date) -> bool:
    """Whether the State Council's holiday calendar for that year is in our data."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Whether offices work that day; before the calendar is published, Monday to Friday but the fixed holidays."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5 and (day.month, day.day) not in _FIXED


def add_workdays(day: date, count: int) -> date:
    """The `count`-th working day after `day`, which itself is not counted."""
    while count > 0:
        day += timedelta(days=1)
        if is_workday(day):
            count -= 1
    return day
