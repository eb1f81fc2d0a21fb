"""Who is asked to do a step that somebody else has."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("steps", sa.Column("asked_owner", sa.String(40)))
    op.create_index("ix_steps_asked", "steps", ["district", "asked_owner"])
