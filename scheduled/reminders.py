"""The one message of a day: everybody at their own morning, where something is worth one."""

from domain.catching_up import CatchUp
from domain.mornings import GRACE, LOOKS
from scheduled.jobs import CHUNK, Jobs, Occasion, Ran
from storage.daily import tell, whose_morning
from storage.db import Tx
from storage.schedules import Schedules

jobs = Jobs()


@jobs.when(lambda _: LOOKS, catch_up=CatchUp.LATEST)
def daily(tx: Tx, occasion: Occasion) -> Ran:
    """A look each half hour for those whose morning it became since the last one, so many in a transaction."""
    last = Schedules(tx).last_ran(occasion.job, before=occasion.slot)
    since = max(last, occasion.due - GRACE) if last else occasion.due - GRACE
    now = whose_morning(tx, since, occasion.due, after=occasion.after, most=CHUNK)
    return Ran(did=tell(tx, now), more=now[-1] if len(now) == CHUNK else None)
