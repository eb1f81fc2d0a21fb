"""The environment's token: it serves one workspace, and Slack says which."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.app import Bot
from bot.districts import Districts
from bot.ids import mint
from bot.installing import Installing
from bot.platforms.slack_workspaces import SlackWorkspaces
from bot.sealing import Seal
from playground.testing import Served
from storage.db import Database, Tx
from storage.installations import live_districts, stop
from storage.outbox import Outbox
from storage.people import People
from storage.system import connect_workspace
from tests.bot.conftest import FakeSlack, Workspace, settings, until
from tests.bot.installed import found
from tests.conftest import NOW, TEACHER, WORKSPACE, District

TOKEN, OTHER, HILL = "xoxb-test", "T2", "hill"


def owe(district: District, of: str, workspace: str, key: str) -> None:
    def work(tx: Tx) -> None:
        person = People(tx).meet("slack", workspace, TEACHER).person
        Outbox(tx).owe("home", "", to=person, key=key)

    district.database.do(of, work, now=NOW, door="test")


def test_until_slack_says_whose_it_is_nothing_leaves_with_it_and_afterwards_only_its_own(
    slack: FakeSlack, district: District, database_url: str
) -> None:
    with district.database.begin() as connection:
        connect_workspace(connection, "slack", OTHER, new=HILL)
    slack.teams, slack.slow = {TOKEN: OTHER}, {"auth.test": 1.0}
    owe(district, district.id, WORKSPACE, "k1")
    owe(district, HILL, OTHER, "k1")
    opened = Database(database_url, mint=mint)

    with Served(Bot(settings(slack, database_url), opened).web()) as bot:
        here = Workspace(bot.url, slack, district)
        here.command(TEACHER, "/car gate")
        assert slack.told("chat.postMessage") == []
        until(lambda: slack.told("chat.postMessage"))
        owe(district, district.id, WORKSPACE, "k2")
        assert "not connected to this workspace" in here.command(TEACHER, "/car list").text
    opened.close()

    assert [method for _, method, _ in slack.tokens if method not in {"auth.test", "users.info"}] == [
        "chat.postMessage"
    ]
    assert district.do(lambda tx: Outbox(tx).ledger())["pending"] == 2


def looked_after(slack: FakeSlack, database: Database, story: Callable[[Installing], Awaitable[None]]) -> None:
    """Learn whose the token is, as at a start, and then."""

    async def run() -> None:
        workspaces = SlackWorkspaces(database, f"{slack.url}/api/", Seal([]), TOKEN)
        installing = Installing(database, workspaces, Districts(database, founds=True), lambda: None)
        await installing.run()
        await story(installing)
        await workspaces.close()

    asyncio.run(run())


@pytest.mark.parametrize(("why", "again"), [("invalid_auth", True), ("removed", False)])
def test_refused_by_mistake_it_is_live_again_after_the_next_look_and_removed_it_stays(
    slack: FakeSlack, district: District, why: str, *, again: bool
) -> None:
    database = district.database

    async def story(installing: Installing) -> None:
        was = found(database, WORKSPACE)
        database.system_now(lambda c: stop(c, was, why, keep_token=True))
        assert database.system_now(live_districts) == []
        await installing.check_all()

    looked_after(slack, database, story)

    assert found(database, WORKSPACE).live == again
    assert [short for _, short in database.system_now(live_districts)] == (["t1"] if again else [])
