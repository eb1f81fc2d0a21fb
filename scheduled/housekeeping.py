"""Forgets in time what only the bot needed. How long each is kept stands in domain/retention.py.

Each run removes a few rows (storage/pruning.py), in a short transaction; runs every hour keep up with any district.
"""

from domain.retention import KEEP_MESSAGES, KEEP_REPEATS
from scheduled.jobs import Jobs
from storage.db import Tx
from storage.outbox import Outbox
from storage.repeats import Repeats

jobs = Jobs()


@jobs.every(hours=1)
def forget_repeats(tx: Tx) -> int:
    return Repeats(tx).prune(tx.now - KEEP_REPEATS)


@jobs.every(hours=1)
def forget_messages(tx: Tx) -> int:
    return Outbox(tx).prune(tx.now - KEEP_MESSAGES)
