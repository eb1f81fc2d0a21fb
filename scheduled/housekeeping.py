"""Forgets what only the bot needed."""

from datetime import time, timedelta

from domain.catching_up import CatchUp
from domain.schedules import EveryDay, Rule
from scheduled.jobs import Jobs, Occasion, Ran
from storage.db import Tx
from storage.repeats import Repeats
from storage.schedules import Schedules

jobs = Jobs()

#: A platform repeats a request within minutes; a person who presses an old button again is far beyond that.
KEEP_REPEATS = timedelta(days=30)
KEEP_OCCURRENCES = timedelta(days=90)  # for whoever asks whether something ran
NIGHTLY = Rule(days=EveryDay(), at=(time(3, 0),))


@jobs.when(lambda _: NIGHTLY, catch_up=CatchUp.LATEST)
def forget(tx: Tx, _: Occasion) -> Ran:
    repeats = Repeats(tx).prune(tx.now - KEEP_REPEATS)
    return Ran(repeats + Schedules(tx).prune(tx.now - KEEP_OCCURRENCES))
