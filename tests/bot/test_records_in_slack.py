"""Words removed and settings changed, as Slack sees it."""

import json

from tests.bot.conftest import Workspace, until
from tests.bot.test_conversations import says
from tests.conftest import MR, TEACHER

HOME = {"type": "view", "view_id": "VHOME"}
CANARY = "xyzzy"


def test_a_removed_word_leaves_every_message_that_was_posted(workspace: Workspace) -> None:
    workspace.file(TEACHER, f"The {CANARY} gate")
    workspace.settled()
    number = str(workspace.district.do(rows, write=False))
    posted = {(f"D{m['channel']}", m["text"]) for m in workspace.slack.told("chat.postMessage")}
    assert all(CANARY in text for _, text in posted)

    values = {"reason": "A name"}
    form = workspace.form("redaction.make", "V2", values, about=number)
    form["state"]["values"]["parts"] = {"parts": {"type": "checkboxes", "selected_options": [{"value": "everything"}]}}
    answer = workspace.payload(type="view_submission", team={"id": "T1"}, user={"id": MR}, view=form)

    assert (answer.status_code, answer.text) == (200, "")
    until(lambda: len(workspace.slack.told("chat.update")) == len(posted))
    assert workspace.settled() == {"pending": 0, "sent": 3, "failed": 0, "unfilled": 0, "skipped": 0}
    updated = workspace.slack.told("chat.update")
    assert {u["channel"] for u in updated} == {channel for channel, _ in posted}
    assert CANARY not in json.dumps(updated)
    assert all("(its words were removed)" in u["text"] for u in updated)


def rows(tx: object) -> str:
    from storage.car_table import cars

    return str(tx.rows(cars)[0]["number"])  # type: ignore[attr-defined]


def test_settings_open_from_home_by_part_and_come_back_to_what_holds(workspace: Workspace) -> None:
    workspace.press(MR, "settings.open", container=HOME, view={"type": "home", "id": "VHOME"})
    until(lambda: workspace.slack.told("views.open"))
    menu = workspace.slack.told("views.open")[0]["view"]
    assert "settings.clocks" in menu

    window = {"type": "modal", "id": "VMENU", "callback_id": "", "hash": "1.x", "private_metadata": '{"home": true}'}
    workspace.press(MR, "settings.clocks", at="2.0", container={"type": "view", "view_id": "VMENU"}, view=window)
    until(lambda: workspace.slack.told("views.push"))
    assert json.loads(workspace.slack.told("views.push")[0]["view"])["callback_id"] == "settings.save_clocks"

    form = workspace.form("settings.save_clocks", "VCLOCKS", {"plan_days": "45"}, home=True)
    form["previous_view_id"] = "VMENU"
    workspace.payload(type="view_submission", team={"id": "T1"}, user={"id": MR}, view=form)
    until(lambda: workspace.slack.told("views.update"))
    told = workspace.slack.told("views.update")[0]
    assert told["view_id"] == "VMENU"
    assert "1 of 12 changed" in told["view"]


def test_a_conversation_is_chosen_from_slacks_list(workspace: Workspace) -> None:
    says(workspace)
    workspace.submit(MR, "settings.save_conversations", values={"mrt_channel": {"channel": "C42"}})

    from storage.settings import DistrictSettings

    assert workspace.district.do(lambda tx: DistrictSettings(tx).all()["mrt_channel"]) == "C42"
