"""What a second platform needs: chats, codes for the first seat, where somebody is reached, and who may be a pupil."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("accounts", sa.Column("mixed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "chats",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("platform", sa.String(20), primary_key=True),
        sa.Column("workspace", sa.String(80), primary_key=True),
        sa.Column("external", sa.String(80), primary_key=True),
        sa.Column("conversation", sa.String(200), nullable=False),
        sa.Column("service", sa.String(300), nullable=False),
    )
    op.create_index("ix_chats_conversation", "chats", ["district", "conversation"])
    op.create_table(
        "codes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("until", Moment(), nullable=False),
    )
    op.create_table(
        "preferred",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40), primary_key=True),
        sa.Column("platform", sa.String(20), nullable=False),
        sa.Column("workspace", sa.String(80), nullable=False),
        sa.Column("external", sa.String(80), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
    )
    op.create_index("ix_preferred_account", "preferred", ["district", "platform", "workspace", "external"])
    with op.batch_alter_table("posted") as table:
        table.alter_column("conversation", type_=sa.String(200), existing_nullable=False)
    with op.batch_alter_table("conversations") as table:
        table.alter_column("id", type_=sa.String(200), existing_nullable=False)
