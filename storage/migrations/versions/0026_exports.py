"""What was asked to be drawn, what waits for it, and which reports are in a file."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("filters", sa.String(1000), nullable=False),
        sa.Column("text", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("standing", sa.String(20), nullable=False),
        sa.Column("drawn_at", Moment()),
        sa.Column("rows", sa.Integer()),
        sa.Column("entries", sa.Integer()),
        sa.Column("head", sa.String(64)),
        sa.Column("file", sa.String(40)),
        sa.Column("sha256", sa.String(64)),
        sa.Column("sees", sa.String(200)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_exports_by", "exports", ["district", "by", "standing"])
    op.create_table(
        "drawings",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("export", sa.String(20), primary_key=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("until", Moment()),
    )
    op.create_table(
        "exported",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("export", sa.String(20), primary_key=True),
        sa.Column("numbers", sa.LargeBinary(), nullable=False),
    )
