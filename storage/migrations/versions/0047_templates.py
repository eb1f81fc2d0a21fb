"""Templates of Word that a district brings."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    op.create_table(
        "templates",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("file", sa.String(40), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
