"""The waiting list: freed slots are offered in the order of joining, each for a time, and then to the next.

An offer is a hold. `settle` runs before anybody else may take a seat, so nobody overtakes the line.
"""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from assistant.backends.canonical import canonical_json
from assistant.backends.cipher import Cipher
from assistant.backends.notary import repository, repository_waiting
from assistant.backends.notary.errors import SlotsFree, UnknownWaiting, WaitingOver
from assistant.backends.notary.holds import Desk
from assistant.backends.notary.model import Mission, Office
from assistant.backends.notary.repository import Hold
from assistant.backends.notary.repository_waiting import Waiting
from assistant.backends.notary.schedule import Schedule


class WaitingList:
    """The line of one notary system."""

    def __init__(self, desk: Desk, schedule: Schedule, cipher: Cipher) -> None:
        self._desk = desk
        self._schedule = schedule
        self._cipher = cipher

    def join(
        self,
        connection: Connection,
        office: Office,
        mission: Mission,
        first: datetime,
        last: datetime,
        contact: dict[str, Any],
        now: datetime,
    ) -> Waiting:
        """The person is last in the line; SlotsFree when nobody need wait."""
        self.settle(connection, now)
        free = self._desk.free(connection, office, mission, first, last, now)
        if free:
            raise SlotsFree(free[0][0].slot.slot_id)
        waiting_id = secrets.token_urlsafe(18)
        sealed = self._cipher.encrypt(canonical_json(contact), context=f"waiting:{waiting_id}".encode())
        new = Waiting(0, waiting_id, office.code, mission.code, first, last, "waiting", now, None, sealed)
        repository_waiting.add(connection, new)
        return self.load(connection, waiting_id)

    def load(self, connection: Connection, waiting_id: str, *, lock: bool = False) -> Waiting:
        """The place in the line; UnknownWaiting when there is none of this id."""
        found = repository_waiting.load(connection, waiting_id, lock=lock)
        if found is None:
            raise UnknownWaiting
        return found

    def leave(self, connection: Connection, waiting_id: str, now: datetime) -> None:
        """The person waits no more; what they were offered goes to the next."""
        # The hold is locked before the place in the line, as whoever books it does, so the two cannot block each other.
        offered = self.load(connection, waiting_id).hold_id
        if offered is not None:
            repository.load_hold(connection, offered)
        waiting = self.load(connection, waiting_id, lock=True)
        if waiting.state not in ("waiting", "offered"):
            raise WaitingOver(waiting.state)
        repository_waiting.set_state(connection, waiting, "left", waiting.hold_id)
        if waiting.hold_id is not None:
            repository.drop_hold(connection, waiting.hold_id, now)
        self.settle(connection, now)

    def settle(self, connection: Connection, now: datetime) -> int:
        """How many offers were made: overdue ones have lapsed, and every free slot that somebody waits for is
        offered to the first who does."""
        if not repository_waiting.anyone(connection):
            return 0
        earliest, latest = self._desk.bookable(now)
        for gone in (*repository_waiting.overdue(connection, now), *repository_waiting.past(connection, earliest)):
            repository_waiting.set_state(connection, gone, "lapsed", gone.hold_id)
        made = 0
        for waiting in repository_waiting.line(connection, lock=True):
            hold = self._offer(connection, waiting, max(earliest, waiting.first), min(latest, waiting.last), now)
            if hold is not None:
                repository_waiting.set_state(connection, waiting, "offered", hold.hold_id)
                made += 1
        return made

    def offers(self, connection: Connection, now: datetime) -> Iterator[tuple[Waiting, Hold]]:
        """Every offer that stands."""
        for waiting in repository_waiting.offered(connection):
            hold = None if waiting.hold_id is None else repository.load_hold(connection, waiting.hold_id)
            if hold is not None and hold.state == "held" and hold.expires_at > now:
                yield waiting, hold

    def _offer(
        self, connection: Connection, waiting: Waiting, first: datetime, last: datetime, now: datetime
    ) -> Hold | None:
        catalogue = self._desk.timetable(connection).catalogue
        office, mission = catalogue.offices.get(waiting.office), catalogue.missions.get(waiting.mission)
        if office is None or mission is None or first > last:
            return None
        for opening, _left in self._desk.free(connection, office, mission, first, last, now):
            hold = self._desk.grant(connection, opening, now, self._schedule.offer_for)
            if hold is not None:
                return hold
        return None
