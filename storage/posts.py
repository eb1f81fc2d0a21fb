"""Which records a post to a conversation told of: by it a post is found again whose words have to go.

It is drawn again as what all who read it may see: what was sealed since, or lost its words, stands there no more.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Column, Date, Index, String, Table

from storage.db import Tx, district, metadata

post_lines = Table(
    "post_lines",
    metadata,
    district(),
    Column("key", String(200), primary_key=True),  # of the post in the outbox
    Column("of", String(40), primary_key=True),  # the record: "CAR-2026-014"
    Column("day", Date, nullable=False),  # when it was owed, in the district
)
Index("ix_post_lines_of", post_lines.c.district, post_lines.c.of)


def note_told(tx: Tx, key: str, records: Iterable[str], day: date) -> None:
    rows = [{"key": key, "of": record, "day": day} for record in sorted(set(records))]
    if rows:
        tx.add_all_once(post_lines, rows)


def posts_with(tx: Tx, record: str, *, since: date = date.min) -> set[str]:
    """The keys of the posts that told anything of a record."""
    return {row["key"] for row in tx.rows(post_lines, post_lines.c.of == record, post_lines.c.day >= since)}


def records_of(tx: Tx, key: str) -> set[str]:
    """The records that a post told of."""
    return {row["of"] for row in tx.rows(post_lines, post_lines.c.key == key)}
