"""An admin installs the bot by its page, takes it off and installs it again, in the playground."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import Bot
from bot.ids import mint
from bot.sealing import Seal
from bot.settings import BotSettings
from playground.app import create_app
from playground.seed import default_data
from playground.testing import Client, Served, unhurried
from storage.db import Database
from storage.installations import consume_state, issue_state
from storage.system import all_districts
from tests.bot.conftest import LONG, until
from tests.bot.installed import KEY, found
from tests.ports import free_port

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # Slack's client uses aiohttp's old way

TEAM, ADMIN, GENERAL = "T0SUNRISE", "U11IT", "C01GENERAL"


@dataclass
class Admin:
    """An admin's browser: it keeps cookies and follows nothing by itself."""

    bot: str
    slack: Client
    database: Database

    def __post_init__(self) -> None:
        self.cookie = ""

    def get(self, url: str, cookie: str | None = None) -> httpx.Response:
        return httpx.get(url, headers={"cookie": self.cookie if cookie is None else cookie}, timeout=LONG)

    def begin(self) -> str:
        """Open the page; the address on which Slack asks."""
        answer = self.get(f"{self.bot}/slack/oauth/install")
        self.cookie = answer.headers["set-cookie"].partition(";")[0]
        assert answer.status_code == 302
        return str(answer.headers["location"])

    def links(self) -> list[str]:
        """What Slack's page offers: allow, and cancel."""
        page = self.get(self.begin())
        assert "chat:write" in page.text
        return [link.replace("&amp;", "&") for link in re.findall(r'href="(http[^"]+)"', page.text)]

    def install(self) -> httpx.Response:
        return self.get(self.links()[0])

    def form(self) -> dict[str, Any]:
        """What opens when they type the command."""
        self.slack.post("command", user=ADMIN, channel=GENERAL, text="/car gate")
        return dict(self.slack.eventually(lambda: self.slack.modal(ADMIN)))

    def districts(self) -> list[tuple[str, str, list[str]]]:
        return self.database.system_now(all_districts)


@pytest.fixture
def admin(database: Database, database_url: str) -> Iterator[Admin]:
    """The playground, in which nothing is installed, and a bot that is installed by OAuth alone."""
    later: dict[str, str] = {}

    async def forward(request: Request) -> Response:
        async with httpx.AsyncClient(timeout=LONG) as client:
            kept = {k: v for k, v in request.headers.items() if k.startswith("x-slack") or k == "content-type"}
            answer = await client.post(f"{later['bot']}/slack/events", content=await request.body(), headers=kept)
        return Response(answer.content, answer.status_code, media_type=answer.headers.get("content-type"))

    relay = Starlette(routes=[Route("/slack/events", forward, methods=["POST"])])
    served = Database(database_url, mint=mint)
    with Served(relay) as way, Served(create_app(default_data(), f"{way.url}/slack/events")) as playground:
        port = free_port()  # the bot must know its own address before it starts
        settings = BotSettings(
            database_url=database_url,
            slack_signing_secret=SecretStr("playground-signing-secret"),
            slack_api_url=f"{playground.url}/api/",
            slack_client_id="playground-client",
            slack_client_secret=SecretStr("playground-client-secret"),
            public_url=f"http://127.0.0.1:{port}",
            secret_key=SecretStr(KEY),
        )
        with (
            Served(Bot(settings, served).web(), port=port) as bot,
            Client(playground.url) as c,
        ):
            later["bot"] = bot.url
            unhurried(c)
            yield Admin(bot.url, c, database)
    served.close()


def test_it_is_installed_with_a_few_presses_and_works_at_once(admin: Admin) -> None:
    answer = admin.install()

    assert (answer.status_code, "Kaizen is installed in Sunrise Valley Schools." in answer.text) == (200, True)
    kept = found(admin.database, TEAM)
    assert Seal([KEY]).open(kept.token or "") == "xoxb-playground"
    assert [workspaces for *_, workspaces in admin.districts()] == [[TEAM]]
    assert admin.form()["callback_id"] == "car.file"


def test_taken_off_and_installed_again_it_is_the_same_district(admin: Admin) -> None:
    admin.install()
    before = admin.districts()

    admin.slack.post("uninstall")
    assert (found(admin.database, TEAM).token, found(admin.database, TEAM).live) == (None, False)
    admin.slack.post("command", user=ADMIN, channel=GENERAL, text="/car list")
    admin.slack.eventually(lambda: "not connected to this workspace" in str(admin.slack.messages(ADMIN, GENERAL)))

    assert admin.install().status_code == 200
    until(lambda: found(admin.database, TEAM).live)
    assert admin.districts() == before
    assert admin.form()["callback_id"] == "car.file"


def test_a_state_is_good_once_and_in_the_browser_that_began(admin: Admin) -> None:
    allow = admin.links()[0]

    other = admin.get(allow, cookie="")
    assert (other.status_code, "another browser" in other.text) == (400, True)
    assert admin.get(allow).status_code == 200
    again = admin.get(allow)
    assert (again.status_code, "opened twice" in again.text) == (401, True)


def test_whoever_says_no_is_told_that_nothing_was_installed(admin: Admin) -> None:
    answer = admin.get(admin.links()[-1])

    assert "Slack was told not to install it." in answer.text
    assert admin.districts() == []


def test_a_code_that_slack_does_not_take_installs_nothing(admin: Admin) -> None:
    allow = re.sub(r"code=[^&]+", "code=wrong", admin.links()[0])

    assert admin.get(allow).status_code == 401
    assert admin.districts() == []


def test_without_a_client_id_there_is_no_such_page(workspace: Any) -> None:
    assert httpx.get(f"{workspace.url}/slack/oauth/install", timeout=LONG).status_code == 404


def test_a_state_is_good_for_ten_minutes(database: Database) -> None:
    def work(connection: Any) -> list[bool]:
        issue_state(connection, "old", timedelta(seconds=-1))
        issue_state(connection, "new", timedelta(seconds=600))
        return [consume_state(connection, state) for state in ("old", "new", "new")]

    assert database.system_now(work) == [False, True, False]
