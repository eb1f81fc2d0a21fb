"""Socket Mode: lines that a bot opens, and envelopes over them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import pytest

from playground.testing import Client, Json

TEACHER, GENERAL, APP_TOKEN = "U01TEACHER", "C01GENERAL", "xapp-playground"
Line = aiohttp.ClientWebSocketResponse


@pytest.fixture(autouse=True)
def _by_http_again(client: Client) -> Iterator[None]:
    yield
    client.post("reset")


def over_a_line(client: Client, act: Callable[[Line], Awaitable[Any]]) -> Any:
    """Open a line as a bot does, and do something with it."""

    async def run() -> Any:
        address = client.api("apps.connections.open", APP_TOKEN)["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as line:
            assert (await line.receive_json())["type"] == "hello"
            return await act(line)

    return asyncio.run(run())


async def types(client: Client, text: str) -> Json:
    return await asyncio.to_thread(client.post, "command", user=TEACHER, channel=GENERAL, text=text)


def test_a_line_is_opened_with_the_apps_token_alone_and_each_address_serves_once(client: Client) -> None:
    assert client.api("apps.connections.open")["error"] == "invalid_auth"
    assert client.api("auth.test", APP_TOKEN)["error"] == "invalid_auth"
    address = client.api("apps.connections.open", APP_TOKEN)["url"].replace("ws:", "http:")

    assert [client.http.get(address).status_code for _ in range(2)] == [400, 403]  # no WebSocket; and used up


def test_a_command_is_an_envelope_and_is_answered_by_its_acknowledgement(client: Client) -> None:
    async def act(line: Line) -> tuple[Json, Json]:
        typing = asyncio.create_task(types(client, "/car list"))
        envelope = await line.receive_json()
        await line.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Two reports"}})
        return envelope, await typing

    envelope, _ = over_a_line(client, act)

    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
    assert envelope["payload"]["text"] == "list"
    assert client.messages(TEACHER, GENERAL)[-1]["text"] == "Two reports"


def test_what_is_not_acknowledged_fails_and_an_event_comes_again(client: Client) -> None:
    client.post("faults", ack_seconds=0.1)

    async def act(line: Line) -> tuple[Json, list[Json]]:
        note = await types(client, "/car list")
        await line.receive_json()
        await asyncio.to_thread(client.post, "home", user=TEACHER)
        return note, [await line.receive_json() for _ in range(2)]

    note, (first, again) = over_a_line(client, act)

    assert "/car" in note["note"]
    assert first["type"] == again["type"] == "events_api"
    assert (first["accepts_response_payload"], first["retry_attempt"]) == (False, 0)
    assert (again["retry_attempt"], again["payload"]["event_id"]) == (1, first["payload"]["event_id"])


def test_an_envelope_of_a_line_that_breaks_comes_by_the_next(client: Client) -> None:
    async def act(line: Line) -> tuple[Json, Json]:
        typing = asyncio.create_task(types(client, "/car list"))
        lost = await line.receive_json()
        await asyncio.to_thread(client.post, "socket", cut=True)
        address = (await asyncio.to_thread(client.api, "apps.connections.open", APP_TOKEN))["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(address) as other:
            await other.receive_json()
            again = await other.receive_json()
            await other.send_json({"envelope_id": again["envelope_id"]})
            assert "note" not in await typing
        return lost, again

    lost, again = over_a_line(client, act)

    assert again["envelope_id"] == lost["envelope_id"]
    assert again["retry_attempt"] == 1


def test_a_line_ends_after_a_notice_and_a_switched_off_app_gets_none(client: Client) -> None:
    async def act(line: Line) -> tuple[Json, aiohttp.WSMsgType]:
        await asyncio.to_thread(client.post, "socket", notice="link_disabled", seconds=0)
        return await line.receive_json(), (await line.receive()).type

    told, end = over_a_line(client, act)

    assert (told["type"], told["reason"]) == ("disconnect", "link_disabled")
    assert end is aiohttp.WSMsgType.CLOSE
    assert client.api("apps.connections.open", APP_TOKEN)["error"] == "socket_mode_not_enabled"
