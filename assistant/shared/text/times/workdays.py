"""Public holidays and working days in China, as far as the State Council has published them."""

from datetime import date, timedelta

# Both free and fixed by 全国年节及纪念日放假办法; how long the holiday lasts is announced year by year.
FIXED = {"New Year's Day": (1, 1), "Labour Day": (5, 1), "National Day": (10, 1)}
# The lunar month and day of the others; Qingming follows the sun.
LUNAR = {"Spring Festival": (1, 1), "Dragon Boat Festival": (5, 5), "Mid-autumn Festival": (8, 15)}
QINGMING = "Tomb-sweeping Day"


def published(year: int) -> bool:
    """Whether the holidays of that year are known."""
    return _works(date(year, 7, 1)) is not None


def holiday(name: str, year: int) -> tuple[date, date] | None:
    """First day and the day after the last one of a published holiday; None when the year is not published."""
    from chinese_calendar import constants

    if not published(year):
        return None
    days = sorted(day for day, said in constants.holidays.items() if day.year == year and str(said) == name)
    return (days[0], days[-1] + timedelta(days=1)) if days else None


def feast(name: str, year: int) -> date | None:
    """The day itself, which is known without any announcement; None for what cannot be computed."""
    if name in FIXED:
        return date(year, *FIXED[name])
    return lunar_day(year, *LUNAR[name]) if name in LUNAR else None


def step_workdays(day: date, count: int) -> date | None:
    """The `count`-th working day after `day`, or before it where negative; None beyond what is published."""
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    if left > 400:
        return None
    while left:
        day += step
        works = _works(day)
        if works is None:
            return None
        left -= works
    return day


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """The day of the Gregorian calendar for a lunar one, None when there is none such (1900 to 2100)."""
    from borax.calendars.lunardate import InvalidLunarDateError, LunarDate

    try:
        found: date = LunarDate(year, month, day, int(leap)).to_solar_date()
    except (InvalidLunarDateError, ValueError, IndexError):
        return None
    return found


def last_lunar_day(year: int) -> date | None:
    """New Year's Eve of the lunar year: the 30th or 29th of its last month."""
    first = lunar_day(year + 1, 1, 1)
    return first - timedelta(days=1) if first else None


def _works(day: date) -> bool | None:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
