"""Open forms: what was typed stays, and a result whose window is gone still reaches the person."""

import json
from typing import Any

import pytest

from tests.bot.conftest import BY_BOTH, Workspace, until
from tests.bot.test_slack_late import held
from tests.conftest import TEACHER

pytestmark = BY_BOTH
WHAT = "The gate latch is broken"
GONE = [{"ok": False, "error": error} for error in ("hash_conflict", "not_found", "view_not_found")]
SILENT = {"ok": False, "status": 503}
TYPED: dict[str, Any] = {
    "what": "Half a story & <more>",
    "school": {"option": "east"},
    "happened_on": {"date": "2026-03-02"},
}
WINDOW = {"type": "view", "view_id": "V1"}


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("said", [*GONE, SILENT], ids=str)
def test_r14_a_late_result_whose_window_is_gone_comes_as_a_message(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, said: dict[str, Any]
) -> None:
    workspace.slack.say["views.update"] = said

    with held(monkeypatch):
        assert "Saving" in workspace.file(TEACHER, WHAT).text

    until(lambda: any("It is on record" in told["text"] for told in workspace.slack.direct(TEACHER)))
    assert workspace.count("cars") == 1


@pytest.mark.parametrize("said", [*GONE, SILENT], ids=str)
def test_r14_a_refusal_whose_window_is_gone_comes_as_a_message(workspace: Workspace, said: dict[str, Any]) -> None:
    workspace.slack.say["views.update"] = said
    view = workspace.form("car.return", "V1", {"reason": "Which?"})

    workspace.press(TEACHER, "car.withdraw", "CAR-2026-077", container=WINDOW, view=view, response_url="")

    until(lambda: workspace.slack.direct(TEACHER))
    assert "There is no report" in workspace.slack.direct(TEACHER)[0]["text"]


@pytest.mark.parametrize("said", [*GONE, SILENT], ids=str)
def test_r14_a_card_whose_window_is_gone_comes_as_a_message(workspace: Workspace, said: dict[str, Any]) -> None:
    workspace.slack.say["views.update"] = said
    view = {"id": "V1", "type": "modal", "callback_id": "", "blocks": []}

    workspace.press(TEACHER, "car.page", "open", container=WINDOW, view=view, response_url="")

    until(lambda: workspace.slack.direct(TEACHER))
    assert "Open reports" in workspace.slack.direct(TEACHER)[0]["text"]


def test_r15_more_questions_keep_what_was_typed(workspace: Workspace) -> None:
    values = {**TYPED, "school": {"option": workspace.district.school()}}
    view = workspace.form("car.file", "V1", values)
    view["state"]["values"]["marks"] = {
        "marks": {"type": "checkboxes", "selected_options": [{"value": "urgent"}, {"value": "hide_name"}]}
    }

    workspace.press(TEACHER, "car.more", container=WINDOW, view=view, response_url="")

    until(lambda: workspace.slack.told("views.update"))
    drawn = json.loads(workspace.slack.told("views.update")[0]["view"])
    given = {block["block_id"]: block["element"] for block in drawn["blocks"] if block["type"] == "input"}
    assert given["what"]["initial_value"] == TYPED["what"]
    assert given["school"]["initial_option"]["text"]["text"] == "East School"
    assert given["happened_on"]["initial_date"] == "2026-03-02"
    assert [one["value"] for one in given["marks"]["initial_options"]] == ["urgent", "hide_name"]
    assert "already_done" in given


def test_r15_a_choice_in_an_open_form_changes_nothing_in_it(workspace: Workspace) -> None:
    view = workspace.form("car.file", "V1", TYPED)
    chosen = {"type": "static_select", "action_id": "school", "selected_option": {"value": "east"}, "action_ts": "1.0"}

    answer = workspace.press(TEACHER, "x", container=WINDOW, view=view, response_url="", actions=[chosen])
    workspace.command(TEACHER, "/car list")

    assert (answer.status_code, answer.text) == (200, "")
    assert [method for method, _ in workspace.slack.calls if method.startswith("views.")] == []
