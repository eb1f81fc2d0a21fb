"""Opportunities for improvement."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.create_table(
        "ideas",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("what", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("school", sa.String(40)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("until", sa.Date()),
        sa.Column("step", sa.Integer()),
        sa.Column("car", sa.String(20)),
        sa.Column("decided_by", sa.String(40)),
        sa.Column("decided_at", Moment()),
        sa.Column("undo_until", Moment()),
        sa.Column("before", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_ideas_given", "ideas", ["district", "given_at"])
    op.create_index("ix_ideas_state", "ideas", ["district", "state", "given_at"])
    op.create_index("ix_ideas_car", "ideas", ["district", "car"])
    op.create_index("ix_ideas_by", "ideas", ["district", "by", "given_at"])
