"""Installed, taken off, refused and installed again: what is kept, what waits, and who is told."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from bot.app import Bot
from bot.cli import main
from bot.ids import mint
from bot.platforms.slack_scopes import NEEDED
from playground.testing import Served
from storage.db import Database
from storage.installations import live_districts, stop
from storage.outbox import Outbox
from storage.settings import DistrictSettings
from tests.bot.conftest import LONG, FakeSlack, Workspace, until
from tests.bot.installed import found, put_in, signed, without_token
from tests.conftest import ADMIN, NOW, TEACHER, WORKSPACE, District

OTHER, TOKEN, OTHER_TOKEN = "T2", "xoxb-one", "xoxb-two"
OUTSIDE = "Kaizen is not connected to this workspace"
REST = timedelta(hours=1)


@dataclass
class Running:
    """A bot of two workspaces, and what Slack sends it."""

    url: str
    slack: FakeSlack
    district: District

    def send(self, body: str, kind: str = "application/x-www-form-urlencoded") -> httpx.Response:
        return httpx.post(f"{self.url}/slack/events", content=body, headers=signed(body, kind), timeout=LONG)

    def event(self, team: str = WORKSPACE, at: float | None = None, **event: Any) -> httpx.Response:
        body = {"type": "event_callback", "team_id": team, "event_time": int(at or time.time()), "event": event}
        return self.send(json.dumps(body), "application/json")

    def command(self, text: str, team: str = WORKSPACE, **more: str) -> str:
        told = {"team_id": team, "user_id": TEACHER, "command": "/car", "text": text, "trigger_id": "1.1", **more}
        return self.send(urlencode(told)).text

    def owe(self, key: str, to: str = TEACHER) -> None:
        """Owe somebody a message, which the next request's commit wakes."""
        person = self.district.person(to)
        self.district.do(lambda tx: Outbox(tx).owe("home", "", to=person, key=key))
        self.command("list", OTHER)
        self.event(OTHER, type="app_home_opened", tab="messages", user=TEACHER)
        self.slack.calls.clear()

    def ledger(self) -> dict[str, int]:
        return {k: n for k, n in self.district.do(lambda tx: Outbox(tx).ledger(), write=False).items() if n}

    def rests(self) -> bool:
        """Whether nothing may be sent to the first workspace for a while."""
        query = f"SELECT count(*) FROM lanes WHERE name = 'slack:{WORKSPACE}' AND next_at IS NOT NULL"  # noqa: S608
        return bool(self.district.database.system_now(lambda c: c.exec_driver_sql(query).scalar_one()))


@pytest.fixture
def running(slack: FakeSlack, district: District, database_url: str) -> Iterator[Running]:
    slack.teams = {TOKEN: WORKSPACE, OTHER_TOKEN: OTHER}
    put_in(district.database, WORKSPACE, TOKEN)
    put_in(district.database, OTHER, OTHER_TOKEN)
    opened = Database(database_url, mint=mint)
    with Served(Bot(without_token(slack, database_url), opened).web()) as bot:
        until(lambda: len(slack.told("auth.test")) == 2)
        yield Running(bot.url, slack, district)
    opened.close()


def test_each_workspace_is_answered_with_its_own_token_and_another_one_not_at_all(running: Running) -> None:
    running.command("xyzzy")
    running.command("plugh", OTHER)
    until(lambda: len(running.slack.told("views.open")) == 2)

    used = [(token, "xyzzy" in told["view"]) for token, method, told in running.slack.tokens if method == "views.open"]
    assert sorted(used) == [(TOKEN, True), (OTHER_TOKEN, False)]
    assert OUTSIDE in running.command("gate", "T3")


def test_a_workspace_that_only_speaks_founds_no_district_where_the_environment_has_no_token(running: Running) -> None:
    running.command("gate", "T3")

    assert [short for _, short in running.district.database.system_now(live_districts)] == ["t1", "t2"]


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["UBOT"]}}]
)
def test_uninstalled_the_token_is_deleted_and_records_stay(running: Running, event: dict[str, Any]) -> None:
    before = len(running.district.do(lambda tx: tx.rows(_table("people"))))

    running.event(**event)

    kept = found(running.district.database, WORKSPACE)
    assert (kept.token, kept.live, kept.stopped_why) == (None, False, event["type"])
    assert OUTSIDE in running.command("gate")
    assert "Open reports" in running.command("list", OTHER)
    assert len(running.district.do(lambda tx: tx.rows(_table("people")))) == before


def test_the_token_of_a_person_that_is_revoked_is_not_the_bots(running: Running) -> None:
    running.event(type="tokens_revoked", tokens={"oauth": [TEACHER]})

    assert found(running.district.database, WORKSPACE).live


def test_r41_a_workspace_that_is_not_installed_any_more_gets_no_jobs(running: Running) -> None:
    assert {short for _, short in running.district.database.system_now(live_districts)} == {"t1", "t2"}

    running.event(type="app_uninstalled")

    assert {short for _, short in running.district.database.system_now(live_districts)} == {"t2"}


def test_what_is_owed_to_it_waits_and_is_sent_when_it_is_installed_again(running: Running) -> None:
    running.event(type="app_uninstalled")
    running.owe("k1")
    until(running.rests)

    assert running.ledger() == {"pending": 1}
    assert [told for token, _, told in running.slack.tokens if token == TOKEN and "channel" in told] == []

    running.slack.teams["xoxb-new"] = WORKSPACE
    put_in(running.district.database, WORKSPACE, "xoxb-new")
    assert "Open reports" in running.command("list")
    until(lambda: running.ledger() == {"sent": 1})
    assert [token for token, method, _ in running.slack.tokens if method == "chat.postMessage"] == ["xoxb-new"]


