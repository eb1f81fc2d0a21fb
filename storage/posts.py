"""Which records a post to a conversation told of: by it a post is found again whose words have to go.

It is drawn again as what all who read it may see: what was sealed since, or lost its words, stands there no more.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Column, Date, Index, String, Table, bindparam, or_, select

from domain.cars import Concern
from storage.car_table import cars
from storage.db import OURS, Tx, district, metadata
from storage.redaction import redactions

post_lines = Table(
    "post_lines",
    metadata,
    district(),
    Column("key", String(200), primary_key=True),  # of the post in the outbox
    Column("of", String(40), primary_key=True),  # the record: "CAR-2026-014"
    Column("day", Date, nullable=False),  # when it was owed, in the district
)
FRESH = timedelta(days=8)  # until the next of a week's posts, what became of what one told shows in it
Index("ix_post_lines_of", post_lines.c.district, post_lines.c.of)


TELLING = select(post_lines.c.key, post_lines.c.day).where(
    post_lines.c.district == OURS, post_lines.c.of == bindparam("of"), post_lines.c.day >= bindparam("since")
)
GUARDED = select(cars.c.number).where(
    cars.c.district == OURS,
    or_(cars.c.sealed.is_(True), cars.c.concerns != Concern.NOBODY, cars.c.handed_to.is_not(None)),
)


def note_told(tx: Tx, key: str, records: Iterable[str], day: date) -> None:
    rows = [{"key": key, "of": record, "day": day} for record in sorted(set(records))]
    if rows:
        tx.add_all_once(post_lines, rows)


def posts_with(tx: Tx, record: str, *, since: date = date.min) -> set[str]:
    """The keys of the posts that told anything of a record, and have to change with it.

    A post of long ago stands as it was, unless something of the record must not be read as it stands there.
    """
    rows = tx.ask(TELLING, of=record, since=since)
    fresh = {row["key"] for row in rows if row["day"] >= tx.now.date() - FRESH}
    return {row["key"] for row in rows} if len(fresh) < len(rows) and _is_guarded(tx, record) else fresh


def _is_guarded(tx: Tx, record: str) -> bool:
    """Whether not all staff may read it any more, or words were removed from it."""
    car = tx.ask_once(GUARDED.where(cars.c.number == record))
    return bool(car or tx.rows(redactions, redactions.c.of.endswith(f":{record}", autoescape=True)))


def records_of(tx: Tx, key: str) -> set[str]:
    """The records that a post told of."""
    return {row["of"] for row in tx.rows(post_lines, post_lines.c.key == key)}
