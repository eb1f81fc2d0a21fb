"""A report that seems to name a student, through the Slack door."""

import json
from typing import Any

import pytest

from tests.bot.conftest import Workspace, until
from tests.bot.test_slack_late import held
from tests.conftest import TEACHER

NAMED = "Student J.S. was hit by the gate"


def shown(view: Any) -> str:
    return json.dumps(view, ensure_ascii=False)


def test_the_form_comes_back_in_the_same_window_with_what_was_typed(workspace: Workspace) -> None:
    answer = workspace.file(TEACHER, NAMED).json()

    assert answer["response_action"] == "update"
    assert "This looks like: initials or a name" in shown(answer["view"])
    assert NAMED in shown(answer["view"])
    assert workspace.count("cars") == 0


def test_the_same_window_is_submitted_again_and_it_is_on_record(workspace: Workspace) -> None:
    workspace.file(TEACHER, NAMED)
    chosen = {"option": "no_student"}
    values = {"what": NAMED, "happened_on": {"date": "2026-03-09"}}
    workspace.submit(TEACHER, "car.file", values={**values, "names": chosen})
    until(lambda: workspace.count("cars"))

    assert workspace.count("cars") == 1


@pytest.mark.usefixtures("hurried")
def test_a_slow_database_loses_nothing_either(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    with held(monkeypatch):
        workspace.file(TEACHER, NAMED)
    until(lambda: workspace.slack.told("views.update"))
    view = json.loads(workspace.slack.told("views.update")[0]["view"])

    assert view["callback_id"] == "car.file"
    assert "This looks like: initials or a name" in shown(view)
    assert NAMED in shown(view)
