"""Who has an address for a calendar of their steps."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
