"""Forgets what only the bot needed."""

from datetime import timedelta

from scheduled.jobs import Jobs
from storage.db import Tx
from storage.repeats import Repeats

jobs = Jobs()

#: A platform repeats a request within minutes; a person who presses an old button again is far beyond that.
KEEP_REPEATS = timedelta(days=30)


@jobs.every(hours=24)
def forget_repeats(tx: Tx) -> int:
    return Repeats(tx).prune(tx.now - KEEP_REPEATS)
