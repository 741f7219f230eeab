"""Petitions, their timeline, receipts and audit log. What is personal is sealed; the rest is codes and dates.

Migration 0003 keeps the database itself from changing or deleting a row of `petition_audit`.
"""

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
    Column("paused_at", UtcDateTime, nullable=True),
    Column("attention_at", UtcDateTime, nullable=True),
    Column("supervised_at", UtcDateTime, nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    Column("erased_at", UtcDateTime, nullable=True),
    Column("paused_days", Integer, nullable=False, server_default="0"),
    Column("door", String(30), nullable=True),
    Column("merged_into", String(16), nullable=True),
    Column("withheld_from", String(400), nullable=False, server_default=""),  # codes of accused bodies, comma-separated
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

petition_receipts = Table(
    "petition_receipts",
    metadata,
    Column("number", String(16), ForeignKey("petitions.number"), primary_key=True),
    Column("receipt_hash", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)

petition_audit = Table(
    "petition_audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(20), nullable=False),
    Column("who", String(32), nullable=False),
    Column("what", String(30), nullable=False),
    Column("number", String(16), nullable=True),
    Column("why", String(40), nullable=False),
    Column("reason_digest", String(64), nullable=True),
    Column("state_digest", String(64), nullable=True),
    Column("before", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_petition_audit_number", "number"),
)

petition_audit_reasons = Table(
    "petition_audit_reasons",
    metadata,
    Column("seq", Integer, ForeignKey("petition_audit.seq"), primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)

petition_audit_head = Table(
    "petition_audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

petition_news = Table(
    "petition_news",
    metadata,
    Column("number", String(16), ForeignKey("petitions.number"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),  # of the line of the timeline
    Column("told_at", UtcDateTime, nullable=True),
    Index("ix_petition_news_told_at", "told_at"),
)
