"""The words of every report that everybody may read, not only of closed ones: to look for them in the log."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from domain.similar import stems

revision = "0022"
down_revision = "0021"

MANY = 500  # reports at a time


def upgrade() -> None:
    op.add_column("car_words", sa.Column("offered", sa.Boolean(), nullable=False, server_default=sa.true()))
    connection = op.get_bind()
    words = sa.table("car_words", *map(sa.column, ("district", "stem", "car", "offered")))
    after: tuple[str, str] = ("", "")
    while found := connection.execute(MISSING, {"of": after[0], "after": after[1], "many": MANY}).all():
        rows = list(_words(found))
        if rows:
            connection.execute(words.insert(), rows)
        after = (found[-1].district, found[-1].number)


#: Reports that nobody is kept from and whose words nobody removed, and that are not there yet.
MISSING = sa.text("""
    SELECT c.district, c.number, w.text FROM cars c JOIN words w ON w.district = c.district AND w.id = c.what
    WHERE (c.district, c.number) > (:of, :after) AND NOT c.sealed AND c.concerns = 'nobody' AND c.handed_to IS NULL
      AND NOT EXISTS (SELECT 1 FROM car_words k WHERE k.district = c.district AND k.car = c.number)
      AND NOT EXISTS (SELECT 1 FROM redactions r WHERE r.district = c.district AND r.of = 'cars:' || c.number)
      AND w.text IS NOT NULL
    ORDER BY c.district, c.number LIMIT :many
""")


def _words(found: Any) -> Iterator[dict[str, Any]]:
    for row in found:
        for stem in sorted(stems(row.text)):
            yield {"district": row.district, "stem": stem, "car": row.number, "offered": False}
