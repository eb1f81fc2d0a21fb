"""Links by which partners tell how they keep their promises."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "partner_links",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("told_on", sa.Date()),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
