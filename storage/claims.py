"""Claims of the management representative's seat: any admin may take one back for a week."""

from sqlalchemy import Column, String

from domain.errors import RefusedError
from domain.people import Claim, PersonId, Role
from storage.db import Moment, Tx
from storage.history import History, history
from storage.people import People
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

    def passed_on(self, claim: Claim) -> list[tuple[str, str]]:
        """By whom the seat was given to whom since it was claimed, in order; "system" is nobody in chat."""
        seat = f"seats:{Role.MANAGEMENT_REPRESENTATIVE}//"
        since = History(self._tx).about(f"claims:{claim.id}")[0]["nr"]
        c, known = history.c, People(self._tx)
        where = (c.nr > since, c.about.startswith(seat, autoescape=True), c.did == "seat.given")
        rows = self._tx.rows(history, *where, order=c.nr)
        return [(known.canonical(row["by"]), known.canonical(row["about"].removeprefix(seat))) for row in rows]

    def reverse(self, claim: Claim, *, by: PersonId) -> None:
        row = self._tx.rows(claims, claims.c.id == claim.id)[0]
        Records(self._tx, claims).save(row | {"reversed_by": by}, did="seat.claim_reversed", by=by)
