"""What Slack brings to the page of OAuth: an installation for a whole organization, and tokens that expire."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import Bot
from bot.ids import mint
from bot.sealing import Seal
from bot.settings import CALLBACK_PATH, INSTALL_PATH
from playground.testing import Served
from storage.db import Database
from storage.installations import all_installations, oauth_states
from storage.system import all_districts, database_now
from tests.bot.conftest import FakeSlack, Workspace
from tests.bot.installed import KEY, found, without_token
from tests.conftest import District

pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")  # Slack's client uses aiohttp's old way
GIVEN = {
    "ok": True,
    "app_id": "A1",
    "authed_user": {"id": "U1"},
    "scope": "chat:write,commands",
    "token_type": "bot",
    "access_token": "xoxb-given",
    "bot_user_id": "UBOT",
    "team": {"id": "T9", "name": "Hill Schools"},
    "enterprise": None,
    "is_enterprise_install": False,
}
WHOLE = {"team": None, "enterprise": {"id": "E9", "name": "All Schools"}, "is_enterprise_install": True}


@dataclass
class Page:
    """The page of a bot that is installed nowhere, and the browser of an admin."""

    url: str
    slack: FakeSlack
    database: Database
    cookie: str = ""

    def begin(self) -> str:
        """What Slack is told to hand back."""
        answer = httpx.get(f"{self.url}{INSTALL_PATH}")
        self.cookie = answer.headers["set-cookie"]
        return parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]

    def end(self, state: str, **given: Any) -> httpx.Response:
        """The admin comes back with a code, for which Slack gives this."""
        self.slack.say["oauth.v2.access"] = {**GIVEN, **given}
        cookie = {"cookie": self.cookie.partition(";")[0]}
        return httpx.get(f"{self.url}{CALLBACK_PATH}", params={"code": "c", "state": state}, headers=cookie, timeout=20)


@pytest.fixture
def page(slack: FakeSlack, database: Database, database_url: str) -> Iterator[Page]:
    told = without_token(
        slack,
        database_url,
        slack_client_id="1.2",
        slack_client_secret=SecretStr("secret"),
        public_url="https://kaizen.example.org",
    )
    opened = Database(database_url, mint=mint)
    with Served(Bot(told, opened).web()) as bot:
        yield Page(bot.url, slack, database)
    opened.close()


def test_an_installation_for_a_whole_organization_has_no_team_and_is_one_workspace(page: Page) -> None:
    page.slack.teams = {"xoxb-given": "E9"}

    answer = page.end(page.begin(), **WHOLE)

    assert (answer.status_code, "Kaizen is installed in All Schools." in answer.text) == (200, True)
    kept = found(page.database, "E9")
    assert (kept.enterprise, Seal([KEY]).open(kept.token or "")) == ("E9", "xoxb-given")
    assert [workspaces for *_, workspaces in page.database.system_now(all_districts)] == [["E9"]]
    here = Workspace(page.url, page.slack, District(page.database))
    for team in ("T7", "T8"):
        body = here.command_body("U1", "/car list").replace("team_id=T1", f"team_id={team}")
        assert "Open reports" in here.send(f"{body}&enterprise_id=E9&is_enterprise_install=true").text


def test_tokens_that_expire_are_refused_in_words_and_nothing_is_installed(page: Page) -> None:
    answer = page.end(page.begin(), refresh_token="xoxe-1-refresh", expires_in=43200)

    assert "Token rotation is on" in answer.text
    assert "Kaizen cannot use such tokens. Turn it off." in answer.text
    assert page.database.system_now(lambda c: all_installations(c, "slack")) == []
    assert page.database.system_now(all_districts) == []


@pytest.mark.parametrize("unsaid", [{"team": None}, {"team": {}}, {"access_token": ""}, {**WHOLE, "enterprise": None}])
def test_an_answer_that_names_no_workspace_or_brings_no_token_installs_nothing(
    page: Page, unsaid: dict[str, Any]
) -> None:
    answer = page.end(page.begin(), **unsaid)

    assert answer.status_code >= 400
    assert "Kaizen was not installed." in answer.text
    assert page.database.system_now(lambda c: all_installations(c, "slack")) == []
    assert page.database.system_now(all_districts) == []


def test_a_state_lives_ten_minutes_in_the_database_and_in_the_browser(page: Page) -> None:
    before = page.database.system_now(database_now)
    state = page.begin()
    after = page.database.system_now(database_now)

    until = page.database.system_now(
        lambda c: c.execute(select(oauth_states.c.until).where(oauth_states.c.state == state)).scalar_one()
    )
    assert before + timedelta(minutes=10) <= until <= after + timedelta(minutes=10)
    assert re.search(r"Max-Age=600\b", page.cookie)
