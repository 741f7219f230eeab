"""Queries of the petition system. Personal data enters and leaves as sealed bytes only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from assistant.backends.petition.model import Actor, Event, Petition, Status
from assistant.backends.petition.routing import Route
from assistant.persistence.tables.petition import petition_events, petitions


@dataclass(frozen=True)
class Filed:
    """A petition with what the system decided and stored about it."""

    petition: Petition
    topic: str
    department: str
    level: str
    district: str | None
    receipt_hash: str
    sealed: bytes


def find_digest(connection: Connection, number: str) -> str | None:
    """The stored digest of the query code of `number`, or None."""
    found = connection.execute(select(petitions.c.code_digest).where(petitions.c.number == number)).scalar_one_or_none()
    return None if found is None else str(found)


def add(
    connection: Connection,
    petition: Petition,
    *,
    code_digest: str,
    route: Route,
    language: str,
    anonymous: bool,
    receipt_hash: str,
    sealed: bytes,
) -> None:
    """The petition is filed."""
    connection.execute(
        insert(petitions).values(
            number=petition.number,
            code_digest=code_digest,
            topic=route.topic,
            department=route.department,
            level=route.level,
            district=route.district,
            routing_reason=route.reason,
            language=language,
            anonymous=anonymous,
            registered_at=petition.registered_at,
            receipt_hash=receipt_hash,
            sealed=sealed,
            **_state(petition),
        )
    )


def load(connection: Connection, number: str, *, lock: bool = False) -> Filed | None:
    """The petition as it stands, its row locked until commit when `lock`."""
    query = select(petitions).where(petitions.c.number == number)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    petition = Petition(
        number=row.number,
        status=Status(row.status),
        registered_at=row.registered_at,
        transferred_at=row.transferred_at,
        accepted_at=row.accepted_at,
        answered_at=row.answered_at,
        review_asked_at=row.review_asked_at,
        urged_at=row.urged_at,
        extension_days=row.extension_days,
        reviews=row.reviews,
        rating=row.rating,
    )
    return Filed(petition, row.topic, row.department, row.level, row.district, row.receipt_hash, row.sealed)


def save(connection: Connection, petition: Petition) -> None:
    """The stored state is that of `petition`."""
    connection.execute(update(petitions).where(petitions.c.number == petition.number).values(**_state(petition)))


def record(
    connection: Connection, petition: Petition, event: Event, actor: Actor, at: datetime, sealed: bytes | None
) -> None:
    """The timeline ends with `event`."""
    last = select(func.coalesce(func.max(petition_events.c.seq), 0)).where(petition_events.c.number == petition.number)
    connection.execute(
        insert(petition_events).values(
            number=petition.number,
            seq=connection.execute(last).scalar_one() + 1,
            at=at,
            event=event.value,
            actor=actor.value,
            status_after=petition.status.value,
            sealed=sealed,
        )
    )


def timeline(connection: Connection, number: str) -> list[tuple[datetime, str, str]]:
    """What happened, oldest first: instant, event, actor."""
    columns = petition_events.c
    rows = connection.execute(
        select(columns.at, columns.event, columns.actor).where(columns.number == number).order_by(columns.seq)
    )
    return [(row.at, row.event, row.actor) for row in rows]


def _state(petition: Petition) -> dict[str, object]:
    return {
        "status": petition.status.value,
        "transferred_at": petition.transferred_at,
        "accepted_at": petition.accepted_at,
        "answered_at": petition.answered_at,
        "review_asked_at": petition.review_asked_at,
        "urged_at": petition.urged_at,
        "extension_days": petition.extension_days,
        "reviews": petition.reviews,
        "rating": petition.rating,
    }
