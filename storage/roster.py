"""Whom the district expects, from its list of staff: people by e-mail, and where they work."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Index, String, Table

from storage.db import Tx, district, metadata
from storage.kept import remembered
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
        found = self._tx.having(expected, email=email.lower()) if email else []
        return found[0]["person"] if found else None

    def everybody(self) -> dict[str, str]:
        """All who are expected: persons by e-mail."""
        return {row["email"]: row["person"] for row in self._tx.rows(expected)}

    def names(self, persons: Iterable[str]) -> dict[str, str]:
        wanted = set(persons)
        rows = self._tx.having(expected, person=list(wanted)) if wanted else []
        return {row["person"]: row["name"] for row in rows}

    def expects(self, person: str) -> bool:
        return bool(self._tx.having(expected, person=person))

    def expect(self, email: str, person: str, name: str) -> None:
        self._tx.put(expected, {"email": email.lower(), "person": person, "name": name})

    def workplace_of(self, persons: Iterable[str]) -> tuple[str | None, str | None]:
        """The school and the department where somebody works, by any of their ids."""
        named = sorted(persons)

        def look() -> tuple[str | None, str | None]:
            rows = self._tx.having(workplaces, person=named, order="person")
            school = next((row["school"] for row in rows if row["school"]), None)
            return school, next((row["department"] for row in rows if row["department"]), None)

        return remembered(self._tx, workplaces, ("workplace", *named), look)

    def working_at(self, place: str) -> list[str]:
        """Who works at a school or in a department, by the ids with which the list names them."""
        rows = self._workplaces().values()
        return sorted(row["person"] for row in rows if place in (row["school"], row["department"]))

    def schools_of(self, persons: Iterable[str]) -> dict[str, str]:
        """The school of each who works at one."""
        wanted = list(persons)
        rows = self._tx.having(workplaces, person=wanted) if wanted else []
        return {row["person"]: row["school"] for row in rows if row["school"]}

    def _workplaces(self) -> dict[str, dict[str, Any]]:
        """All of them, read once: a list of thousands asks for each."""
        if "workplaces" not in self._tx.notes:
            self._tx.notes["workplaces"] = {row["person"]: row for row in self._tx.rows(workplaces)}
        found: dict[str, dict[str, Any]] = self._tx.notes["workplaces"]
        return found

    def place(self, person: str, *, school: str | None, department: str | None, by: str) -> bool:
        """Where somebody works; False when that was known."""
        row = {"person": person, "school": school, "department": department}
        before = self._workplaces().get(person, {"school": None, "department": None, "version": 0})
        if (before["school"], before["department"]) == (school, department):
            return False
        records = Records(self._tx, workplaces)
        if before["version"]:
            records.save(row | {"version": before["version"]}, did="workplace.changed", by=by)
        else:
            records.add(row, did="workplace.set", by=by)
        self._workplaces()[person] = row | {"version": before["version"] + 1}
        return True
