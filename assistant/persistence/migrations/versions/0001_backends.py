"""The petition and notary systems: petitions, holds, seats, bookings, and what both share."""

import sqlalchemy as sa
from alembic import op

revision = "0001_backends"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backend_attempts",
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_backend_attempts")),
    )
    op.create_index("ix_backend_attempts_last_at", "backend_attempts", ["last_at"], unique=False)
    op.create_table(
        "backend_requests",
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("body_digest", sa.String(length=64), nullable=False),
        sa.Column("response", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_backend_requests")),
    )
    op.create_index("ix_backend_requests_created_at", "backend_requests", ["created_at"], unique=False)
    op.create_table(
        "backend_serials",
        sa.Column("prefix", sa.String(length=2), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.CheckConstraint("serial > 0", name=op.f("ck_backend_serials_serial_positive")),
        sa.PrimaryKeyConstraint("prefix", "day", name=op.f("pk_backend_serials")),
    )
    op.create_table(
        "notary_bookings",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("mission", sa.String(length=40), nullable=False),
        sa.Column("matter", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("status IN ('booked', 'cancelled')", name=op.f("ck_notary_bookings_status_known")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_notary_bookings_interval_forward")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notary_bookings")),
    )
    op.create_index("ix_notary_bookings_starts_at", "notary_bookings", ["starts_at"], unique=False)
    op.create_table(
        "notary_holds",
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("mission", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("extensions", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.CheckConstraint("state IN ('held', 'used')", name=op.f("ck_notary_holds_state_known")),
        sa.CheckConstraint("extensions BETWEEN 0 AND 2", name=op.f("ck_notary_holds_extensions_limited")),
        sa.PrimaryKeyConstraint("hold_id", name=op.f("pk_notary_holds")),
    )
    op.create_index("ix_notary_holds_expires_at", "notary_holds", ["expires_at"], unique=False)
    op.create_table(
        "petitions",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("department", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("district", sa.String(length=6), nullable=True),
        sa.Column("routing_reason", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("transferred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("urged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_days", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("extension_days BETWEEN 0 AND 30", name=op.f("ck_petitions_extension_lawful")),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name=op.f("ck_petitions_rating_known")),
        sa.CheckConstraint("reviews BETWEEN 0 AND 2", name=op.f("ck_petitions_reviews_lawful")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_petitions")),
    )
    op.create_index("ix_petitions_registered_at", "petitions", ["registered_at"], unique=False)
    op.create_index("ix_petitions_status", "petitions", ["status"], unique=False)
    op.create_table(
        "notary_events",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["notary_bookings.number"], name=op.f("fk_notary_events_number_notary_bookings")
        ),
        sa.UniqueConstraint("number", "seq", name=op.f("uq_notary_events_number_seq")),
    )
    op.create_table(
        "notary_seats",
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("booking", sa.String(length=16), nullable=True),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(booking IS NULL) <> (held_until IS NULL)", name=op.f("ck_notary_seats_held_or_booked")),
        sa.CheckConstraint("seat BETWEEN 1 AND capacity", name=op.f("ck_notary_seats_seat_within_capacity")),
        sa.ForeignKeyConstraint(
            ["booking"], ["notary_bookings.number"], name=op.f("fk_notary_seats_booking_notary_bookings")
        ),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["notary_holds.hold_id"], name=op.f("fk_notary_seats_hold_id_notary_holds")
        ),
        sa.UniqueConstraint("booking", name=op.f("uq_notary_seats_booking")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_notary_seats_hold_id")),
        sa.UniqueConstraint("office", "starts_at", "seat", name=op.f("uq_notary_seats_office_starts_at_seat")),
    )
    op.create_table(
        "petition_events",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event", sa.String(length=20), nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("status_after", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["number"], ["petitions.number"], name=op.f("fk_petition_events_number_petitions")),
        sa.UniqueConstraint("number", "seq", name=op.f("uq_petition_events_number_seq")),
    )


def downgrade() -> None:
    op.drop_table("petition_events")
    op.drop_table("notary_seats")
    op.drop_table("notary_events")
    op.drop_index("ix_petitions_status", table_name="petitions")
    op.drop_index("ix_petitions_registered_at", table_name="petitions")
    op.drop_table("petitions")
    op.drop_index("ix_notary_holds_expires_at", table_name="notary_holds")
    op.drop_table("notary_holds")
    op.drop_index("ix_notary_bookings_starts_at", table_name="notary_bookings")
    op.drop_table("notary_bookings")
    op.drop_table("backend_serials")
    op.drop_index("ix_backend_requests_created_at", table_name="backend_requests")
    op.drop_table("backend_requests")
    op.drop_index("ix_backend_attempts_last_at", table_name="backend_attempts")
    op.drop_table("backend_attempts")
