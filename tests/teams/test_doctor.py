"""`kaizen doctor` where Teams is set up, with Slack beside it or without."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.doctor import CHECKS
from bot.ids import mint
from bot.platforms.teams_registration import TEAMS, made_of
from bot.sealing import Seal
from bot.settings import NEITHER, PRETENDED
from playground.app import create_app
from playground.seed import default_data
from playground.testing import Served
from storage.conversations import Conversations
from storage.db import Database
from storage.installations import COMMAND, ENVIRONMENT, installation, keep, stop
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests.bot.conftest import SECRET
from tests.bot.fake_slack import FakeSlack
from tests.bot.installed import KEY
from tests.bot.test_cli import kaizen
from tests.conftest import DISTRICT, NOW
from tests.teams.conftest import APP, DATA, TENANT, Tenant

SLACK_CHECKS = ("token", "workspace", "scopes", "time", "conversations")
TEAMS_CHECKS = ("registration", "tenant")
Look = Callable[[str], tuple[str, str]]


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Whether a secret is accepted is no matter of the database."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    return f"sqlite:///{tmp_path / 'kaizen.db'}"


@pytest.fixture
def authority() -> Iterator[str]:
    """Who gives tokens for the app's secret, as Microsoft does."""
    with Served(create_app(default_data(), "http://127.0.0.1:9/slack/events", tenant=DATA)) as running:
        yield f"{running.url}/teams/authority"


