"""The work on reports: steps, plans, causes, verdicts, more time, and words that reports share."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    for column in (
        sa.Column("asked_owner", sa.String(40)),
        sa.Column("on_hold_since", sa.Date()),
        sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("recurrence_of", sa.String(20)),
    ):
        op.add_column("cars", column)
    _steps()
    _plans()
    _causes()
    op.create_table(
        "verdicts",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        *(sa.Column(word, sa.String(40)) for word in ("result", "documents", "lesson", "early_because")),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    _extensions()
    op.create_table(
        "car_words",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("stem", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
    )
    op.create_index("ix_car_words_car", "car_words", ["district", "car"])


def _steps() -> None:
    op.create_table(
        "steps",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("of", sa.String(80), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.Column("what", sa.String(40)),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("evidence", sa.String(40)),
        sa.Column("reason", sa.String(40)),
        sa.Column("done_on", sa.Date()),
        sa.Column("cancelled_on", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_steps_of", "steps", ["district", "of"])
    op.create_index("ix_steps_owner", "steps", ["district", "owner", "status"])


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
        sa.Column("cycle", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("plan_version", sa.Integer(), nullable=False),
        *(
            sa.Column(word, sa.String(40))
            for word in ("correction", "elsewhere_found", "criterion", "baseline", "method")
        ),
        sa.Column("check_on", sa.Date(), nullable=False),
        sa.Column("checker", sa.String(40), nullable=False),
        sa.Column("resources_asked", sa.String(40)),
        sa.Column("resources", sa.String(20)),
        sa.Column("resources_given", sa.String(40)),
        sa.Column("approved_version", sa.Integer()),
        sa.Column("approved_digest", sa.String(64)),
        sa.Column("approved_by", sa.String(40)),
        sa.Column("approved_on", sa.Date()),
        sa.Column("resources_pending", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _causes() -> None:
    op.create_table(
        "causes",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), primary_key=True),
        sa.Column("nth", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("statement", sa.String(40)),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("whys", sa.String(40)),
        sa.Column("category", sa.String(60), nullable=False),
        sa.Column("how_verified", sa.String(40)),
        sa.Column("not_confirmed", sa.Boolean(), nullable=False),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )


def _extensions() -> None:
    op.create_table(
        "extensions",
        sa.Column("district", sa.String(40), primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("car", sa.String(20), nullable=False),
        sa.Column("cycle", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("old", sa.Date(), nullable=False),
        sa.Column("new", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("asked_by", sa.String(40), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.String(40)),
        sa.Column("decided_at", Moment()),
        sa.Column("granted", sa.Date()),
        sa.Column("answer", sa.String(40)),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_extensions_car", "extensions", ["district", "car"])
