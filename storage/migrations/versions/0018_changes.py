"""What a report held before each change, so that its story can be told: who owned it, when it was due."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.create_table(
        "changes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("nr", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("was", sa.Text(), nullable=False),
    )
