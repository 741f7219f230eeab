"""Queries over marks and links of petitions."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from assistant.backends.petition.duplicates import Kind, Link
from assistant.backends.petition.model import Status
from assistant.persistence.tables.petition import petitions
from assistant.persistence.tables.petition_links import petition_links, petition_marks


@dataclass(frozen=True)
class Mark:
    """What one petition is compared by. `sealed` holds its text and vector; `person` keyed hashes."""

    number: str
    registered_at: datetime
    settle_at: str
    settle_rule: str
    sea: bool
    place: str | None
    person: frozenset[str]
    key_reasons: frozenset[str]
    sealed: bytes


def unmarked(connection: Connection, before: datetime, limit: int) -> list[tuple[str, datetime, bytes]]:
    """Number, time and sealed content of petitions registered before `before` that have no mark yet, oldest first."""
    columns = petitions.c
    rows = connection.execute(
        select(columns.number, columns.registered_at, columns.sealed)
        .outerjoin(petition_marks, petition_marks.c.number == columns.number)
        .where(petition_marks.c.number.is_(None), columns.registered_at <= before, columns.erased_at.is_(None))
        .where(columns.status != Status.WITHDRAWN.value)
        .order_by(columns.registered_at, columns.number)
        .limit(limit)
    )
    return [(row.number, row.registered_at, row.sealed) for row in rows]


def marks_between(connection: Connection, first: datetime, last: datetime) -> list[Mark]:
    """The marks of petitions registered from `first` to `last`."""
    columns = petition_marks.c
    rows = connection.execute(
        select(petition_marks)
        .where(columns.registered_at >= first, columns.registered_at <= last)
        .order_by(columns.registered_at, columns.number)
    )
    return [
        Mark(
            row.number,
            row.registered_at,
            row.settle_at,
            row.settle_rule,
            row.sea,
            row.place,
            frozenset(row.person.split()),
            frozenset(row.key_reasons.split()),
            row.sealed,
        )
        for row in rows
    ]


def add_mark(connection: Connection, mark: Mark) -> None:
    """The petition is marked; IntegrityError where another process was first."""
    connection.execute(
        insert(petition_marks).values(
            number=mark.number,
            registered_at=mark.registered_at,
            settle_at=mark.settle_at,
            settle_rule=mark.settle_rule,
            sea=mark.sea,
            place=mark.place,
            person=" ".join(sorted(mark.person)),
            key_reasons=" ".join(sorted(mark.key_reasons)),
            sealed=mark.sealed,
        )
    )


def add_links(connection: Connection, found: Iterable[Link], at: datetime) -> None:
    """The links are stored, each with what spoke for it."""
    rows = [
        {
            "number": link.number,
            "other": link.other,
            "kind": link.kind.value,
            "points": link.points,
            "parts": json.dumps(link.parts, sort_keys=True),
            "found_at": at,
        }
        for link in found
    ]
    if rows:
        connection.execute(insert(petition_links), rows)


def links(connection: Connection, number: str | None = None) -> list[Link]:
    """The links of one petition, or all, the earliest first."""
    columns = petition_links.c
    query = select(petition_links).order_by(columns.found_at, columns.number, columns.other)
    if number is not None:
        query = query.where((columns.number == number) | (columns.other == number))
    return [
        Link(row.number, row.other, Kind(row.kind), row.points, json.loads(row.parts))
        for row in connection.execute(query)
    ]


def add_key_reason(connection: Connection, numbers: Iterable[str], reason: str) -> None:
    """Each of `numbers` is a key case for `reason` too."""
    columns = petition_marks.c
    for number in numbers:
        held = connection.execute(select(columns.key_reasons).where(columns.number == number)).scalar_one_or_none()
        if held is not None and reason not in held.split():
            said = " ".join(sorted({*held.split(), reason}))
            connection.execute(update(petition_marks).where(columns.number == number).values(key_reasons=said))


def has_erased(connection: Connection) -> bool:
    """Whether a mark is left of a petition whose personal data was erased."""
    held = select(petition_marks.c.number).join(petitions, petitions.c.number == petition_marks.c.number)
    return connection.execute(held.where(petitions.c.erased_at.is_not(None)).limit(1)).first() is not None


def forget_erased(connection: Connection) -> None:
    """No mark is left of a petition whose personal data was erased."""
    erased = select(petitions.c.number).where(petitions.c.erased_at.is_not(None))
    connection.execute(delete(petition_marks).where(petition_marks.c.number.in_(erased)))
