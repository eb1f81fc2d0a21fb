"""Who is away, and who acts for them meanwhile."""

from collections.abc import Mapping

from sqlalchemy import Boolean, Column, Date, String, select

from domain.people import Absence
from storage.db import OURS, Tx, read
from storage.kept import Rows, kept
from storage.records import Records, record_table
from storage.settings import DistrictSettings

absences = record_table(
    "absences",
    Column("person", String(40), primary_key=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("deputy", String(40), nullable=False),
    Column("ended", Boolean, nullable=False),
)

NOT_ENDED = select(absences).where(absences.c.district == OURS, absences.c.ended.is_(False))


def _absences(rows: Rows) -> tuple[Absence, ...]:
    return tuple(read(Absence, row) for row in rows)


class Absences:
    """One absence a person: that of now, or the next one."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def all(self) -> list[Absence]:
        """Those that are not over yet."""
        found = kept(self._tx, absences, NOT_ENDED, _absences)
        if not found:
            return []
        today = self._tx.now.astimezone(DistrictSettings(self._tx).all().zone).date()
        return [absence for absence in found if absence.last >= today]

    def over(self) -> list[Absence]:
        """Those whose last day has passed, and that nobody has ended yet."""
        today = self._tx.now.astimezone(DistrictSettings(self._tx).all().zone).date()
        return [absence for absence in kept(self._tx, absences, NOT_ENDED, _absences) if absence.last < today]

    def now(self) -> Mapping[str, str]:
        """Who acts for whom today, as the records name them."""
        return {absence.person: absence.deputy for absence in self.all() if self._covers(absence)}

    def _covers(self, absence: Absence) -> bool:
        return absence.covers(self._tx.now.astimezone(DistrictSettings(self._tx).all().zone).date())

    def get(self, person: str) -> Absence | None:
        return next((absence for absence in self.all() if absence.person == person), None)

    def set(self, absence: Absence, *, by: str) -> None:
        row = {"person": absence.person, "first": absence.first, "last": absence.last, "deputy": absence.deputy}
        self._put(row | {"ended": False}, did="absence.set", by=by)

    def end(self, person: str, *, by: str) -> bool:
        """Somebody is back; False when they were not away."""
        found = self._tx.rows(absences, absences.c.person == person, absences.c.ended.is_(False))
        if found:
            self._put(found[0] | {"ended": True}, did="absence.ended", by=by)
        return bool(found)

    def _put(self, row: Mapping[str, object], *, did: str, by: str) -> None:
        before = self._tx.rows(absences, absences.c.person == row["person"])
        records = Records(self._tx, absences)
        if before:
            records.save({**row, "version": before[0]["version"]}, did=did, by=by)
        else:
            records.add(row, did=did, by=by)
