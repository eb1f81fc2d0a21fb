"""Runs what has come due: one slot of one job, or the next part of one, in one transaction."""

from collections.abc import Sequence

from domain.catching_up import Plan, Turn, begun, turn
from domain.frozen import dataclass
from domain.schedules import Due
from domain.school_calendar import SchoolCalendar
from scheduled.jobs import Job, Occasion
from storage.db import Tx
from storage.schedules import Occurrence, Schedule, Schedules
from storage.settings import DistrictSettings


@dataclass(frozen=True, kw_only=True, slots=True)
class Fired:
    """What one transaction did. `ran` is False when a slot came too late, or its job is not in force."""

    job: str
    slot: str
    ran: bool
    did: int = 0
    missed: int = 0


def due_jobs(tx: Tx, jobs: Sequence[Job]) -> list[Job]:
    """The jobs that have something to do in this district now. It only reads, so that idle ticks cost little."""
    book, settings = Schedules(tx), DistrictSettings(tx).all()
    kept, half, calendar = book.all(), book.unfinished(), settings.rules.calendar

    def has_come(job: Job) -> bool:
        known, plan = kept.get(job.name), job.plan(settings)
        if known is None or known.plan != plan or job.name in half:
            return True
        return turn(plan, known.last_slot, tx.now, calendar).newest is not None

    return [job for job in jobs if has_come(job)]


def fire(tx: Tx, job: Job) -> Fired | None:
    """Claim what is due next and do it, all or nothing; None when nothing is due, or another replica has it."""
    book, settings = Schedules(tx), DistrictSettings(tx).all()
    plan, calendar = job.plan(settings), settings.rules.calendar
    known = _kept(book, job.name, plan, tx, calendar)
    if known is None:
        return None
    half = book.unfinished().get(job.name)
    if half:
        return _go_on(tx, job, half) if book.resume(half) else None
    now = turn(plan, known.last_slot, tx.now, calendar)
    if now.newest is None or not book.claim(known, now.newest.slot):
        return None
    if job.rests(settings):
        return Fired(job=job.name, slot=now.newest.slot, ran=False)
    _pass_over(tx, job, now.missed)
    if now.run is None:
        return Fired(job=job.name, slot=now.newest.slot, ran=False, missed=len(now.missed))
    return _begin(tx, job, now)


def _pass_over(tx: Tx, job: Job, missed: Sequence[Due]) -> None:
    Schedules(tx).pass_over(job.name, missed)
    if job.missed and missed:
        job.missed(tx, missed)


def _begin(tx: Tx, job: Job, now: Turn) -> Fired | None:
    if now.run is None or not Schedules(tx).begin(job.name, now.run):
        return None
    ran = _go_on(tx, job, Occurrence(job=job.name, slot=now.run.slot, due=now.run.at))
    return Fired(job=job.name, slot=ran.slot, ran=True, did=ran.did, missed=len(now.missed))


def _kept(book: Schedules, job: str, plan: Plan, tx: Tx, calendar: SchoolCalendar) -> Schedule | None:
    """The schedule as the district wants it now. What a new rule would have named before today is not made up for."""
    known = book.get(job)
    if known is None:
        book.start(job, plan, begun(plan, tx.now, calendar))
        return book.get(job)
    if known.plan == plan:
        return known
    since = max(known.last_slot, begun(plan, tx.now, calendar)) if known.plan.rule != plan.rule else known.last_slot
    return Schedule(job=job, plan=plan, last_slot=since) if book.replan(known, plan, since) else None


def _go_on(tx: Tx, job: Job, found: Occurrence) -> Fired:
    occasion = Occasion(job=job.name, slot=found.slot, due=found.due, after=found.more or "")
    ran = job.run(tx, occasion)
    Schedules(tx).note(job.name, found.slot, did=found.did + ran.did, more=ran.more)
    return Fired(job=job.name, slot=found.slot, ran=True, did=ran.did)
