"""The settings about Teams: what is missing or wrong is named, and the playground is believed on this machine alone."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.settings import NEITHER, PRETENDED, BotSettings, SettingsError, read_settings
from playground.app import create_app
from playground.seed import default_data
from playground.testing import Served
from tests.bot.conftest import LONG
from tests.process import Running
from tests.teams.conftest import APP, DATA, TENANT

AUTHORITY = "http://127.0.0.1:3979/teams/authority"
TEAMS = {"TEAMS_APP_ID": APP, "TEAMS_APP_PASSWORD": "a real secret", "TEAMS_TENANT_ID": TENANT}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
LOCAL = {**TEAMS, "TEAMS_APP_PASSWORD": PRETENDED, "TEAMS_AUTHORITY": AUTHORITY}
GUID = "use an id such as 00000000-0000-0000-0000-000000000000."
PLAYGROUND = "TEAMS_AUTHORITY does not fit: it is for the playground, "


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What the environment says, and nothing else of ours."""
    for name in BotSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)

    def tell(*several: dict[str, str]) -> BotSettings:
        for name, value in {key: one for each in several for key, one in each.items()}.items():
            monkeypatch.setenv(name, value)
        return read_settings(BotSettings)

    return tell


def test_teams_alone_needs_no_setting_of_slack(told: Any) -> None:
    found = told(TEAMS)

    assert not found.speaks_slack
    assert found.teams_cloud == "public"


def test_both_may_be_set(told: Any) -> None:
    found = told(SLACK, TEAMS)

    assert found.speaks_slack
    assert found.teams_app_id == APP


def test_with_a_key_alone_registrations_may_be_in_the_database(told: Any) -> None:
    assert told({"SECRET_KEY": "k" * 32}).secret_keys


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("TEAMS_APP_ID", "TEAMS_APP_ID is not set. It is the Microsoft App ID of the Azure Bot."),
        ("TEAMS_APP_PASSWORD", "TEAMS_APP_PASSWORD is not set. It is a client secret of the app registration."),
        ("TEAMS_TENANT_ID", "TEAMS_TENANT_ID is not set. It is the Directory (tenant) ID of the district's Micro"),
    ],
)
def test_the_one_of_three_that_is_missing_is_named(told: Any, missing: str, said: str) -> None:
    with pytest.raises(SettingsError) as error:
        told({name: value for name, value in TEAMS.items() if name != missing})

    assert str(error.value).startswith(said)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"TEAMS_APP_ID": "kaizen"}, f"TEAMS_APP_ID does not fit: {GUID}"),
        ({"TEAMS_TENANT_ID": "sunrise.example"}, f"TEAMS_TENANT_ID does not fit: {GUID}"),
        ({"TEAMS_TENANT_ID": f"{TENANT}0"}, f"TEAMS_TENANT_ID does not fit: {GUID}"),
        ({"TEAMS_CLOUD": "moon"}, "TEAMS_CLOUD does not fit: use public, gcc, gcchigh or dod."),
        ({"TEAMS_APP_PASSWORD": ""}, "TEAMS_APP_PASSWORD is not set."),
    ],
)
def test_a_wrong_one_is_named_with_what_fits(told: Any, wrong: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as error:
        told(TEAMS, wrong)

    assert str(error.value).startswith(said)
    assert TEAMS["TEAMS_APP_PASSWORD"] not in str(error.value)


def test_the_playground_is_believed_on_this_machine(told: Any) -> None:
    assert told(LOCAL, {"TEAMS_AUTHORITY": f"{AUTHORITY}/"}).teams_authority == AUTHORITY


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"TEAMS_AUTHORITY": "http://kaizen.example.org/teams/authority"}, "so it and HOST have to be on 127.0.0.1."),
        ({"TEAMS_AUTHORITY": "https://127.0.0.1:3979"}, "so it and HOST have to be on 127.0.0.1."),
        ({"TEAMS_AUTHORITY": "http://127.0.0.1.example.org"}, "so it and HOST have to be on 127.0.0.1."),
        ({"TEAMS_AUTHORITY": "http://127.0.0.1@example.org"}, "so it and HOST have to be on 127.0.0.1."),
        ({"HOST": "0.0.0.0"}, "so it and HOST have to be on 127.0.0.1."),
        ({"HOST": "192.0.2.1"}, "so it and HOST have to be on 127.0.0.1."),
        ({"TEAMS_APP_PASSWORD": "a real secret"}, "and never beside a real TEAMS_APP_PASSWORD."),
    ],
)
def test_whoever_signs_instead_of_microsoft_is_refused_off_this_machine_and_beside_a_real_secret(
    told: Any, more: dict[str, str], said: str
) -> None:
    with pytest.raises(SettingsError) as error:
        told(LOCAL, more)

    assert str(error.value) == f"{PLAYGROUND}{said}"


def test_it_is_refused_without_a_registration(told: Any) -> None:
    with pytest.raises(SettingsError, match="TEAMS_APP_ID is not set"):
        told(SLACK, {"TEAMS_AUTHORITY": AUTHORITY})


# The program itself


def ended(url: str, **more: str) -> str:
    """What `kaizen serve` says when it does not start."""
    found = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url, **more},
        cwd=Path(__file__).parent.parent.parent,
        capture_output=True,
        text=True,
        check=False,
        timeout=LONG,
    )
    assert found.returncode == 1
    return found.stderr.strip()


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """What is set is no matter of the database."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    return f"sqlite:///{tmp_path / 'kaizen.db'}"


def test_where_neither_slack_nor_teams_is_set_up_one_sentence_says_so(database_url: str) -> None:
    assert ended(database_url) == NEITHER
    assert ended(database_url, SECRET_KEY="k" * 32) == NEITHER


def test_it_starts_with_teams_alone(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in BotSettings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    with Served(create_app(default_data(), "http://127.0.0.1:9/slack/events", tenant=DATA)) as running:
        more = {"TEAMS_AUTHORITY": f"{running.url}/teams/authority", "DATABASE_URL": database_url}
        bot = Running.begin(["bot", "serve"], {**LOCAL, **more, "LOG_LEVEL": "ERROR"})
        try:
            bot.wait()
            told = httpx.get(f"{bot.url}/readyz").json()
        finally:
            bot.process.terminate()
            bot.process.wait(LONG)

    assert told == {"ok": True, "database": "ok", "teams": "ok", "clock": "ok"}
