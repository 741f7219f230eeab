"""Slots, holds and bookings: when an office and a mission are both open, and what may still be changed.

Pure. All offices share one grid of equal steps, so two slots of an office or mission are the same interval or do
not overlap; that is why unique (office, start, seat) and (mission, start, seat) are enough to keep both capacities.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
class Entry:
    """What staff laid over the weekly hours of one place, from `first` to `last` on ISO weekdays `days`, local time.

    `opens` and `closes` are None for whole days. An open entry adds hours, on a day off too; its `capacity` counts
    where it is set. A closed entry takes hours away, whoever opened them.
    """

    closed: bool
    first: date
    last: date
    days: frozenset[int]
    opens: time | None = None
    closes: time | None = None
    capacity: int | None = None

    def covers(self, day: date) -> bool:
        """Whether the entry says anything of `day`."""
        return self.first <= day <= self.last and day.isoweekday() in self.days


@dataclass(frozen=True)
class Span:
    """Hours of one local day; `capacity` is None for what the place usually has."""

    opens: time
    closes: time
    capacity: int | None = None


Spans = tuple[Span, ...]
SpansOf = Callable[[date], Spans]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot and how many seats each side has in it; None is what the side usually has."""

    slot: Slot
    office_capacity: int | None
    mission_capacity: int | None


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


def day_spans(day: date, usual: Sequence[Window], entries: Sequence[Entry], *, working: bool) -> Spans:
    """The open hours of a local day in order: the usual ones when `working`, then what entries open, less what they
    close; without overlaps."""
    today = [entry for entry in entries if entry.covers(day)]
    spans: Spans = ()
    # What staff opened comes first, because its capacity counts where it overlaps the usual hours.
    opened = [Span(e.opens or time.min, e.closes or time.max, e.capacity) for e in today if not e.closed]
    if working:
        opened += [Span(w.opens, w.closes) for w in usual if day.isoweekday() in w.days]
    for span in opened:
        added: Spans = (span,)
        for there in spans:
            added = _without(added, there.opens, there.closes)
        spans += added
    for entry in today:
        if entry.closed:
            spans = _without(spans, entry.opens or time.min, entry.closes or time.max)
    return tuple(sorted(spans, key=lambda span: span.opens))


def _without(spans: Spans, opens: time, closes: time) -> Spans:
    kept = []
    for span in spans:
        if closes <= span.opens or span.closes <= opens:
            kept.append(span)
            continue
        if span.opens < opens:
            kept.append(Span(span.opens, opens, span.capacity))
        if closes < span.closes:
            kept.append(Span(closes, span.closes, span.capacity))
    return tuple(kept)


def office_starts(rules: Rules, day: date, spans: Spans) -> Iterator[tuple[datetime, int | None]]:
    """UTC start and capacity of all intervals of an office within its hours of a Beijing day, in order."""
    step = int(rules.step.total_seconds())
    if not spans:
        return
    midnight = datetime.combine(day, time.min, BEIJING).astimezone(UTC)
    second = 0
    while second + step <= 86_400:
        capacity = _capacity(spans, second, second + step)
        if capacity is not None:
            yield midnight + timedelta(seconds=second), capacity or None
        second += step


def mission_capacity(mission: Mission, start: datetime, end: datetime, spans_of: SpansOf) -> int | None:
    """None when the mission is not open for the whole interval on one local day; else its capacity, 0 for the usual."""
    opens, closes = start.astimezone(mission.zone), end.astimezone(mission.zone)
    if opens.date() != closes.date():
        return None
    return _capacity(spans_of(opens.date()), _second(opens.time()), _second(closes.time()))


def _capacity(spans: Spans, first: int, last: int) -> int | None:
    # Hours that touch are one opening: 09:00–10:00 and 10:00–12:00 hold 09:30–10:30, with the smaller capacity.
    least, at = 0, first
    for span in spans:
        if _second(span.opens) <= at < _second(span.closes):
            least = min(filter(None, (least, span.capacity)), default=0)
            at = _second(span.closes)
            if at >= last:
                return least
    return None


def _second(at: time) -> int:
    return 86_400 if at == time.max else at.hour * 3600 + at.minute * 60 + at.second


def bookable_from(rules: Rules, now: datetime) -> datetime:
    """The earliest start that may be held now."""
    return now + rules.notice


def bookable_until(rules: Rules, now: datetime) -> datetime:
    """The latest start that may be held now."""
    return now + rules.horizon


def openings(
    rules: Rules,
    office: str,
    mission: Mission,
    starts: Iterable[tuple[datetime, int | None]],
    mission_spans: SpansOf,
) -> Iterator[Opening]:
    """Every interval of the office, which begin at `starts`, at which the mission is open too, in order."""
    for start, seats in starts:
        end = start + rules.step
        rooms = mission_capacity(mission, start, end, mission_spans)
        if rooms is not None:
            yield Opening(Slot(office, mission.code, start, end), seats, rooms or None)


def change_until(rules: Rules, start: datetime) -> datetime:
    """The last instant at which a booking that starts at `start` may be moved or cancelled."""
    return start - rules.change


def arrival(start: datetime, end: datetime, at: datetime, grace: timedelta) -> str:
    """`arrived`, `late` or `no_show` of somebody who came at `at`: until `grace` after the start is late, later is
    not seen any more."""
    if at <= start:
        return "arrived"
    return "late" if at <= min(start + grace, end) else "no_show"
