"""How the bot runs in a district: when each job ran last, what failed, and who is not reached. Nothing of a record."""

from datetime import datetime, timedelta

from sqlalchemy import Column, String, Table, bindparam, func, select

from domain.frozen import dataclass
from domain.people import PersonId
from storage.db import OURS, Moment, Tx, district, metadata
from storage.outbox import ADDRESSED_NOWHERE, PERSON, SKIPPED, UNFILLED, outbox
from storage.people import People
from storage.schedules import occurrences

failures = Table(
    "failures",
    metadata,
    district(),
    Column("job", String(120), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("fault", String(20), nullable=False),  # by which it stands in the log
    Column("why", String(80), nullable=False),  # the kind of error, never what it said
)
LOOKED_BACK = timedelta(days=30)
C = occurrences.c
LAST_RAN = (
    select(C.job, func.max(C.ran_at).label("at")).where(C.district == OURS, C.ran_at.is_not(None)).group_by(C.job)
)
PASSED_OVER = (
    select(C.job, func.max(C.due).label("at"))
    .where(C.district == OURS, C.ran_at.is_(None), C.due > bindparam("since", type_=Moment))
    .group_by(C.job)
)
UNREACHED = (
    select(outbox.c.to)
    .distinct()
    .where(outbox.c.district == OURS, outbox.c.due > bindparam("since", type_=Moment), outbox.c.to.startswith(PERSON))
    .where(outbox.c.state.in_([SKIPPED, UNFILLED]), outbox.c.error.in_(ADDRESSED_NOWHERE))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """When a job failed last."""

    job: str
    at: datetime
    fault: str
    why: str


class Running:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def last_ran(self) -> dict[str, datetime]:
        """When each job ran last, by its name."""
        return {row["job"]: row["at"] for row in self._tx.ask(LAST_RAN)}

    def passed_over(self) -> dict[str, datetime]:
        """When each came due last and was too late, of the last month."""
        return {row["job"]: row["at"] for row in self._tx.ask(PASSED_OVER, since=self._tx.now - LOOKED_BACK)}

    def failed(self) -> dict[str, Failure]:
        """What failed last, of those that have not run since."""
        ran = self.last_ran()
        found = self._tx.find(Failure, failures)
        return {one.job: one for one in found if one.job not in ran or ran[one.job] < one.at}

    def note_failure(self, job: str, fault: str, why: str) -> None:
        self._tx.put(failures, {"job": job, "at": self._tx.now, "fault": fault, "why": why[:80]})

    def unreached(self) -> list[PersonId]:
        """To whom something was owed in the last month that had nowhere to go, and who still has no account."""
        rows = self._tx.ask(UNREACHED, since=self._tx.now - LOOKED_BACK)
        people = People(self._tx)
        persons = {people.canonical(row["to"].removeprefix(PERSON)) for row in rows}
        return sorted(persons - people.reach_all(persons)().keys())
