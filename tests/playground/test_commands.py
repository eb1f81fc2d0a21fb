"""Slash commands: what is sent, and what a person sees."""

import asyncio
import hashlib
import hmac
from typing import Any

from starlette.responses import PlainTextResponse

from playground.testing import Client, FakeBot, Json

TEACHER, EAST, GENERAL = "U01TEACHER", "C03EAST", "C01GENERAL"


def test_a_command_carries_all_of_slacks_fields(client: Client, bot: FakeBot) -> None:
    client.post("command", user=TEACHER, channel=EAST, text="/car gate & latch")

    sent = bot.last("/car")
    assert sent["text"] == "gate &amp; latch"
    assert sent["channel_id"] == EAST
    assert sent["channel_name"] == "east-school"
    words = "token team_id team_domain user_id user_name command api_app_id response_url trigger_id"
    assert sent.keys() >= set(words.split())


def test_everything_is_signed_with_the_workspaces_secret(client: Client, bot: FakeBot) -> None:
    client.post("command", user=TEACHER, channel=EAST, text="/car")

    heard = bot.heard[0]
    base = f"v0:{heard.headers['x-slack-request-timestamp']}:{heard.raw}"
    expected = hmac.new(b"playground-signing-secret", base.encode(), hashlib.sha256).hexdigest()
    assert heard.headers["x-slack-signature"] == f"v0={expected}"


def test_words_in_the_ack_are_seen_by_one_person(client: Client, bot: FakeBot) -> None:
    async def answer(_body: Json) -> Any:
        return "Two things wait for you."

    bot.on["/car"] = answer
    client.post("command", user=TEACHER, channel=GENERAL, text="/car list")

    mine = client.messages(TEACHER, GENERAL)[-1]
    assert mine["text"] == "Two things wait for you."
    assert mine["ephemeral"]
    assert client.messages("U08SUPER", GENERAL)[-1]["text"] != mine["text"]


def test_an_ack_may_speak_to_the_whole_channel(client: Client, bot: FakeBot) -> None:
    async def answer(_body: Json) -> Any:
        return {"response_type": "in_channel", "text": "Report filed."}

    bot.on["/car"] = answer
    client.post("command", user=TEACHER, channel=GENERAL, text="/car")

    assert client.messages("U08SUPER", GENERAL)[-1]["text"] == "Report filed."


def test_a_late_ack_is_a_failure_that_the_person_sees(client: Client, bot: FakeBot) -> None:
    async def answer(_body: Json) -> Any:
        await asyncio.sleep(0.3)
        return None

    bot.on["/car"] = answer
    client.post("faults", ack_seconds=0.1)
    seen = client.post("command", user=TEACHER, channel=EAST, text="/car")

    assert seen["note"] == "/car failed with the error “operation_timeout”"
    assert client.messages(TEACHER, EAST)[-1]["text"] == seen["note"]


def test_a_failing_bot_is_a_failure_that_the_person_sees(client: Client, bot: FakeBot) -> None:
    async def answer(_body: Json) -> Any:
        return PlainTextResponse("oh", 500)

    bot.on["/car"] = answer
    seen = client.post("command", user=TEACHER, channel=EAST, text="/car")

    assert "dispatch_failed" in seen["note"]


def test_a_command_that_no_app_has_stays_with_slackbot(client: Client, bot: FakeBot) -> None:
    seen = client.post("command", user=TEACHER, channel=EAST, text="/dance")

    assert seen["note"] == "/dance is not a valid command."
    assert not bot.heard


def test_commands_do_not_work_in_threads(client: Client, bot: FakeBot) -> None:
    seen = client.post("command", user=TEACHER, channel=EAST, text="/car", thread_ts="1.0")

    assert "threads" in seen["note"]
    assert not bot.heard


def test_a_person_cannot_type_where_they_are_not_a_member(client: Client) -> None:
    seen = client.post("command", user="U08SUPER", channel=EAST, text="/car")

    assert not seen["ok"]
    assert "does not see" in seen["error"]
