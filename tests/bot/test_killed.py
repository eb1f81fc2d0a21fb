"""The bot as a process of its own, killed or stopped while it sends; `make torture` does it at twenty points."""

from collections.abc import Iterator

import pytest

from playground.testing import Served
from storage.db import Database
from tests.bot.conftest import until
from tests.conftest import ON_BOTH
from tests.inbox import NEVER, Inbox
from tests.killing import LANES, PATIENCE, Killing, nothing_lost
from tests.process import end_all

pytestmark = ON_BOTH

EACH, BEFORE = 6, 7  # messages of each lane, and those that are answered before the end


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    fake = Inbox(answers=BEFORE)
    with Served(fake.app()) as running:
        fake.url = running.url
        yield fake
        fake.answers = NEVER
    end_all()


@pytest.fixture
def killing(database: Database, database_url: str, inbox: Inbox) -> Killing:
    """One process that has a message on its way in every lane."""
    made = Killing.begin(database, database_url, inbox, each=EACH, replicas=1)
    until(lambda: inbox.waiting == LANES, PATIENCE)
    return made


def test_r27_kill_9_in_the_middle_loses_nothing_and_repeats_one_message_a_lane(killing: Killing, inbox: Inbox) -> None:
    killing.kill(0)
    killing.finish()

    nothing_lost(killing)
    assert inbox.repeats == killing.may_repeat == LANES


def test_sigterm_in_the_middle_repeats_nothing(killing: Killing, inbox: Inbox) -> None:
    killing.stop(0)
    killing.finish()

    nothing_lost(killing)
    assert inbox.repeats == killing.may_repeat == 0
