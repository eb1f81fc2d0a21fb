"""What is said to the bot in Slack: in somebody's chat with it, in its pane, and behind its name in a channel."""

import json
from typing import Any

import pytest

from tests.bot.conftest import FakeSlack, Workspace, until
from tests.conftest import OTHER, TEACHER

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def chat(workspace: Workspace) -> Workspace:
    workspace.file(TEACHER, "Gate latch broken")
    workspace.settled()
    return workspace


def say(workspace: Workspace, who: str, text: str, *, ts: str = "5.1", **more: Any) -> None:
    event = {"type": "message", "channel_type": "im", "channel": f"D{who}", "user": who, "text": text, "ts": ts}
    workspace.event(**{**event, **more})


def posted(slack: FakeSlack, channel: str) -> list[dict[str, Any]]:
    return [told for told in slack.told("chat.postMessage") if told["channel"] == channel]


def shown(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False)


def test_a_question_in_the_chat_is_answered_there(chat: Workspace) -> None:
    say(chat, OTHER, "what is open?")
    until(lambda: posted(chat.slack, f"D{OTHER}"))

    (told,) = posted(chat.slack, f"D{OTHER}")
    assert "Open: 1" in shown(told)
    assert "Gate latch broken" in shown(told)
    assert "thread_ts" not in told


def test_a_command_is_understood_there_without_its_slash(chat: Workspace) -> None:
    say(chat, OTHER, "car list")
    until(lambda: posted(chat.slack, f"D{OTHER}"))

    assert "Open reports (1)" in shown(posted(chat.slack, f"D{OTHER}")[0])


def test_words_for_a_form_come_back_with_a_button_that_opens_it(chat: Workspace) -> None:
    say(chat, OTHER, "car the other gate squeaks")
    until(lambda: posted(chat.slack, f"D{OTHER}"))

    (told,) = posted(chat.slack, f"D{OTHER}")
    assert "What you wrote is kept." in shown(told)
    assert "the other gate squeaks" in shown(told)
    assert chat.slack.told("views.open") == []


def test_what_is_told_again_is_answered_once_under_whatever_id(chat: Workspace) -> None:
    for _ in range(3):
        say(chat, OTHER, "what is open?")
    say(chat, OTHER, "my reports", ts="5.2")
    until(lambda: len(posted(chat.slack, f"D{OTHER}")) >= 2)

    assert sorted("Open: 1" in shown(told) for told in posted(chat.slack, f"D{OTHER}")) == [False, True]


@pytest.mark.parametrize(
    "more", [{"bot_id": "BBOT"}, {"subtype": "message_changed"}, {"channel_type": "channel"}, {"user": None}]
)
def test_the_bots_own_words_and_what_nobody_said_are_not_answered(chat: Workspace, more: dict[str, Any]) -> None:
    say(chat, OTHER, "what is open?", ts="5.1", **more)
    say(chat, OTHER, "help", ts="5.2")
    until(lambda: posted(chat.slack, f"D{OTHER}"))

    (told,) = posted(chat.slack, f"D{OTHER}")
    assert "What Kaizen can do" in shown(told)


def test_behind_its_name_in_a_channel_the_answer_is_for_who_asked_alone(chat: Workspace) -> None:
    event = {"type": "app_mention", "channel": "C1", "user": OTHER, "text": "<@UBOT> what is open?", "ts": "6.1"}
    chat.event(**event, thread_ts="6.0")
    until(lambda: chat.slack.told("chat.postEphemeral"))

    (told,) = chat.slack.told("chat.postEphemeral")
    assert (told["channel"], told["user"], told["thread_ts"]) == ("C1", OTHER, "6.0")
    assert "Open: 1" in shown(told)
    assert posted(chat.slack, "C1") == []


def test_in_the_pane_questions_are_suggested_and_answered_in_its_thread(chat: Workspace) -> None:
    pane = {"user_id": OTHER, "channel_id": f"D{OTHER}", "thread_ts": "7.0", "context": {}}
    chat.event(type="assistant_thread_started", assistant_thread=pane)
    until(lambda: chat.slack.told("assistant.threads.setSuggestedPrompts"))
    say(chat, OTHER, "what is open?", thread_ts="7.0")
    until(lambda: posted(chat.slack, f"D{OTHER}"))

    (suggested,) = chat.slack.told("assistant.threads.setSuggestedPrompts")
    assert (suggested["channel_id"], suggested["thread_ts"]) == (f"D{OTHER}", "7.0")
    assert "What is overdue?" in str(suggested["prompts"])
    assert posted(chat.slack, f"D{OTHER}")[0]["thread_ts"] == "7.0"


def test_without_the_pane_nothing_is_lost(chat: Workspace) -> None:
    chat.slack.say["assistant.threads.setSuggestedPrompts"] = {"ok": False, "error": "missing_scope"}
    pane = {"user_id": OTHER, "channel_id": f"D{OTHER}", "thread_ts": "7.0", "context": {}}
    chat.event(type="assistant_thread_started", assistant_thread=pane)
    until(lambda: chat.slack.told("assistant.threads.setSuggestedPrompts"))
    say(chat, OTHER, "help")
    until(lambda: posted(chat.slack, f"D{OTHER}"))

    assert "What Kaizen can do" in shown(posted(chat.slack, f"D{OTHER}")[0])
