"""Agendas of meetings: what people add to them, and what was counted for each."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "agenda_items",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("meeting", sa.String(20), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("carried_from", sa.String(20), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_agenda_items_meeting", "agenda_items", ["district", "meeting"])
    op.create_table(
        "agendas",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("meeting", sa.String(20), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("slot", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("conversation", sa.String(200), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.String(64), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_extensions_decided_at", "extensions", ["district", "decided_at"])
