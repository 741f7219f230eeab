"""Tables of the gateway and the vault: sessions, turns, events, feedback, uploads, vault items."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from assistant.persistence.tables.types import UtcDateTime, metadata

sessions = Table(
    "sessions", metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("script", String(4), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("pending_form", String(64)),
    Column("pending_slot", String(64)),
    Column("stars", Integer, comment="how content with the whole session, 1 to 5; null: not said"),
)

turns = Table(
    "turns", metadata,
    Column("id", String(32), primary_key=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("request_hash", String(64), nullable=False),
    Column("request", JSON, nullable=False, comment="what was said, placeholders in place of personal data"),
    Column("state", String(16), nullable=False),
    Column("seq", Integer, nullable=False, comment="of the citizen's own message"),
    Column("outcome", String(40)),
    Column("intent", String(40)),
    Column("confidence", Float),
    Column("timings", JSON),
    Column("received_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    UniqueConstraint("session_id", "client_id"),
    Index("ix_turns_state", "state"),
)

events = Table(
    "events", metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("message_id", String(32), nullable=False, unique=True),
    Column("turn_id", String(32)),
    Column("envelope", JSON, nullable=False, comment="placeholders in place of personal data"),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_events_turn_id", "turn_id"),
)

feedback = Table(
    "feedback", metadata,
    Column("message_id", String(32), primary_key=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text),
    Column("at", UtcDateTime, nullable=False),
)

uploads = Table(
    "uploads", metadata,
    Column("id", String(32), primary_key=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("media_type", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

vault_items = Table(
    "vault_items", metadata,
    Column("session_id", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("index", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="HMAC: the same value, the same placeholder"),
    Column("key_id", String(16), nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="12-byte nonce and AES-256-GCM ciphertext"),
    Column("at", UtcDateTime, nullable=False),
    UniqueConstraint("session_id", "kind", "fingerprint"),
    Index("ix_vault_items_at", "at"),
)

session_follows = Table(
    "session_follows", metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("link", String(64), primary_key=True, comment="HMAC of a number that the session was shown"),
    Index("ix_session_follows_link", "link"),
)
