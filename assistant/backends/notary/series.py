"""What staff lay over the calendar: series of openings, days off, whole imports; and who came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from assistant.backends.clock import Clock
from assistant.backends.notary import imports, model, repository, repository_calendar
from assistant.backends.notary.catalogue import Catalogue
from assistant.backends.notary.errors import AttendanceKnown, CalendarRefused
from assistant.backends.notary.model import BEIJING, Entry
from assistant.backends.notary.repository_calendar import Laid
from assistant.backends.notary.schedule import Schedule
from assistant.backends.notary.slots import MISSION, OFFICE
from assistant.persistence.database import unit_of_work
from assistant.shared.errors import NotFound


@dataclass(frozen=True)
class Change:
    """Numbers of the entries that stand now, and of bookings that lie where it is closed: staff must move them."""

    entries: list[int]
    withdrawn: int
    affected: list[str]


class StaffCalendar:
    """Changes of the calendar and of attendance; each is one transaction."""

    def __init__(self, engine: Engine, *, clock: Clock, catalogue: Catalogue, schedule: Schedule) -> None:
        self._engine = engine
        self._clock = clock
        self._catalogue = catalogue
        self._schedule = schedule

    def lay(self, side: str, place: str, entry: Entry, *, reason: str) -> Change:
        """One entry stands: a series of openings or days off."""
        return self._lay("staff", [Laid(None, side, place, entry, reason, "staff")])

    def take_in(self, side: str, place: str, name: str, content: bytes) -> Change:
        """The whole file stands and replaces what the file of that name said before; or nothing has changed."""
        source = f"{side}:{place}:{name}"[:80]
        rows = imports.read(name, content, self._zone(side, place))
        return self._lay(source, [Laid(None, side, place, row.entry, row.reason, source) for row in rows])

    def withdraw(self, number: int) -> None:
        """The entry no longer stands; NotFound when it did not."""
        with unit_of_work(self._engine, write=True) as unit:
            if not repository_calendar.withdraw(unit.connection, number, self._clock()):
                raise NotFound(f"entry {number} does not stand in the calendar", mend="list the entries")
            unit.commit()

    def standing(self) -> list[Laid]:
        """Every entry that stands, oldest first."""
        with unit_of_work(self._engine) as unit:
            return repository_calendar.standing(unit.connection)

    def came(self, number: str, at: datetime | None) -> str:
        """`arrived`, `late` or `no_show` by when somebody came, None for not at all; said once of a booking."""
        now = self._clock()
        with unit_of_work(self._engine, write=True) as unit:
            booking = repository.load_booking(unit.connection, number, lock=True)
            if booking is None:
                raise NotFound(f"booking {number!r} is not known", mend="check the number")
            slot = booking.slot
            state = "no_show" if at is None else model.arrival(slot.start, slot.end, at, self._schedule.late)
            # Nobody has failed to come before the time in which they may still come late is over.
            too_early = state == "no_show" and now <= min(slot.start + self._schedule.late, slot.end)
            if booking.status != "booked" or too_early:
                raise AttendanceKnown(number, booking.status)
            if not repository_calendar.attend(unit.connection, number, state, now):
                raise AttendanceKnown(number, repository_calendar.attendance(unit.connection, number) or "marked")
            repository.record(unit.connection, number, state, "staff", now)
            unit.commit()
        return state

    def _lay(self, source: str, entries: Sequence[Laid]) -> Change:
        faults = [(row, fault) for row, laid in enumerate(entries, 1) for fault in self._faults(laid)]
        if faults:
            raise CalendarRefused(source, faults)
        now = self._clock()
        with unit_of_work(self._engine, write=True) as unit:
            connection = unit.connection
            gone = 0 if source == "staff" else repository_calendar.withdraw_source(connection, source, now)
            numbers = repository_calendar.lay(connection, entries, now)
            latest = now + self._catalogue.rules.horizon
            affected = [
                row.number
                for row in repository_calendar.booked_between(connection, now, latest)
                if any(self._shuts(laid, row.office, row.mission, row.starts_at, row.ends_at) for laid in entries)
            ]
            unit.commit()
        return Change(numbers, gone, affected)

    def _faults(self, laid: Laid) -> list[str]:
        entry, faults = laid.entry, []
        if laid.place not in (self._catalogue.offices if laid.side == OFFICE else self._catalogue.missions):
            faults.append(f"{laid.side} {laid.place!r} is not known")
        if entry.last < entry.first:
            faults.append(f"ends on {entry.last} before it begins on {entry.first}")
        if not entry.days or not entry.days <= set(range(1, 8)):
            faults.append(f"weekdays are {sorted(entry.days)}, give some of 1 (Monday) to 7")
        if entry.opens is not None and entry.closes is not None and entry.closes <= entry.opens:
            faults.append(f"closes at {entry.closes:%H:%M}, not after {entry.opens:%H:%M}")
        if entry.capacity is not None and (entry.closed or entry.capacity < 1):
            faults.append(f"capacity is {entry.capacity}; it must be at least 1, and only where something opens")
        if not entry.closed and entry.opens is None:
            faults.append("an opening needs hours")
        return faults

    def _shuts(self, laid: Laid, office: str, mission: str, start: datetime, end: datetime) -> bool:
        entry = laid.entry
        if not entry.closed or laid.place != (office if laid.side == OFFICE else mission):
            return False
        zone = self._zone(laid.side, laid.place)
        opens, closes = start.astimezone(zone), (end - timedelta(seconds=1)).astimezone(zone)
        return entry.covers(opens.date()) and not (
            closes.time() < (entry.opens or time.min) or (entry.closes or time.max) <= opens.time()
        )

    def _zone(self, side: str, place: str) -> ZoneInfo:
        known = self._catalogue.missions.get(place) if side == MISSION else None
        return BEIJING if known is None else known.zone
