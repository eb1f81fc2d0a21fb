"""What somebody works on is found among what is open, however much they did before."""

from alembic import op
from sqlalchemy import text

revision = "0049"
down_revision = "0048"

OPEN = text(
    "state IN ('accepted', 'implementing', 'monitoring', 'plan_review', 'returned', 'submitted', 'verifying')"
    " AND handed_to IS NULL"
)


def upgrade() -> None:
    for name in ("owner", "checker", "asked_owner"):
        op.create_index(f"ix_cars_open_{name}", "cars", ["district", name], sqlite_where=OPEN, postgresql_where=OPEN)
