"""Queries of the waiting list: who waits for what, in the order of joining."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from assistant.persistence.tables.notary import notary_holds, notary_waiting


@dataclass(frozen=True)
class Waiting:
    """Somebody who wants any slot of an office and mission that starts from `first` to `last`; `sealed` is how to
    reach them, `hold_id` what they were offered."""

    seq: int
    waiting_id: str
    office: str
    mission: str
    first: datetime
    last: datetime
    state: str
    joined_at: datetime
    hold_id: str | None
    sealed: bytes


def add(connection: Connection, waiting: Waiting) -> None:
    """The person waits, last in the line."""
    connection.execute(
        insert(notary_waiting).values(
            waiting_id=waiting.waiting_id,
            office=waiting.office,
            mission=waiting.mission,
            first_start=waiting.first,
            last_start=waiting.last,
            state=waiting.state,
            joined_at=waiting.joined_at,
            hold_id=None,
            sealed=waiting.sealed,
        )
    )


def load(connection: Connection, waiting_id: str, *, lock: bool = False) -> Waiting | None:
    """The place in the line, its row locked until commit when `lock`."""
    query = select(notary_waiting).where(notary_waiting.c.waiting_id == waiting_id)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _waiting(row)


def line(connection: Connection, *, lock: bool = False) -> list[Waiting]:
    """All who wait and were offered nothing yet, in order."""
    query = select(notary_waiting).where(notary_waiting.c.state == "waiting").order_by(notary_waiting.c.seq)
    return [_waiting(row) for row in connection.execute(query.with_for_update() if lock else query)]


def offered(connection: Connection) -> list[Waiting]:
    """All who were offered something and have neither taken nor lost it, in order."""
    query = select(notary_waiting).where(notary_waiting.c.state == "offered").order_by(notary_waiting.c.seq)
    return [_waiting(row) for row in connection.execute(query)]


def anyone(connection: Connection) -> bool:
    """Whether anybody waits or has an offer."""
    query = select(notary_waiting.c.seq).where(notary_waiting.c.state.in_(("waiting", "offered"))).limit(1)
    return connection.execute(query).first() is not None


def before(connection: Connection, waiting: Waiting) -> int:
    """How many wait in front for a slot of the same office."""
    column = notary_waiting.c
    query = select(func.count()).where(
        column.state == "waiting", column.office == waiting.office, column.seq < waiting.seq
    )
    return int(connection.execute(query).scalar_one())


def overdue(connection: Connection, now: datetime) -> list[Waiting]:
    """Those whose offer was not taken in time; their rows are locked until commit."""
    query = (
        select(notary_waiting)
        .join(notary_holds, notary_holds.c.hold_id == notary_waiting.c.hold_id)
        .where(notary_waiting.c.state == "offered", notary_holds.c.state == "held", notary_holds.c.expires_at <= now)
        .order_by(notary_waiting.c.seq)
        .with_for_update(of=notary_waiting)
    )
    return [_waiting(row) for row in connection.execute(query)]


def past(connection: Connection, earliest: datetime) -> list[Waiting]:
    """Those who still wait for slots that can no longer be held."""
    column = notary_waiting.c
    query = select(notary_waiting).where(column.state == "waiting", column.last_start < earliest).with_for_update()
    return [_waiting(row) for row in connection.execute(query)]


def set_state(connection: Connection, waiting: Waiting, state: str, hold_id: str | None) -> bool:
    """Whether the state was still what `waiting` says, and now is `state`."""
    here = (notary_waiting.c.seq == waiting.seq) & (notary_waiting.c.state == waiting.state)
    return connection.execute(update(notary_waiting).where(here).values(state=state, hold_id=hold_id)).rowcount == 1


def end_offer(connection: Connection, hold_id: str, state: str) -> None:
    """Who was offered this hold has taken it, or left the line."""
    here = (notary_waiting.c.hold_id == hold_id) & (notary_waiting.c.state == "offered")
    connection.execute(update(notary_waiting).where(here).values(state=state))


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(
        row.seq,
        row.waiting_id,
        row.office,
        row.mission,
        row.first_start,
        row.last_start,
        row.state,
        row.joined_at,
        row.hold_id,
        row.sealed,
    )
