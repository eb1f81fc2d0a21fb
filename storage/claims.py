"""Claims of the management representative's seat: any admin may take one back for a week."""

from sqlalchemy import Column, String

from domain.errors import RefusedError
from domain.people import Claim, PersonId
from storage.db import Moment, Tx
from storage.records import Records, record_table

claims = record_table(
    "claims",
    Column("id", String(40), primary_key=True),
    Column("person", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reversed_by", String(40)),
)


class Claims:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def add(self, person: PersonId) -> Claim:
        claim = Claim(id=self._tx.mint(), person=person, at=self._tx.now)
        row = {"id": claim.id, "person": person, "at": claim.at, "reversed_by": None}
        Records(self._tx, claims).add(row, did="seat.claimed", by=person)
        return claim

    def get(self, claim: str) -> Claim:
        found = self._tx.find(Claim, claims, claims.c.id == claim)
        if not found:
            raise RefusedError("There is no such claim.")
        return found[0]

    def reverse(self, claim: Claim, *, by: PersonId) -> None:
        row = self._tx.rows(claims, claims.c.id == claim.id)[0]
        Records(self._tx, claims).save(row | {"reversed_by": by}, did="seat.claim_reversed", by=by)
