"""When each job of a district runs, and every time that it came due."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0006"
down_revision = "0005"

MORE = sa.text("more IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "schedules",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("job", sa.String(120), primary_key=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("catch_up", sa.String(20), nullable=False),
        sa.Column("grace", sa.Integer(), nullable=False),
        sa.Column("last_slot", sa.String(20), nullable=False),
    )
    op.create_table(
        "occurrences",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("job", sa.String(120), primary_key=True),
        sa.Column("slot", sa.String(20), primary_key=True),
        sa.Column("due", Moment(), nullable=False),
        sa.Column("ran_at", Moment()),
        sa.Column("did", sa.Integer(), nullable=False),
        sa.Column("more", sa.String(80)),
    )
    op.create_index("ix_occurrences_due", "occurrences", ["district", "due"])
    op.create_index("ix_occurrences_open", "occurrences", ["district", "job"], sqlite_where=MORE, postgresql_where=MORE)
