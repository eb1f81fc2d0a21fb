"""Polls, and answers that nobody may be able to trace."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    _polls()
    _ballots()


def _polls() -> None:
    op.create_table(
        "polls",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("question", sa.String(40)),
        sa.Column("choices", sa.String(40)),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("closes_at", Moment(), nullable=False),
        sa.Column("lane", sa.String(120), nullable=False),
        sa.Column("room", sa.String(110), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("closed_at", Moment()),
        sa.Column("closed_by", sa.String(40)),
        sa.Column("result", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_polls_begun", "polls", ["district", "begun_at"])
    op.create_index("ix_polls_open", "polls", ["district", "closed_at", "closes_at"])
    op.create_table(
        "votes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("poll", sa.String(20), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("choice", sa.String(1), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _ballots() -> None:
    op.create_table(
        "sealed_keys",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("wave", sa.String(20), primary_key=True),
        sa.Column("public", sa.String(64), nullable=False),
        sa.Column("private", sa.Text(), nullable=False),
    )
    op.create_table(
        "sealed",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("wave", sa.String(20), primary_key=True),
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "answered",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("wave", sa.String(20), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sqlite_with_rowid=False,
    )
