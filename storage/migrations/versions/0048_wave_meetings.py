"""After which meeting a wave asks, and with which questions a survey began."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    op.add_column("waves", sa.Column("meeting", sa.String(20)))
    op.create_index("ix_waves_meeting", "waves", ["district", "meeting"])
    op.add_column("surveys", sa.Column("ready", sa.String(20)))
