"""Who had a step in the plan that was approved, where it was handed over since."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("steps", sa.Column("planned_owner", sa.String(40)))
