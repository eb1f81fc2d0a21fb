"""When each job of a district runs, up to where it has run, and every time that it came due.

A slot is claimed by compare-and-set, in the transaction that does its work: of several replicas one does it, and
whoever dies on the way has claimed nothing.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Index, Integer, String, Table, Text, bindparam, select

from domain.catching_up import CatchUp, Plan
from domain.frozen import dataclass
from domain.schedules import Due, Rule
from storage.db import OURS, Moment, Tx, adapter, district, index_of_some, metadata, read
from storage.pruning import BATCH, remove_some

schedules = Table(
    "schedules",
    metadata,
    district(),
    Column("job", String(120), primary_key=True),
    Column("rule", Text, nullable=False),  # as JSON
    Column("zone", String(64), nullable=False),
    Column("catch_up", String(20), nullable=False),
    Column("grace", Integer, nullable=False),  # seconds
    Column("last_slot", String(20), nullable=False),  # "2027-03-08", or "2027-03-08 12:00"
)
occurrences = Table(
    "occurrences",
    metadata,
    district(),
    Column("job", String(120), primary_key=True),
    Column("slot", String(20), primary_key=True),
    Column("due", Moment, nullable=False),
    Column("ran_at", Moment),  # None: it was passed over
    Column("did", Integer, nullable=False),
    Column("more", String(80)),  # where to go on; None when all is done
)
Index("ix_occurrences_due", occurrences.c.district, occurrences.c.due)
_begun = occurrences.c.more.is_not(None)
index_of_some("ix_occurrences_open", occurrences.c.district, occurrences.c.job, where=_begun)

SCHEDULES = select(schedules).where(schedules.c.district == OURS)
OPEN = select(occurrences).where(occurrences.c.district == OURS, occurrences.c.more.is_not(None))
EARLIER = (
    select(occurrences.c.due)
    .where(occurrences.c.district == OURS, occurrences.c.job == bindparam("job"))
    .where(occurrences.c.slot < bindparam("before"))
    .order_by(occurrences.c.slot.desc())
    .limit(1)
)
LAST_DONE = EARLIER.where(occurrences.c.did > 0)
LAST_RAN = EARLIER.where(occurrences.c.ran_at.is_not(None))


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    job: str
    plan: Plan
    last_slot: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    job: str
    slot: str
    due: datetime
    ran_at: datetime | None = None
    did: int = 0
    more: str | None = None


class Schedules:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def all(self) -> dict[str, Schedule]:
        return {row["job"]: _schedule(row) for row in self._tx.ask(SCHEDULES)}

    def get(self, job: str) -> Schedule | None:
        found = self._tx.ask_once(SCHEDULES.where(schedules.c.job == job))
        return _schedule(found[0]) if found else None

    def start(self, job: str, plan: Plan, last_slot: str) -> bool:
        """Begin with a job; False when another replica has."""
        return self._tx.add_once(schedules, {"job": job, **_row(plan), "last_slot": last_slot})

    def replan(self, was: Schedule, plan: Plan, last_slot: str) -> bool:
        """Go on by another rule; False when somebody was quicker with anything."""
        mine = (schedules.c.job == was.job, schedules.c.last_slot == was.last_slot)
        return self._tx.change(schedules, {**_row(plan), "last_slot": last_slot}, *mine) == 1

    def claim(self, was: Schedule, slot: str) -> bool:
        """Be the one who brings a schedule as far as this slot; False when somebody else is, or was."""
        mine = (schedules.c.job == was.job, schedules.c.last_slot == was.last_slot)
        return self._tx.change(schedules, {"last_slot": slot}, *mine) == 1

    def begin(self, job: str, due: Due) -> bool:
        """Note that a slot is run; False when it was before."""
        return self._tx.add_once(occurrences, _occurrence(job, due, ran_at=self._tx.now))

    def pass_over(self, job: str, missed: Sequence[Due]) -> None:
        if missed:
            self._tx.add_all_once(occurrences, [_occurrence(job, due, ran_at=None) for due in missed])

    def unfinished(self) -> dict[str, Occurrence]:
        """What was begun and has more to do, by its job."""
        return {row["job"]: read(Occurrence, row) for row in self._tx.ask(OPEN)}

    def resume(self, found: Occurrence) -> bool:
        """Be the one who goes on from where it stopped; whoever comes second waits, and finds it moved on."""
        at = (occurrences.c.job == found.job, occurrences.c.slot == found.slot, occurrences.c.more == found.more)
        return self._tx.change(occurrences, {"ran_at": self._tx.now}, *at) == 1

    def note(self, job: str, slot: str, *, did: int, more: str | None) -> None:
        """Keep how much was done in all, and where to go on."""
        self._tx.change(occurrences, {"did": did, "more": more}, occurrences.c.job == job, occurrences.c.slot == slot)

    def last_done(self, job: str, *, before: str) -> datetime | None:
        """When a slot before this one was due that had something to do."""
        found = self._tx.ask(LAST_DONE, job=job, before=before)
        return found[0]["due"] if found else None

    def last_ran(self, job: str, *, before: str) -> datetime | None:
        """When a slot before this one was due that was run, whether it had something to do or not."""
        found = self._tx.ask(LAST_RAN, job=job, before=before)
        return found[0]["due"] if found else None

    def passed_over(self, job: str, *, after: str) -> list[Occurrence]:
        """Slots behind this one that came too late, in order."""
        c = occurrences.c
        late = (c.job == job, c.slot > after, c.ran_at.is_(None))
        return self._tx.find(Occurrence, occurrences, *late, order=c.slot)

    def prune(self, before: datetime, *, most: int = BATCH) -> int:
        """Forget up to `most` that came due long ago; `last_slot` keeps them from being run again."""
        done = occurrences.c.more.is_(None)
        return len(remove_some(self._tx, occurrences, occurrences.c.due < before, done, most=most))


def _row(plan: Plan) -> dict[str, Any]:
    rule = adapter(Rule).dump_json(plan.rule).decode()
    return {
        "rule": rule,
        "zone": plan.zone,
        "catch_up": str(plan.catch_up),
        "grace": int(plan.grace.total_seconds()),
    }


def _schedule(row: dict[str, Any]) -> Schedule:
    plan = Plan(
        rule=adapter(Rule).validate_json(row["rule"]),
        zone=row["zone"],
        catch_up=CatchUp(row["catch_up"]),
        grace=timedelta(seconds=row["grace"]),
    )
    return Schedule(job=row["job"], plan=plan, last_slot=row["last_slot"])


def _occurrence(job: str, due: Due, *, ran_at: datetime | None) -> dict[str, Any]:
    return {"job": job, "slot": due.slot, "due": due.at, "ran_at": ran_at, "did": 0, "more": None}
