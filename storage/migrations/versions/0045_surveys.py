"""Surveys, their waves, who is asked, and what people say by name."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    _surveys()
    _waves()
    _asked()


def _surveys() -> None:
    op.create_table(
        "surveys",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("name", sa.String(40)),
        sa.Column("questions", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("last_key", sa.Integer(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _waves() -> None:
    op.create_table(
        "waves",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("survey", sa.String(20), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(40)),
        sa.Column("questions", sa.String(40)),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("scores", sa.Integer(), nullable=False),
        sa.Column("comments", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(20), nullable=False),
        sa.Column("place", sa.String(40)),
        sa.Column("opens_at", Moment(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("phase", sa.String(20), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.Column("closed_by", sa.String(40)),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("results", sa.Text()),
        sa.Column("said", sa.String(40)),
        sa.Column("you_said", sa.String(40)),
        sa.Column("we_did", sa.String(40)),
        sa.Column("telling", sa.String(1), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_waves_survey", "waves", ["district", "survey", "nth"])
    op.create_index("ix_waves_phase", "waves", ["district", "phase", "closes_at"])
    op.create_index("ix_waves_closed", "waves", ["district", "closed_at"])


def _asked() -> None:
    op.create_table(
        "invitations",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("wave", sa.String(20), primary_key=True),
        sa.Column("who", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("place", sa.String(40)),
        sa.Column("told", sa.String(1), nullable=False),
    )
    op.create_index("ix_invitations_who", "invitations", ["district", "who"])
    op.create_table(
        "survey_answers",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("wave", sa.String(20), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("place", sa.String(40)),
        sa.Column("said", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
