"""Dates that were moved, and requests to move one."""

from dataclasses import asdict

from sqlalchemy import Column, Date, Index, Integer, String

from domain.errors import RefusedError
from domain.extensions import Extension, lapsed
from domain.people import PersonId
from storage.db import Moment, Tx, read
from storage.people import as_one
from storage.records import Records, record_table
from storage.words import word

extensions = record_table(
    "extensions",
    Column("id", String(40), primary_key=True),
    Column("car", String(20), nullable=False),
    Column("cycle", Integer, nullable=False),
    Column("field", String(40), nullable=False),  # which date of the report
    Column("old", Date, nullable=False),
    Column("new", Date, nullable=False),
    word("reason"),
    Column("asked_by", String(40), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("decided_by", String(40)),
    Column("decided_at", Moment),
    Column("granted", Date),
    word("answer"),
    told=True,
)
Index("ix_extensions_car", extensions.c.district, extensions.c.car)
Index("ix_extensions_decided_at", extensions.c.district, extensions.c.decided_at)


class Extensions:
    """Those of one report, for whoever found it."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, extensions)

    def of(self, car: str) -> list[Extension]:
        rows = self._records.having(car=car, order="asked_at")
        return [
            read(Extension, as_one(self._tx, {**row, "reason": row["reason"] or ""}, "asked_by", "decided_by"))
            for row in rows
        ]

    def open_of(self, car: str) -> Extension:
        found = [one for one in self.of(car) if one.is_open]
        if not found:
            raise RefusedError("This was decided already.")
        return found[-1]

    def lapse(self, car: str, *, by: PersonId) -> None:
        """What was asked for and is not decided yet does not matter any more: the dates of the report begin anew."""
        for one in self.of(car):
            if one.is_open:
                self._records.save(asdict(lapsed(one, by=by, now=self._tx.now)), did="extension.lapsed", by=by)

    def add(self, asked: Extension) -> None:
        self._records.add(asdict(asked), did="extension.asked", by=asked.asked_by)

    def decided(self, extension: Extension, *, by: str) -> None:
        self._records.save(asdict(extension), did="extension.decided", by=by)
