"""Petitions and their timeline. What is personal lies in `sealed`, encrypted; the rest is codes and dates."""

from sqlalchemy import (
    Boolean,
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

petitions = Table(
    "petitions",
    metadata,
    Column("number", String(16), primary_key=True),
    Column("code_digest", String(64), nullable=False),
    Column("status", String(20), nullable=False),
    Column("topic", String(40), nullable=False),
    Column("department", String(40), nullable=False),
    Column("level", String(20), nullable=False),
    Column("district", String(6), nullable=True),
    Column("routing_reason", String(40), nullable=False),
    Column("language", String(8), nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("transferred_at", UtcDateTime, nullable=True),
    Column("accepted_at", UtcDateTime, nullable=True),
    Column("answered_at", UtcDateTime, nullable=True),
    Column("review_asked_at", UtcDateTime, nullable=True),
    Column("urged_at", UtcDateTime, nullable=True),
    Column("extension_days", Integer, nullable=False),
    Column("reviews", Integer, nullable=False),
    Column("rating", Integer, nullable=True),
    Column("receipt_hash", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    CheckConstraint("extension_days BETWEEN 0 AND 30", name="extension_lawful"),
    CheckConstraint("reviews BETWEEN 0 AND 2", name="reviews_lawful"),
    CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name="rating_known"),
    Index("ix_petitions_status", "status"),
    Index("ix_petitions_registered_at", "registered_at"),
)

petition_events = Table(
    "petition_events",
    metadata,
    Column("number", String(16), ForeignKey("petitions.number"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("event", String(20), nullable=False),
    Column("actor", String(20), nullable=False),
    Column("status_after", String(20), nullable=False),
    Column("sealed", LargeBinary, nullable=True),
    UniqueConstraint("number", "seq"),
)
