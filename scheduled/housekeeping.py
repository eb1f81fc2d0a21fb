"""Forgets in time what only the bot needed. How long each is kept stands in domain/retention.py."""

from datetime import time

from domain.catching_up import CatchUp
from domain.files import Purpose
from domain.retention import KEEP_DRAWN, KEEP_MESSAGES, KEEP_OCCURRENCES, KEEP_REPEATS, KEEP_SNOOZES
from domain.schedules import EveryDay, Rule
from scheduled.jobs import Jobs, Occasion, Ran
from storage.db import Tx
from storage.files import Files
from storage.outbox import Outbox
from storage.pruning import BATCH
from storage.reminded import Reminded
from storage.repeats import Repeats
from storage.schedules import Schedules

jobs = Jobs()

NIGHTLY = Rule(days=EveryDay(), at=(time(3, 0),))


@jobs.when(lambda _: NIGHTLY, catch_up=CatchUp.LATEST, everywhere=True)  # what is kept too long needs no reader
def forget(tx: Tx, occasion: Occasion) -> Ran:
    """A few rows of each kind in one transaction, and again until none are left."""
    gone = (
        Repeats(tx).prune(tx.now - KEEP_REPEATS),
        Schedules(tx).prune(tx.now - KEEP_OCCURRENCES),
        Outbox(tx).prune(tx.now - KEEP_MESSAGES),
        Files(tx).forget(Purpose.EXPORT, tx.now - KEEP_DRAWN, most=BATCH),
        Files(tx).forget(Purpose.INVITATION, tx.now - KEEP_DRAWN, most=BATCH),
        Reminded(tx).prune_snoozes((tx.now - KEEP_SNOOZES).date()),
    )
    so_far = int(occasion.after or 0) + sum(gone)  # never the same twice: of two replicas, one goes on
    return Ran(sum(gone), more=str(so_far) if BATCH in gone else None)
