"""What Slack sends, brought to the front door's method for its kind: without a database, and without Slack."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from bot.platforms.slack_requests import SlackRequests, payload_of
from tests.bot.conftest import JSON, SECRET, payload_body, signed

WHAT = "The gate – 50 % of it + the lock; does not close & hurts é"


class Door:
    """Says which of its methods was asked, with what."""

    def __init__(self) -> None:
        self.got: list[tuple[str, Mapping[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        async def answer(body: Mapping[str, Any]) -> dict[str, Any]:
            if body.get("broken"):
                raise KeyError("broken")
            self.got.append((name, body))
            return {"by": name, "text": body["text"]} if name == "command" else {}

        return answer


@pytest.fixture
def door() -> Door:
    return Door()


def post(door: Door, body: str, headers: Mapping[str, str] | None = None, secret: str = SECRET) -> httpx.Response:
    requests = SlackRequests(door, secret)  # type: ignore[arg-type]
    web = Starlette(routes=[Route("/", requests.post, methods=["POST"])])

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://x") as client:
            found = signed(body) if headers is None else headers
            return await client.post("/", content=body, headers={k: v.encode("latin-1") for k, v in found.items()})

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("payload", "method"),
    [
        ({"type": "block_actions"}, "press"),
        ({"type": "view_submission"}, "submit"),
        ({"type": "shortcut"}, "shortcut"),
        ({"type": "message_action"}, "shortcut"),
        ({"type": "block_suggestion"}, "options"),
    ],
)
def test_each_kind_of_payload_has_its_method(door: Door, payload: dict[str, Any], method: str) -> None:
    answer = post(door, payload_body(**payload, text=WHAT))

    assert (answer.status_code, answer.content) == (200, b"")
    assert door.got == [(method, {**payload, "text": WHAT})]


@given(text=st.text() | st.text("%+=& _\r\n2Fé😀"), ascii_only=st.booleans())
def test_a_payload_is_read_whatever_somebody_typed(*, text: str, ascii_only: bool) -> None:
    told = {"type": "view_submission", "text": text}

    assert payload_of(urlencode({"payload": json.dumps(told, ensure_ascii=ascii_only)}).encode()) == told


@pytest.mark.parametrize(
    "body",
    [
        'payload={"text":"a=b\xe9"}',  # as a lenient sender leaves it
        'payload={"text":"a=b%C3%A9"}',
        "payload=%7B%22text%22%3A%22a%3Db%C3%A9%22%7D&more=1",
        "more=1&payload=%7B%22text%22%3A%22a%3Db%C3%A9%22%7D",
        "payload=%7B%22text%22%3A%0D%0A%22a%3Db%C3%A9%22%7D",
        'payload={"text":\r\n"a%3Db%C3%A9"}',
    ],
)
def test_a_payload_is_read_however_it_is_written(body: str) -> None:
    assert payload_of(body.encode()) == {"text": "a=bé"}


def test_a_command_is_answered_with_what_the_door_says(door: Door) -> None:
    answer = post(door, urlencode({"command": "/car", "text": WHAT, "channel_name": ""}))

    assert answer.json() == {"by": "command", "text": WHAT}
    assert door.got == [("command", {"command": "/car", "text": WHAT, "channel_name": ""})]


def test_a_command_may_speak_of_a_payload(door: Door) -> None:
    assert post(door, urlencode({"command": "/car", "text": "the payload fell off"})).status_code == 200
    assert [name for name, _ in door.got] == ["command"]


def test_half_a_character_is_answered_as_well(door: Door) -> None:
    assert post(door, payload_body(command="/car", text="\ud83d")).json() == {"by": "command", "text": "\ud83d"}


def test_an_event_comes_as_json(door: Door) -> None:
    body = {"type": "event_callback", "event": {"type": "message", "text": WHAT}}

    assert post(door, json.dumps(body), signed(json.dumps(body), kind=JSON)).status_code == 200
    assert door.got == [("event", body)]


def test_slack_finds_out_whether_this_is_the_address(door: Door) -> None:
    assert post(door, json.dumps({"type": "url_verification", "challenge": "abc"})).json() == {"challenge": "abc"}
    assert post(door, urlencode({"ssl_check": "1", "token": "x"}), {}).status_code == 200  # which it does not sign
    assert door.got == []


def test_a_look_at_the_certificate_is_told_from_what_somebody_typed(door: Door) -> None:
    typed = "a=b&ssl_check=1&c"
    event = json.dumps({"type": "event_callback", "event": {"type": "message", "text": typed}})

    assert post(door, urlencode({"command": "/car", "text": typed})).json()["text"] == typed
    assert post(door, event, signed(event, kind=JSON)).status_code == 200
    assert post(door, event, {}).status_code == 401
    assert [name for name, _ in door.got] == ["command", "event"]


def test_who_hangs_up_in_the_middle_of_a_request_is_no_fault(door: Door) -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    asked = Request({"type": "http", "method": "POST", "headers": []}, gone)

    assert asyncio.run(SlackRequests(door, SECRET).post(asked)).status_code == 400  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"x-slack-signature": "v0=0"},
        {"x-slack-signature": "v0=ü"},
        {"x-slack-request-timestamp": "1"},
        {"x-slack-request-timestamp": "now"},
        {"x-slack-request-timestamp": "²"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "9" * 400},
    ],
)
def test_what_is_not_signed_is_not_read(door: Door, changed: dict[str, str]) -> None:
    body = urlencode({"command": "/car"})

    assert post(door, body, signed(body) | changed).status_code == 401
    assert post(door, body, {}).status_code == 401
    assert door.got == []


def test_without_a_secret_nothing_is_signed(door: Door) -> None:
    body = urlencode({"command": "/car"})

    assert post(door, body, signed(body, secret=""), secret="").status_code == 401


@pytest.mark.parametrize(
    "body",
    ["{", "{'a': 1}", "payload=", "payload=[]", "payload=%7B", "", "text", "[" * 9, "a=1", "payload=" + "[" * 9999],
)
def test_what_cannot_be_read_is_refused(door: Door, body: str) -> None:
    assert post(door, body).status_code in {400, 404}
    assert door.got == []


def test_where_the_door_breaks_whoever_asked_is_told_with_an_id(door: Door) -> None:
    view = {"blocks": [{"type": "section"}, {"type": "input", "block_id": "what"}]}

    typed = post(door, urlencode({"command": "/car", "broken": "1"})).json()
    sent = post(door, payload_body(type="view_submission", view=view, broken=True)).json()

    assert "Something broke on our side" in typed["text"]
    assert "Something broke on our side" in sent["errors"]["what"]
    assert post(door, payload_body(type="block_actions", broken=True)).status_code == 400
