"""Reminds whoever decides of urgent reports: the one thing that does not wait for the message of the day."""

from datetime import timedelta

from domain.catching_up import CatchUp
from domain.reminders import urgent_again
from scheduled.jobs import Jobs, Occasion, Ran, in_chunks
from storage.db import Tx
from storage.outbox import Outbox
from storage.schedules import Schedules
from storage.settings import DistrictSettings
from storage.waiting import by_decider, urgent

jobs = Jobs()

AN_HOUR = timedelta(hours=1)  # a reminder that is late is worth sending; the next one lists the same


@jobs.when(lambda settings: settings.working_hours.every(1), catch_up=CatchUp.SKIP, grace=lambda _: AN_HOUR)
def remind_urgent(tx: Tx, occasion: Occasion) -> Ran:
    """Every four working hours; looked after each hour. What waits for an empty seat reaches whoever takes it."""
    found, settings = urgent(tx), DistrictSettings(tx).all()
    last = Schedules(tx).last_done(occasion.job, before=occasion.slot)
    calendar, hours = settings.rules.calendar, settings.working_hours
    if not urgent_again(found, last, occasion.due, hours, zone=settings.zone, calendar=calendar):
        return Ran()
    outbox = Outbox(tx)
    return in_chunks(
        by_decider(tx, found),
        occasion,
        lambda person: outbox.owe("triage.waiting", "urgent", to=person, key=occasion.key),
    )
