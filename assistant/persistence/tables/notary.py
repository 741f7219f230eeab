"""Holds, seats and bookings of remote video notarisation.

A seat is one place at one office in one interval, whichever mission the citizen sits in; its unique
constraint is what makes overselling impossible when every check above it fails.
"""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
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
    Column("hold_id", String(32), ForeignKey("notary_holds.hold_id"), nullable=False),
    Column("booking", String(16), ForeignKey("notary_bookings.number"), nullable=True),
    Column("held_until", UtcDateTime, nullable=True),
    UniqueConstraint("office", "starts_at", "seat"),
    UniqueConstraint("hold_id"),
    UniqueConstraint("booking"),
    CheckConstraint("seat BETWEEN 1 AND capacity", name="seat_within_capacity"),
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
