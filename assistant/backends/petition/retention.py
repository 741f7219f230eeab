"""Personal data does not stay longer than it is needed: after its time a petition keeps codes and dates alone.

The Personal Information Protection Law (art. 19, 47) wants the shortest time that the purpose needs; how long the
office's own rules of archives want a file kept is a setting. What is erased stays countable and in the log.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, update

from assistant.backends.petition import audit_repository
from assistant.backends.petition.audit import Staff
from assistant.backends.petition.filing import Filing
from assistant.backends.petition.model import Actor, Status
from assistant.persistence.database import unit_of_work
from assistant.persistence.tables.backends import requests
from assistant.persistence.tables.petition import petition_events, petition_receipts, petitions

_NOTHING = b""
_NO_CODE = "0" * 64  # no HMAC: nobody is let in any more


def erase_old(filing: Filing, *, keep_days: int, keep_withdrawn_days: int) -> list[str]:
    """Numbers of the ended petitions whose personal data is gone now: older than `keep_days`, or withdrawn earlier."""
    now = filing.clock()
    erased = []
    for number in _due(filing, now - timedelta(days=keep_days), now - timedelta(days=keep_withdrawn_days)):
        _erase(filing, number, now)
        erased.append(number)
    return erased


def _due(filing: Filing, before: datetime, withdrawn_before: datetime) -> list[str]:
    columns = petitions.c
    withdrawn = (columns.status == Status.WITHDRAWN.value) & (columns.ended_at < withdrawn_before)
    with unit_of_work(filing.engine) as unit:
        query = select(columns.number).where(columns.erased_at.is_(None), or_(columns.ended_at < before, withdrawn))
        return list(unit.connection.execute(query.order_by(columns.number)).scalars())


def _erase(filing: Filing, number: str, now: datetime) -> None:
    with unit_of_work(filing.engine, write=True) as unit:
        connection = unit.connection
        here = petitions.c.number == number
        connection.execute(
            update(petitions)
            .where(here)
            .values(sealed=_NOTHING, code_digest=_NO_CODE, erased_at=now, receipt_hash=_NO_CODE, withheld_from="")
        )
        connection.execute(update(petition_events).where(petition_events.c.number == number).values(sealed=None))
        connection.execute(delete(petition_receipts).where(petition_receipts.c.number == number))
        # Remembered answers hold what was told; those of this petition's steps carry its number.
        connection.execute(delete(requests).where(requests.c.scope.startswith(f"petition:{number}:")))
        audit_repository.erase_reasons(connection, number)
        by = Staff(Actor.CLOCK)
        filing.audit.add(connection, at=now, by=by, what="erase", number=number, why="retention")
        unit.commit()
