"""Where the bot posts: renamed, archived, made private or left, those who can mend it are told, and nobody else."""

import asyncio
from typing import Any

import pytest

from bot.cli import main
from bot.sending import NeverError
from domain.conversations import POSTS
from domain.settings import KEYS
from storage.conversations import Conversation, Conversations
from storage.outbox import Outbox
from storage.people import People
from storage.settings import DistrictSettings
from tests.bot.conftest import BY_BOTH, Workspace, until
from tests.bot.test_delivery import FakeSender, delivery, ledger
from tests.conftest import ADMIN, DEPUTY, MR, TEACHER, District
from tests.story import filed

CABINET = "C42"
WELL = {"id": CABINET, "name": "cabinet", "is_member": True, "is_archived": False}
TOLD = sorted([ADMIN, DEPUTY, MR])


@pytest.fixture
def posting(workspace: Workspace) -> Workspace:
    """A district whose digest goes to a channel."""
    workspace.district.do(lambda tx: DistrictSettings(tx).set("digest_channel", CABINET, by="system"))
    says(workspace)
    return workspace


def says(workspace: Workspace, error: str = "", **channel: Any) -> None:
    """What Slack says of the channel from now on."""
    said = {"ok": False, "error": error} if error else {"ok": True, "channel": {**WELL, **channel}}
    workspace.slack.say["conversations.info"] = said


def happens(workspace: Workspace, kind: str, channel: Any = CABINET) -> Conversation:
    """An event of Slack's, and what is kept of the channel afterwards."""
    asked = len(workspace.slack.told("conversations.info"))
    workspace.event(type=kind, channel=channel)
    until(lambda: len(workspace.slack.told("conversations.info")) > asked)
    until(lambda: known(workspace) is not None)
    workspace.settled()
    kept = known(workspace)
    assert kept
    return kept


def known(workspace: Workspace) -> Conversation | None:
    found: Conversation | None = workspace.district.do(lambda tx: Conversations(tx).get("slack", CABINET), write=False)
    return found


def told(workspace: Workspace) -> list[str]:
    return sorted(body["channel"] for body in workspace.slack.told("chat.postMessage"))


@BY_BOTH
def test_r18_a_renamed_conversation_keeps_its_place_and_gets_a_new_label(posting: Workspace) -> None:
    happens(posting, "channel_rename", {"id": CABINET, "name": "cabinet"})
    says(posting, name="leaders")

    happens(posting, "channel_rename", {"id": CABINET, "name": "leaders"})

    until(lambda: (kept := known(posting)) and kept.label == "leaders")
    assert posting.district.do(lambda tx: DistrictSettings(tx).all()["digest_channel"]) == CABINET
    assert told(posting) == []


@BY_BOTH
@pytest.mark.parametrize(
    ("kind", "said", "problem", "words"),
    [
        ("channel_archive", {"is_archived": True}, "archived", "#cabinet was archived"),
        ("channel_left", {"is_member": False}, "left", "#cabinet does not have Kaizen in it any more"),
        ("group_left", {"error": "channel_not_found"}, "gone", "cannot be found"),
    ],
)
def test_r19_r20_archived_private_or_left_it_is_told_once_and_that_post_is_paused(
    posting: Workspace, kind: str, said: dict[str, Any], problem: str, words: str
) -> None:
    happens(posting, "channel_unarchive")
    says(posting, **said)

    for _ in range(2):  # Slack tells of it again
        happens(posting, kind)
        until(lambda: (kept := known(posting)) and kept.problem == problem)

    until(lambda: told(posting) == TOLD)
    text = posting.slack.told("chat.postMessage")[0]["text"]
    assert words in text
    assert "Paused: the weekly Cabinet digest." in text
    assert not posting.district.do(lambda tx: Conversations(tx).is_open("slack", CABINET))


@BY_BOTH
def test_r32_the_conversation_that_fails_is_told_nothing(posting: Workspace) -> None:
    says(posting, is_archived=True)

    happens(posting, "channel_archive")

    until(lambda: told(posting) == TOLD)
    asked = [body for method, body in posting.slack.calls if method != "conversations.info"]
    assert not any(body.get("channel") == CABINET for body in asked)


@BY_BOTH
def test_opened_again_the_post_goes_on_and_the_messages_say_so(posting: Workspace) -> None:
    says(posting, is_archived=True)
    happens(posting, "channel_archive")
    until(lambda: told(posting) == TOLD)

    says(posting)
    happens(posting, "channel_unarchive")

    until(lambda: len(posting.slack.told("chat.update")) == len(TOLD))
    assert "Kaizen can post to #cabinet again." in posting.slack.told("chat.update")[0]["text"]
    assert posting.district.do(lambda tx: Conversations(tx).is_open("slack", CABINET))


@BY_BOTH
def test_a_channel_that_is_none_of_ours_is_not_asked_for(posting: Workspace) -> None:
    posting.event(type="channel_archive", channel="C99")
    happens(posting, "channel_rename")

    assert [body["channel"] for body in posting.slack.told("conversations.info")] == [CABINET]


@BY_BOTH
def test_while_slack_does_not_say_all_stays_as_it_was(posting: Workspace) -> None:
    before = happens(posting, "channel_rename")
    says(posting, error="internal_error")

    assert happens(posting, "channel_archive") == before
    assert told(posting) == []


def test_the_report_of_a_district_shows_what_is_wrong(
    posting: Workspace, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    says(posting, is_archived=True)
    happens(posting, "channel_archive")
    monkeypatch.setenv("DATABASE_URL", database_url)

    with pytest.raises(SystemExit):
        main(["district", "show", "T1"])

    assert f"conversation: {CABINET} #cabinet was archived · Open it again" in capsys.readouterr().out


def test_every_conversation_of_a_district_is_looked_after() -> None:
    assert set(POSTS) == {key for key, found in KEYS.items() if found.means.startswith("Conversation of")}


def test_r25_somebody_who_is_not_there_any_more_is_not_written_to_again(district: District) -> None:
    filed(district)
    sender = FakeSender(fails=[NeverError("user_disabled", gone=True)])
    asyncio.run(delivery(district, sender).send_all())
    person = district.person(TEACHER)

    assert district.do(lambda tx: People(tx).reach(person)) is None
    district.do(lambda tx: Outbox(tx).owe("car.received", "CAR-1", to=person, key="k"))
    assert ledger(district) == {"sent": 2, "failed": 1, "skipped": 1}


def test_r24_somebody_whom_slack_does_not_know_is_unreachable_from_then_on(workspace: Workspace) -> None:
    for method in ("chat.postMessage", "users.info"):  # else who filed it is met again, sooner or later
        workspace.slack.say[method] = {"ok": False, "error": "user_not_found"}

    workspace.file(TEACHER, "The gate latch is broken")

    assert workspace.settled()["failed"] == 3
    gone = workspace.district.do(lambda tx: [People(tx).reach(workspace.district.account(tx, TEACHER).person)])
    assert gone == [None]