def test_an_uninstallation_that_is_told_late_does_not_undo_the_new_installation(running: Running) -> None:
    running.event(type="app_uninstalled", at=time.time() - 300)

    assert found(running.district.database, WORKSPACE).live


@pytest.mark.parametrize("said", ["token_revoked", "account_inactive", "invalid_auth"])
def test_a_token_that_slack_refuses_stops_the_workspace_with_one_warning(
    running: Running, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    running.slack.say["chat.postMessage"] = {"ok": False, "error": said}
    running.owe("k1")
    until(running.rests)
    running.owe("k2")

    kept = found(running.district.database, WORKSPACE)
    assert (kept.live, kept.stopped_why, kept.token is None) == (False, said, said != "invalid_auth")
    assert running.ledger() == {"pending": 2}
    assert capfd.readouterr().err.count("workspace stopped") == 1


def test_a_refusal_that_was_slacks_mistake_is_over_when_the_token_works_again(
    running: Running, database_url: str
) -> None:
    database = running.district.database
    was = found(database, WORKSPACE)
    database.system_now(lambda c: stop(c, was, "invalid_auth", keep_token=True))
    running.slack.calls.clear()
    opened = Database(database_url, mint=mint)

    with Served(Bot(without_token(running.slack, database_url), opened).web()):
        until(lambda: found(database, WORKSPACE).live)
    opened.close()


def test_a_token_that_another_process_replaced_is_not_deleted_with_the_old_one(running: Running) -> None:
    database = running.district.database
    was = found(database, WORKSPACE)
    put_in(database, WORKSPACE, "xoxb-new")

    assert database.system_now(lambda c: stop(c, was, "token_revoked")) is False
    assert found(database, WORKSPACE).live


def test_what_a_command_takes_off_is_not_used_any_more_by_a_bot_that_runs(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.clock.LOOK_AGAIN", 0.2)
    slack.teams = {TOKEN: WORKSPACE}
    put_in(district.database, WORKSPACE, TOKEN)
    opened = Database(database_url, mint=mint)
    with Served(Bot(without_token(slack, database_url), opened).web()) as bot:
        running = Running(bot.url, slack, district)
        assert "Open reports" in running.command("list")

        monkeypatch.setenv("DATABASE_URL", database_url)
        with pytest.raises(SystemExit):
            main(["workspace", "remove", WORKSPACE])

        until(lambda: OUTSIDE in running.command("list"))
    opened.close()


def test_the_token_of_the_environment_needs_no_key_and_is_listed_as_an_installation(workspace: Workspace) -> None:
    until(lambda: workspace.slack.told("auth.test"))
    until(lambda: workspace.district.database.system_now(_sources) == ["environment"])

    assert found(workspace.district.database, WORKSPACE).token is None
    assert "Open reports" in workspace.command(TEACHER, "/car list").text


def test_an_installation_for_a_whole_organization_is_one_workspace(running: Running) -> None:
    running.slack.teams["xoxb-org"] = "E1"
    put_in(running.district.database, "E1", "xoxb-org")

    org = {"enterprise_id": "E1", "is_enterprise_install": "true"}
    assert "Open reports" in running.command("list", "T7", **org)
    assert "Open reports" in running.command("list", "T8", **org)
    people = running.district.database.do("e1", lambda tx: tx.rows(_table("accounts")), now=NOW, door="test")
    assert [(row["workspace"], row["external"]) for row in people] == [("E1", TEACHER)]


@pytest.mark.parametrize(("inside", "said"), [(TEACHER, "Open reports"), (ADMIN, "Kaizen is for staff")])
def test_in_an_organization_the_group_of_staff_is_looked_for_in_each_of_its_workspaces(
    running: Running, inside: str, said: str
) -> None:
    running.slack.teams["xoxb-org"] = "E1"
    running.slack.groups = {"T6": [], "T7": [ADMIN], "T8": [inside]}
    put_in(running.district.database, "E1", "xoxb-org")
    staff = {"key": "staff", "value": "group:S1"}
    running.district.database.do("e1", lambda tx: DistrictSettings(tx).set(**staff, by="system"), now=NOW, door="test")

    assert said in running.command("list", "T7", enterprise_id="E1", is_enterprise_install="true")
    asked = [told["team_id"] for told in running.slack.told("usergroups.users.list")]
    assert asked == ["T6", "T7", "T8"]


def test_r34_a_missing_scope_is_told_once_to_the_administrators(
    slack: FakeSlack, district: District, database_url: str
) -> None:
    slack.teams, slack.scopes = {TOKEN: WORKSPACE}, ",".join(NEEDED.keys() - {"usergroups:read"})
    put_in(district.database, WORKSPACE, TOKEN)
    settings = without_token(
        slack, database_url, slack_client_id="1.2", slack_client_secret="s", public_url="https://kaizen.example.org"
    )
    for _ in range(2):
        slack.calls.clear()
        opened = Database(database_url, mint=mint)
        with Served(Bot(settings, opened).web()):
            until(lambda: slack.told("auth.test"))
            until(lambda: district.do(lambda tx: Outbox(tx).ledger()["sent"]) == 1)
        opened.close()

    assert district.do(lambda tx: Outbox(tx).ledger())["sent"] == 1
    said = [told for _, method, told in slack.tokens if method == "chat.postMessage"]
    assert [told["channel"] for told in said] == [ADMIN]
    assert "usergroups:read" in said[0]["text"]
    assert "https://kaizen.example.org/slack/oauth/install" in json.dumps(said[0]["blocks"])


def _sources(connection: Any) -> list[str]:
    return list(connection.exec_driver_sql("SELECT source FROM installations").scalars())


def _table(name: str) -> Any:
    from storage.db import metadata

    return metadata.tables[name]
