"""Time as an argument, and the one zone in which the law counts days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Due:
    """A day counted in working days. Where the calendar is not published, who acts on `by` is on time under any
    calendar to come and nobody is late before `never_after`; else both are the day itself."""

    by: date
    published: bool
    never_after: date


Calendar = Callable[[date, int], Due]


def system_clock() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)


def beijing_day(instant: datetime) -> date:
    """The calendar day in Beijing at `instant`."""
    return instant.astimezone(BEIJING).date()


def day_start(day: date) -> datetime:
    """The first instant of a Beijing day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The last whole second of a Beijing day, in UTC."""
    return day_start(day + timedelta(days=1)) - timedelta(seconds=1)


def iso(instant: datetime | None) -> str | None:
    """`2026-11-22T01:13:00Z`: an instant in UTC to the second, as every answer spells it."""
    return None if instant is None else instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
