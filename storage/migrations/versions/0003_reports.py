"""Reports about somebody in charge, handing over to an office, and taking an acceptance back."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0003"
down_revision = "0002"

COLUMNS: tuple[sa.Column[Any], ...] = (
    # With a default, so that the release before can still add rows.
    sa.Column("concerns", sa.String(20), nullable=False, server_default="nobody"),
    sa.Column("handed_to", sa.String(40)),
    sa.Column("handed_at", Moment()),
    sa.Column("handed_note", sa.String(40)),
    sa.Column("undo_until", Moment()),
    sa.Column("before", sa.String(40)),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("cars", column)
    op.create_table(
        "offices",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("office", sa.String(40), primary_key=True),
        sa.Column("person", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
