"""Slots, holds and bookings: when an office and a mission are both open, and what may still be changed.

Pure. All offices share one grid of equal steps, so two slots of an office are the same interval or do not
overlap; that is why a unique (office, start, seat) is enough to keep capacity.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")
HOLD_FOR = timedelta(minutes=10)
MOST_EXTENSIONS = 2
IsWorkday = Callable[[date], bool]


@dataclass(frozen=True)
class Window:
    """Open from `opens` to `closes` on ISO weekdays `days`, in whose zone the owner knows."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True)
class Office:
    """A notary office; `capacity` is how many citizens it can see at once, from all missions together."""

    code: str
    zh: str
    en: str
    capacity: int


@dataclass(frozen=True)
class Mission:
    """An embassy or consulate where the citizen sits; `window` is in its own `zone`."""

    code: str
    country: str
    city: str
    zone: ZoneInfo
    zh: str
    en: str
    window: Window


@dataclass(frozen=True)
class Rules:
    """The weekly schedule of the offices (Beijing time) and how early and late one may book and change."""

    windows: tuple[Window, ...]
    step: timedelta
    notice: timedelta
    horizon: timedelta
    change: timedelta


@dataclass(frozen=True)
class Slot:
    """One bookable interval; the instants are UTC."""

    office: str
    mission: str
    start: datetime
    end: datetime

    @property
    def slot_id(self) -> str:
        """`office:mission:20261207T010000Z`, the same for the same interval for ever."""
        return f"{self.office}:{self.mission}:{self.start:%Y%m%dT%H%M%SZ}"


def parse_slot_id(slot_id: str) -> tuple[str, str, datetime] | None:
    """Office, mission and start of a slot id, or None when it is not one."""
    parts = slot_id.split(":")
    if len(parts) != 3:
        return None
    try:
        start = datetime.strptime(parts[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
    return parts[0], parts[1], start


def office_starts(rules: Rules, day: date, is_workday: IsWorkday) -> Iterator[datetime]:
    """The UTC starts of all intervals of an office on a Beijing day, in order; none on a day off."""
    if not is_workday(day):
        return
    for window in sorted(rules.windows, key=lambda each: each.opens):
        if day.isoweekday() not in window.days:
            continue
        start = datetime.combine(day, window.opens, BEIJING)
        while start + rules.step <= datetime.combine(day, window.closes, BEIJING):
            yield start.astimezone(UTC)
            start += rules.step


def mission_open(mission: Mission, start: datetime, end: datetime) -> bool:
    """Whether the whole interval lies within the mission's hours of one local day."""
    opens, closes = start.astimezone(mission.zone), end.astimezone(mission.zone)
    window = mission.window
    return (
        opens.date() == closes.date()
        and opens.isoweekday() in window.days
        and window.opens <= opens.time()
        and closes.time() <= window.closes
    )


def bookable_from(rules: Rules, now: datetime) -> datetime:
    """The earliest start that may be held now."""
    return now + rules.notice


def bookable_until(rules: Rules, now: datetime) -> datetime:
    """The latest start that may be held now."""
    return now + rules.horizon


def slots(
    rules: Rules, office: Office, mission: Mission, first: datetime, last: datetime, is_workday: IsWorkday
) -> Iterator[Slot]:
    """Every slot of `office` and `mission` that starts from `first` to `last`, in order."""
    day, end_day = first.astimezone(BEIJING).date(), last.astimezone(BEIJING).date()
    while day <= end_day:
        for start in office_starts(rules, day, is_workday):
            end = start + rules.step
            if first <= start <= last and mission_open(mission, start, end):
                yield Slot(office.code, mission.code, start, end)
        day += timedelta(days=1)


def change_until(rules: Rules, start: datetime) -> datetime:
    """The last instant at which a booking that starts at `start` may be moved or cancelled."""
    return start - rules.change
