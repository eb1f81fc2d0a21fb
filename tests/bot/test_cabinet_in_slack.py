"""The digest in a channel of Slack: posted with its thread, decided in place, and only for staff."""

from datetime import UTC, datetime

import pytest

from domain.people import Role
from storage.conversations import Conversations
from storage.db import Tx
from storage.digests import Digests
from storage.settings import DistrictSettings
from tests.bot.conftest import Workspace, until
from tests.bot.test_conversations import CABINET, says
from tests.conftest import MR, PRINCIPAL, TEACHER
from tests.story import ask, seat

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def posts(workspace: Workspace) -> list[dict[str, object]]:
    return [body for body in workspace.slack.told("chat.postMessage") if body["channel"] == CABINET]


def post(workspace: Workspace) -> None:
    """A digest of now, with one idea in it; a teacher gave it."""
    district, now = workspace.district, datetime.now(UTC)
    seat(district, Role.CABINET_MEMBER, PRINCIPAL)
    for nth in range(4):
        ask(district, TEACHER, "idea.give", {"what": f"List {nth} of all substitute plans"})

    def work(tx: Tx) -> None:
        DistrictSettings(tx).set("digest_channel", CABINET, by="x")
        Conversations(tx).seen("slack", "T1", CABINET, label="cabinet")
        assert Digests(tx).post("2026-11-23", now.date(), by="x")

    district.do(work, now=now)


def test_an_idea_is_decided_in_the_channel_and_the_digest_changes_for_all(workspace: Workspace) -> None:
    says(workspace)
    workspace.slack.say["conversations.members"] = {"ok": True, "members": [MR, PRINCIPAL]}
    post(workspace)
    until(lambda: len(posts(workspace)) == 2)
    root, thread = posts(workspace)
    assert "4 ideas wait for you" in str(root["text"])
    assert "thread_ts" not in root
    assert thread["thread_ts"]
    workspace.settled()
    there = {"type": "message", "message_ts": "7.0", "channel_id": CABINET, "is_ephemeral": False}

    workspace.press(TEACHER, "idea.to_team", "IDEA-2026-001", container=there)
    until(lambda: workspace.slack.told("respond"))
    refused = workspace.slack.told("respond")[0]
    assert "Only the Cabinet, the superintendent or the management representative" in refused["text"]
    workspace.press(PRINCIPAL, "idea.to_team", "IDEA-2026-001", at="2.0", container=there)

    until(lambda: [body for body in workspace.slack.told("chat.update") if body["channel"] == f"D{CABINET}"])
    changed = [body for body in workspace.slack.told("chat.update") if body["channel"] == f"D{CABINET}"]
    assert "With the Management Review Team" in changed[0]["text"]
    answers = workspace.slack.told("respond")
    assert all(body["replace_original"] is False for body in answers)
    assert not any(body["ts"] == "7.0" for body in workspace.slack.told("chat.update"))


def test_where_a_guest_came_in_since_it_is_not_posted(workspace: Workspace) -> None:
    says(workspace)
    workspace.slack.say["conversations.members"] = {"ok": True, "members": [MR, "U99"]}
    workspace.slack.say["users.info"] = {"ok": True, "user": {"real_name": "Guest", "is_restricted": True}}

    post(workspace)

    until(lambda: any("holds somebody who is not staff" in b["text"] for b in workspace.slack.told("chat.postMessage")))
    assert workspace.settled()["failed"] == 2
    assert posts(workspace) == []
