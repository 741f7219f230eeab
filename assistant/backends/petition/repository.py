"""Queries of the petition system. Personal data enters and leaves as sealed bytes only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from assistant.backends.petition.model import FINAL, Actor, Door, Event, Petition, Status
from assistant.backends.petition.routing import Route
from assistant.persistence.tables.backends import requests
from assistant.persistence.tables.petition import petition_events, petition_receipts, petitions

_FINAL = tuple(status.value for status in FINAL)
_NO_HASH = "0" * 64  # is the hash or HMAC of nothing that anybody can find
_STATE = (
    "transferred_at", "accepted_at", "answered_at", "review_asked_at", "urged_at", "paused_at", "attention_at",
    "supervised_at", "extension_days", "paused_days", "reviews", "rating", "merged_into",
)  # fmt: skip


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
    withheld_from: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Happened:
    """One line of the timeline; `sealed` is what was said with it."""

    at: datetime
    event: str
    actor: str
    status_after: str
    sealed: bytes | None


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
    withheld_from: frozenset[str],
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
            withheld_from=",".join(sorted(withheld_from)),
            **_state(petition),
        )
    )
    keep_receipt(connection, petition.number, receipt_hash, petition.registered_at)


def replace_text(
    connection: Connection,
    number: str,
    *,
    route: Route,
    receipt_hash: str,
    sealed: bytes,
    withheld_from: frozenset[str],
    anonymous: bool,
    at: datetime,
) -> None:
    """The petition says what its owner made of it, and its new receipt is kept beside the old one."""
    connection.execute(
        update(petitions)
        .where(petitions.c.number == number)
        .values(
            topic=route.topic,
            department=route.department,
            level=route.level,
            district=route.district,
            routing_reason=route.reason,
            anonymous=anonymous,
            receipt_hash=receipt_hash,
            sealed=sealed,
            withheld_from=",".join(sorted(withheld_from)),
        )
    )
    if find_receipt(connection, number, receipt_hash) is None:
        keep_receipt(connection, number, receipt_hash, at)


def keep_receipt(connection: Connection, number: str, receipt_hash: str, at: datetime) -> None:
    """The petition was received in the form that `receipt_hash` is of."""
    connection.execute(insert(petition_receipts).values(number=number, receipt_hash=receipt_hash, at=at))


def find_receipt(connection: Connection, number: str, receipt_hash: str) -> datetime | None:
    """When a petition of this number and form was received, or None."""
    wanted = (petition_receipts.c.number == number) & (petition_receipts.c.receipt_hash == receipt_hash)
    found: datetime | None = connection.execute(select(petition_receipts.c.at).where(wanted)).scalar_one_or_none()
    return found


def load(connection: Connection, number: str, *, lock: bool = False) -> Filed | None:
    """The petition as it stands, its row locked until commit when `lock`."""
    query = select(petitions).where(petitions.c.number == number)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else _filed(row)


def unfinished(connection: Connection) -> list[Filed]:
    """The petitions to which something may still happen, oldest first."""
    query = select(petitions).where(petitions.c.status.not_in(_FINAL)).order_by(petitions.c.registered_at)
    return [_filed(row) for row in connection.execute(query)]


def erasable(connection: Connection, *, ended_before: datetime, withdrawn_before: datetime) -> list[str]:
    """Numbers of ended petitions that still hold personal data and ended, or were withdrawn, before the instants."""
    columns = petitions.c
    withdrawn = (columns.status == Status.WITHDRAWN.value) & (columns.ended_at < withdrawn_before)
    query = select(columns.number).where(columns.erased_at.is_(None), or_(columns.ended_at < ended_before, withdrawn))
    return list(connection.execute(query.order_by(columns.number)).scalars())


def erase(connection: Connection, number: str, at: datetime) -> None:
    """Nothing that was said, no receipt and no code of the petition is left; codes and dates are."""
    connection.execute(
        update(petitions)
        .where(petitions.c.number == number)
        .values(sealed=b"", code_digest=_NO_HASH, receipt_hash=_NO_HASH, withheld_from="", erased_at=at)
    )
    connection.execute(update(petition_events).where(petition_events.c.number == number).values(sealed=None))
    connection.execute(delete(petition_receipts).where(petition_receipts.c.number == number))
    # Remembered answers hold what was told; those of this petition's steps carry its number.
    connection.execute(delete(requests).where(requests.c.scope.startswith(f"petition:{number}:", autoescape=True)))


def _filed(row: Row[Any]) -> Filed:
    petition = Petition(
        number=row.number,
        status=Status(row.status),
        registered_at=row.registered_at,
        door=None if row.door is None else Door(row.door),
        **{name: getattr(row, name) for name in _STATE},
    )
    withheld = frozenset(row.withheld_from.split(",")) - {""}
    return Filed(petition, row.topic, row.department, row.level, row.district, row.receipt_hash, row.sealed, withheld)


def save(connection: Connection, petition: Petition, at: datetime) -> None:
    """The stored state is that of `petition`, which ended at `at` where its status is final."""
    ended = {"ended_at": at} if petition.status in FINAL else {}
    connection.execute(
        update(petitions).where(petitions.c.number == petition.number).values(**_state(petition), **ended)
    )


def move(connection: Connection, number: str, department: str) -> None:
    """The petition lies with `department`."""
    connection.execute(update(petitions).where(petitions.c.number == number).values(department=department))


def record(
    connection: Connection, petition: Petition, event: Event, actor: Actor, at: datetime, sealed: bytes | None
) -> int:
    """The timeline ends with `event`; its line has this number."""
    last = select(func.coalesce(func.max(petition_events.c.seq), 0)).where(petition_events.c.number == petition.number)
    seq = int(connection.execute(last).scalar_one()) + 1
    connection.execute(
        insert(petition_events).values(
            number=petition.number,
            seq=seq,
            at=at,
            event=event.value,
            actor=actor.value,
            status_after=petition.status.value,
            sealed=sealed,
        )
    )
    return seq


def timeline(connection: Connection, number: str) -> list[Happened]:
    """What happened, oldest first."""
    columns = petition_events.c
    rows: list[Row[tuple[datetime, str, str, str, bytes | None]]] = list(
        connection.execute(
            select(columns.at, columns.event, columns.actor, columns.status_after, columns.sealed)
            .where(columns.number == number)
            .order_by(columns.seq)
        )
    )
    return [Happened(*row) for row in rows]


def _state(petition: Petition) -> dict[str, object]:
    return {
        "status": petition.status.value,
        "door": None if petition.door is None else petition.door.value,
        **{name: getattr(petition, name) for name in _STATE},
    }
