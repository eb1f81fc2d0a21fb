"""Reminds whoever decides of the reports that wait for them: one message that lists them all."""

from datetime import timedelta

from domain.catching_up import CatchUp
from domain.reminders import Remind, Waiting, urgent_again
from domain.schedules import each_working_day
from scheduled.jobs import Jobs, Occasion, Ran, in_chunks
from storage.db import Tx
from storage.outbox import Outbox
from storage.schedules import Schedules
from storage.settings import DistrictSettings
from storage.waiting import by_decider, waiting

jobs = Jobs()

#: A reminder that is late is worth sending while people are at work; the next one lists the same.
A_DAY, AN_HOUR = timedelta(hours=8), timedelta(hours=1)


@jobs.when(lambda settings: each_working_day(settings.working_hours.start), catch_up=CatchUp.SKIP, grace=A_DAY)
def remind(tx: Tx, occasion: Occasion) -> Ran:
    """Of what nobody has acknowledged in time, each working day."""
    return _remind(tx, occasion, Remind.LATE, waiting(tx, Remind.LATE))


@jobs.when(lambda settings: settings.working_hours.every(1), catch_up=CatchUp.SKIP, grace=AN_HOUR)
def remind_urgent(tx: Tx, occasion: Occasion) -> Ran:
    """Of what is urgent, every four working hours; looked after each hour."""
    found, settings = waiting(tx, Remind.URGENT), DistrictSettings(tx).all()
    last = Schedules(tx).last_done(occasion.job, before=occasion.slot)
    calendar, hours = settings.rules.calendar, settings.working_hours
    if not urgent_again(found, last, occasion.due, hours, zone=settings.zone, calendar=calendar):
        return Ran()
    return _remind(tx, occasion, Remind.URGENT, found)


def _remind(tx: Tx, occasion: Occasion, remind: Remind, found: list[Waiting]) -> Ran:
    """What waits for an empty seat reaches whoever takes it, and needs no reminder before."""
    outbox = Outbox(tx)
    return in_chunks(
        by_decider(tx, found),
        occasion,
        lambda person: outbox.owe("triage.waiting", remind, to=person, key=occasion.key),
    )
