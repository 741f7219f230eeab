"""Queries of the notary system. The lock is taken late, and the unique constraint decides."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update
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
    """How many seats of the office are booked or held at `now`, by start, for starts from `first` to `last`."""
    return _taken(connection, notary_seats.c.office == office, first, last, now)


def rooms_taken(
    connection: Connection, mission: str, first: datetime, last: datetime, now: datetime
) -> dict[datetime, int]:
    """How many rooms of the mission are booked or held at `now`, by start, for starts from `first` to `last`."""
    return _taken(connection, notary_seats.c.mission == mission, first, last, now)


def _taken(
    connection: Connection, there: ColumnElement[bool], first: datetime, last: datetime, now: datetime
) -> dict[datetime, int]:
    seat = notary_seats.c
    rows = connection.execute(
        select(seat.starts_at, func.count())
        .where(there, seat.starts_at.between(first, last))
        .where(or_(seat.booking.is_not(None), seat.held_until > now))
        .group_by(seat.starts_at)
    )
    return dict(rows.tuples().all())


def lock_interval(connection: Connection, slot: Slot) -> None:
    """Nobody else checks or takes a seat of this office or a room of this mission in this interval until we commit.

    Taken once, late and in one order, so that two claims cannot wait for each other. SQLite needs none: there a
    transaction that writes has the whole database from its beginning.
    """
    if connection.dialect.name != "postgresql":
        return
    for name in sorted(
        (f"office:{slot.office}:{slot.start:%Y%m%dT%H%MZ}", f"mission:{slot.mission}:{slot.start:%Y%m%dT%H%MZ}")
    ):
        digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
        key = int.from_bytes(digest, "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(key)))


def claim_seat(connection: Connection, hold: Hold, *, seats: int, rooms: int, now: datetime) -> bool:
    """Whether the hold now has a seat and a room of its own; False when all of either are taken.

    The check alone would oversell when two see the same free seat: the lock makes the second one wait, and the
    unique (office, start, seat) and (mission, start, room) make it lose where there is no lock, look again and take
    another or none.
    """
    seat = notary_seats.c
    here = (seat.starts_at == hold.slot.start) & (
        (seat.office == hold.slot.office) | (seat.mission == hold.slot.mission)
    )
    lock_interval(connection, hold.slot)
    for _ in range(seats + rooms):
        query = select(seat.office, seat.seat, seat.mission, seat.room, seat.booking, seat.held_until).where(here)
        rows = connection.execute(query).all()
        live = [row for row in rows if row.booking is not None or row.held_until > now]
        free_seat_no = _first_free(seats, {row.seat for row in live if row.office == hold.slot.office})
        free_room_no = _first_free(rooms, {row.room for row in live if row.mission == hold.slot.mission})
        if free_seat_no is None or free_room_no is None:
            return False
        if len(rows) > len(live):
            connection.execute(delete(notary_seats).where(here, seat.booking.is_(None), seat.held_until <= now))
        if _take_seat(connection, hold, (free_seat_no, seats), (free_room_no, rooms)):
            return True
    return False


def _first_free(capacity: int, taken: set[int]) -> int | None:
    return next((number for number in range(1, capacity + 1) if number not in taken), None)


def _take_seat(connection: Connection, hold: Hold, seat: tuple[int, int], room: tuple[int, int]) -> bool:
    values = {
        "office": hold.slot.office,
        "starts_at": hold.slot.start,
        "seat": seat[0],
        "capacity": seat[1],
        "mission": hold.slot.mission,
        "room": room[0],
        "rooms": room[1],
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


def forget_hold(connection: Connection, hold_id: str) -> None:
    """The hold that got no seat is not known any more."""
    connection.execute(delete(notary_holds).where(notary_holds.c.hold_id == hold_id))


def drop_hold(connection: Connection, hold_id: str, at: datetime) -> None:
    """The hold ended at `at` and its seat is free, unless it was used."""
    here = (notary_holds.c.hold_id == hold_id) & (notary_holds.c.state == "held")
    if connection.execute(update(notary_holds).where(here).values(expires_at=at)).rowcount:
        seat = notary_seats.c
        connection.execute(delete(notary_seats).where(seat.hold_id == hold_id, seat.booking.is_(None)))


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
