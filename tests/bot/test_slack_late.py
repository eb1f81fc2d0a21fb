"""Slack's front door when something is slow: nobody waits longer than Slack does."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from bot.answering import Answering
from tests.bot.conftest import BY_BOTH, LONG, Workspace, until
from tests.conftest import TEACHER

pytestmark = [BY_BOTH, pytest.mark.usefixtures("hurried")]
WHAT = "The gate latch is broken"


def test_r8_a_fault_found_after_a_while_still_stands_on_its_question(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.platforms.slack.PATIENCE", LONG)
    slow(monkeypatch, 0.2)

    answer = workspace.file(TEACHER, " ")

    assert answer.json()["response_action"] == "errors"


def test_a_slow_slack_delays_no_answer(workspace: Workspace) -> None:
    with workspace.slack.silence():
        answers = [workspace.command(TEACHER, "/car gate"), workspace.file(TEACHER, WHAT)]

    assert {answer.status_code for answer in answers} == {200}


def test_a_slow_database_is_answered_with_saving_and_then_with_the_result(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(monkeypatch):
        answer = workspace.file(TEACHER, WHAT)

    assert answer.json()["response_action"] == "update"
    assert "Saving" in json.dumps(answer.json()["view"])
    until(lambda: workspace.slack.told("views.update"))
    assert "It is on record" in workspace.slack.told("views.update")[0]["view"]
    assert workspace.count("cars") == 1


def test_a_late_fault_shows_the_form_again_with_what_was_typed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with held(monkeypatch):
        workspace.submit(TEACHER, "car.file", values={"what": "Half a story", "happened_on": {"date": "2999-01-01"}})

    until(lambda: workspace.slack.told("views.update"))
    view = json.loads(workspace.slack.told("views.update")[0]["view"])
    assert "cannot be in the future" in json.dumps(view["blocks"][0])
    assert view["callback_id"] == "car.file"


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let each form wait, outside any transaction."""

    async def wait() -> None:
        await asyncio.sleep(seconds)

    _before_each_form(monkeypatch, wait)


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No form is done before the block ends."""
    over = Event()

    async def wait() -> None:
        async with asyncio.timeout(LONG):
            while not over.is_set():  # noqa: ASYNC110 - it is set in another thread
                await asyncio.sleep(0.01)

    _before_each_form(monkeypatch, wait)
    yield
    over.set()


def _before_each_form(monkeypatch: pytest.MonkeyPatch, wait: Any) -> None:
    quick = Answering._run

    async def run(self: Answering, asked: Any) -> Any:
        if asked.route.form:
            await wait()
        return await quick(self, asked)

    monkeypatch.setattr(Answering, "_run", run)
