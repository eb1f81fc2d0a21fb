"""Files, and what they hold."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.create_table(
        "files",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("about", sa.String(120), nullable=False),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("name", sa.String(40)),
        sa.Column("media", sa.String(100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("erased_at", Moment()),
        sa.Column("erased_by", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_files_about", "files", ["district", "about"])
    op.create_table(
        "contents",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("file", sa.String(40), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
