"""News of petitions that are to be told, which session follows which petition, and jobs that ran on a day.

An older service that still writes tells nobody of its steps; what it wrote stays right.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007_petition_news"
down_revision = "0006_petition_links"
branch_labels = None
depends_on = None

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "petition_news",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("told_at", _AT, nullable=True),
        sa.ForeignKeyConstraint(["number"], ["petitions.number"], name=op.f("fk_petition_news_number_petitions")),
        sa.PrimaryKeyConstraint("number", "seq", name=op.f("pk_petition_news")),
    )
    op.create_index("ix_petition_news_told_at", "petition_news", ["told_at"])
    op.create_table(
        "session_follows",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("link", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["sessions.id"], name=op.f("fk_session_follows_session_id_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "link", name=op.f("pk_session_follows")),
    )
    op.create_index("ix_session_follows_link", "session_follows", ["link"])
    op.create_table(
        "daily_runs",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", _AT, nullable=False),
        sa.Column("finished_at", _AT, nullable=True),
        sa.PrimaryKeyConstraint("job", "day", name=op.f("pk_daily_runs")),
    )


def downgrade() -> None:
    op.drop_table("daily_runs")
    op.drop_index("ix_session_follows_link", table_name="session_follows")
    op.drop_table("session_follows")
    op.drop_index("ix_petition_news_told_at", table_name="petition_news")
    op.drop_table("petition_news")
