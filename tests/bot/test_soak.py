"""A thousand requests on either database leave nothing behind; `make torture` asks ten thousand of a real process."""

import asyncio
import gc
import os

from bot.app import Bot
from playground.testing import Served
from storage.db import Database
from tests.bot.conftest import FakeSlack, Workspace, later_ids, settings, until
from tests.bot.mixed import ask_all
from tests.conftest import District

WARM_UP, REQUESTS = 300, 1_000
GROWTH = 1.05
UNDER_WAY = 100  # tasks: what follows the answers of a moment ago


def alive(slack: FakeSlack) -> int:
    """How many objects there are, but for what the fake Slack notes."""
    slack.calls.clear()
    slack.tokens.clear()
    slack.done.clear()
    gc.collect()
    return len(gc.get_objects())


def under_way() -> int:
    """How many tasks have not ended."""
    return sum(isinstance(one, asyncio.Task) and not one.done() for one in gc.get_objects())


def files() -> int:
    return len(os.listdir("/dev/fd"))  # noqa: PTH208 - where both Linux and macOS show them


def in_use(database: Database) -> int:
    """How many connections somebody asks just now."""
    both = {database._to_write, database._to_read}
    return sum(one.engine.pool.checkedout() - len(one._idle) for one in both)  # type: ignore[attr-defined]


def test_r37_after_a_thousand_requests_nothing_is_left_behind(
    district: District, database_url: str, slack: FakeSlack
) -> None:
    database = Database(database_url, mint=later_ids())
    bot = Bot(settings(slack, database_url), database)
    with Served(bot.web()) as running:
        workspace = Workspace(running.url, slack, district)
        asyncio.run(ask_all(workspace, WARM_UP, beside=8))
        workspace.settled()
        objects, opened = alive(slack), files()

        statuses = {answer.status for answer in asyncio.run(ask_all(workspace, REQUESTS, beside=8))}
        assert under_way() < UNDER_WAY
        workspace.settled()

        assert statuses == {200}
        until(lambda: alive(slack) < objects * GROWTH)
        until(lambda: files() <= opened)
        until(lambda: in_use(database) == 0)
    database.close()
