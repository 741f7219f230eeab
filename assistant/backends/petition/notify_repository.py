"""Queries of news: steps of a petition that its owner did not take and has still to hear of."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from assistant.persistence.tables.petition import petition_events, petition_news


@dataclass(frozen=True)
class Untold:
    """A step that nobody has told yet; `seq` is its line of the timeline."""

    number: str
    seq: int
    event: str
    status: str
    at: datetime


def add(connection: Connection, number: str, seq: int) -> None:
    """Line `seq` of the timeline is to be told."""
    connection.execute(insert(petition_news).values(number=number, seq=seq, told_at=None))


def untold(connection: Connection, limit: int) -> list[Untold]:
    """What is to be told, oldest first."""
    news, steps = petition_news.c, petition_events.c
    rows = connection.execute(
        select(steps.number, steps.seq, steps.event, steps.status_after, steps.at)
        .join(petition_news, (news.number == steps.number) & (news.seq == steps.seq))
        .where(news.told_at.is_(None))
        .order_by(steps.at, steps.number, steps.seq)
        .limit(limit)
    )
    return [Untold(row.number, row.seq, row.event, row.status_after, row.at) for row in rows]


def told(connection: Connection, each: Untold, at: datetime) -> None:
    """It is told, and will not be again."""
    news = petition_news.c
    connection.execute(update(petition_news).where(news.number == each.number, news.seq == each.seq).values(told_at=at))
