"""Buttons, shortcuts, response URLs and events."""

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse

from playground.testing import Client, FakeBot, Json

TEACHER, PRINCIPAL, GENERAL, EAST = "U01TEACHER", "U02PRINEAST", "C01GENERAL", "C03EAST"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(action: str, value: str) -> Json:
    return {"type": "button", "action_id": action, "value": value, "text": plain("Go")}


CARD: list[Json] = [
    {"type": "section", "block_id": "s1", "text": plain("One"), "accessory": button("open", "1")},
    {"type": "section", "block_id": "s2", "text": plain("Two"), "accessory": button("open", "2")},
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            {"type": "overflow", "action_id": "more", "options": [{"text": plain("Hand over"), "value": "hand"}]},
            {"type": "users_select", "action_id": "who"},
        ],
    },
]


@pytest.fixture
def card(client: Client) -> str:
    """Post a card for the teacher to press on, and give its time stamp."""
    return str(client.api("chat.postMessage", channel=TEACHER, text="Card", blocks=CARD)["ts"])


def test_a_press_on_what_was_drawn_again_meanwhile_still_counts(client: Client, bot: FakeBot, card: str) -> None:
    """The places of an older drawing are gone; the button of the same name and value is pressed."""
    assert card
    client.post("click", user=TEACHER, action_id="open", value="2", block_id="older")

    assert bot.last("open")["actions"][0]["value"] == "2"


def test_a_press_carries_message_container_and_value(client: Client, bot: FakeBot, card: str) -> None:
    client.post("click", user=TEACHER, action_id="open", value="2")

    sent = bot.last("open")
    assert sent["actions"][0].items() >= {"type": "button", "value": "2", "block_id": "s2"}.items()
    assert sent["actions"][0]["action_ts"]
    assert sent["container"] == {
        "type": "message",
        "message_ts": card,
        "channel_id": "D01TEACHER",
        "is_ephemeral": False,
    }
    assert sent["message"]["ts"] == card
    assert sent["channel"] == {"id": "D01TEACHER", "name": "directmessage"}
    assert sent["response_url"]
    assert sent["trigger_id"]


def test_choices_carry_their_typed_value_and_stand_in_the_state(client: Client, bot: FakeBot, card: str) -> None:
    client.post("click", user=TEACHER, action_id="more", option="hand", ts=card)
    client.post("click", user=TEACHER, action_id="who", option=PRINCIPAL, ts=card)

    assert bot.last("more")["actions"][0]["selected_option"]["value"] == "hand"
    assert bot.last("who")["actions"][0]["selected_user"] == PRINCIPAL
    assert bot.last("who")["state"]["values"]["acts"]["who"]["selected_user"] == PRINCIPAL


def test_nobody_presses_what_they_do_not_see(client: Client, bot: FakeBot, card: str) -> None:
    assert not client.post("click", user=PRINCIPAL, action_id="open", ts=card)["ok"]
    assert not client.post("click", user=TEACHER, action_id="open", value="3")["ok"]
    assert not bot.heard


def test_a_failing_press_shows_a_warning(client: Client, bot: FakeBot, card: str) -> None:
    async def fail(_body: Json) -> Any:
        return PlainTextResponse("oh", 404)

    bot.on["open"] = fail
    seen = client.post("click", user=TEACHER, action_id="open", ts=card)
    assert seen["note"] == "Kaizen responded with status code 404."
    assert client.state(TEACHER)["notes"][-1]["text"] == seen["note"]


def test_a_response_url_replaces_deletes_and_adds(client: Client, bot: FakeBot, card: str) -> None:
    async def replaces(body: Json) -> None:
        await bot.respond(body["response_url"], replace_original=True, text="Done", blocks=CARD[:1])
        await bot.respond(body["response_url"], text="Only for you")

    bot.on["open"] = replaces
    client.post("click", user=TEACHER, action_id="open", ts=card)
    changed, added = client.messages(TEACHER, "app")

    assert (changed["ts"], changed["text"], len(changed["blocks"])) == (card, "Done", 1)
    assert (added["text"], added["ephemeral"]) == ("Only for you", True)

    async def deletes(body: Json) -> None:
        await bot.respond(body["response_url"], delete_original=True)

    bot.on["open"] = deletes
    client.post("click", user=TEACHER, action_id="open", ts=card)
    assert [one["text"] for one in client.messages(TEACHER, "app")] == ["Only for you"]


