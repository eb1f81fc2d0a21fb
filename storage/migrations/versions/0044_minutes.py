"""What comes of meetings, and the minutes that a later one approves."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.create_table(
        "outcomes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("meeting", sa.String(20), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("item", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("output", sa.String(20)),
        sa.Column("text", sa.String(40)),
        sa.Column("step", sa.Integer()),
        sa.Column("owner", sa.String(40)),
        sa.Column("due", sa.Date()),
        sa.Column("car", sa.String(20), nullable=False),
        sa.Column("resources", sa.String(20)),
        sa.Column("amount", sa.String(40)),
        sa.Column("people", sa.String(40)),
        sa.Column("fund", sa.String(40)),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.Column("mover", sa.String(40)),
        sa.Column("votes_for", sa.Integer(), nullable=False),
        sa.Column("against", sa.Integer(), nullable=False),
        sa.Column("abstain", sa.Integer(), nullable=False),
        sa.Column("advisory", sa.Boolean(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("corrected_by", sa.String(40)),
        sa.Column("corrected_at", Moment()),
        sa.Column("struck", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_outcomes_meeting", "outcomes", ["district", "meeting", "nth"], unique=True)
    op.create_index("ix_outcomes_car", "outcomes", ["district", "car"])
    op.create_table(
        "minutes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("meeting", sa.String(20), primary_key=True),
        sa.Column("closed_by", sa.String(40), nullable=False),
        sa.Column("closed_at", Moment(), nullable=False),
        sa.Column("approved_in", sa.String(20), nullable=False),
        sa.Column("approved_by", sa.String(40)),
        sa.Column("approved_at", Moment()),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_minutes_approved_in", "minutes", ["district", "approved_in"])
