"""`kaizen doctor`: each check, when all is well and when it is not."""

import json
import shutil
from collections import namedtuple
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.doctor import CHECKS
from bot.platforms.slack_scopes import NEEDED
from playground.testing import Served
from storage.db import Database
from storage.installations import stop
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from tests.bot.conftest import APP_TOKEN, SECRET, FakeSlack, Workspace, serving
from tests.bot.installed import KEY, found, put_in
from tests.bot.test_cli import kaizen
from tests.conftest import District

Look = Callable[[str], tuple[str, str]]
GRANTED = {"x-oauth-scopes": ",".join(NEEDED)}
ME = {"ok": True, "team_id": "T1", "user_id": "UBOT", "headers": GRANTED}
OF_TEAMS = {"registration", "tenant"}
MEMBER = {"ok": True, "channel": {"id": "C1", "is_member": True}}


def at(ahead: timedelta) -> dict[str, Any]:
    """What Slack says when its clock is so far before ours."""
    return {**ME, "headers": {**GRANTED, "date": format_datetime(datetime.now(UTC) + ahead, usegmt=True)}}


@pytest.fixture(autouse=True)
def _set(monkeypatch: pytest.MonkeyPatch, slack: FakeSlack, database_url: str) -> None:
    slack.say |= {"auth.test": at(timedelta(0)), "conversations.info": MEMBER}
    told = {"DATABASE_URL": database_url, "SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": SECRET}
    for name, value in {**told, "SLACK_API_URL": f"{slack.url}/api/", "PORT": "9"}.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def look(capsys: Any) -> Look:
    """How a check ends, and what it says."""

    def looked(check: str) -> tuple[str, str]:
        kaizen("doctor", "--json")
        (its,) = [one for one in json.loads(capsys.readouterr().out)["checks"] if one["check"] == check]
        return its["state"], its["says"]

    return looked


