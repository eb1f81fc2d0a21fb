"""What is answered to the questions of a roadmap."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    op.create_table(
        "roadmap_answers",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("phase", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("done", sa.String(40)),
        sa.Column("groups", sa.String(200), nullable=False),
        sa.Column("heard", sa.String(40)),
        sa.Column("unheard", sa.String(40)),
        sa.Column("nations", sa.String(40)),
        sa.Column("to_do", sa.String(40)),
        sa.Column("by_when", sa.Date()),
        sa.Column("who", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_roadmap_answers_at", "roadmap_answers", ["district", "at"])
