"""Links for auditors, when somebody opened one, and what was released of reports."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "auditor_links",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("auditor", sa.String(40)),
        sa.Column("purpose", sa.String(40)),
        sa.Column("school", sa.String(40)),
        sa.Column("department", sa.String(40)),
        sa.Column("first", sa.Date()),
        sa.Column("last", sa.Date()),
        sa.Column("made_by", sa.String(40), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("ends_at", Moment(), nullable=False),
        sa.Column("revoked_at", Moment()),
        sa.Column("revoked_by", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "openings",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("link", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("about", sa.String(20), nullable=False),
    )
    op.create_index("ix_openings_link", "openings", ["district", "link", "at"])
    op.create_table(
        "releases",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
        sa.Column("title", sa.String(40)),
        sa.Column("done", sa.String(40)),
        sa.Column("texts", sa.String(200), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("taken_back", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