def test_all_is_well(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    workspace.file("U1", "The gate latch is broken")
    monkeypatch.setenv("PORT", workspace.url.rpartition(":")[2])
    monkeypatch.setenv("PUBLIC_URL", workspace.url)
    workspace.is_reached()

    code = kaizen("doctor")

    said = capsys.readouterr().out
    found = {line[13:26].strip(): line[:11].strip() for line in said.splitlines()[: len(CHECKS)]}
    assert list(found) == list(CHECKS)
    assert {check for check, state in found.items() if state == "ok"} == CHECKS.keys() - OF_TEAMS
    assert {found[check] for check in OF_TEAMS} == {"not checked"}
    assert "All is well." in said
    assert code == 0


def test_one_that_is_wrong_ends_with_1_and_the_others_are_still_looked_at(district: District, capsys: Any) -> None:
    assert kaizen("doctor", "--json") == 1

    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert [one["check"] for one in told["checks"]] == list(CHECKS)
    assert {one["check"] for one in told["checks"] if one["state"] == "ok"} >= {"settings", "database", "token"}
    assert district


def test_a_setting_that_is_missing_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_SIGNING_SECRET")

    assert look("settings")[0] == "wrong"
    assert look("settings")[1].startswith("SLACK_SIGNING_SECRET is not set.")
    assert look("database")[0] == "ok"
    assert look("token") == ("not checked", "It needs the settings.")


def test_a_database_that_is_not_there_is_not_made(look: Look, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")

    assert look("database")[0] == "wrong"
    assert "There is no file" in look("database")[1]
    assert look("revision") == ("not checked", "It needs the database.")
    assert not (tmp_path / "none.db").exists()


def test_a_database_that_does_not_answer_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://127.0.0.1:9/none")

    assert look("database")[0] == "wrong"
    assert "does not answer: connection" in look("database")[1]


@pytest.mark.parametrize(("at", "says"), [("0001", "run kaizen migrate"), ("9999", "install the newer release again")])
def test_another_revision_is_named(look: Look, database: Database, at: str, says: str) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :at"), {"at": at})

    assert look("revision")[0] == "wrong"
    assert says in look("revision")[1]


def test_a_history_without_protection_is_named(look: Look, database: Database) -> None:
    on = " ON history" if database.url.get_backend_name() == "postgresql" else ""
    with database.begin() as connection:
        connection.exec_driver_sql(f"DROP TRIGGER history_update{on}")

    assert look("history")[0] == "wrong"
    assert "history_update missing" in look("history")[1]


def test_districts_that_nothing_keeps_apart_are_named(look: Look, database: Database) -> None:
    assert look("walls")[0] == "ok"
    postgresql = database.url.get_backend_name() == "postgresql"
    with database.begin() as connection:
        if postgresql:
            connection.exec_driver_sql("ALTER TABLE cars DISABLE ROW LEVEL SECURITY")

    assert look("walls")[0] == ("wrong" if postgresql else "ok")


def test_a_superuser_is_refused(look: Look, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("role")[0] == "ok"
    postgresql = database.url.get_backend_name() == "postgresql"
    if postgresql:
        root = database.url.set(username="postgres").render_as_string(hide_password=False)
        monkeypatch.setenv("DATABASE_URL", root)

    assert look("role")[0] == ("wrong" if postgresql else "ok")


def test_a_full_disk_is_named(look: Look, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    usage = namedtuple("usage", "total used free")  # noqa: PYI024 - as shutil's
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(2 << 30, 2 << 30, 5 << 20))

    state, says = look("disk")
    if database_url.startswith("sqlite"):
        assert (state, says[:15]) == ("wrong", "5.0 MB are free")
    else:
        assert (state, says) == ("ok", "PostgreSQL keeps its own.")


def test_a_log_that_grows_is_named(look: Look, monkeypatch: pytest.MonkeyPatch, database_url: str) -> None:
    monkeypatch.setattr("bot.doctor_checks.MUCH_LOG", -1)

    assert look("disk")[0] == ("wrong" if database_url.startswith("sqlite") else "ok")


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked"])
def test_a_token_that_slack_refuses_is_named(look: Look, slack: FakeSlack, error: str) -> None:
    slack.say["auth.test"] = {"ok": False, "error": error}

    assert look("token")[0] == "wrong"
    assert f"({error}): copy it again" in look("token")[1]
    assert look("scopes") == ("not checked", "It needs a token.")


def test_a_slack_that_is_not_reached_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")

    assert look("token")[0] == "wrong"
    assert "Slack is not reached at http://127.0.0.1:9/api/" in look("token")[1]


def test_without_any_token_it_says_where_one_comes_from(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SLACK_BOT_TOKEN")
    monkeypatch.setenv("SECRET_KEY", KEY)

    assert look("token") == (
        "wrong",
        "No workspace has a token: set SLACK_BOT_TOKEN, or see kaizen workspace add --help.",
    )


def test_the_token_of_a_further_workspace_is_tried_as_well(
    look: Look, slack: FakeSlack, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.say.pop("auth.test")
    slack.teams["xoxb-2"] = "T2"
    monkeypatch.setenv("SECRET_KEY", KEY)
    put_in(database, "T2", "xoxb-2")
    assert look("token") == ("ok", "Slack accepts it, for T1, T2.")

    monkeypatch.setenv("SECRET_KEY", "x" * 32)
    assert look("token")[0] == "wrong"
    assert "The token of T2 cannot be read" in look("token")[1]


def test_a_token_that_is_refused_while_it_is_looked_at_is_not_taken_away(
    look: Look, slack: FakeSlack, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    put_in(database, "T2", "xoxb-2")
    slack.say["auth.test"] = {"ok": False, "error": "token_revoked"}

    assert "Slack refuses the token of T2 (token_revoked): install Kaizen there again" in look("token")[1]

    assert found(database, "T2").live
    assert found(database, "T2").token


def test_the_token_of_another_workspace_is_named(look: Look, slack: FakeSlack, database: Database) -> None:
    assert look("workspace") == ("ok", "None is connected yet: the first to speak to the bot will be.")
    with database.begin() as connection:
        connect_workspace(connection, "slack", "T1", new="sunrise")
    assert look("workspace") == ("ok", "1 connected.")

    slack.say["auth.test"] = {**ME, "team_id": "T9"}

    assert look("workspace")[0] == "wrong"
    assert "for workspace T9, but the database belongs to T1" in look("workspace")[1]


@pytest.mark.parametrize(("why", "says"), [("invalid_auth", "Slack accepts its token"), ("token_revoked", "install")])
def test_a_workspace_that_is_stopped_is_named(
    look: Look, database: Database, monkeypatch: pytest.MonkeyPatch, why: str, says: str
) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    workspace = "T1" if why == "invalid_auth" else "T2"
    put_in(database, workspace, "xoxb-2")
    put_in(database, "T1", "xoxb-1")
    assert look("workspace")[0] == "ok"

    stop_it(database, workspace, why)

    assert look("workspace")[0] == "wrong"
    assert f"{workspace} was stopped on" in look("workspace")[1]
    assert f"({why}) and gets no messages and no reminders: {says}" in look("workspace")[1]


def stop_it(database: Database, workspace: str, why: str) -> None:
    was = found(database, workspace)
    assert database.system_now(lambda connection: stop(connection, was, why))


def test_a_workspace_that_was_taken_off_is_nothing_wrong(
    look: Look, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", KEY)
    put_in(database, "T1", "xoxb-1")
    put_in(database, "T2", "xoxb-2")

    stop_it(database, "T2", "app_uninstalled")

    assert look("workspace")[0] == "ok"


def test_a_clock_that_is_wrong_is_named(look: Look, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("time")[0] == "ok"

    slack.say["auth.test"] = at(timedelta(minutes=7))
    assert look("time")[0] == "wrong"
    assert "seconds behind Slack's: set whichever is wrong" in look("time")[1]

    slack.say["auth.test"] = at(timedelta(hours=-1))
    assert "seconds ahead of Slack's" in look("time")[1]

    slack.say["auth.test"] = at(timedelta(0))
    monkeypatch.setattr("bot.doctor_slack.database_now", lambda _: datetime.now(UTC) - timedelta(minutes=3))
    assert "180 seconds ahead of the database's" in look("time")[1]

    slack.say["auth.test"] = ME
    assert look("time")[0] == "not checked"


def test_scopes_that_were_not_granted_are_named(look: Look, slack: FakeSlack) -> None:
    assert look("scopes")[0] == "ok"
    slack.say["auth.test"] = {**ME, "headers": {"x-oauth-scopes": "commands, chat:write"}}
    assert look("scopes")[0] == "wrong"
    assert "users:read" in look("scopes")[1]

    slack.say["auth.test"] = {**ME, "headers": {}}
    assert look("scopes") == ("not checked", "Slack did not say which were granted.")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"ok": False, "error": "channel_not_found"}, "cannot be seen (channel_not_found)"),
        ({"ok": True, "channel": {"is_archived": True, "is_member": True}}, "is archived"),
        ({"ok": True, "channel": {"is_member": False}}, "type /invite @Kaizen there"),
    ],
)
def test_a_conversation_that_kaizen_cannot_post_in_is_named(
    look: Look, slack: FakeSlack, district: District, told: dict[str, Any], says: str
) -> None:
    assert look("conversations") == ("ok", "None is set yet.")
    district.do(lambda tx: DistrictSettings(tx).set("digest_channel", "C0123456789", by="system"))
    assert look("conversations") == ("ok", "1 set, and Kaizen is in each.")

    slack.say["conversations.info"] = told

    assert look("conversations")[0] == "wrong"
    assert "digest_channel of t1 (C0123456789)" in look("conversations")[1]
    assert says in look("conversations")[1]


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Something that answers as the bot would, or does not; at PORT, and at PUBLIC_URL."""
    answers: dict[str, Any] = {"ready": {"ok": True, "slack": "ok", "clock": "ok"}, "door": 401}

    async def ready(_: Request) -> Response:
        return JSONResponse(answers["ready"])

    async def door(_: Request) -> Response:
        return Response("", answers["door"])

    with Served(Starlette(routes=[Route("/readyz", ready), Route("/slack/events", door, methods=["POST"])])) as running:
        monkeypatch.setenv("PORT", running.url.rpartition(":")[2])
        monkeypatch.setenv("PUBLIC_URL", running.url)
        yield answers


def test_a_bot_that_does_not_run_is_named(look: Look) -> None:
    assert look("bot") == ("wrong", "No bot answers at http://127.0.0.1:9/readyz: start it with kaizen serve.")
    assert look("clock") == ("not checked", "It needs the bot to run.")


@pytest.mark.parametrize(
    ("check", "what", "says"),
    [
        ("bot", {"ok": False}, "its database does not answer"),
        ("bot", {"slack": "not reached yet"}, "has not reached Slack"),
        ("clock", {"clock": "stands still"}, "start the bot again"),
    ],
)
def test_a_bot_that_runs_badly_is_named(
    look: Look, stranger: dict[str, Any], check: str, what: dict[str, Any], says: str
) -> None:
    assert look(check)[0] == "ok"

    stranger["ready"] |= what

    assert look(check)[0] == "wrong"
    assert says in look(check)[1]


def test_a_public_address_that_leads_elsewhere_is_named(look: Look, stranger: dict[str, Any]) -> None:
    assert look("address")[0] == "ok"

    stranger["door"] = 502

    assert look("address")[0] == "wrong"
    assert "answers 502, and the bot would answer 401" in look("address")[1]


def test_a_public_address_that_is_not_reached_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    assert look("address") == ("ok", "PUBLIC_URL is not set; nothing that you use needs it.")

    monkeypatch.setenv("PUBLIC_URL", "http://127.0.0.1:9")

    assert look("address")[0] == "wrong"
    assert "is not reached (Client" in look("address")[1]


def test_a_public_address_that_is_not_safe_is_named(look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", "http://kaizen.example.org")

    assert look("settings") == ("wrong", "PUBLIC_URL does not fit: use an address that begins with https://.")
    assert look("address") == ("not checked", "It needs the settings.")


def test_by_socket_mode_the_public_address_is_that_of_pages(
    look: Look, monkeypatch: pytest.MonkeyPatch, slack: FakeSlack, district: District, database_url: str
) -> None:
    monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
    with serving(slack, district, database_url, "socket") as workspace:
        monkeypatch.setenv("PUBLIC_URL", workspace.url)

        assert look("address") == ("ok", f"{workspace.url} leads to the bot.")
