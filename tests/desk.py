"""Somebody in front of the page: the bot and the playground in this process, and a real browser."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.demo import SECRET, TEAMS_APP, TEAMS_SECRET, TEAMS_TENANT, TOKEN
from bot.settings import BotSettings
from playground.app import create_app
from playground.seed import default_data
from playground.testing import Client, Served, unhurried
from storage.db import Database
from tests.bot.conftest import HURRIES, LONG
from tests.ports import free_port

IN_TEAMS: dict[str, Any] = {
    "teams_app_id": TEAMS_APP,
    "teams_app_password": SecretStr(TEAMS_SECRET),
    "teams_tenant_id": TEAMS_TENANT,
    "secret_key": SecretStr("a key of the tests that is long enough"),
}


@contextmanager
def talking(database: Database, *, teams: bool = False) -> Iterator[Client]:
    """The bot and the playground, talking to each other in Slack, and in Teams as well; nobody is in a hurry."""
    with pytest.MonkeyPatch.context() as patched:
        for name in HURRIES:
            patched.setattr(name, LONG)
        with _talking(database, teams=teams) as client:
            yield client


@contextmanager
def _talking(database: Database, *, teams: bool) -> Iterator[Client]:
    port = free_port()
    app = create_app(default_data(), f"http://127.0.0.1:{port}/slack/events")
    with Served(app) as playground:
        more = {**IN_TEAMS, "teams_authority": f"{playground.url}/teams/authority"} if teams else {}
        told = BotSettings(
            slack_bot_token=SecretStr(TOKEN),
            slack_signing_secret=SecretStr(SECRET),
            slack_api_url=f"{playground.url}/api/",
            messages_a_second=0,
            **more,
        )
        app.state.teams.faults.invoke_seconds = app.state.teams.faults.message_seconds = 90.0
        served = Served(Bot(told, database, teams=teams).web())
        served._server.config.port = port
        with served, Client(playground.url) as client:
            unhurried(client)
            yield client


@dataclass
class Desk:
    """Somebody in front of the page. `clicks` counts what a person would press."""

    page: Any
    clicks: int = 0

    def become(self, name: str) -> None:
        self.page.get_by_label("You are").select_option(label=name)

    def channel(self, name: str) -> None:
        self.page.get_by_role("navigation").get_by_role("button", name=name).click()
        self.page.get_by_role("main").get_by_role("heading", name=name).wait_for()
        self.clicks += 1

    def kaizen(self, tab: str) -> None:
        self.channel("Kaizen")
        self.page.get_by_role("tab", name=tab).click()
        self.clicks += 1

    def type(self, text: str) -> None:
        box = self.page.get_by_role("main").get_by_role("textbox")
        box.fill(text)
        box.press("Enter")

    def press(self, name: str) -> None:
        self.buttons(name).last.click()
        self.clicks += 1

    def buttons(self, name: str) -> Any:
        """Those that read so, also where a screen reader says more: of which line of a list it is."""
        buttons = self.page.get_by_role("button")
        reading = buttons.filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))
        return self.page.get_by_role("button", name=name, exact=True).or_(reading)

    def press_and_agree(self, name: str) -> None:
        """A button that asks first whether one is sure, and says the same again to go on."""
        self.press(name)
        self.form.get_by_role("button", name=name, exact=True).click()
        self.clicks += 1

    def choose(self, name: str) -> None:
        """Something behind "More …"."""
        self.page.get_by_role("button", name="More", exact=True).last.click()
        self.page.get_by_role("menuitem", name=name).click()
        self.clicks += 2

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).last.wait_for()

    @property
    def form(self) -> Any:
        return self.page.get_by_role("dialog").last

    def fill(self, label: str, text: str) -> None:
        self.form.get_by_label(label).fill(text)
        self.clicks += 1

    def pick(self, label: str, option: str) -> None:
        self.form.get_by_label(label).select_option(label=option)
        self.clicks += 2

    def pick_in_card(self, label: str, option: str) -> None:
        """A choice in the newest card that asks this."""
        self.page.get_by_label(label).last.select_option(label=option)
        self.clicks += 2

    def find(self, label: str, option: str) -> None:
        """Somebody or something that is found while one types."""
        self.form.get_by_role("combobox", name=label).click()
        self.form.get_by_role("listbox").get_by_role("option", name=option).first.click()
        self.clicks += 2

    def submit(self, name: str = "Submit") -> None:
        self.form.get_by_role("button", name=name, exact=True).click()
        self.page.get_by_role("dialog").wait_for(state="hidden")
        self.clicks += 1

    def picture(self, name: str) -> None:
        """Keep a screenshot where SCREENSHOTS names a folder: to look at, and for the README."""
        if "SCREENSHOTS" in os.environ:
            self.page.wait_for_timeout(400)
            self.page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}.png")


@contextmanager
def desk_at(browser: Any, address: str, **look: Any) -> Iterator[Desk]:
    """A page at this address; a mistake in its scripts fails the test. `look` is what Playwright calls its context."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **look})
    context.set_default_timeout(90_000)
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.goto(address)
    yield Desk(page)
    context.close()
    assert not broken
