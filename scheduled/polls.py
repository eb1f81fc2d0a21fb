"""Closes polls whose time is up, and erases what a hold has kept of them."""

from datetime import time

from domain.catching_up import CatchUp
from domain.schedules import EveryDay, Rule
from scheduled.jobs import Jobs, Occasion, Ran
from storage.db import Tx
from storage.polls import Polls

jobs = Jobs()

QUARTERS = Rule(days=EveryDay(), at=tuple(time(quarter // 4, 15 * (quarter % 4)) for quarter in range(96)))


@jobs.when(lambda _: QUARTERS, catch_up=CatchUp.LATEST)
def close(tx: Tx, occasion: Occasion) -> Ran:
    """Each quarter of an hour. One whose key cannot be opened is tried again the next time."""
    del occasion
    polls = Polls(tx)
    due = polls.to_close()
    for poll in due:
        polls.end(poll)
    return Ran(len(due) + polls.erase_left())
