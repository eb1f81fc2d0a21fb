"""Two accounts that are said to be one human's, until it is confirmed or refused."""

from dataclasses import asdict

from sqlalchemy import Column, String

from domain.errors import RefusedError
from domain.pairs import Pair
from domain.people import PersonId
from storage.db import Moment, Tx, read
from storage.people import as_one
from storage.records import Records, record_table

pairs = record_table(
    "pairs",
    Column("id", String(40), primary_key=True),
    Column("kept", String(40), nullable=False),
    Column("also", String(40), nullable=False),
    Column("asked_by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("agreed", String(200), nullable=False),  # who has confirmed it, with spaces between
    Column("answer", String(20), nullable=False),
)


class Pairs:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def ask(self, kept: PersonId, also: PersonId, *, by: PersonId) -> Pair:
        pair = Pair(id=self._tx.mint(), kept=kept, also=also, asked_by=by, at=self._tx.now)
        Records(self._tx, pairs).add(_row(pair), did="pair.asked", by=by)
        return pair

    def get(self, pair: str) -> Pair:
        found = self._tx.rows(pairs, pairs.c.id == pair)
        if not found:
            raise RefusedError("Nobody asks this any more.")
        return read(Pair, found[0])

    def canonical(self, pair: str) -> Pair:
        """With the persons as they are known now."""
        row = as_one(self._tx, _row(self.get(pair)), "kept", "also", "asked_by")
        return read(Pair, row)

    def answered(self, pair: Pair, *, by: PersonId) -> None:
        """Keep what somebody said to it."""
        row = self._tx.rows(pairs, pairs.c.id == pair.id)[0]
        said = {"agreed": pair.agreed, "answer": str(pair.answer)}
        Records(self._tx, pairs).save(row | said, did="pair.answered", by=by)


def _row(pair: Pair) -> dict[str, object]:
    return asdict(pair) | {"answer": str(pair.answer)}
