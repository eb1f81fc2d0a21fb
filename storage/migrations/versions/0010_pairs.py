"""Two accounts that are said to be one human's, until it is confirmed or refused."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "pairs",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kept", sa.String(40), nullable=False),
        sa.Column("also", sa.String(40), nullable=False),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("agreed", sa.String(200), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
