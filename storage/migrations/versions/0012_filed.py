"""A page of reports, newest first, is read from an index instead of sorting all of them."""

from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_index("ix_cars_filed", "cars", ["district", "filed_at", "number"])
