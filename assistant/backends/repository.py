"""Queries on what the two systems share. No clock, no decisions, no commit."""

from datetime import date, datetime

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.persistence.tables.backends import attempts, requests, serials


def next_serial(connection: Connection, prefix: str, day: date) -> int:
    """The next serial of `prefix` on `day`, reserved for this transaction."""
    row = (serials.c.prefix == prefix) & (serials.c.day == day)
    step = update(serials).where(row).values(serial=serials.c.serial + 1)
    # The update locks the row until we commit, so two transactions cannot read the same serial.
    if connection.execute(step).rowcount == 0:
        try:
            with connection.begin_nested():
                connection.execute(insert(serials).values(prefix=prefix, day=day, serial=1))
        except IntegrityError:  # another transaction wrote the day's first row
            connection.execute(step)
    return int(connection.execute(select(serials.c.serial).where(row)).scalar_one())


def find_request(connection: Connection, scope: str, key: str) -> Row[tuple[str, bytes | None]] | None:
    """Digest and sealed response of a remembered request."""
    return connection.execute(
        select(requests.c.body_digest, requests.c.response).where(requests.c.scope == scope, requests.c.key == key)
    ).one_or_none()


def claim_request(connection: Connection, scope: str, key: str, body_digest: str, at: datetime) -> bool:
    """Whether the key is now ours; False when another transaction took it first."""
    try:
        with connection.begin_nested():
            connection.execute(
                insert(requests).values(scope=scope, key=key, body_digest=body_digest, response=None, created_at=at)
            )
    except IntegrityError:
        return False
    return True


def keep_response(connection: Connection, scope: str, key: str, response: bytes) -> None:
    """The sealed response is stored under the claimed key."""
    connection.execute(
        update(requests).where(requests.c.scope == scope, requests.c.key == key).values(response=response)
    )


def forget_requests(connection: Connection, before: datetime) -> None:
    """Requests older than `before` are gone."""
    connection.execute(delete(requests).where(requests.c.created_at < before))


def lock_attempts(connection: Connection, reference: str, at: datetime) -> Row[tuple[int, datetime, datetime | None]]:
    """The count of wrong codes for `reference`; its row exists and is locked until commit."""
    here = attempts.c.reference == reference
    touch = update(attempts).where(here).values(reference=reference)
    if connection.execute(touch).rowcount == 0:
        try:
            with connection.begin_nested():
                connection.execute(insert(attempts).values(reference=reference, failures=0, last_at=at))
        except IntegrityError:
            connection.execute(touch)
    return connection.execute(
        select(attempts.c.failures, attempts.c.last_at, attempts.c.locked_until).where(here)
    ).one()


def write_attempts(
    connection: Connection, reference: str, *, failures: int, at: datetime, locked_until: datetime | None
) -> None:
    """The count of wrong codes is as given."""
    connection.execute(
        update(attempts)
        .where(attempts.c.reference == reference)
        .values(failures=failures, last_at=at, locked_until=locked_until)
    )


def forget_attempts(connection: Connection, *, reference: str | None = None, before: datetime | None = None) -> None:
    """The count of one reference, or of all not tried since `before`, is gone."""
    gone = delete(attempts)
    if reference is not None:
        gone = gone.where(attempts.c.reference == reference)
    if before is not None:
        gone = gone.where(attempts.c.last_at < before)
    if reference is not None or before is not None:
        connection.execute(gone)
