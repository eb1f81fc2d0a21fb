"""Figures of a period are counted from indexes, however long the history before it is."""

from alembic import op

revision = "0015"
down_revision = "0012"


def upgrade() -> None:
    op.create_index("ix_cars_due", "cars", ["district", "implementation_due"])
    op.create_index("ix_cars_original_due", "cars", ["district", "original_implementation_due"])
    op.create_index("ix_passages_entered", "passages", ["district", "state", "entered_at"])
    op.create_index("ix_passages_left", "passages", ["district", "state", "left_at"])
