"""Whom the district expects, from its list of staff: people by e-mail, and where they work."""

from collections.abc import Iterable

from sqlalchemy import Column, Index, String, Table

from storage.db import Tx, district, metadata
from storage.records import Records, record_table

expected = Table(
    "expected",
    metadata,
    district(),
    Column("email", String(320), primary_key=True),
    Column("person", String(40), nullable=False),
    Column("name", String(200), nullable=False),
)
Index("ix_expected_person", expected.c.district, expected.c.person)

workplaces = record_table(
    "workplaces",
    Column("person", String(40), primary_key=True),
    Column("school", String(40)),
    Column("department", String(40)),
)


class Roster:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def person_of(self, email: str | None) -> str | None:
        """Who is expected with this e-mail."""
        found = self._tx.rows(expected, expected.c.email == email.lower()) if email else []
        return found[0]["person"] if found else None

    def everybody(self) -> dict[str, str]:
        """All who are expected: persons by e-mail."""
        return {row["email"]: row["person"] for row in self._tx.rows(expected)}

    def names(self, persons: Iterable[str]) -> dict[str, str]:
        wanted = set(persons)
        rows = self._tx.rows(expected, expected.c.person.in_(wanted)) if wanted else []
        return {row["person"]: row["name"] for row in rows}

    def expects(self, person: str) -> bool:
        return bool(self._tx.rows(expected, expected.c.person == person))

    def expect(self, email: str, person: str, name: str) -> None:
        self._tx.put(expected, {"email": email.lower(), "person": person, "name": name})

    def place(self, person: str, *, school: str | None, department: str | None, by: str) -> bool:
        """Where somebody works; False when that was known."""
        row = {"person": person, "school": school, "department": department}
        before = self._tx.rows(workplaces, workplaces.c.person == person)
        if before and (before[0]["school"], before[0]["department"]) == (school, department):
            return False
        if before:
            Records(self._tx, workplaces).save(row | {"version": before[0]["version"]}, did="workplace.changed", by=by)
        elif school or department:
            Records(self._tx, workplaces).add(row, did="workplace.set", by=by)
        return bool(before or school or department)
