"""The desk: what is free now by timetable and seats, and how a hold gets its seat."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from assistant.backends.notary import model, repository, repository_calendar
from assistant.backends.notary.model import Entry, Mission, Office, Opening, Slot
from assistant.backends.notary.repository import Hold
from assistant.backends.notary.slots import Timetable


class Desk:
    """Knows the timetable of today's calendar and gives seats in it."""

    def __init__(self, timetable: Timetable) -> None:
        self._timetable = timetable

    def timetable(self, connection: Connection) -> Timetable:
        """The timetable under the entries that stand in the calendar now."""
        version = repository_calendar.version(connection)
        if self._timetable.version != version:
            entries: dict[tuple[str, str], tuple[Entry, ...]] = {}
            for laid in repository_calendar.standing(connection):
                key = (laid.side, laid.place)
                entries[key] = (*entries.get(key, ()), laid.entry)
            self._timetable = self._timetable.edition(entries, version)
        return self._timetable

    def prepare(self, connection: Connection, now: datetime) -> Iterator[Opening]:
        """All openings that may be held now and were not in memory yet, which they now are."""
        return self.timetable(connection).prepare(*self.bookable(now))

    def free(
        self, connection: Connection, office: Office, mission: Mission, first: datetime, last: datetime, now: datetime
    ) -> list[tuple[Opening, int]]:
        """Every opening from `first` to `last` with seat and room left, and how many there are, in order."""
        timetable = self.timetable(connection)
        seats = repository.seats_taken(connection, office.code, first, last, now)
        rooms = repository.rooms_taken(connection, mission.code, first, last, now)
        found = []
        for opening in timetable.between(office, mission, first, last):
            start = opening.slot.start
            of_office, of_mission = timetable.capacity(opening)
            left = min(of_office - seats.get(start, 0), of_mission - rooms.get(start, 0))
            if left > 0:
                found.append((opening, left))
        return found

    def opening(self, connection: Connection, slot: Slot | tuple[str, str, datetime]) -> Opening | None:
        """The opening of a slot as the calendar stands, or None when there is none."""
        office, mission, start = (slot.office, slot.mission, slot.start) if isinstance(slot, Slot) else slot
        timetable = self.timetable(connection)
        return timetable.at(timetable.catalogue.offices[office], timetable.catalogue.missions[mission], start)

    def grant(self, connection: Connection, opening: Opening, now: datetime, lasting: timedelta) -> Hold | None:
        """A hold with a seat and a room that lasts as long, or None when one of them is gone."""
        seats, rooms = self.timetable(connection).capacity(opening)
        hold = Hold(secrets.token_urlsafe(18), opening.slot, now + lasting, 0, "held")
        repository.add_hold(connection, hold)
        if repository.claim_seat(connection, hold, seats=seats, rooms=rooms, now=now):
            return hold
        repository.forget_hold(connection, hold.hold_id)
        return None

    def bookable(self, now: datetime) -> tuple[datetime, datetime]:
        """The earliest and the latest start that may be held now."""
        rules = self._timetable.catalogue.rules
        return model.bookable_from(rules, now), model.bookable_until(rules, now)
