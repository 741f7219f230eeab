"""What the public table is made of: a year's petitions as they stood at an instant, without a word that was said.

A petition that accuses a body is not among them, so that no body learns from a count that it is accused (art. 30).
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from assistant.backends.petition.accusation import ACCUSATION
from assistant.backends.petition.duplicates import Kind
from assistant.persistence.tables.petition import petition_events, petitions
from assistant.persistence.tables.petition_links import petition_links, petition_marks

_PUBLIC = (petitions.c.withheld_from == "") & (petitions.c.routing_reason != ACCUSATION)


def registered(connection: Connection, first: datetime, last: datetime) -> list[Row[Any]]:
    """The petitions that may be told of, registered from `first` to `last`, in the order of their numbers."""
    columns = petitions.c
    return list(
        connection.execute(
            select(
                columns.number, columns.registered_at, columns.topic, columns.department, columns.level,
                columns.district, columns.extension_days, columns.rating, petition_marks.c.settle_at,
            )
            .outerjoin(petition_marks, petition_marks.c.number == columns.number)
            .where(_PUBLIC, columns.registered_at >= first, columns.registered_at <= last)
            .order_by(columns.number)
        )
    )  # fmt: skip


def steps(
    connection: Connection, first: datetime, last: datetime, until: datetime
) -> Iterator[tuple[str, str, datetime, str]]:
    """Number, event, instant and status after it, to `until`, of the petitions of `registered`; each one's in order."""
    taken = petition_events.c
    rows = connection.execute(
        select(taken.number, taken.event, taken.at, taken.status_after)
        .join(petitions, petitions.c.number == taken.number)
        .where(_PUBLIC, petitions.c.registered_at >= first, petitions.c.registered_at <= last, taken.at <= until)
        .order_by(taken.number, taken.seq)
    )
    for row in rows:
        yield row.number, row.event, row.at, row.status_after


def repeats(connection: Connection) -> frozenset[str]:
    """The petitions by which somebody came again with the same matter: not the first one of each pair."""
    one, other = petitions.alias(), petitions.alias()
    rows = connection.execute(
        select(one.c.number, one.c.registered_at, other.c.number, other.c.registered_at)
        .select_from(petition_links)
        .join(one, one.c.number == petition_links.c.number)
        .join(other, other.c.number == petition_links.c.other)
        .where(petition_links.c.kind == Kind.REPEAT.value)
    )
    return frozenset(max((at, number), (second_at, second))[1] for number, at, second, second_at in rows)


def first_year_of(connection: Connection) -> datetime | None:
    """When the first petition was registered that may be told of."""
    found: datetime | None = connection.execute(select(func.min(petitions.c.registered_at)).where(_PUBLIC)).scalar_one()
    return found
