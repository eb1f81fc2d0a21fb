"""What changes because a day begins: who was away is back, and somebody else may decide."""

from datetime import time

from domain.catching_up import CatchUp
from domain.schedules import EveryDay, Rule, each_working_day
from scheduled.jobs import Jobs, Occasion, Ran
from storage.absences import Absences
from storage.db import Tx
from storage.seating import end_absence, tell_in_charge

jobs = Jobs()

EARLY = Rule(days=EveryDay(), at=(time(0, 5),))


@jobs.when(lambda _: EARLY, catch_up=CatchUp.LATEST)
def back(tx: Tx, occasion: Occasion) -> Ran:
    """Whoever acted for somebody who is back keeps no words that are not theirs to read any more."""
    del occasion
    over = Absences(tx).over()
    for absence in over:
        end_absence(tx, absence, by="system")
    return Ran(len(over))


@jobs.when(lambda settings: each_working_day(settings.working_hours.start), catch_up=CatchUp.LATEST)
def in_charge(tx: Tx, occasion: Occasion) -> Ran:
    """Absences begin and end without anybody's doing: a report about somebody in charge may have lost who decides."""
    del occasion
    return Ran(tell_in_charge(tx))
