"""Reports that were brought from another log."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("cars", sa.Column("former", sa.String(40)))
    op.create_table(
        "imported",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
        sa.Column("source", sa.String(120), nullable=False),
        sa.Column("former", sa.String(40), nullable=False),
        sa.Column("process", sa.String(40)),
        sa.Column("owner", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_imported_former", "imported", ["district", "former", "source"], unique=True)
