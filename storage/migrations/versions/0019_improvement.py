"""Plans of a district: their revisions, goals, strategies and readers, what is told of steps, and what is measured."""

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for column in (
        sa.Column("goal", sa.Integer()),
        sa.Column("strategy", sa.Integer()),
        sa.Column("percent", sa.Integer()),
        sa.Column("team", sa.String(40)),
        sa.Column("stage", sa.String(20)),
        sa.Column("collects", sa.String(40)),
        sa.Column("from_step", sa.Integer()),
    ):
        op.add_column("steps", column)
    op.create_index("ix_steps_due", "steps", ["district", "status", "due"])
    _plans()
    _content()
    _told()


def _table(name: str, keys: list[sa.Column], *columns: sa.Column) -> None:  # type: ignore[type-arg]
    district = sa.Column("district", sa.String(40), primary_key=True)
    op.create_table(name, district, *keys, *columns, sa.Column("version", sa.Integer(), nullable=False))


def _text(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.String(20), primary_key=True)


def _nth(name: str) -> sa.Column:  # type: ignore[type-arg]
    return sa.Column(name, sa.Integer(), primary_key=True, autoincrement=False)


def _words(*names: str) -> list[sa.Column]:  # type: ignore[type-arg]
    return [sa.Column(name, sa.String(40)) for name in names]


def _plans() -> None:
    _table(
        "district_plans",
        [_text("number")],
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("place", sa.String(40)),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("lead", sa.String(40), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("newest_state", sa.String(20), nullable=False),
        sa.Column("in_force", sa.Integer()),
        sa.Column("ended", sa.String(20)),
        *_words("said"),
        sa.Column("rolled_from", sa.String(20)),
        sa.Column("started_at", Moment(), nullable=False),
    )
    op.create_index("ix_district_plans_year", "district_plans", ["district", "year"])
    _table(
        "plan_revisions",
        [_text("plan"), _nth("revision")],
        *_words("title", "mission", "vision", "policy", "why"),
        *_signature("mr"),
        *_signature("chief"),
        sa.Column("in_force_on", sa.Date()),
    )
    _table(
        "plan_readers",
        [_text("plan"), sa.Column("person", sa.String(40), primary_key=True)],
        sa.Column("reads", sa.Boolean(), nullable=False),
    )


def _signature(who: str) -> list[sa.Column]:  # type: ignore[type-arg]
    by, digest = sa.Column(f"{who}_by", sa.String(40)), sa.Column(f"{who}_digest", sa.String(64))
    return [by, sa.Column(f"{who}_on", sa.Date()), digest]


def _content() -> None:
    _table(
        "plan_goals",
        [_text("plan"), _nth("revision"), _nth("nth")],
        *_words("statement", "measure", "baseline", "target"),
        sa.Column("by_when", sa.Date()),
        sa.Column("supports", sa.String(20)),
        sa.Column("supports_goal", sa.Integer()),
        sa.Column("dropped", sa.Boolean(), nullable=False),
    )
    _table(
        "plan_strategies",
        [_text("plan"), _nth("revision"), _nth("goal"), _nth("nth")],
        *_words("does", "adults", "adults_measure", "students", "students_measure"),
        sa.Column("dropped", sa.Boolean(), nullable=False),
    )


def _told() -> None:
    _table(
        "step_updates",
        [_nth("step"), _nth("nth")],
        sa.Column("of", sa.String(80), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("percent", sa.Integer()),
        *_words("comment"),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        *_words("what_was"),
        sa.Column("due_was", sa.Date()),
        sa.Column("owner_was", sa.String(40)),
    )
    op.create_index("ix_step_updates_at", "step_updates", ["district", "at"])
    _table(
        "measure_values",
        [_text("plan"), _nth("goal"), _nth("strategy"), _text("of"), _nth("nth")],
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        *_words("note"),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
    )
