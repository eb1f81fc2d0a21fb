"""Settled messages are forgotten in time: how many, by the state that they were in, and how they are found."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(20), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )
    op.create_index("ix_outbox_due", "outbox", ["district", "due"])
