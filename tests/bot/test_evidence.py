"""Files that people add in Slack are fetched after the answer, cleaned and kept; or it is said why not."""

import json
from typing import Any

import pytest

from storage.evidence import evidence
from storage.files import contents, files
from tests.bot.conftest import Workspace, until
from tests.conftest import TEACHER
from tests.domain.pictures import CANARY, FULL_JPEG

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINK = "https://sunrise.slack.com/files/U1/F0000001/gate.jpg"


def offer(workspace: Workspace, content: bytes, **more: Any) -> None:
    url = f"{workspace.slack.url}/files/gate.jpg"
    told = {"name": "gate.jpg", "size": len(content), "url_private_download": url, **more}
    workspace.slack.say["files.info"] = {"ok": True, "file": told}
    workspace.slack.files["gate.jpg"] = content


def rows(workspace: Workspace, table: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = workspace.district.do(lambda tx: tx.rows(table), write=False)
    return found


def send(workspace: Workspace, *, text: str, ts: str = "5.1") -> None:
    event = {"type": "message", "subtype": "file_share", "channel_type": "im", "channel": f"D{TEACHER}", "ts": ts}
    workspace.event(**event, user=TEACHER, text=text, files=[{"id": "F0000001", "permalink": LINK}])


def test_a_picture_that_is_sent_is_kept_without_its_place(workspace: Workspace) -> None:
    workspace.file(TEACHER, "Gate latch broken")
    offer(workspace, FULL_JPEG)
    send(workspace, text="1")
    workspace.settled()
    until(lambda: rows(workspace, files))

    (kept,) = rows(workspace, files)
    (content,) = rows(workspace, contents)
    assert (kept["media"], kept["size"]) == ("image/jpeg", len(content["content"]))
    assert CANARY not in content["content"]
    assert rows(workspace, evidence)[0]["sha256"] == kept["sha256"]
    assert "being fetched" in json.dumps(workspace.slack.told("chat.postMessage"))


def test_told_twice_it_is_kept_once(workspace: Workspace) -> None:
    workspace.file(TEACHER, "Gate latch broken")
    offer(workspace, FULL_JPEG)
    send(workspace, text="1")
    send(workspace, text="1")
    workspace.settled()
    until(lambda: rows(workspace, files))

    assert len(rows(workspace, evidence)) == len(rows(workspace, contents)) == 1


@pytest.mark.parametrize(
    ("content", "more", "why"),
    [
        (b"MZ\x90\0", {}, "it is not a picture"),
        (FULL_JPEG, {"size": 11 * 1024 * 1024}, "it is larger than 10 MB"),
        (FULL_JPEG, {"url_private_download": "https://elsewhere.example/gate.jpg"}, "it could not be fetched"),
    ],
)
def test_what_is_not_kept_is_told_in_one_sentence(
    workspace: Workspace, content: bytes, more: dict[str, Any], why: str
) -> None:
    workspace.file(TEACHER, "Gate latch broken")
    offer(workspace, content, **more)
    send(workspace, text="1")
    until(lambda: why in json.dumps(workspace.slack.direct(TEACHER)))

    assert rows(workspace, files) == []


def test_a_file_that_slack_gives_to_nobody_just_now_is_fetched_later(workspace: Workspace) -> None:
    workspace.file(TEACHER, "Gate latch broken")
    workspace.settled()
    offer(workspace, FULL_JPEG)
    workspace.slack.limits["files.info"] = ["1"]
    send(workspace, text="1")
    until(lambda: rows(workspace, files))

    assert len(workspace.slack.told("files.info")) == 2


def test_a_page_to_log_in_is_no_file(workspace: Workspace) -> None:
    workspace.file(TEACHER, "Gate latch broken")
    offer(workspace, b"")
    del workspace.slack.files["gate.jpg"]
    send(workspace, text="1")
    until(lambda: "could not be fetched" in json.dumps(workspace.slack.direct(TEACHER)))

    assert rows(workspace, files) == []
