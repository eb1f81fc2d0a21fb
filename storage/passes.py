"""Links to a page that were made for somebody by command: who reads which report by one, and until when."""

from sqlalchemy import Column, String

from domain.errors import RefusedError
from domain.links import Pass
from storage.db import Moment, Tx
from storage.records import Records, record_table

passes = record_table(
    "passes",
    Column("id", String(40), primary_key=True),
    Column("about", String(80), nullable=False),
    Column("person", String(40), nullable=False),
    Column("until", Moment, nullable=False),
)


class Passes:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def add(self, given: Pass, *, by: str) -> str:
        """Remember that a link was made; the link itself is kept nowhere."""
        name = self._tx.mint()
        row = {"id": name, "about": given.about, "person": given.person, "until": given.until}
        Records(self._tx, passes).add(row, did="link.made", by=by)
        return name

    def get(self, name: str) -> dict[str, object]:
        found = self._tx.rows(passes, passes.c.id == name)
        if not found:
            raise RefusedError("There is no such link.")
        return found[0]
