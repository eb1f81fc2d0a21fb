"""Who was reminded of what, what somebody hides for now, and when each wants to be reminded."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "reminded",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("of", sa.String(40), nullable=False),
        sa.Column("stage", sa.Integer()),
        sa.Column("due", sa.Date()),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_index("ix_reminded_of", "reminded", ["district", "of", "day"])
    op.create_table(
        "snoozes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("item", sa.String(80), primary_key=True),
        sa.Column("until", sa.Date(), nullable=False),
    )
    op.create_table(
        "mornings",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("morning", sa.String(5)),
        sa.Column("weekly", sa.Boolean(), nullable=False),
    )
