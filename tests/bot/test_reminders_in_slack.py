"""The message of the day in Slack: its buttons open forms, and it is drawn again where it stands."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage.outbox import Outbox
from tests.bot.conftest import Workspace, until
from tests.conftest import PRINCIPAL
from tests.reminding import CHICAGO, due
from tests.working import accepted

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """The value of each button of a message, by its route."""
    blocks = json.loads(message["blocks"]) if isinstance(message["blocks"], str) else message["blocks"]
    found = [one for block in blocks for one in block.get("elements", []) if "value" in one]
    return {one["action_id"].partition("#")[0]: one["value"] for one in found}


def test_a_line_is_put_off_from_the_message_which_changes_where_it_stands(workspace: Workspace) -> None:
    today = datetime.now(CHICAGO).date()
    number = accepted(workspace.district)
    due(workspace.district, number, implementation_due=today + timedelta(days=1))
    person = workspace.district.person(PRINCIPAL)
    workspace.district.do(lambda tx: Outbox(tx).owe("reminders.day", f"{today} week", to=person, key="r"))
    until(lambda: [one for one in workspace.slack.direct(PRINCIPAL) if "Your week: 1 due" in one["text"]])
    (posted,) = [one for one in workspace.slack.direct(PRINCIPAL) if "Your week" in one["text"]]
    about = buttons(posted)["reminders.snooze_form"]

    workspace.press(PRINCIPAL, "reminders.snooze_form", about, channel={"id": f"D{PRINCIPAL}"})
    until(lambda: workspace.slack.told("views.open"))
    view = json.loads(workspace.slack.told("views.open")[0]["view"])
    assert view["callback_id"] == "reminders.snooze"

    until_day = (today + timedelta(days=3)).isoformat()
    form = workspace.form("reminders.snooze", "V9", {"until": {"date": until_day}})
    form["private_metadata"] = view["private_metadata"]
    workspace.payload(type="view_submission", team={"id": "T1"}, user={"id": PRINCIPAL}, view=form)
    until(lambda: updated(workspace))

    changed = updated(workspace)[-1]
    assert changed["channel"] == f"D{PRINCIPAL}"
    assert "put off until" in str(changed["blocks"])
    assert "reminders.wake" in str(changed["blocks"])


def updated(workspace: Workspace) -> list[dict[str, Any]]:
    """What the message in which they pressed says now."""
    return [told for told in workspace.slack.told("chat.update") if told["ts"] == "9.0"]
