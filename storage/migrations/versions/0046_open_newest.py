"""What is open is found in the order in which it is shown, however many there are of it."""

from alembic import op
from sqlalchemy import text

revision = "0046"
down_revision = "0045"

OPEN = text(
    "state IN ('accepted', 'implementing', 'monitoring', 'plan_review', 'returned', 'submitted', 'verifying')"
    " AND handed_to IS NULL"
)


def upgrade() -> None:
    columns = ["district", "filed_at", "number"]
    op.create_index("ix_cars_open", "cars", columns, sqlite_where=OPEN, postgresql_where=OPEN)
