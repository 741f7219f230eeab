"""The whole life of a petition: pauses, attention, doors, mergers; its receipts; and the log that nobody can change.

Rows of an older service get the defaults. The log refuses to be changed or shortened by the database itself.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_petition_life"
down_revision = "0002_gateway"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for column in (
        sa.Column("paused_at", _AT, nullable=True),
        sa.Column("attention_at", _AT, nullable=True),
        sa.Column("supervised_at", _AT, nullable=True),
        sa.Column("ended_at", _AT, nullable=True),
        sa.Column("erased_at", _AT, nullable=True),
        sa.Column("paused_days", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("door", sa.String(length=30), nullable=True),
        sa.Column("merged_into", sa.String(length=16), nullable=True),
        sa.Column("withheld_from", sa.String(length=400), nullable=False, server_default=""),
    ):
        op.add_column("petitions", column)
    op.execute("UPDATE petitions SET door = 'other' WHERE status = 'not_accepted'")
    op.execute("UPDATE petitions SET status = 're_review' WHERE status = 'review' AND reviews = 2")
    op.create_table(
        "petition_receipts",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("receipt_hash", sa.String(length=64), nullable=False),
        sa.Column("at", _AT, nullable=False),
        sa.ForeignKeyConstraint(["number"], ["petitions.number"], name=op.f("fk_petition_receipts_number_petitions")),
        sa.PrimaryKeyConstraint("number", "receipt_hash", name=op.f("pk_petition_receipts")),
    )
    op.execute(
        "INSERT INTO petition_receipts (number, receipt_hash, at) "
        "SELECT number, receipt_hash, registered_at FROM petitions"
    )
    op.create_table(
        "petition_audit",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", _AT, nullable=False),
        sa.Column("actor", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=30), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=True),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("reason_digest", sa.String(length=64), nullable=True),
        sa.Column("state_digest", sa.String(length=64), nullable=True),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_petition_audit")),
    )
    op.create_index("ix_petition_audit_number", "petition_audit", ["number"], unique=False)
    op.create_table(
        "petition_audit_reasons",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seq"], ["petition_audit.seq"], name=op.f("fk_petition_audit_reasons_seq_petition_audit")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_petition_audit_reasons")),
    )  # fmt: skip
    head = op.create_table(
        "petition_audit_head",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("since", _AT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_audit_head")),
    )
    now = sa.func.current_timestamp()
    op.execute(head.insert().values(id=1, seq=0, hash="0" * 64, since=now))
    _keep_the_log()


def _keep_the_log() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER petition_audit_no_{verb.lower()} BEFORE {verb} ON petition_audit "
                "BEGIN SELECT RAISE(ABORT, 'petition_audit only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION petition_audit_only_grows() RETURNS trigger AS $$ "
        "BEGIN RAISE EXCEPTION 'petition_audit only grows'; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        "CREATE TRIGGER petition_audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON petition_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION petition_audit_only_grows()"
    )


def downgrade() -> None:
    op.drop_table("petition_audit_head")
    op.drop_table("petition_audit_reasons")
    op.drop_index("ix_petition_audit_number", table_name="petition_audit")
    op.drop_table("petition_audit")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION petition_audit_only_grows()")
    op.drop_table("petition_receipts")
    with op.batch_alter_table("petitions") as batch:
        for name in (
            "withheld_from", "merged_into", "door", "paused_days", "erased_at", "ended_at", "supervised_at",
            "attention_at", "paused_at",
        ):  # fmt: skip
            batch.drop_column(name)
