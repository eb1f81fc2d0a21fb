"""How Slack reaches the bot: signed requests by HTTP, or envelopes over lines that the bot opens."""

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from bot.app import Bot
from bot.platforms.slack_socket import PAUSES
from playground.app import create_app
from playground.seed import default_data
from playground.testing import TOKEN, Client, Served, unhurried
from storage.db import Database
from tests.bot.conftest import APP_TOKEN, LINES, LONG, FakeSlack, Workspace, serving, settings, until
from tests.bot.test_slack_late import held, slow
from tests.conftest import TEACHER, District, counter

WHAT = "The gate latch is broken"
BY_SOCKET = pytest.mark.parametrize("transport", ["socket"], indirect=True)
ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(("age", "secret"), [(301, "a signing secret"), (0, "another secret")])
def test_r38_a_signature_that_is_old_or_not_ours_is_refused(workspace: Workspace, age: float, secret: str) -> None:
    answer = workspace.command(TEACHER, "/car list", age=age, secret=secret)

    assert answer.status_code == 401


def test_results_leave_by_the_networks_proxy_as_well(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", slack.url)  # for a host that nobody else would find
    with serving(slack, district, database_url, "http") as workspace:
        workspace.press(TEACHER, "car.page", "open", response_url="http://hooks.slack.invalid/respond")

        until(lambda: slack.told("respond"))


def test_it_says_which_way_slack_reaches_it(workspace: Workspace) -> None:
    assert readiness(workspace)["transport"] == "http"
    assert "connections" not in readiness(workspace)


@BY_SOCKET
def test_over_a_socket_it_says_how_many_lines_stand_and_takes_nothing_by_http(workspace: Workspace) -> None:
    until(lambda: readiness(workspace)["connections"] == 2)

    assert readiness(workspace)["transport"] == "socket"
    assert httpx.post(f"{workspace.url}/slack/events", content="x", timeout=LONG).status_code == 404


@BY_SOCKET
@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_while_slack_takes_lines_away_after_a_notice_no_request_is_lost(workspace: Workspace, reason: str) -> None:
    first = lines(workspace)

    with ThreadPoolExecutor(1) as pool:
        refreshed = pool.submit(notice, workspace, reason, 0.5)
        answers = [workspace.file(TEACHER, WHAT, f"V{number}") for number in range(30)]
        while not refreshed.done():
            answers.append(workspace.file(TEACHER, WHAT, f"V{len(answers)}"))

    assert {answer.status_code for answer in answers} == {200}
    assert workspace.count("cars") == len(answers)
    until(lambda: len(lines(workspace)) == 2)
    assert not set(first) & set(lines(workspace))


@BY_SOCKET
def test_the_answer_leaves_by_the_line_that_the_request_came_by(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when Slack has told meanwhile that this line ends."""
    with filing(workspace) as filed, held(monkeypatch):
        until(lambda: workspace.slack.sockets.sent)
        noticed = asyncio.run_coroutine_threadsafe(
            workspace.slack.sockets.notice(APP_TOKEN, "refresh_requested", LONG), workspace.slack.loop
        )
        until(lambda: len([line for line in lines(workspace) if not line.leaving]) == 2)

    assert filed.result().status_code == 200
    assert len(workspace.slack.sockets.sent) == 1
    noticed.cancel()


@BY_SOCKET
def test_a_line_that_breaks_while_a_form_is_answered_leaves_one_record(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filing(workspace) as filed, held(monkeypatch):
        until(lambda: workspace.slack.sockets.sent)
        cut(workspace)
        until(lambda: len(workspace.slack.sockets.sent) == 2)

    assert (filed.result().status_code, filed.result().text) == (200, "")
    assert [envelope["retry_attempt"] for envelope in workspace.slack.sockets.sent] == [0, 1]
    assert workspace.count("cars") == 1
    assert workspace.settled()["sent"] == 3


@BY_SOCKET
def test_while_one_line_is_broken_the_other_one_serves(workspace: Workspace) -> None:
    workspace.slack.say["apps.connections.open"] = {"ok": False, "error": "internal_error"}
    cut(workspace, most=1)
    until(lambda: readiness(workspace)["connections"] == 1)

    assert {workspace.command(TEACHER, "/car list").status_code for _ in range(4)} == {200}
    del workspace.slack.say["apps.connections.open"]
    until(lambda: readiness(workspace)["connections"] == 2)


@BY_SOCKET
def test_while_slack_lets_nobody_in_it_asks_ever_more_seldom(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    workspace.slack.say["apps.connections.open"] = {"ok": False, "error": "socket_mode_not_enabled"}
    asked, began = len(workspace.slack.told("apps.connections.open")), time.monotonic()

    notice(workspace, "link_disabled", 0)
    until(lambda: len(workspace.slack.told("apps.connections.open")) - asked == LINES * 4)

    assert time.monotonic() - began > sum(PAUSES[:4]) / 2
    said = capfd.readouterr().err
    assert "socket mode is switched off" in said
    assert "socket_mode_not_enabled" in said


@BY_SOCKET
def test_a_line_is_over_only_when_slack_has_said_hello(workspace: Workspace) -> None:
    """A ticket is good for one line: a second use is refused, and the bot asks for another."""
    workspace.slack.say["apps.connections.open"] = {"ok": True, "url": workspace.slack.sockets.address(APP_TOKEN)}
    cut(workspace)
    until(lambda: readiness(workspace)["connections"] == 1)
    del workspace.slack.say["apps.connections.open"]

    until(lambda: readiness(workspace)["connections"] == 2)
    assert workspace.command(TEACHER, "/car list").json()["blocks"]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_lines_stand_as_are_set(slack: FakeSlack, district: District, database_url: str, number: int) -> None:
    told = settings(slack, database_url, slack_app_token=SecretStr(APP_TOKEN), slack_connections=number)
    database = Database(database_url, mint=counter())
    with Served(Bot(told, database).web()):
        until(lambda: len(slack.sockets.lines(APP_TOKEN)) == number)
    until(lambda: not slack.sockets.lines(APP_TOKEN))
    database.close()
    assert district


def test_what_has_come_in_when_it_stops_is_answered_first(
    slack: FakeSlack, district: District, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 0.4)
    with serving(slack, district, database_url, "socket") as workspace:
        filed = ThreadPoolExecutor(1).submit(workspace.file, TEACHER, WHAT)
        until(lambda: slack.sockets.sent)

    assert filed.result().status_code == 200
    assert (workspace.count("cars"), len(slack.sockets.sent)) == (1, 1)


def test_stopped_by_sigterm_it_has_answered_exactly_what_is_on_record(
    slack: FakeSlack, district: District, database_url: str
) -> None:
    """What was not taken any more, Slack sends to the next one that runs."""
    workspace = Workspace("", slack, district, by_socket=True)
    told = {
        "DATABASE_URL": database_url,
        "SLACK_API_URL": f"{slack.url}/api/",
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_APP_TOKEN": APP_TOKEN,
        "PORT": "0",
        "PATH": os.environ["PATH"],
    }
    running = subprocess.Popen([sys.executable, "-m", "bot", "serve"], env=told, cwd=ROOT, stderr=subprocess.PIPE)
    until(lambda: len(lines(workspace)) == 2)
    answered: list[str] = []
    filing = asyncio.run_coroutine_threadsafe(file_at_eight_desks(workspace, answered), slack.loop)
    until(lambda: len(answered) > 20)
    running.send_signal(signal.SIGTERM)
    filing.result(2 * LONG)
    running.communicate(timeout=LONG)

    assert running.returncode == -signal.SIGTERM  # uvicorn hands the signal on when all is done
    assert workspace.count("cars") == len(answered)


def test_in_the_local_workspace_a_report_is_filed_by_socket(database_url: str) -> None:
    database, teacher = Database(database_url, mint=counter()), "U01TEACHER"
    with Served(create_app(default_data(), "http://127.0.0.1:9/")) as running, Client(running.url) as client:
        tokens = {"slack_bot_token": SecretStr(TOKEN), "slack_app_token": SecretStr("xapp-playground")}
        with Served(Bot(settings(FakeSlack(url=running.url), database_url, **tokens), database).web()):
            unhurried(client)
            client.eventually(lambda: client.post("socket")["lines"] == 2)
            client.post("command", user=teacher, channel="C01GENERAL", text="/car gate")
            client.eventually(lambda: client.modal(teacher))

            refused = client.post("submit", user=teacher, values={"what": " "})
            filed = client.post("submit", user=teacher, values={"what": WHAT})

            assert refused["errors"] == {"what": "Please say what happened, in a few words."}
            assert filed["modal"] is None
            client.eventually(lambda: WHAT in str(client.messages(teacher, "app")))
    database.close()


def readiness(workspace: Workspace) -> Any:
    return httpx.get(f"{workspace.url}/readyz", timeout=LONG).json()


def lines(workspace: Workspace) -> list[Any]:
    return workspace.slack.sockets.lines(APP_TOKEN)


def notice(workspace: Workspace, reason: str, seconds: float) -> None:
    workspace.slack.now(workspace.slack.sockets.notice(APP_TOKEN, reason, seconds))


def cut(workspace: Workspace, most: int = 9) -> None:
    for line in lines(workspace)[:most]:
        workspace.slack.loop.call_soon_threadsafe(line.cut)


async def file_at_eight_desks(workspace: Workspace, answered: list[str]) -> None:
    """File one report after the other, until nobody is there any more; note each that is acknowledged."""
    views = (f"V{number}" for number in itertools.count(1))

    async def file() -> None:
        for view in views:
            form = workspace.form("car.file", view, {"what": WHAT, "happened_on": {"date": "2026-03-09"}})
            payload = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": TEACHER}, "view": form}
            await workspace.slack.sockets.deliver(APP_TOKEN, "interactive", payload, 3 * LONG)
            answered.append(view)

    desks = [asyncio.create_task(file()) for _ in range(8)]
    while lines(workspace):  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)  # those whose acknowledgement came note it
    for desk in desks:
        desk.cancel()


@contextmanager
def filing(workspace: Workspace) -> "Iterator[Future[httpx.Response]]":
    """A form that is on its way while the `with` block lasts."""
    with ThreadPoolExecutor(1) as pool:
        yield pool.submit(workspace.file, TEACHER, WHAT)
