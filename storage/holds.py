"""The holds of a district. One that is lifted stays on record."""

from dataclasses import asdict, replace

from sqlalchemy import Column, String

from domain.holds import Hold
from storage.db import Moment, Tx, read
from storage.records import Records, record_table
from storage.words import word

holds = record_table(
    "holds",
    Column("id", String(40), primary_key=True),
    Column("about", String(80), nullable=False),  # a record's number, or "" for the whole district
    Column("cause", String(40), nullable=False),
    word("reason"),
    Column("set_by", String(40), nullable=False),
    Column("set_at", Moment, nullable=False),
    Column("lifted_by", String(40)),
    Column("lifted_at", Moment),
    word("lifted_because"),
    told=True,
)


class Holds:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, holds)

    def set(self, hold: Hold) -> None:
        self._records.add(asdict(hold), did="hold.set", by=hold.set_by)

    def lift(self, hold: Hold, *, by: str, because: str) -> None:
        lifted = replace(hold, lifted_by=by, lifted_at=self._tx.now, lifted_because=because)  # type: ignore[arg-type]
        self._records.save(asdict(lifted), did="hold.lifted", by=by)

    def find(self, known: str) -> Hold | None:
        """A hold that lasts."""
        return next((hold for hold in self.lasting() if hold.id == known), None)

    def lasting(self) -> list[Hold]:
        """The holds that are not lifted, the oldest first."""
        rows = self._records.having(lifted_at=None, order="set_at")
        return [read(Hold, row) for row in rows]

    def of(self, number: str) -> list[Hold]:
        """All that there ever were on a report."""
        return [read(Hold, row) for row in self._records.having(about=number, order="set_at")]

    def on(self, number: str) -> list[Hold]:
        """Those that keep the words of a report."""
        return [hold for hold in self.lasting() if hold.about in ("", number)]
