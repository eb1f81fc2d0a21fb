"""What was given on when somebody left."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.create_table(
        "given",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("of", sa.String(40), nullable=False),
        sa.Column("was", sa.String(40), nullable=False),
        sa.Column("now", sa.String(40), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
