"""The demo's workspace has a visiting consultant and a pupil: neither is staff."""

from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.demo import SECRET, TOKEN, _free_port
from bot.settings import BotSettings
from playground.app import create_app
from playground.seed import default_data
from playground.testing import Client, Served
from storage.db import Database
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests.conftest import NOW

TEACHER, GUEST, PUPIL, ELSEWHERE = "U01TEACHER", "U12GUEST", "U13PUPIL", "U09HR"
GENERAL, DISTRICT = "C01GENERAL", "sunrise"
OUTSIDE = "Kaizen is for staff of Sunrise Valley Schools"


@pytest.fixture
def client(database: Database) -> Iterator[Client]:
    """The bot and the playground, talking to each other."""
    with database.begin() as connection:
        connect_workspace(connection, "slack", "T0SUNRISE", new=DISTRICT)
    setting(database, "name", "Sunrise Valley Schools")
    port = _free_port(0)
    with Served(create_app(default_data(), f"http://127.0.0.1:{port}/slack/events")) as playground:
        told = BotSettings(
            slack_bot_token=SecretStr(TOKEN),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=f"{playground.url}/api/",
        )
        served = Served(Bot(told, database).web())
        served._server.config.port = port
        with served, Client(playground.url) as client:
            yield client


def setting(database: Database, key: str, value: str) -> None:
    database.do(DISTRICT, lambda tx: DistrictSettings(tx).set(key, value, by="system"), now=NOW, door="test")


def told(client: Client, user: str) -> str:
    """What somebody reads after they asked for the list of reports."""
    client.post("command", user=user, channel=GENERAL, text="/car list")
    return str(
        client.eventually(
            lambda: [
                m
                for m in client.messages(user, GENERAL)
                if m.get("only_for") or "report" in str(m).lower() or "Kaizen" in str(m)
            ]
        )
    )


@pytest.mark.parametrize("user", [GUEST, PUPIL])
def test_a_guest_and_a_pupil_are_refused_in_one_sentence(client: Client, user: str) -> None:
    assert OUTSIDE in told(client, user)
    client.post("command", user=user, channel=GENERAL, text="/car gate latch broken")

    assert client.modal(user) is None


def test_a_teacher_is_let_in(client: Client) -> None:
    assert OUTSIDE not in told(client, TEACHER)


def test_the_members_of_the_workspaces_group_are_staff(client: Client, database: Database) -> None:
    setting(database, "staff", "group:S01STAFF")

    assert OUTSIDE not in told(client, TEACHER)
    assert OUTSIDE in told(client, ELSEWHERE)


def test_a_group_that_does_not_exist_lets_nobody_in_unseen(client: Client, database: Database) -> None:
    setting(database, "staff", "group:S09NONE")

    assert "could not look up who you are" in told(client, TEACHER)
