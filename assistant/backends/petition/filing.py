"""Where a petition is kept: sealed, with its timeline and the log, within the caller's transaction."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine

from assistant.backends.canonical import canonical_json
from assistant.backends.cipher import Cipher
from assistant.backends.clock import Calendar, Clock
from assistant.backends.errors import UnknownReference
from assistant.backends.petition import notify_repository, repository, steps
from assistant.backends.petition.accusation import Accusations
from assistant.backends.petition.audit import AuditLog, Staff
from assistant.backends.petition.errors import NotNow, StepIncomplete
from assistant.backends.petition.model import Actor, Event, Given, IllegalStep, Petition
from assistant.backends.petition.repository import Filed, Happened
from assistant.backends.petition.routing import Router
from assistant.backends.workdays import workdays_due


@dataclass(frozen=True)
class Filing:
    """What every part of the petition system shares."""

    engine: Engine
    clock: Clock
    cipher: Cipher
    router: Router
    accusations: Accusations
    audit: AuditLog
    calendar: Calendar = workdays_due
    warn_days: int = 1

    def load(self, connection: Connection, number: str, *, lock: bool = False) -> Filed:
        """The petition; UnknownReference where there is none."""
        filed = repository.load(connection, number, lock=lock)
        if filed is None:
            raise UnknownReference
        return filed

    def load_for(self, connection: Connection, number: str, staff: Staff, *, lock: bool = False) -> Filed:
        """The same for staff; to a body that the petition accuses there is no such petition (art. 30)."""
        filed = self.load(connection, number, lock=lock)
        if staff.department in filed.withheld_from:
            raise UnknownReference
        return filed

    def seal(self, number: str, value: dict[str, Any]) -> bytes:
        """`value` encrypted for this petition."""
        return self.cipher.encrypt(canonical_json(value), context=_context(number))

    def opened(self, number: str, sealed: bytes | None) -> dict[str, Any]:
        """What was sealed for this petition; nothing where nothing was, or where it is erased."""
        if not sealed:
            return {}
        found: dict[str, Any] = json.loads(self.cipher.decrypt(sealed, context=_context(number)))
        return found

    def said(self, number: str, happened: Happened) -> dict[str, Any]:
        """What was said with a step."""
        return self.opened(number, happened.sealed)

    def step(
        self,
        connection: Connection,
        petition: Petition,
        event: Event,
        by: Staff,
        *,
        given: Given | None = None,
        detail: dict[str, Any] | None = None,
    ) -> Petition:
        """The petition after `event`, stored, in its timeline and in the log; NotNow where it cannot follow."""
        now = self.clock()
        try:
            after = steps.apply(petition, event, now, self.calendar, actor=by.role, given=given or Given())
        except IllegalStep as step:
            raise NotNow(step) from step
        except ValueError as error:
            raise StepIncomplete(str(error)) from error
        repository.save(connection, after, now)
        self.record(connection, after, event, by, detail=detail)
        return after

    def record(
        self, connection: Connection, petition: Petition, event: Event, by: Staff, *, detail: dict[str, Any] | None
    ) -> None:
        """Timeline and log end with `event`; what was said with it is sealed, and what others did is to be told."""
        now = self.clock()
        said = {name: value for name, value in (detail or {}).items() if value not in (None, [])}
        sealed = self.seal(petition.number, said) if said else None
        seq = repository.record(connection, petition, event, by.role, now, sealed)
        if by.role is not Actor.CITIZEN:
            notify_repository.add(connection, petition.number, seq)
        self.audit.add(connection, at=now, by=by, what=event.value, number=petition.number, why=petition.status.value)


def _context(number: str) -> bytes:
    return f"petition:{number}".encode()
