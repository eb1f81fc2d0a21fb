"""What was given on together when somebody left: who had it before, so that it can be taken back."""

from collections.abc import Iterable
from dataclasses import asdict, replace

from sqlalchemy import Boolean, Column, String

from domain.leavers import Given
from storage.db import Moment, Tx, read
from storage.people import as_one
from storage.records import Records, record_table

given = record_table(
    "given",
    Column("id", String(40), primary_key=True),
    Column("key", String(40), primary_key=True),
    Column("of", String(40), nullable=False),
    Column("was", String(40), nullable=False),
    Column("now", String(40), nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("undone", Boolean, nullable=False),
)


class GivenBook:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, given)

    def add(self, those: Iterable[Given]) -> None:
        for one in those:
            self._records.add(asdict(one), did="leavers.given", by=one.by)

    def of(self, known: str) -> list[Given]:
        """All that were given together."""
        rows = self._records.rows(given.c.id == known, order=given.c.key)
        return [read(Given, as_one(self._tx, row, "was", "now", "by")) for row in rows]

    def undone(self, one: Given, *, by: str) -> None:
        self._records.save(asdict(replace(one, undone=True)), did="leavers.taken_back", by=by)
