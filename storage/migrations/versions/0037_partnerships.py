"""The term of partnerships, what each side promised, and what happened of it."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "partnerships",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("partner", sa.String(40)),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("renewal_by", sa.Date(), nullable=False),
        sa.Column("renewed_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "commitments",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("side", sa.String(20), nullable=False),
        sa.Column("what", sa.String(40)),
        sa.Column("a_year", sa.Integer()),
        sa.Column("due", sa.Date()),
        sa.Column("resource", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_table(
        "happenings",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("plan", sa.String(20), primary_key=True),
        sa.Column("commitment", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("said", sa.String(40)),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
