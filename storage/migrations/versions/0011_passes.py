"""Links to a page that were made for somebody by command."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "passes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("about", sa.String(80), nullable=False),
        sa.Column("person", sa.String(40), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
