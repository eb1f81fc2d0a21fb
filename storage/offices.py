"""Who answers for each office of the district to which a report can be handed over."""

from collections.abc import Mapping

from sqlalchemy import Column, String, select

from domain.offices import Office
from domain.people import PersonId, Viewer
from storage.db import OURS, Tx
from storage.kept import Rows, kept
from storage.records import Records, record_table

offices = record_table(
    "offices",
    Column("office", String(40), primary_key=True),
    Column("person", String(40)),  # its officer; empty while nobody is named
)


NAMED = select(offices).where(offices.c.district == OURS, offices.c.person.is_not(None))


def _officers(rows: Rows) -> Mapping[Office, PersonId]:
    held = {row["office"]: row["person"] for row in rows}
    return {office: PersonId(held[office]) for office in Office if held.get(office)}


class Offices:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def officers(self) -> Mapping[Office, PersonId]:
        """Of each office that has one, in the order of the list."""
        return kept(self._tx, offices, NAMED, _officers)

    def of(self, viewer: Viewer) -> frozenset[Office]:
        """Those for which somebody answers."""
        return frozenset(office for office, person in self.officers().items() if person in viewer.ids)

    def name(self, office: Office, person: str | None, *, by: str) -> None:
        """Say who answers for an office, or that nobody does."""
        before = self._tx.rows(offices, offices.c.office == office)
        row = {"office": str(office), "person": person}
        if before and before[0]["person"] != person:
            Records(self._tx, offices).save(row | {"version": before[0]["version"]}, did="office.changed", by=by)
        elif not before and person:
            Records(self._tx, offices).add(row, did="office.named", by=by)
