"""Queries of the audit log. Rows are only ever added; the head is one row that every writer locks."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from assistant.persistence.tables.petition import (
    petition_audit,
    petition_audit_head,
    petition_audit_reasons,
    petition_events,
    petition_receipts,
    petitions,
)

_HEAD = petition_audit_head.c.id == 1
# What a state digest is made of: everything that a change unseen would change.
_WITNESSED = tuple(column for column in petitions.c if column.name != "language")


def lock_head(connection: Connection) -> tuple[int, str]:
    """Sequence number and hash of the last row; nobody else adds a row before this transaction ends."""
    # Writing the row first takes the lock on SQLite and PostgreSQL alike.
    connection.execute(update(petition_audit_head).where(_HEAD).values(seq=petition_audit_head.c.seq))
    row = connection.execute(select(petition_audit_head.c.seq, petition_audit_head.c.hash).where(_HEAD)).one()
    return row.seq, row.hash


def head(connection: Connection) -> tuple[int, str, datetime]:
    """Sequence number and hash of the last row, and since when there is a log."""
    row = connection.execute(select(petition_audit_head).where(_HEAD)).one()
    return row.seq, row.hash, row.since


def add(connection: Connection, row: dict[str, Any]) -> None:
    """The log ends with `row`."""
    connection.execute(insert(petition_audit).values(row))
    connection.execute(update(petition_audit_head).where(_HEAD).values(seq=row["seq"], hash=row["hash"]))


def keep_reason(connection: Connection, seq: int, sealed: bytes) -> None:
    """The words of a reason are kept beside row `seq`, where they can be erased."""
    connection.execute(insert(petition_audit_reasons).values(seq=seq, sealed=sealed))


def erase_reasons(connection: Connection, number: str) -> None:
    """The words of all reasons about `number` are gone; the log itself stays whole."""
    mine = select(petition_audit.c.seq).where(petition_audit.c.number == number)
    connection.execute(delete(petition_audit_reasons).where(petition_audit_reasons.c.seq.in_(mine)))


def rows(connection: Connection) -> Iterator[Row[Any]]:
    """The whole log, oldest first, without holding it in memory."""
    yield from connection.execution_options(yield_per=500).execute(
        select(petition_audit).order_by(petition_audit.c.seq)
    )


def reads_of(connection: Connection, number: str) -> list[Row[Any]]:
    """Who read or took out the personal data of `number`, oldest first."""
    columns = petition_audit.c
    wanted = (columns.number == number) & columns.what.in_(("read", "export"))
    return list(connection.execute(select(columns.at, columns.actor, columns.why).where(wanted).order_by(columns.seq)))


def states(connection: Connection, numbers: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What there is of each petition that is there: its row, its timeline, its receipts. Three queries in all."""
    rows = connection.execute(select(*_WITNESSED).where(petitions.c.number.in_(numbers)))
    found: dict[str, dict[str, Any]] = {
        row.number: {"petition": dict(row._mapping), "events": [], "receipts": []} for row in rows
    }
    for name, table, order in (
        ("events", petition_events, (petition_events.c.seq,)),
        ("receipts", petition_receipts, (petition_receipts.c.at, petition_receipts.c.receipt_hash)),
    ):
        for row in connection.execute(select(table).where(table.c.number.in_(numbers)).order_by(*order)):
            if row.number in found:
                found[row.number][name].append(dict(row._mapping))
    return found


def numbers(connection: Connection) -> list[tuple[str, datetime]]:
    """Every petition's number with the instant of its registration, in order."""
    found = connection.execute(select(petitions.c.number, petitions.c.registered_at).order_by(petitions.c.number))
    return [(row.number, row.registered_at) for row in found]


def count(connection: Connection) -> int:
    """How many rows the log has."""
    return int(connection.execute(select(func.count()).select_from(petition_audit)).scalar_one())
