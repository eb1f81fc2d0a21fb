"""The digests of the Cabinet, the words that a district gives them, and what failed last of each job."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "digests",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("slot", sa.String(20), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("conversation", sa.String(200), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "wordings",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("text", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "failures",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("job", sa.String(120), primary_key=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("fault", sa.String(20), nullable=False),
        sa.Column("why", sa.String(80), nullable=False),
    )
