"""Meetings, who is expected at them, and what was heard in them."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    _meetings()
    _what_belongs_to_one()
    op.create_index("ix_meetings_day", "meetings", ["district", "day"])
    op.create_index("ix_attendees_person", "attendees", ["district", "person"])
    op.create_index("ix_meeting_themes_at", "meeting_themes", ["district", "at"])


def _meetings() -> None:
    op.create_table(
        "meetings",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("title", sa.String(40)),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.Time(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(40)),
        sa.Column("host", sa.String(40), nullable=False),
        sa.Column("school", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(40)),
        sa.Column("purpose", sa.String(40)),
        sa.Column("plan", sa.String(20), nullable=False),
        sa.Column("goal", sa.Integer(), nullable=False),
        sa.Column("commitment", sa.Integer(), nullable=False),
        sa.Column("groups", sa.String(200), nullable=False),
        sa.Column("with_whom", sa.String(40)),
        sa.Column("service", sa.String(40)),
        sa.Column("for_all", sa.Boolean(), nullable=False),
        sa.Column("conversation", sa.String(240), nullable=False),
        sa.Column("off_because", sa.String(40)),
        sa.Column("started_at", Moment()),
        sa.Column("closed_at", Moment()),
        sa.Column("approved_at", Moment()),
        sa.Column("approved_in", sa.String(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _what_belongs_to_one() -> None:
    op.create_table(
        "attendees",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("meeting", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("person", sa.String(40)),
        sa.Column("guest", sa.String(40)),
        sa.Column("title", sa.String(40)),
        sa.Column("presence", sa.String(20), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "meeting_themes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("meeting", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("said", sa.String(40)),
        sa.Column("did", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("told_at", Moment()),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
