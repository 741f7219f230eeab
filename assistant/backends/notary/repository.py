"""Queries of the notary system. The lock is taken late, and the unique constraint decides."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from assistant.backends.notary.model import Slot
from assistant.persistence.tables.notary import notary_bookings, notary_events, notary_holds, notary_seats


@dataclass(frozen=True)
class Hold:
    """A seat kept for somebody until `expires_at`; `state` is held or used."""

    hold_id: str
    slot: Slot
    expires_at: datetime
    extensions: int
    state: str


@dataclass(frozen=True)
class Booking:
    """A booked or cancelled appointment; `sealed` is the applicant."""

    number: str
    status: str
    slot: Slot
    matter: str
    revision: int
    created_at: datetime
    changed_at: datetime
    sealed: bytes


def seats_taken(
    connection: Connection, office: str, first: datetime, last: datetime, now: datetime
) -> dict[datetime, int]:
    """How many seats are booked or held at `now`, by start, for starts from `first` to `last`."""
    seat = notary_seats.c
    rows = connection.execute(
        select(seat.starts_at, func.count())
        .where(seat.office == office, seat.starts_at.between(first, last))
        .where(or_(seat.booking.is_not(None), seat.held_until > now))
        .group_by(seat.starts_at)
    )
    return dict(rows.tuples().all())


def claim_seat(connection: Connection, hold: Hold, *, capacity: int, now: datetime) -> bool:
    """Whether the hold now has a seat of its own; False when all are taken.

    The check alone would oversell when two see the same free seat: the transaction's write lock (SQLite) and
    the unique (office, start, seat) (everywhere) make the second one lose, look again and take another or none.
    """
    seat = notary_seats.c
    here = (seat.office == hold.slot.office) & (seat.starts_at == hold.slot.start)
    for _ in range(capacity):
        rows = connection.execute(select(seat.seat, seat.booking, seat.held_until).where(here)).all()
        live = {row.seat for row in rows if row.booking is not None or row.held_until > now}
        free = [number for number in range(1, capacity + 1) if number not in live]
        if not free:
            return False
        if len(rows) > len(live):
            connection.execute(delete(notary_seats).where(here, seat.booking.is_(None), seat.held_until <= now))
        if _take_seat(connection, hold, free[0], capacity):
            return True
    return False


def _take_seat(connection: Connection, hold: Hold, seat: int, capacity: int) -> bool:
    values = {
        "office": hold.slot.office,
        "starts_at": hold.slot.start,
        "seat": seat,
        "capacity": capacity,
        "hold_id": hold.hold_id,
        "booking": None,
        "held_until": hold.expires_at,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(notary_seats).values(values))
    except IntegrityError:
        return False
    return True


def add_hold(connection: Connection, hold: Hold) -> None:
    """The hold is known; it has no seat yet."""
    connection.execute(
        insert(notary_holds).values(
            hold_id=hold.hold_id,
            office=hold.slot.office,
            mission=hold.slot.mission,
            starts_at=hold.slot.start,
            ends_at=hold.slot.end,
            expires_at=hold.expires_at,
            extensions=hold.extensions,
            state=hold.state,
        )
    )


def load_hold(connection: Connection, hold_id: str) -> Hold | None:
    """The hold, its row locked until commit."""
    query = select(notary_holds).where(notary_holds.c.hold_id == hold_id).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    slot = Slot(row.office, row.mission, row.starts_at, row.ends_at)
    return Hold(row.hold_id, slot, row.expires_at, row.extensions, row.state)


def extend_hold(connection: Connection, hold_id: str, *, expires_at: datetime, extensions: int) -> bool:
    """Whether the hold still had its seat, which it now keeps until `expires_at`."""
    kept = connection.execute(
        update(notary_seats).where(notary_seats.c.hold_id == hold_id).values(held_until=expires_at)
    ).rowcount
    connection.execute(
        update(notary_holds)
        .where(notary_holds.c.hold_id == hold_id)
        .values(expires_at=expires_at, extensions=extensions)
    )
    return kept == 1


def use_hold(connection: Connection, hold_id: str, number: str) -> bool:
    """Whether the seat of the hold now belongs to the booking."""
    kept = connection.execute(
        update(notary_seats)
        .where(notary_seats.c.hold_id == hold_id, notary_seats.c.booking.is_(None))
        .values(booking=number, held_until=None)
    ).rowcount
    connection.execute(update(notary_holds).where(notary_holds.c.hold_id == hold_id).values(state="used"))
    return kept == 1


def free_seat(connection: Connection, number: str) -> None:
    """The booking has no seat any more."""
    connection.execute(delete(notary_seats).where(notary_seats.c.booking == number))


def find_digest(connection: Connection, number: str) -> str | None:
    """The stored digest of the query code of `number`, or None."""
    digest = notary_bookings.c.code_digest
    found = connection.execute(select(digest).where(notary_bookings.c.number == number)).scalar_one_or_none()
    return None if found is None else str(found)


def add_booking(connection: Connection, booking: Booking, code_digest: str) -> None:
    """The booking is stored; it has no seat yet."""
    connection.execute(
        insert(notary_bookings).values(
            number=booking.number,
            code_digest=code_digest,
            matter=booking.matter,
            created_at=booking.created_at,
            sealed=booking.sealed,
            **_changing(booking),
        )
    )


def load_booking(connection: Connection, number: str, *, lock: bool = False) -> Booking | None:
    """The booking, its row locked until commit when `lock`."""
    query = select(notary_bookings).where(notary_bookings.c.number == number)
    row = connection.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        return None
    slot = Slot(row.office, row.mission, row.starts_at, row.ends_at)
    return Booking(row.number, row.status, slot, row.matter, row.revision, row.created_at, row.changed_at, row.sealed)


def save_booking(connection: Connection, booking: Booking) -> None:
    """What may change of the booking is stored."""
    here = notary_bookings.c.number == booking.number
    connection.execute(update(notary_bookings).where(here).values(**_changing(booking)))


def record(connection: Connection, number: str, event: str, actor: str, at: datetime) -> None:
    """The timeline ends with `event`."""
    last = select(func.coalesce(func.max(notary_events.c.seq), 0)).where(notary_events.c.number == number)
    seq = connection.execute(last).scalar_one() + 1
    connection.execute(insert(notary_events).values(number=number, seq=seq, at=at, event=event, actor=actor))


def timeline(connection: Connection, number: str) -> list[tuple[datetime, str, str]]:
    """What happened, oldest first: instant, event, actor."""
    columns = notary_events.c
    rows = connection.execute(
        select(columns.at, columns.event, columns.actor).where(columns.number == number).order_by(columns.seq)
    )
    return [(row.at, row.event, row.actor) for row in rows]


def _changing(booking: Booking) -> dict[str, object]:
    return {
        "status": booking.status,
        "office": booking.slot.office,
        "mission": booking.slot.mission,
        "starts_at": booking.slot.start,
        "ends_at": booking.slot.end,
        "revision": booking.revision,
        "changed_at": booking.changed_at,
    }
