"""Where the bot is installed, and how an installation that is under way is known again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0007"
down_revision = "0006"

INSTALLATIONS: tuple[sa.Column[Any], ...] = (
    sa.Column("platform", sa.String(20), primary_key=True),
    sa.Column("workspace", sa.String(80), primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("token", sa.Text()),
    sa.Column("bot_user", sa.String(80), nullable=False),
    sa.Column("enterprise", sa.String(80)),
    sa.Column("scopes", sa.Text(), nullable=False),
    sa.Column("installed_at", Moment(), nullable=False),
    sa.Column("stopped_at", Moment()),
    sa.Column("stopped_why", sa.String(40)),
)
STATES: tuple[sa.Column[Any], ...] = (
    sa.Column("state", sa.String(80), primary_key=True),
    sa.Column("until", Moment(), nullable=False),
)
CONVERSATIONS: tuple[sa.Column[Any], ...] = (
    sa.Column("district", sa.String(40), primary_key=True),
    sa.Column("platform", sa.String(20), primary_key=True),
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("workspace", sa.String(80), nullable=False),
    sa.Column("label", sa.String(200), nullable=False),
    sa.Column("problem", sa.String(40)),
    sa.Column("since", Moment()),
    sa.Column("checked_at", Moment(), nullable=False),
)


def upgrade() -> None:
    op.create_table("installations", *INSTALLATIONS)
    op.create_table("oauth_states", *STATES)
    op.create_table("conversations", *CONVERSATIONS)
