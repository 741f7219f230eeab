"""Rooms of missions beside seats of offices, attendance, the waiting list, notices and the staff's calendar.

While an older service still writes, its holds are refused (a seat needs a room now) and nothing is oversold.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010_notary_capacity"
down_revision = "0003_petition_life"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notary_seats") as batch:
        batch.add_column(sa.Column("mission", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("room", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("rooms", sa.Integer(), nullable=True))
    # Rooms were not counted before: each seat of an interval gets a room of its own, however many there are.
    op.execute(
        "UPDATE notary_seats SET mission ="
        " (SELECT h.mission FROM notary_holds h WHERE h.hold_id = notary_seats.hold_id)"
    )
    op.execute(
        "UPDATE notary_seats SET room = 1 + (SELECT count(*) FROM notary_seats o WHERE o.mission = notary_seats.mission"
        " AND o.starts_at = notary_seats.starts_at AND o.hold_id < notary_seats.hold_id)"
    )
    op.execute("UPDATE notary_seats SET rooms = room")
    with op.batch_alter_table("notary_seats") as batch:
        for name, kind in (("mission", sa.String(length=40)), ("room", sa.Integer()), ("rooms", sa.Integer())):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_unique_constraint(op.f("uq_notary_seats_mission_starts_at_room"), ["mission", "starts_at", "room"])
        batch.create_check_constraint(op.f("ck_notary_seats_room_within_rooms"), "room BETWEEN 1 AND rooms")
    op.create_table(
        "notary_attendance",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('arrived', 'late', 'no_show')", name=op.f("ck_notary_attendance_state_known")),
        sa.ForeignKeyConstraint(
            ["number"], ["notary_bookings.number"], name=op.f("fk_notary_attendance_number_notary_bookings")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notary_attendance")),
    )
    op.create_table(
        "notary_waiting",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("waiting_id", sa.String(length=32), nullable=False),
        sa.Column("office", sa.String(length=40), nullable=False),
        sa.Column("mission", sa.String(length=40), nullable=False),
        sa.Column("first_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hold_id", sa.String(length=32), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'offered', 'taken', 'lapsed', 'left')", name=op.f("ck_notary_waiting_state_known")
        ),
        sa.CheckConstraint("state <> 'offered' OR hold_id IS NOT NULL", name=op.f("ck_notary_waiting_offer_has_hold")),
        sa.CheckConstraint("last_start >= first_start", name=op.f("ck_notary_waiting_window_forward")),
        sa.ForeignKeyConstraint(
            ["hold_id"], ["notary_holds.hold_id"], name=op.f("fk_notary_waiting_hold_id_notary_holds")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notary_waiting")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_notary_waiting_hold_id")),
        sa.UniqueConstraint("waiting_id", name=op.f("uq_notary_waiting_waiting_id")),
    )
    op.create_index("ix_notary_waiting_state", "notary_waiting", ["state", "seq"], unique=False)
    op.create_table(
        "notary_notices",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_notary_notices")),
    )
    op.create_table(
        "notary_calendar",
        sa.Column("entry", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("opens", sa.Time(), nullable=True),
        sa.Column("closes", sa.Time(), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side IN ('office', 'mission')", name=op.f("ck_notary_calendar_side_known")),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_notary_calendar_days_forward")),
        sa.CheckConstraint("(opens IS NULL) = (closes IS NULL)", name=op.f("ck_notary_calendar_hours_whole")),
        sa.CheckConstraint("opens IS NULL OR closes > opens", name=op.f("ck_notary_calendar_hours_forward")),
        sa.CheckConstraint("capacity IS NULL OR capacity > 0", name=op.f("ck_notary_calendar_capacity_positive")),
        sa.PrimaryKeyConstraint("entry", name=op.f("pk_notary_calendar")),
    )
    op.create_index("ix_notary_calendar_place", "notary_calendar", ["side", "place"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_notary_calendar_place", table_name="notary_calendar")
    op.drop_table("notary_calendar")
    op.drop_table("notary_notices")
    op.drop_index("ix_notary_waiting_state", table_name="notary_waiting")
    op.drop_table("notary_waiting")
    op.drop_table("notary_attendance")
    with op.batch_alter_table("notary_seats") as batch:
        batch.drop_constraint(op.f("ck_notary_seats_room_within_rooms"), type_="check")
        batch.drop_constraint(op.f("uq_notary_seats_mission_starts_at_room"), type_="unique")
        for name in ("rooms", "room", "mission"):
            batch.drop_column(name)
