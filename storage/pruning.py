"""Forgetting rows that only the bot needed, a few at a time: SQLite has one writer, and nobody may hold it for long."""

from typing import Any

from sqlalchemy import ColumnElement, Table, select, tuple_

from storage.db import OURS, Tx

BATCH = 250  # rows of one kind that one transaction removes


def remove_some(tx: Tx, table: Table, *where: ColumnElement[bool], most: int = BATCH) -> list[dict[str, Any]]:
    """Remove up to `most` of the rows, and say which they were: fewer than `most` when no more are left.

    Two replicas at once remove each row once: whoever comes second waits, and finds it gone.
    """
    key = tuple_(*(column for column in table.primary_key if column.name != "district"))
    chosen = select(*key.clauses).where(table.c.district == OURS, *where).limit(most)
    gone = table.delete().where(table.c.district == OURS, key.in_(chosen)).returning(*table.columns)
    found = tx.connection.execute(gone, {OURS.key: tx.district})
    return [dict(row) for row in found.mappings()]
