"""What the two reference systems share: number serials, remembered requests, wrong-code counts, daily jobs."""

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, LargeBinary, String, Table

from assistant.persistence.tables.types import UtcDateTime, metadata

serials = Table(
    "backend_serials",
    metadata,
    Column("prefix", String(2), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("serial", Integer, nullable=False),
    CheckConstraint("serial > 0", name="serial_positive"),
)

requests = Table(
    "backend_requests",
    metadata,
    Column("scope", String(80), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("body_digest", String(64), nullable=False),
    Column("response", LargeBinary, nullable=True),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_backend_requests_created_at", "created_at"),
)

attempts = Table(
    "backend_attempts",
    metadata,
    Column("reference", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("locked_until", UtcDateTime, nullable=True),
    Index("ix_backend_attempts_last_at", "last_at"),
)

daily_runs = Table(
    "daily_runs",
    metadata,
    Column("job", String(40), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime, nullable=True),
)
