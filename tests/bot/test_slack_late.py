"""Slack's front door when something is slow: nobody waits longer than Slack does."""

import json
import time
from typing import Any

import pytest

from bot.answering import Answering
from tests.bot.conftest import BY_BOTH, Workspace, until
from tests.conftest import TEACHER

pytestmark = BY_BOTH
WHAT = "The gate latch is broken"


def test_r8_a_fault_found_after_a_while_still_stands_on_its_question(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 0.2)

    answer = workspace.file(TEACHER, " ")

    assert answer.json()["response_action"] == "errors"


def test_a_slow_slack_delays_no_answer(workspace: Workspace) -> None:
    workspace.slack.delay = 2.0
    began = time.monotonic()

    workspace.command(TEACHER, "/car gate")
    workspace.file(TEACHER, WHAT)

    assert time.monotonic() - began < 1.5


def test_a_slow_database_is_answered_with_saving_and_then_with_the_result(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 1.2)
    began = time.monotonic()

    answer = workspace.file(TEACHER, WHAT)

    assert time.monotonic() - began < 1.15
    assert answer.json()["response_action"] == "update"
    assert "Saving" in json.dumps(answer.json()["view"])
    until(lambda: workspace.slack.told("views.update"))
    assert "It is on record" in workspace.slack.told("views.update")[0]["view"]
    assert workspace.count("cars") == 1


def test_a_late_fault_shows_the_form_again_with_what_was_typed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow(monkeypatch, 1.2)

    workspace.submit(TEACHER, "car.file", values={"what": "Half a story", "happened_on": {"date": "2999-01-01"}})

    until(lambda: workspace.slack.told("views.update"))
    view = json.loads(workspace.slack.told("views.update")[0]["view"])
    assert "cannot be in the future" in json.dumps(view["blocks"][0])
    assert view["callback_id"] == "car.file"


def slow(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let each form wait, outside any transaction."""
    import asyncio

    quick = Answering._run

    async def run(self: Answering, asked: Any) -> Any:
        if asked.route.form:
            await asyncio.sleep(seconds)
        return await quick(self, asked)

    monkeypatch.setattr(Answering, "_run", run)
