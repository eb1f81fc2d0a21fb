"""Messages that were given up are found, and sent again on record."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "resends",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    failed = sa.text("state = 'failed'")
    op.create_index("ix_outbox_failed", "outbox", ["district", "due"], sqlite_where=failed, postgresql_where=failed)
