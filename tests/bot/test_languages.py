"""People who speak differently in one workspace: each is answered in their own language, over real HTTP."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.platforms.slack_payloads import told_of
from storage.db import Tx
from storage.people import Account, People
from storage.settings import DistrictSettings
from tests.bot.conftest import Workspace, until
from tests.conftest import MR, NAMES, OTHER, TEACHER, WORKSPACE
from tests.texts import PSEUDO, Pseudo, escaped
from tests.views.scene import texts
from views import languages

#: Commands are the same in every language.
COMMANDS = (
    "car list log mine owned show trends idea kaizen help reminders plan step poll pulse agenda add cabinet meetings"
)
TYPED = " ".join(
    [*NAMES.values(), COMMANDS, "Gate latch broken at East Kaizen CAR East School Chicago America Sunrise Schools West"]
)


@pytest.fixture(autouse=True)
def pseudo() -> Iterator[None]:
    languages.MORE[PSEUDO] = Pseudo()
    yield
    del languages.MORE[PSEUDO]


def speaks(workspace: Workspace, user: str, locale: str) -> None:
    def work(tx: Tx) -> None:
        account = People(tx).meet("slack", WORKSPACE, user)
        People(tx).refresh(replace(account, locale=locale, checked_at=datetime.now(UTC)))

    workspace.district.do(work)


def shown(told: Any) -> str:
    """All the words of a payload, or of an answer to Slack."""
    found = json.loads(told["view"]) if "view" in told else told
    found = json.loads(found["blocks"]) if isinstance(found.get("blocks"), str) else found
    return " ".join([text for _, text in texts(found)])


def read(answer: httpx.Response) -> str:
    return shown(answer.json()) if answer.text else ""


def test_a_command_is_answered_in_the_language_of_whoever_typed_it(workspace: Workspace) -> None:
    speaks(workspace, TEACHER, PSEUDO)

    for typed in ("/car list", "/car list mine", "/car show 99", "/kaizen help", "/kaizen lits", "/kaizen settings"):
        assert escaped(read(workspace.command(TEACHER, typed)), TYPED) <= set(typed.split()), typed
    assert "What Kaizen can do" in read(workspace.command(MR, "/kaizen help"))


def test_forms_their_faults_and_home_are_in_it_too(workspace: Workspace) -> None:
    speaks(workspace, TEACHER, PSEUDO)
    workspace.command(TEACHER, "/car Gate latch")
    until(lambda: workspace.slack.told("views.open"))
    workspace.event(type="app_home_opened", tab="home", user=TEACHER)
    until(lambda: workspace.slack.told("views.publish"))
    refused = workspace.file(TEACHER, "").json()

    assert escaped(shown(workspace.slack.told("views.open")[0]), TYPED) == set()
    assert escaped(shown(workspace.slack.told("views.publish")[0]), TYPED) == set()
    assert escaped(" ".join(refused["errors"].values()), "") == set()


def test_one_report_is_told_to_each_in_their_language(workspace: Workspace) -> None:
    speaks(workspace, TEACHER, PSEUDO)
    workspace.file(TEACHER, "Gate latch broken", url=f"{workspace.slack.url}/respond")
    workspace.settled()
    until(lambda: workspace.slack.told("respond"))

    assert escaped(shown(workspace.slack.direct(TEACHER)[0]), TYPED) == set()
    assert escaped(workspace.slack.direct(TEACHER)[0]["text"], TYPED) == set()
    assert escaped(shown(workspace.slack.told("respond")[0]), TYPED) == set()
    assert "A report for you to decide." in shown(workspace.slack.direct(MR)[0])


def test_a_fault_is_told_in_it(workspace: Workspace) -> None:
    speaks(workspace, TEACHER, PSEUDO)
    workspace.command(TEACHER, "/kaizen help")  # from now on their language is known
    workspace.slack.say["views.open"] = {"ok": False, "error": "expired_trigger_id"}
    workspace.command(TEACHER, "/car Gate latch")
    until(lambda: workspace.slack.told("respond"))

    assert escaped(shown(workspace.slack.told("respond")[0]), TYPED) == set()


def test_somebody_without_a_language_gets_the_districts(workspace: Workspace) -> None:
    workspace.district.do(lambda tx: DistrictSettings(tx).set("language", PSEUDO, by="cli"))

    assert escaped(read(workspace.command(OTHER, "/kaizen help")), TYPED) == set()


def test_the_directory_tells_the_language() -> None:
    account = Account(platform="slack", workspace=WORKSPACE, external=TEACHER, person="p1", name="Ann")

    assert told_of({"locale": "es-MX"}, account, datetime.now(UTC)).locale == "es-MX"
    assert told_of({}, replace(account, locale="es-MX"), datetime.now(UTC)).locale == "es-MX"
