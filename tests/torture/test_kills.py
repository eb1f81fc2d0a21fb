"""A fan-out of 2,000 messages, and processes that are killed while they send it."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest

from playground.testing import Served
from storage.car_table import cars
from storage.db import Database
from storage.verify import verify
from tests.bot.conftest import Workspace, until
from tests.bot.test_bursts import stalled
from tests.conftest import TEACHER, District, counter
from tests.inbox import Inbox
from tests.killing import PATIENCE, Killing, nothing_lost
from tests.process import Running

pytestmark = pytest.mark.torture
EACH, KILLS, STOPS = 500, 20, 10


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    fake = Inbox()
    with Served(fake.app()) as running:
        fake.url = running.url
        yield fake


@pytest.mark.parametrize(("replicas", "honours"), [(1, False), (2, False), (2, True)])
def test_r27_kill_9_at_twenty_points_loses_nothing_and_repeats_one_message_a_lane_at_most(
    database_url: str, inbox: Inbox, replicas: int, *, honours: bool
) -> None:
    database, inbox.honours = Database(database_url, mint=counter()), honours
    killing = Killing.begin(database, database_url, inbox, each=EACH, replicas=replicas)
    chance = random.Random(replicas)  # noqa: S311 - a point to die at

    for nth in range(KILLS):
        killing.goes_on(chance.randint(1, 90))
        killing.kill(nth)
    killing.finish()

    database.close()
    said = f"{len(killing.owed.keys)} messages, {KILLS} kills: {inbox.repeats} repeats of at most {killing.may_repeat}"
    print(f"{replicas} replicas, {said}")  # noqa: T201
    nothing_lost(killing)
    assert killing.may_repeat > 0  # they died while they sent
    assert not honours or len(inbox.stood) == len(killing.owed.keys)


@pytest.mark.parametrize("replicas", [1, 2])
def test_sigterm_repeats_nothing(database_url: str, inbox: Inbox, replicas: int) -> None:
    database = Database(database_url, mint=counter())
    killing = Killing.begin(database, database_url, inbox, each=EACH, replicas=replicas)
    chance = random.Random(replicas)  # noqa: S311 - a point to stop at

    for nth in range(STOPS):
        killing.goes_on(chance.randint(1, 90))
        killing.stop(nth)
    killing.finish()

    database.close()
    nothing_lost(killing)
    assert (killing.may_repeat, inbox.repeats) == (0, 0)


def test_r2_a_form_whose_process_was_killed_before_the_commit_is_filed_by_the_retry(
    district: District, database_url: str, inbox: Inbox
) -> None:
    first = Running.start(database_url, inbox)
    workspace = Workspace(first.url, inbox, district)
    with ThreadPoolExecutor(1) as pool, stalled(workspace):
        waiting = pool.submit(workspace.file, TEACHER, "The gate latch is broken")
        with suppress(TimeoutError):
            waiting.exception(0.3)  # it waits for the lock
        first.kill()
    with pytest.raises(httpx.TransportError):
        waiting.result()
    assert district.do(lambda tx: tx.rows(cars)) == []

    second = Running.start(database_url, inbox)
    answer = Workspace(second.url, inbox, district).file(TEACHER, "The gate latch is broken")

    assert (answer.status_code, answer.text) == (200, "")
    assert len(district.do(lambda tx: tx.rows(cars))) == 1
    assert district.do(verify).broken == []
    until(lambda: len(inbox.got) == 3, PATIENCE)
    second.stop()
