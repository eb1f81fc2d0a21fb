"""Indexes by which the log is filtered."""

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    for column in ("school", "department", "source"):
        op.create_index(f"ix_cars_{column}", "cars", ["district", column, "filed_at", "number"])
