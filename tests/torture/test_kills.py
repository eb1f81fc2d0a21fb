"""A fan-out of 2,000 messages, and processes that are killed while they send it."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import httpx
import pytest

from playground.testing import Served
from storage.cars import cars
from storage.db import Database
from storage.verify import verify
from tests.bot.conftest import Workspace, until
from tests.bot.test_bursts import stalled
from tests.conftest import TEACHER, District, counter
from tests.fan_out import FanOut, fan_out
from tests.process import Running
from tests.torture.inbox import Inbox

pytestmark = pytest.mark.torture
LANES, EACH, KILLS = 4, 500, 20
PATIENCE = 300.0


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
    database = Database(database_url, mint=counter())
    owed, inbox.honours = fan_out(database, workspaces=LANES, each=EACH), honours
    running = [Running.start(database_url, inbox) for _ in range(replicas)]
    chance = random.Random(replicas)  # noqa: S311 - a point to die at

    for kill in range(KILLS):
        at = inbox.got.total() + chance.randint(1, 90)
        until(lambda at=at: inbox.got.total() >= at, PATIENCE)  # type: ignore[misc]
        dying = running[kill % replicas]
        dying.kill()
        assert owed.ledger().total() == len(owed.keys)
        owed.leases_run_out(dying.owner)
        if owed.ledger()["pending"] < EACH:
            owed.owe(EACH)
        running[kill % replicas] = Running.start(database_url, inbox)

    finish(owed, running)
    database.close()
    print(f"{replicas} replicas, {len(owed.keys)} messages, {KILLS} kills: {inbox.repeats} repeats")  # noqa: T201
    assert inbox.got.keys() == owed.keys
    assert inbox.repeats <= KILLS * LANES
    assert not honours or len(inbox.stood) == len(owed.keys)


@pytest.mark.parametrize("replicas", [1, 2])
def test_sigterm_repeats_nothing(database_url: str, inbox: Inbox, replicas: int) -> None:
    database = Database(database_url, mint=counter())
    owed = fan_out(database, workspaces=LANES, each=EACH)
    running = [Running.start(database_url, inbox) for _ in range(replicas)]
    chance = random.Random(replicas)  # noqa: S311 - a point to stop at

    for stop in range(10):
        at = inbox.got.total() + chance.randint(1, 90)
        until(lambda at=at: inbox.got.total() >= at, PATIENCE)  # type: ignore[misc]
        running[stop % replicas].stop()
        if owed.ledger()["pending"] < EACH:
            owed.owe(EACH)
        running[stop % replicas] = Running.start(database_url, inbox)

    finish(owed, running)
    database.close()
    assert (inbox.got.keys(), inbox.repeats) == (owed.keys, 0)


def finish(owed: FanOut, running: list[Running]) -> None:
    """Let them send the rest, and stop them."""
    until(lambda: owed.ledger() == {"sent": len(owed.keys)}, PATIENCE)
    for one in running:
        one.stop()


def test_r2_a_form_whose_process_was_killed_before_the_commit_is_filed_by_the_retry(
    district: District, database_url: str, inbox: Inbox
) -> None:
    first = Running.start(database_url, inbox)
    workspace = Workspace(first.url, inbox, district)
    with ThreadPoolExecutor(1) as pool, stalled(workspace, 0.0):
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
