"""Reminders of bookings and news of offers, each once, through the notifier."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine

from assistant.backends.cipher import Cipher
from assistant.backends.clock import iso
from assistant.backends.notary import repository_calendar
from assistant.backends.notary.schedule import Schedule
from assistant.backends.notary.waiting import WaitingList
from assistant.backends.notices import Notice, Notifier
from assistant.persistence.database import unit_of_work


class Reminders:
    """Finds what is due and sends it."""

    def __init__(
        self, engine: Engine, *, schedule: Schedule, cipher: Cipher, waiting: WaitingList, notifier: Notifier
    ) -> None:
        self._engine = engine
        self._schedule = schedule
        self._cipher = cipher
        self._waiting = waiting
        self._notifier = notifier

    def send_due(self, now: datetime) -> int:
        """How many notices went out; one that fails stays due, and the others are not kept waiting by it."""
        with unit_of_work(self._engine) as unit:
            due = [*self._reminders(unit.connection, now), *self._offers(unit.connection, now)]
        return sum(self._send(notice, now) for notice in due)

    def _send(self, notice: Notice, now: datetime) -> bool:
        # Sent before the commit: after a crash in between it goes out again under the same key, never not at all.
        with unit_of_work(self._engine, write=True) as unit:
            if not repository_calendar.first_time(unit.connection, notice.key, now):
                return False
            try:
                self._notifier.send(notice)
            except OSError:
                return False
            unit.commit()
            return True

    def _reminders(self, connection: Connection, now: datetime) -> Iterator[Notice]:
        if not self._schedule.reminders:
            return
        for row in repository_calendar.booked_between(connection, now, now + max(self._schedule.reminders)):
            ahead = self._latest_due(row.starts_at, row.changed_at, now)
            if ahead is None:
                continue
            # The start is part of the key: a booking that was moved is reminded of anew.
            key = f"reminder:{row.number}:{iso(row.starts_at)}:{int(ahead.total_seconds() // 3600)}"
            applicant = json.loads(self._cipher.decrypt(row.sealed, context=f"booking:{row.number}".encode()))
            data = {
                "number": row.number,
                "start": str(iso(row.starts_at)),
                "office": row.office,
                "mission": row.mission,
                "hours": str(int(ahead.total_seconds() // 3600)),
            }
            yield Notice(key, "booking-reminder", str(applicant.get("phone", "")), now, data)

    def _latest_due(self, start: datetime, changed: datetime, now: datetime) -> timedelta | None:
        # Only the latest: after an outage nobody gets three at once. Never one that was due before the booking.
        due = [ahead for ahead in self._schedule.reminders if changed < start - ahead <= now < start]
        return min(due, default=None)

    def _offers(self, connection: Connection, now: datetime) -> Iterator[Notice]:
        for waiting, hold in self._waiting.offers(connection, now):
            sealed = self._cipher.decrypt(waiting.sealed, context=f"waiting:{waiting.waiting_id}".encode())
            data = {"slot_id": hold.slot.slot_id, "expires_at": str(iso(hold.expires_at))}
            yield Notice(f"offer:{hold.hold_id}", "slot-offered", str(json.loads(sealed).get("phone", "")), now, data)
