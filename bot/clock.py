"""APScheduler ticks here and nowhere else: what is due is a row in the database, the tick only asks for it."""

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

LOOK_FOR_MAIL = 2  # seconds: for what another replica owed, and for what is tried again


def start_clock(wake_delivery: Callable[[], None]) -> AsyncIOScheduler:
    """A scheduler that runs in the event loop of whoever calls; it keeps nothing."""
    clock = AsyncIOScheduler(timezone="UTC")
    clock.add_job(wake_delivery, "interval", seconds=LOOK_FOR_MAIL, coalesce=True)
    clock.start()
    return clock
