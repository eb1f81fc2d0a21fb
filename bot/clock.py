"""APScheduler ticks here and nowhere else: what is due is a row in the database, the tick only asks for it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.log import fault_id
from scheduled.jobs import Job
from storage.db import Database
from storage.system import all_districts

log = structlog.get_logger()

AFTER_START = timedelta(minutes=1)
LOOK_FOR_MAIL = 2  # seconds: for what another replica owed, and for what is tried again


def start_clock(
    database: Database,
    jobs: Sequence[Job],
    wake_delivery: Callable[[], None],
    *,
    hourly: Callable[[], Awaitable[None]] | None = None,
) -> AsyncIOScheduler:
    """A scheduler that runs in the event loop of whoever calls; it keeps nothing. `hourly` asks a platform."""

    async def look_for_mail() -> None:  # a plain function would run in a thread, outside the event loop
        wake_delivery()

    clock = AsyncIOScheduler(timezone="UTC")
    clock.add_job(look_for_mail, "interval", seconds=LOOK_FOR_MAIL, coalesce=True)
    for job in jobs:
        soon = datetime.now(UTC) + AFTER_START  # or a bot that restarts every night would never get to it
        every = {"hours": job.hours, "next_run_time": soon, "coalesce": True, "misfire_grace_time": None}
        clock.add_job(run_everywhere, "interval", [database, job], **every)
    if hourly:
        clock.add_job(hourly, "interval", hours=1, next_run_time=datetime.now(UTC) + AFTER_START, coalesce=True)
    clock.start()
    return clock


def tell_of_ticks(clock: AsyncIOScheduler, told: Callable[[str], None]) -> None:
    """Tell of everything that the clock wakes: "ok", or "fault"."""
    clock.add_listener(lambda tick: told("fault" if tick.exception else "ok"), EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)


async def run_everywhere(database: Database, job: Job) -> None:
    """Run a job once in each district; one that fails does not keep it from the others."""
    for district, short, _ in await database.system(all_districts):
        try:
            await database.run(district, job.run, now=datetime.now(UTC), door="clock")
        except Exception:
            log.exception("job", id=fault_id(), job=job.name, district=short)
