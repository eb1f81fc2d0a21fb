"""Closes polls whose time is up, and erases what a hold has kept of them."""

from domain.catching_up import CatchUp
from domain.schedules import QUARTERS
from scheduled.jobs import Jobs, Occasion, Ran
from storage.db import Tx
from storage.polls import Polls

jobs = Jobs()


@jobs.when(lambda _: QUARTERS, catch_up=CatchUp.LATEST)
def close(tx: Tx, occasion: Occasion) -> Ran:
    """Each quarter of an hour. One whose key cannot be opened is tried again the next time."""
    del occasion
    polls = Polls(tx)
    due = polls.to_close()
    for poll in due:
        polls.end(poll)
    return Ran(len(due) + polls.erase_left())
