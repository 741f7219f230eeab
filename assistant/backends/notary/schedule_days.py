"""Which days are worked: at the offices by China's calendar, at a mission by the public holidays of its country."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import holidays

from assistant.backends.workdays import calendar_published, is_workday

IsHoliday = Callable[[str, str | None, date], bool]


def office_works(day: date) -> bool:
    """Whether the offices work on a Beijing day, make-up workdays included.

    Before the State Council publishes a year, the statutory days by the lunar calendar are days off and no weekend
    is made up for: fewer slots than there will be, never one on a holiday.
    """
    if calendar_published(day):
        return is_workday(day)
    return is_workday(day) and day not in _public("CN", None, day.year)


def public_holiday(country: str, region: str | None, day: date) -> bool:
    """Whether `day` is a public holiday in `country` (ISO 3166-1), of its `region` (ISO 3166-2) when one is named."""
    return day in _public(country, region, day.year)


@lru_cache(maxsize=512)
def _public(country: str, region: str | None, year: int) -> frozenset[date]:
    # As a plain set: the library fills its calendar while it is asked, which threads must not do at once.
    return frozenset(holidays.country_holidays(country, subdiv=region, years=year))
