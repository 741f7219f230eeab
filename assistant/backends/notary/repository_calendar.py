"""Queries of the staff's calendar, of who came, and of notices that went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.backends.notary.model import Entry
from assistant.persistence.tables.notary import (
    notary_attendance,
    notary_bookings,
    notary_calendar,
    notary_notices,
)


@dataclass(frozen=True)
class Laid:
    """An entry as it stands in the calendar of a place; `number` is None before it is stored."""

    number: int | None
    side: str
    place: str
    entry: Entry
    reason: str
    source: str


def version(connection: Connection) -> tuple[int, int, int]:
    """Something that changes with every entry that is added or withdrawn."""
    column = notary_calendar.c
    query = select(func.count(), func.coalesce(func.max(column.entry), 0), func.count(column.withdrawn_at))
    found = connection.execute(query).one()
    return found[0], found[1], found[2]


def standing(connection: Connection) -> list[Laid]:
    """Every entry that was not withdrawn, oldest first."""
    column = notary_calendar.c
    query = select(notary_calendar).where(column.withdrawn_at.is_(None)).order_by(column.entry)
    return [_laid(row) for row in connection.execute(query)]


def lay(connection: Connection, entries: Sequence[Laid], at: datetime) -> list[int]:
    """All entries stand in the calendar; their numbers in the same order."""
    numbers = []
    for laid in entries:
        entry = laid.entry
        values = {
            "side": laid.side,
            "place": laid.place,
            "closed": entry.closed,
            "first_day": entry.first,
            "last_day": entry.last,
            "weekdays": "".join(map(str, sorted(entry.days))),
            "opens": entry.opens,
            "closes": entry.closes,
            "capacity": entry.capacity,
            "reason": laid.reason,
            "source": laid.source,
            "added_at": at,
        }
        done = connection.execute(insert(notary_calendar).values(values).returning(notary_calendar.c.entry))
        numbers.append(int(done.scalar_one()))
    return numbers


def withdraw(connection: Connection, number: int, at: datetime) -> bool:
    """Whether the entry stood, and no longer does."""
    here = (notary_calendar.c.entry == number) & notary_calendar.c.withdrawn_at.is_(None)
    return connection.execute(update(notary_calendar).where(here).values(withdrawn_at=at)).rowcount == 1


def withdraw_source(connection: Connection, source: str, at: datetime) -> int:
    """How many entries of an import stood and no longer do."""
    here = (notary_calendar.c.source == source) & notary_calendar.c.withdrawn_at.is_(None)
    return connection.execute(update(notary_calendar).where(here).values(withdrawn_at=at)).rowcount


def booked_between(
    connection: Connection, first: datetime, last: datetime
) -> list[Row[tuple[str, str, str, datetime, datetime, datetime, bytes]]]:
    """number, office, mission, starts_at, ends_at, created_at, sealed of what is booked from `first` to `last`."""
    column = notary_bookings.c
    query = (
        select(
            column.number,
            column.office,
            column.mission,
            column.starts_at,
            column.ends_at,
            column.changed_at,
            column.sealed,
        )
        .where(column.status == "booked", column.starts_at.between(first, last))
        .order_by(column.starts_at, column.number)
    )
    return list(connection.execute(query))


def attendance(connection: Connection, number: str) -> str | None:
    """arrived, late, no_show, or None while nobody has said."""
    query = select(notary_attendance.c.state).where(notary_attendance.c.number == number)
    found = connection.execute(query).scalar_one_or_none()
    return None if found is None else str(found)


def attend(connection: Connection, number: str, state: str, at: datetime) -> bool:
    """Whether the state is now the booking's; False when it had one."""
    try:
        with connection.begin_nested():
            connection.execute(insert(notary_attendance).values(number=number, state=state, at=at))
    except IntegrityError:
        return False
    return True


def first_time(connection: Connection, key: str, at: datetime) -> bool:
    """Whether no notice went out under this key; one has now, when the transaction commits."""
    # Asked first: most keys were used, and a refused insert would cost a savepoint each.
    if connection.execute(select(notary_notices.c.key).where(notary_notices.c.key == key)).first() is not None:
        return False
    try:
        with connection.begin_nested():
            connection.execute(insert(notary_notices).values(key=key, sent_at=at))
    except IntegrityError:
        return False
    return True


def _laid(row: Row[Any]) -> Laid:
    entry = Entry(
        row.closed,
        row.first_day,
        row.last_day,
        frozenset(map(int, row.weekdays)),
        row.opens,
        row.closes,
        row.capacity,
    )
    return Laid(row.entry, row.side, row.place, entry, row.reason, row.source)
