"""Removing words and holding them: whose each word is, redactions, holds, and messages that are drawn anew."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.db import Moment

revision = "0004"
down_revision = "0003"

REDACTIONS: tuple[sa.Column[Any], ...] = (
    sa.Column("district", sa.String(40), primary_key=True),
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("of", sa.String(120), nullable=False),
    sa.Column("fields", sa.Text(), nullable=False),
    sa.Column("emptied", sa.Text(), nullable=False),
    sa.Column("reason", sa.String(40)),
    sa.Column("by", sa.String(40), nullable=False),
    sa.Column("at", Moment(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
)
HOLDS: tuple[sa.Column[Any], ...] = (
    sa.Column("district", sa.String(40), primary_key=True),
    sa.Column("id", sa.String(40), primary_key=True),
    sa.Column("about", sa.String(80), nullable=False),
    sa.Column("cause", sa.String(40), nullable=False),
    sa.Column("reason", sa.String(40)),
    sa.Column("set_by", sa.String(40), nullable=False),
    sa.Column("set_at", Moment(), nullable=False),
    sa.Column("lifted_by", sa.String(40)),
    sa.Column("lifted_at", Moment()),
    sa.Column("lifted_because", sa.String(40)),
    sa.Column("version", sa.Integer(), nullable=False),
)
#: The columns of `cars` that held words when this was written. Of a word that was replaced before, nobody knows whose
#: it was: such a one can only be removed with the database in hand.
TYPED = ("what", "on_behalf_of", "already_done", "link", "photos", "requirement", "reason", "answer", "related")
TYPED_LATER = ("appeal", "done", "cause")


def upgrade() -> None:
    op.add_column("words", sa.Column("of", sa.String(120)))
    op.add_column("words", sa.Column("field", sa.String(60)))
    op.create_index("ix_words_of", "words", ["district", "of"])
    op.create_table("redactions", *REDACTIONS)
    op.create_table("holds", *HOLDS)
    words, cars = _table("words", "id", "of", "field"), _table("cars", "number", *TYPED, *TYPED_LATER)
    for name in (*TYPED, *TYPED_LATER):
        mine = sa.select(cars.c.number).where(cars.c.district == words.c.district, cars.c[name] == words.c.id)
        named = sa.literal("cars:") + mine.scalar_subquery()
        op.execute(words.update().where(sa.exists(mine)).values(of=named, field=name))


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, sa.column("district"), *(sa.column(column, sa.String()) for column in columns))
