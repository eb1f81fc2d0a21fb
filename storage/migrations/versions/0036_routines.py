"""The rhythm of plans, and what their routines decided."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "plan_rhythms",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "routine_decisions",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("on", sa.Date(), primary_key=True),
        sa.Column("goal", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("strategy", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("decision", sa.String(20), nullable=False),
        sa.Column("because", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