@pytest.fixture(autouse=True)
def _set(monkeypatch: pytest.MonkeyPatch, database_url: str, authority: str) -> None:
    told = {
        "DATABASE_URL": database_url,
        "TEAMS_APP_ID": APP,
        "TEAMS_APP_PASSWORD": PRETENDED,
        "TEAMS_TENANT_ID": TENANT,
        "TEAMS_AUTHORITY": authority,
        "PORT": "9",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def look(capsys: Any) -> Look:
    """How a check ends, and what it says."""

    def looked(check: str) -> tuple[str, str]:
        its = looked_at(capsys)[check]
        return its["state"], its["says"]

    return looked


def looked_at(capsys: Any) -> dict[str, dict[str, str]]:
    kaizen("doctor", "--json")
    return {one["check"]: one for one in json.loads(capsys.readouterr().out)["checks"]}


def kept(database: Database, tenant: str = TENANT, secret: str = PRETENDED, key: str = KEY) -> None:
    """A registration that was added by command."""
    made = made_of(APP, tenant, source=COMMAND, closed=Seal([key]).close(secret))
    database.system_now(lambda connection: keep(connection, made, new=mint()))


def by_command_alone(monkeypatch: pytest.MonkeyPatch, authority: str) -> None:
    """The environment names no registration; who signs is still the one on this machine."""
    for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "TEAMS_AUTHORITY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("SECRET_KEY", KEY)
    from bot.platforms.teams_clouds import CLOUDS, on_this_machine

    monkeypatch.setitem(CLOUDS, "public", on_this_machine(authority))


def test_with_teams_alone_all_is_well_and_nothing_is_said_against_slack(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("PORT", tenant.url.rpartition(":")[2])
    monkeypatch.setenv("PUBLIC_URL", tenant.url)

    assert kaizen("doctor") == 0
    capsys.readouterr()

    found = looked_at(capsys)
    assert {name: one["state"] for name, one in found.items()} == {
        name: "not checked" if name in SLACK_CHECKS else "ok" for name in CHECKS
    }
    assert {found[name]["says"] for name in SLACK_CHECKS} == {"Slack is not set up."}
    assert found["registration"]["says"] == f"Microsoft gives a token for {TENANT}."
    assert found["address"]["says"] == f"{tenant.url}/api/messages leads to the bot, which refuses strangers."


def test_with_slack_alone_nothing_of_teams_is_looked_at_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    for name in ("TEAMS_APP_ID", "TEAMS_APP_PASSWORD", "TEAMS_TENANT_ID", "TEAMS_AUTHORITY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    slack = FakeSlack()
    with Served(slack.app()) as running:
        monkeypatch.setenv("SLACK_API_URL", f"{running.url}/api/")
        found = looked_at(capsys)

    assert [found[name] for name in TEAMS_CHECKS] == [
        {"check": name, "state": "not checked", "says": "Teams is not set up."} for name in TEAMS_CHECKS
    ]
    assert found["address"]["state"] == "ok"


def test_where_neither_is_set_up_it_says_so(look: Look, monkeypatch: pytest.MonkeyPatch, authority: str) -> None:
    by_command_alone(monkeypatch, authority)

    assert look("token") == ("not checked", "Slack is not set up.")
    assert look("registration") == ("wrong", NEITHER)


def test_a_secret_that_microsoft_refuses_is_named_with_what_to_do(
    look: Look, database: Database, monkeypatch: pytest.MonkeyPatch, authority: str
) -> None:
    by_command_alone(monkeypatch, authority)
    kept(database, secret="an old secret")

    assert look("registration")[0] == "wrong"
    assert f"refuses the secret of {TENANT} (invalid_client): run kaizen teams add again" in look("registration")[1]


def test_the_environment_s_registration_in_another_tenant_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "00000000-0000-0000-0000-00000000000f"
    monkeypatch.setenv("TEAMS_TENANT_ID", other)

    assert look("registration")[0] == "wrong"
    assert f"refuses the secret of {other}" in look("registration")[1]
    assert "put it into TEAMS_APP_PASSWORD" in look("registration")[1]


def test_microsoft_that_is_not_reached_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAMS_AUTHORITY", "http://127.0.0.1:9/teams/authority")

    assert look("registration")[0] == "wrong"
    assert "Microsoft is not reached at http://127.0.0.1:9/teams/authority/" in look("registration")[1]


def test_a_secret_that_cannot_be_read_is_named(look: Look, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(database, "00000000-0000-0000-0000-00000000000f", key="another key of thirty-two characters")
    monkeypatch.setenv("SECRET_KEY", KEY)

    assert look("registration")[0] == "wrong"
    assert "cannot be read" in look("registration")[1]
    assert "put the earlier key behind the new one" in look("registration")[1]


def test_without_the_package_it_says_what_to_install(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor_teams.EXTRA", "a_package_that_is_not_there")

    assert look("registration") == ("wrong", "Teams needs a package more: pip install 'kaizen-bot[teams]'")


def test_a_tenant_belongs_to_a_district(look: Look, database: Database) -> None:
    assert look("tenant") == ("ok", f"{TENANT} is connected when the bot starts.")

    with database.begin() as connection:
        connect_workspace(connection, "slack", "T1", new="one")
        connect_workspace(connection, "slack", "T2", new="two")
    assert look("tenant")[0] == "wrong"
    assert "belongs to no district, and there are several" in look("tenant")[1]

    with database.begin() as connection:
        connect_workspace(connection, TEAMS, TENANT, new=DISTRICT)
    assert look("tenant") == ("ok", "1 connected.")


def test_a_registration_without_a_secret_is_named_and_one_that_was_taken_off_is_nothing_wrong(
    look: Look, database: Database
) -> None:
    gone = "00000000-0000-0000-0000-00000000000f"
    database.system_now(lambda c: keep(c, made_of(APP, TENANT, source=ENVIRONMENT), new="one"))
    database.system_now(lambda c: keep(c, made_of(APP, gone, source=ENVIRONMENT), new="two"))
    assert look("tenant")[0] == "wrong"
    assert f"There is no secret for {gone}" in look("tenant")[1]

    was = database.system_now(lambda c: installation(c, TEAMS, gone))
    assert was
    database.system_now(lambda c: stop(c, was, "removed"))

    assert look("tenant") == ("ok", "2 connected.")


def test_a_tenant_of_the_settings_that_was_taken_off_by_command_is_named(look: Look, database: Database) -> None:
    kept(database)
    was = database.system_now(lambda c: installation(c, TEAMS, TENANT))
    assert was
    database.system_now(lambda c: stop(c, was, "removed"))

    assert look("tenant")[0] == "wrong"
    assert f"{TENANT} was taken off by kaizen teams remove: run kaizen teams add" in look("tenant")[1]


def test_a_bot_that_runs_without_a_registration_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    ready = {"ok": True, "clock": "ok", "teams": "no registration"}

    async def answer(_: Request) -> Response:
        return JSONResponse(ready)

    with Served(Starlette(routes=[Route("/readyz", answer)])) as running:
        monkeypatch.setenv("PORT", running.url.rpartition(":")[2])
        assert look("bot")[0] == "wrong"
        assert "has no registration of Teams that it can use: start it again" in look("bot")[1]

        ready["teams"] = "ok"
        assert look("bot")[0] == "ok"


def test_where_teams_reaches_the_bot_is_not_checked_without_public_url(look: Look) -> None:
    assert look("address")[0] == "not checked"
    assert look("address")[1].startswith("PUBLIC_URL is not set, so nobody knows here at which address")


def test_a_public_address_that_leads_elsewhere_is_named(
    look: Look, monkeypatch: pytest.MonkeyPatch, authority: str
) -> None:
    somebody = authority.removesuffix("/teams/authority")
    monkeypatch.setenv("PUBLIC_URL", somebody)

    assert look("address")[0] == "wrong"
    assert f"{somebody}/api/messages answers 200, and the bot would answer 401" in look("address")[1]


def test_of_a_conversation_in_teams_slack_is_asked_nothing(
    look: Look, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.begin() as connection:
        connect_workspace(connection, "slack", "T1", new=DISTRICT)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-test")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    where = "19:general@thread.tacv2"

    def choose(tx: Any) -> None:
        DistrictSettings(tx).set("digest_channel", where, by="system")
        Conversations(tx).seen(TEAMS, TENANT, where, label="General")

    database.do(DISTRICT, choose, now=NOW, door="test")
    slack = FakeSlack()
    with Served(slack.app()) as running:
        monkeypatch.setenv("SLACK_API_URL", f"{running.url}/api/")

        assert look("conversations") == ("ok", "None is set yet.")
