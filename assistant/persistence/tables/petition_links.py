"""What was found out about a petition after it was filed: marks to compare it by, and links to others.

The text and its vector are sealed; a person is a keyed hash. Nothing here is personal in the clear.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from assistant.persistence.tables.types import UtcDateTime, metadata

petition_marks = Table(
    "petition_marks",
    metadata,
    Column("number", String(16), ForeignKey("petitions.number"), primary_key=True),
    Column("registered_at", UtcDateTime, nullable=False),
    Column("settle_at", String(20), nullable=False),
    Column("settle_rule", String(40), nullable=False),
    Column("sea", Boolean, nullable=False),
    Column("place", String(12), nullable=True),
    Column("person", String(140), nullable=False),
    Column("key_reasons", String(80), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Index("ix_petition_marks_registered_at", "registered_at"),
)

petition_links = Table(
    "petition_links",
    metadata,
    Column("number", String(16), ForeignKey("petitions.number"), nullable=False),
    Column("other", String(16), ForeignKey("petitions.number"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("points", Float, nullable=False),
    Column("parts", String(200), nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    UniqueConstraint("number", "other"),
    CheckConstraint("number <> other", name="two_petitions"),
    Index("ix_petition_links_other", "other"),
)
