"""Each filter of the log finds its reports in the order in which they are shown, and closed ones by their day."""

from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.drop_index("ix_cars_state", "cars")
    for column in ("state", "severity", "kind", "urgent"):
        op.create_index(f"ix_cars_{column}", "cars", ["district", column, "filed_at", "number"])
    op.create_index("ix_cars_closed", "cars", ["district", "closed_on"])
