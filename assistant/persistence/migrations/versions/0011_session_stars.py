"""How content a citizen was with a whole session, one to five; null while they have not said.

An older service that still writes leaves it null.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011_session_stars"
down_revision = "0007_petition_news"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sessions", sa.Column("stars", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("sessions", "stars")
