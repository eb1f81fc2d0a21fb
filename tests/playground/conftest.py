"""A playground on a free port, and a small bot of our own for it to talk to, both over real HTTP."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette

from playground.app import create_app
from playground.seed import default_data
from playground.teams.testing import TeamsBot
from playground.testing import Client, FakeBot, Served

the_bot, the_teams_bot = FakeBot(), TeamsBot()


@pytest.fixture(scope="session")
def running() -> Iterator[Client]:
    """Start the bot and the playground once for all tests."""
    both = Starlette(routes=[*the_bot.app().routes, *the_teams_bot.app().routes])
    with Served(both) as bot, Served(create_app(_talking(), f"{bot.url}/slack/events")) as playground:
        the_bot.api = the_teams_bot.url = playground.url
        with Client(playground.url) as client:
            yield client


def _talking() -> dict[str, Any]:
    """The demo's workspace, with an app that people can talk to."""
    data: dict[str, Any] = json.loads(json.dumps(default_data()))
    events = ["app_home_opened", "app_mention", "assistant_thread_started", "message.im"]
    data["workspaces"][0]["app"] |= {"events": events}
    return data


@pytest.fixture
def client(running: Client) -> Client:
    """Give each test a workspace as new."""
    running.post("reset")
    running.post("faults", retry_delays=[0, 0.02, 0.02])
    return running


@pytest.fixture
def bot(client: Client) -> FakeBot:
    """Give each test a bot that has learned nothing."""
    assert client.url == the_bot.api
    the_bot.on.clear()
    the_bot.heard.clear()
    return the_bot


@pytest.fixture
def teams(client: Client) -> TeamsBot:
    """Give each test a bot of Teams that has learned nothing."""
    assert client.url == the_teams_bot.url
    the_teams_bot.on.clear()
    the_teams_bot.heard.clear()
    return the_teams_bot
