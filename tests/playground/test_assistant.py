"""The app's pane, with what it suggests to ask; and that an answer is on its way."""

from typing import Any

from playground.testing import Client, FakeBot

USER = "U01TEACHER"
ASK = {"title": "What is open?", "message": "what is open?"}


def opened(client: Client, bot: FakeBot) -> dict[str, Any]:
    client.post("home", user=USER, tab="messages")
    found: dict[str, Any] = bot.last("assistant_thread_started")["event"]["assistant_thread"]
    return found


def pane(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.state(USER)["pane"]
    return found


def test_the_pane_tells_the_app_once_that_it_was_opened(client: Client, bot: FakeBot) -> None:
    told = opened(client, bot)
    client.post("home", user=USER, tab="messages")

    assert bot.count("assistant_thread_started") == 1
    assert told["channel_id"] == "D01TEACHER"


def test_what_is_suggested_stands_in_the_pane(client: Client, bot: FakeBot) -> None:
    told = opened(client, bot)
    where = {"channel_id": told["channel_id"], "thread_ts": told["thread_ts"]}

    assert client.api("assistant.threads.setSuggestedPrompts", **where, title="Ask", prompts=[ASK])["ok"]
    assert client.api("assistant.threads.setStatus", **where, status="looks it up …")["ok"]
    assert pane(client) == {"title": "Ask", "prompts": [ASK], "status": "looks it up …"}


def test_what_is_said_there_comes_in_its_thread_and_ends_the_status(client: Client, bot: FakeBot) -> None:
    told = opened(client, bot)
    where = {"channel_id": told["channel_id"], "thread_ts": told["thread_ts"]}
    client.api("assistant.threads.setStatus", **where, status="looks it up …")
    client.post("message", user=USER, channel=told["channel_id"], text="what is open?")

    assert bot.last("message")["event"]["thread_ts"] == told["thread_ts"]
    assert pane(client)["status"] == ""


def test_wrong_prompts_and_a_pane_that_is_not_there_are_refused(client: Client, bot: FakeBot) -> None:
    told = opened(client, bot)
    where = {"channel_id": told["channel_id"], "thread_ts": told["thread_ts"]}

    for prompts in ([], [ASK] * 5, [{"title": "x"}], "x"):
        answer = client.api("assistant.threads.setSuggestedPrompts", **where, prompts=prompts)
        assert answer["error"] == "invalid_arguments"
    elsewhere = {**where, "thread_ts": "1.0"}
    assert client.api("assistant.threads.setStatus", **elsewhere, status="x")["error"] == "channel_not_found"