def test_an_ephemeral_message_is_replaced_through_its_response_url(client: Client, bot: FakeBot) -> None:
    async def replaces(body: Json) -> None:
        assert body["container"]["is_ephemeral"]
        assert "message" not in body
        await bot.respond(body["response_url"], replace_original=True, text="Replaced")

    bot.on["open"] = replaces
    client.api("chat.postEphemeral", channel=GENERAL, user=TEACHER, text="x", blocks=CARD)
    client.post("click", user=TEACHER, action_id="open", value="1")

    seen = client.messages(TEACHER, GENERAL)[-1]
    assert (seen["text"], seen["ephemeral"]) == ("Replaced", True)


def test_a_response_url_works_where_the_bot_is_not_a_member(client: Client, bot: FakeBot) -> None:
    client.post("command", user=TEACHER, channel=EAST, text="/car")
    answer = asyncio.run(bot.respond(bot.last("/car")["response_url"], text="Here", response_type="in_channel"))

    assert answer == {"ok": True, "status": 200}
    assert client.messages(PRINCIPAL, EAST)[-1]["text"] == "Here"


def test_a_response_url_is_good_five_times_and_for_half_an_hour(client: Client, bot: FakeBot) -> None:
    client.post("command", user=TEACHER, channel=EAST, text="/car")
    url = bot.last("/car")["response_url"]

    assert [asyncio.run(bot.respond(url, text="x"))["status"] for _ in range(6)] == [200] * 5 + [404]
    client.post("faults", response_url_seconds=0)
    client.post("command", user=TEACHER, channel=EAST, text="/car")
    late = asyncio.run(bot.respond(bot.last("/car")["response_url"], text="x"))
    assert late["error"] == "expired_url"


def test_a_message_shortcut_carries_the_message(client: Client, bot: FakeBot) -> None:
    ts = client.messages(TEACHER, EAST)[-2]["ts"]
    client.post("shortcut", user=TEACHER, callback_id="car.report", channel=EAST, ts=ts)

    sent = bot.last("car.report")
    assert sent["type"] == "message_action"
    assert sent["message"]["text"] == "The gate latch by the playground is broken again."
    assert sent.keys() >= {"trigger_id", "response_url", "message_ts", "action_ts", "channel", "callback_id"}


def test_the_bot_hears_direct_messages_and_mentions_where_it_is_a_member(client: Client, bot: FakeBot) -> None:
    client.post("message", user=TEACHER, channel="D01TEACHER", text="help <b>")
    client.post("message", user=TEACHER, channel=GENERAL, text="Hello")
    client.post("message", user=TEACHER, channel=GENERAL, text="@Kaizen help")
    client.post("message", user=TEACHER, channel=EAST, text="@Kaizen help")

    direct = bot.last("message")["event"]
    assert (direct["channel_type"], direct["text"]) == ("im", "help &lt;b&gt;")
    assert bot.last("app_mention")["event"]["text"] == "<@U00KAIZEN> help"
    assert len(bot.heard) == 2


def test_an_event_is_sent_again_three_times(client: Client, bot: FakeBot) -> None:
    async def fail(_body: Json) -> Any:
        return PlainTextResponse("oh", 500)

    bot.on["app_mention"] = fail
    client.post("message", user=TEACHER, channel=GENERAL, text="@Kaizen help")
    client.eventually(lambda: bot.count("app_mention") == 4)

    assert [one.headers.get("x-slack-retry-num") for one in bot.heard] == [None, "1", "2", "3"]
    assert bot.heard[1].headers["x-slack-retry-reason"] == "http_error"
    assert len({one.body["event_id"] for one in bot.heard}) == 1


def test_a_bot_may_say_that_it_wants_no_retry(client: Client, bot: FakeBot) -> None:
    async def fail(_body: Json) -> Any:
        return PlainTextResponse("oh", 500, {"X-Slack-No-Retry": "1"})

    bot.on["app_mention"] = fail
    client.post("message", user=TEACHER, channel=GENERAL, text="@Kaizen help", settle=0.1)

    assert bot.count("app_mention") == 1


def test_slacks_check_of_the_address_is_sent_on_request(client: Client, bot: FakeBot) -> None:
    async def challenge(body: Json) -> Any:
        return body["challenge"]

    bot.on["url_verification"] = challenge
    assert client.post("event")["body"]["text"] == bot.last("url_verification")["challenge"]


def test_any_event_can_be_sent(client: Client, bot: FakeBot) -> None:
    client.post("event", event={"type": "user_change", "user": {"id": TEACHER}})

    assert bot.last("user_change")["event"]["user"]["id"] == TEACHER
