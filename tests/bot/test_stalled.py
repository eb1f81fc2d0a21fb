"""A Slack that stalls or limits, as the bot's own HTTP client meets it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.app import Bot
from bot.ids import mint
from bot.platforms.slack_api import AT_ONCE
from playground.testing import Served
from storage.db import Database, Tx
from storage.outbox import Outbox
from storage.people import People
from tests.bot.at_once import at_once
from tests.bot.conftest import LONG, FakeSlack, Workspace, serving, until
from tests.bot.fake_slack import nothing
from tests.bot.installed import put_in, without_token
from tests.conftest import NOW, ON_BOTH, TEACHER, WORKSPACE, District

pytestmark = ON_BOTH

OTHER, HILL, TOKEN, OTHER_TOKEN = "T2", "t2", "xoxb-one", "xoxb-two"
WHAT = "The gate latch is broken"
MANY = 3 * AT_ONCE


@dataclass
class Two:
    """A bot of two workspaces."""

    here: Workspace
    slack: FakeSlack

    def owe(self, district: str, workspace: str) -> None:
        def work(tx: Tx) -> None:
            person = People(tx).meet("slack", workspace, TEACHER).person
            Outbox(tx).owe("home", "", to=person, key="k")

        self.here.district.database.do(district, work, now=NOW, door="test")

    def opened(self, token: str) -> int:
        return self._used(token, "views.open")

    def sent(self, token: str) -> int:
        return self._used(token, "chat.postMessage")

    def _used(self, token: str, method: str) -> int:
        return sum((by, what) == (token, method) for by, what, _ in self.slack.tokens)


@pytest.fixture
def two(slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Two]:
    waiting_long(monkeypatch)
    slack.teams = {TOKEN: WORKSPACE, OTHER_TOKEN: OTHER}
    put_in(district.database, WORKSPACE, TOKEN)
    put_in(district.database, OTHER, OTHER_TOKEN)
    opened = Database(database_url, mint=mint)
    with Served(Bot(without_token(slack, database_url), opened).web()) as bot:
        until(lambda: len(slack.told("auth.test")) == 2)
        yield Two(Workspace(bot.url, slack, district), slack)
        slack.held.clear()
    opened.close()


def waiting_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bot gives no call up before the test is over."""
    for name in ("slack_client", "slack_api", "slack_workspaces"):
        monkeypatch.setattr(f"bot.platforms.{name}.TIMEOUT", LONG)


def test_a_workspace_that_stalls_takes_nothing_from_another(two: Two) -> None:
    """As many requests as it likes: another one's forms open, and its messages are sent."""
    elsewhere = two.here.command_body(TEACHER, "/car gate").replace(f"team_id={WORKSPACE}", f"team_id={OTHER}")
    at_once(two.here.url, [elsewhere])  # somebody who was seen before
    until(lambda: two.opened(OTHER_TOKEN) == 1)
    two.slack.held = {TOKEN}
    two.owe(two.here.district.id, WORKSPACE)
    two.owe(HILL, OTHER)

    stalled = at_once(two.here.url, [two.here.command_body(TEACHER, f"/car gate {n}") for n in range(MANY)])
    assert {answer.status for answer in stalled} == {200}
    until(lambda: two.opened(TOKEN) >= AT_ONCE - 1)
    at_once(two.here.url, [elsewhere])

    until(lambda: two.opened(OTHER_TOKEN) == 2)
    until(lambda: two.sent(OTHER_TOKEN) == 1)
    assert two.slack.given_up == []
    assert two.opened(TOKEN) <= AT_ONCE


def test_told_to_stop_while_slack_stalls_it_ends_in_time_and_repeats_nothing(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting_long(monkeypatch)
    monkeypatch.setattr("bot.app.FAREWELL", 1.0)
    slack.slow, slack.silent = {"chat.postMessage": 0.4}, lambda method, _: method == "views.open"
    with serving(slack, district, database_url, "http") as workspace:
        workspace.command(TEACHER, "/car gate")
        workspace.file(TEACHER, WHAT)
        until(lambda: slack.told("views.open") and slack.told("chat.postMessage"))
        assert slack.given_up == []

    until(lambda: slack.given_up == ["views.open"], LONG / 3)
    slack.slow, slack.silent = {}, nothing
    with serving(slack, district, database_url, "http") as again:
        assert again.settled()["sent"] == 3
    assert len(slack.told("chat.postMessage")) == 3


def test_a_form_that_slack_limits_for_a_moment_opens_then(workspace: Workspace) -> None:
    workspace.slack.limits = {"views.open": ["1"]}

    workspace.command(TEACHER, "/car gate")

    until(lambda: len(workspace.slack.told("views.open")) == 2)
    workspace.command(TEACHER, "/car list")
    assert workspace.slack.told("chat.postMessage") + workspace.slack.told("respond") == []


def test_a_form_that_slack_limits_for_long_is_kept_behind_a_button(workspace: Workspace) -> None:
    workspace.slack.limits = {"views.open": ["20"]}

    workspace.command(TEACHER, "/car the gate is broken")

    until(lambda: workspace.slack.told("respond"))
    said = json.dumps(workspace.slack.told("respond")[0])
    assert "could not open in time" in said
    assert "the gate is broken" in said


def test_the_last_way_to_answer_waits_until_slacks_limit_is_over(workspace: Workspace) -> None:
    gone: dict[str, Any] = {"ok": False, "error": "not_found"}
    workspace.slack.say["views.update"] = gone
    workspace.slack.limits = {"chat.postMessage": ["1"]}
    view = {"id": "V1", "type": "modal", "callback_id": "", "blocks": []}
    where = {"type": "view", "view_id": "V1"}

    workspace.press(TEACHER, "car.page", "open", container=where, view=view, response_url="")

    until(lambda: len(workspace.slack.direct(TEACHER)) == 2)
    assert "Open reports" in workspace.slack.direct(TEACHER)[1]["text"]
