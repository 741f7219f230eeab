"""Holds, seats, bookings, the waiting list and the staff's calendar of remote video notarisation.

A seat is one place at an office and one room at a mission in one interval; its two unique constraints are what
makes overselling impossible when every check above them fails.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
    UniqueConstraint,
)

from assistant.persistence.tables.types import UtcDateTime, metadata

notary_holds = Table(
    "notary_holds",
    metadata,
    Column("hold_id", String(32), primary_key=True),
    Column("office", String(40), nullable=False),
    Column("mission", String(40), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    CheckConstraint("extensions BETWEEN 0 AND 2", name="extensions_limited"),
    CheckConstraint("state IN ('held', 'used')", name="state_known"),
    Index("ix_notary_holds_expires_at", "expires_at"),
)

notary_bookings = Table(
    "notary_bookings",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("code_digest", String(64), nullable=False),
    Column("status", String(12), nullable=False),
    Column("office", String(40), nullable=False),
    Column("mission", String(40), nullable=False),
    Column("matter", String(40), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("status IN ('booked', 'cancelled')", name="status_known"),
    CheckConstraint("ends_at > starts_at", name="interval_forward"),
    Index("ix_notary_bookings_starts_at", "starts_at"),
)

notary_seats = Table(
    "notary_seats",
    metadata,
    Column("office", String(40), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("seat", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),
    Column("mission", String(40), nullable=False),
    Column("room", Integer, nullable=False),
    Column("rooms", Integer, nullable=False),
    Column("hold_id", String(32), ForeignKey("notary_holds.hold_id"), nullable=False),
    Column("booking", String(16), ForeignKey("notary_bookings.number"), nullable=True),
    Column("held_until", UtcDateTime, nullable=True),
    UniqueConstraint("office", "starts_at", "seat"),
    UniqueConstraint("mission", "starts_at", "room"),
    UniqueConstraint("hold_id"),
    UniqueConstraint("booking"),
    CheckConstraint("seat BETWEEN 1 AND capacity", name="seat_within_capacity"),
    CheckConstraint("room BETWEEN 1 AND rooms", name="room_within_rooms"),
    CheckConstraint("(booking IS NULL) <> (held_until IS NULL)", name="held_or_booked"),
)

notary_events = Table(
    "notary_events",
    metadata,
    Column("number", String(16), ForeignKey("notary_bookings.number"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(20), nullable=False),
    Column("actor", String(20), nullable=False),
    UniqueConstraint("number", "seq"),
)

notary_attendance = Table(
    "notary_attendance",
    metadata,
    Column("number", String(16), ForeignKey("notary_bookings.number"), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    CheckConstraint("state IN ('arrived', 'late', 'no_show')", name="state_known"),
)

notary_waiting = Table(
    "notary_waiting",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("waiting_id", String(32), nullable=False),
    Column("office", String(40), nullable=False),
    Column("mission", String(40), nullable=False),
    Column("first_start", UtcDateTime, nullable=False),
    Column("last_start", UtcDateTime, nullable=False),
    Column("state", String(12), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("hold_id", String(32), ForeignKey("notary_holds.hold_id"), nullable=True),
    Column("sealed", LargeBinary, nullable=False),
    UniqueConstraint("waiting_id"),
    UniqueConstraint("hold_id"),
    CheckConstraint("state IN ('waiting', 'offered', 'taken', 'lapsed', 'left')", name="state_known"),
    CheckConstraint("state <> 'offered' OR hold_id IS NOT NULL", name="offer_has_hold"),
    CheckConstraint("last_start >= first_start", name="window_forward"),
    Index("ix_notary_waiting_state", "state", "seq"),
)

notary_notices = Table(
    "notary_notices",
    metadata,
    Column("key", String(80), primary_key=True),
    Column("sent_at", UtcDateTime, nullable=False),
)

notary_calendar = Table(
    "notary_calendar",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=True),
    Column("side", String(8), nullable=False),
    Column("place", String(40), nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("weekdays", String(7), nullable=False),
    Column("opens", Time, nullable=True),
    Column("closes", Time, nullable=True),
    Column("capacity", Integer, nullable=True),
    Column("reason", String(200), nullable=False),
    Column("source", String(80), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("withdrawn_at", UtcDateTime, nullable=True),
    CheckConstraint("side IN ('office', 'mission')", name="side_known"),
    CheckConstraint("last_day >= first_day", name="days_forward"),
    CheckConstraint("(opens IS NULL) = (closes IS NULL)", name="hours_whole"),
    CheckConstraint("opens IS NULL OR closes > opens", name="hours_forward"),
    CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity_positive"),
    Index("ix_notary_calendar_place", "side", "place"),
)
