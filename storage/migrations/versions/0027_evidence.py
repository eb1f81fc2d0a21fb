"""Files that people added to reports, and what became of them."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), nullable=False),
        sa.Column("part", sa.String(20), nullable=False),
        sa.Column("step", sa.Integer()),
        sa.Column("link", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("file", sa.String(40)),
        sa.Column("sha256", sa.String(64)),
        sa.Column("problem", sa.String(20)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_evidence_car", "evidence", ["district", "car"])
