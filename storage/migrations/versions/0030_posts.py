"""Posts to conversations, some in the thread of another, and the records that each told of."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("under", sa.String(200)))
    op.create_table(
        "post_lines",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("of", sa.String(40), primary_key=True),
        sa.Column("day", sa.Date(), nullable=False),
    )
    op.create_index("ix_post_lines_of", "post_lines", ["district", "of"])
