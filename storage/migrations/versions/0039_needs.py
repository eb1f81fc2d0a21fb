"""Needs, and which goals they feed."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_table(
        "needs",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("statement", sa.String(40)),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("priority", sa.String(20), nullable=False),
        sa.Column("evidence", sa.String(20), nullable=False),
        sa.Column("shows", sa.String(40)),
        sa.Column("found_in", sa.String(100), nullable=False),
        sa.Column("groups", sa.String(200), nullable=False),
        sa.Column("others", sa.String(40)),
        sa.Column("place", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_at", Moment(), nullable=False),
        sa.Column("aside", sa.String(40)),
        sa.Column("aside_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_needs_noted_at", "needs", ["district", "noted_at"])
    op.create_table(
        "need_goals",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("need", sa.String(20), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("goal", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_need_goals_plan", "need_goals", ["district", "plan", "goal"])
