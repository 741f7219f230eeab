"""Marks and links of petitions: which tell of one matter or come from one person. An older service ignores them."""

import sqlalchemy as sa
from alembic import op

revision = "0006_petition_links"
down_revision = "0010_notary_capacity"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "petition_marks",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("registered_at", _AT, nullable=False),
        sa.Column("settle_at", sa.String(length=20), nullable=False),
        sa.Column("settle_rule", sa.String(length=40), nullable=False),
        sa.Column("sea", sa.Boolean(), nullable=False),
        sa.Column("place", sa.String(length=12), nullable=True),
        sa.Column("person", sa.String(length=140), nullable=False),
        sa.Column("key_reasons", sa.String(length=80), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["number"], ["petitions.number"], name=op.f("fk_petition_marks_number_petitions")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_petition_marks")),
    )
    op.create_index("ix_petition_marks_registered_at", "petition_marks", ["registered_at"])
    op.create_table(
        "petition_links",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("other", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("points", sa.Float(), nullable=False),
        sa.Column("parts", sa.String(length=200), nullable=False),
        sa.Column("found_at", _AT, nullable=False),
        sa.CheckConstraint("number <> other", name=op.f("ck_petition_links_two_petitions")),
        sa.ForeignKeyConstraint(["number"], ["petitions.number"], name=op.f("fk_petition_links_number_petitions")),
        sa.ForeignKeyConstraint(["other"], ["petitions.number"], name=op.f("fk_petition_links_other_petitions")),
        sa.UniqueConstraint("number", "other", name=op.f("uq_petition_links_number_other")),
    )
    op.create_index("ix_petition_links_other", "petition_links", ["other"])


def downgrade() -> None:
    op.drop_index("ix_petition_links_other", table_name="petition_links")
    op.drop_table("petition_links")
    op.drop_index("ix_petition_marks_registered_at", table_name="petition_marks")
    op.drop_table("petition_marks")
