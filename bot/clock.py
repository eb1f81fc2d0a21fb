"""APScheduler ticks here and nowhere else: what is due is a row in the database, the tick only asks for it.

It is imported where a clock is started, which the bot does when its doors are open: it takes a twentieth of a start.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.log import fault_id
from domain.frozen import dataclass
from scheduled.firing import Fired, due_jobs, fire
from scheduled.jobs import Job
from storage.db import Database, Tx
from storage.installations import every_district
from storage.running import Running

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

AFTER_START = timedelta(minutes=1)
TICK = 30  # seconds between two looks at what is due
LOOK_FOR_MAIL = 2  # seconds: for what another replica owed, and for what is tried again
LOOK_AGAIN = 60  # seconds: for what a command or another replica changed
SCHEDULER = "apscheduler.schedulers.asyncio"  # what `start_clock` loads; whoever must not stand still loads it before


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did, by the short name of the district; and what failed, by its id in the log."""

    fired: list[tuple[str, Fired]] = field(default_factory=list)
    failed: list[tuple[str, str, str]] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)  # the kind of error of each


def start_clock(
    database: Database,
    jobs: Sequence[Job],
    wake_delivery: Callable[[], None],
    *,
    hourly: Callable[[], Awaitable[None]] | None = None,
    look_again: Callable[[], Awaitable[None]] | None = None,
) -> "AsyncIOScheduler":
    """A scheduler that runs in the event loop of whoever calls; it keeps nothing.

    `hourly` asks a platform, `look_again` the database, every minute.
    """
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

    async def look_for_mail() -> None:  # a plain function would run in a thread, outside the event loop
        wake_delivery()

    async def look_what_is_due() -> None:
        with suppress(asyncio.CancelledError):  # told to stop meanwhile: each slot was done, or is still due
            if (await tick(database, jobs, datetime.now(UTC))).fired:
                wake_delivery()

    clock = AsyncIOScheduler(timezone="UTC")
    often = {"coalesce": True, "misfire_grace_time": None}  # late is better than not at all, and once is enough
    clock.add_job(look_for_mail, "interval", seconds=LOOK_FOR_MAIL, **often)
    clock.add_job(look_what_is_due, "interval", seconds=TICK, next_run_time=datetime.now(UTC), **often)
    if look_again:
        clock.add_job(look_again, "interval", seconds=LOOK_AGAIN, **often)
    if hourly:
        clock.add_job(hourly, "interval", hours=1, next_run_time=datetime.now(UTC) + AFTER_START, **often)
    clock.start()
    return clock


def tell_of_ticks(clock: "AsyncIOScheduler", told: Callable[[str], None]) -> None:
    """Tell of everything that the clock wakes: "ok", or "fault"."""
    from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED

    clock.add_listener(lambda tick: told("fault" if tick.exception else "ok"), EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)


async def tick(database: Database, jobs: Sequence[Job], now: datetime) -> Ticked:
    """Do everything that is due at `now`, district by district; what fails keeps nothing else from running.

    In a district that is reached nowhere only the jobs that run everywhere.
    """
    done = Ticked()
    for district, short, live in await database.system_seen(every_district):
        due: list[Job] = []
        here = [job for job in jobs if live or job.everywhere]
        with _failing_alone(done, short):
            due = await database.run(district, partial(due_jobs, jobs=here), now=now, door="clock", write=False)
        for job in due:
            before = len(done.failed)
            with _failing_alone(done, short, job.name):
                while fired := await database.run(district, partial(fire, job=job), now=now, door="clock"):
                    done.fired.append((short, fired))
                    log.info("ran", district=short, **asdict(fired))
            for failed in done.failed[before:]:
                with _failing_alone(done, short):
                    await database.run(district, partial(_note, failed=failed, done=done), now=now, door="clock")
    return done


def _note(tx: Tx, failed: tuple[str, str, str], done: Ticked) -> None:
    """Keep that a job failed, for whoever looks after the installation: what the error said stands in the log."""
    _, job, fault = failed
    Running(tx).note_failure(job, fault, done.why[fault])


@contextmanager
def _failing_alone(done: Ticked, district: str, job: str = "") -> Iterator[None]:
    try:
        yield
    except Exception as error:
        fault = fault_id()
        log.exception("job", id=fault, job=job, district=district)
        done.failed.append((district, job, fault))
        done.why[fault] = type(error).__name__
