"""Whatever arrives with a good signature is answered, and nothing that Slack would refuse goes out."""

import json
import time
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.capabilities import routes
from playground import limits
from storage.verify import verify
from tests.bot.conftest import FORM, JSON, LONG, Workspace, signed, until
from tests.conftest import MR, TEACHER, WORKSPACE
from tests.views.referee import faults_of_message, faults_of_view

Json = dict[str, Any]
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
thorough = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

NAMES = sorted(routes())
STRANGE = [
    "",
    " ",
    "x" * 3001,
    "CAR-2026-001",
    "<!channel> & <@U1>",
    "{",
    "null",
    "\x00",
    "🙂",
    "open 99999999999999999999",
]
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.sampled_from([*STRANGE, *NAMES])
JUNK = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=5,
)
WHO: Json = {"team": {"id": WORKSPACE}, "user": {"id": TEACHER, "name": "t"}, "trigger_id": "t1"}
VALUES: Json = {
    "what": {"what": {"type": "plain_text_input", "value": "The gate"}},
    "happened_on": {"happened_on": {"type": "datepicker", "selected_date": "2026-03-09"}},
    "marks": {"marks": {"type": "checkboxes", "selected_options": [{"value": "urgent"}]}},
    "photos": {"photos": {"type": "file_input", "files": [{"id": "F1", "permalink": "https://x.example/1"}]}},
    "owner": {"owner": {"type": "users_select", "selected_user": MR}},
}
INPUTS = [
    {"type": "input", "block_id": name, "element": {**element[name], "action_id": name}}
    for name, element in VALUES.items()
]
VIEW: Json = {
    "id": "V1",
    "type": "modal",
    "hash": "1.x",
    "callback_id": "car.file",
    "private_metadata": '{"about": "CAR-2026-001", "url": "http://127.0.0.1:1/"}',
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Submit"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "blocks": [],
    "state": {"values": VALUES},
}
BUTTON: Json = {"type": "button", "action_id": "car.show", "value": "CAR-2026-001", "action_ts": "1.0"}
MORE: Json = {"type": "overflow", "action_id": "more", "selected_option": {"value": "car.return_form CAR-2026-001"}}
MESSAGE: Json = {"type": "message", "message_ts": "9.0", "channel_id": "C1", "is_ephemeral": False}
PAYLOADS: list[Json] = [
    {**WHO, "type": "block_actions", "container": MESSAGE, "actions": [BUTTON]},
    {**WHO, "type": "block_actions", "container": MESSAGE, "actions": [MORE]},
    {**WHO, "type": "block_actions", "container": {"type": "view"}, "view": VIEW, "actions": [BUTTON]},
    {**WHO, "type": "view_submission", "view": VIEW},
    {**WHO, "type": "view_closed", "view": VIEW, "is_cleared": False},
    {**WHO, "type": "message_action", "callback_id": "car.report", "message": {"text": "a"}, "channel": {"id": "C1"}},
    {**WHO, "type": "shortcut", "callback_id": "car.report"},
    {**WHO, "type": "block_suggestion", "action_id": "places.school", "value": "East"},
]
COMMAND: Json = {
    "team_id": WORKSPACE,
    "channel_id": "C1",
    "user_id": TEACHER,
    "user_name": "t",
    "command": "/car",
    "text": "list",
    "trigger_id": "t1",
    "response_url": "",
}
CALL: Json = {"type": "event_callback", "team_id": WORKSPACE, "event_id": "Ev1"}
EVENTS: list[Json] = [
    {**CALL, "event": {"type": "app_home_opened", "user": TEACHER, "tab": "home", "channel": "D1"}},
    {
        **CALL,
        "event": {"type": "user_change", "user": {"id": TEACHER, "name": "t", "profile": {"email": "t@x.example"}}},
    },
    {**CALL, "event": {"type": "message", "user": TEACHER, "text": "hello", "channel": "C1", "ts": "1.0"}},
    {"type": "url_verification", "challenge": "abc", "token": "t"},
]


@pytest.fixture
def posting(workspace: Workspace) -> Iterator["Posting"]:
    """Posts to the bot, and judges at the end all that it ever sent."""
    workspace.file(TEACHER, "The gate latch is broken")
    with httpx.Client(timeout=LONG) as client:
        made = Posting(workspace, client)
        yield made
    made.judge_what_was_sent()
    answer = workspace.command(TEACHER, "/car show 1")
    assert "The gate latch is broken" in answer.json()["text"]
    assert workspace.district.do(verify).broken == []


class Posting:
    def __init__(self, workspace: Workspace, client: httpx.Client) -> None:
        self._workspace = workspace
        self._client = client

    def judge(self, body: str, kind: str) -> None:
        """Post a body; whatever it is, there is an answer that Slack can read."""
        answer = self._client.post(
            f"{self._workspace.url}/slack/events", content=body.encode(), headers=signed(body, kind=kind)
        )
        assert answer.status_code < 500, answer.text
        if answer.status_code == 200 and answer.text.startswith("{"):
            assert _faults(answer.json()) == []

    def judge_what_was_sent(self) -> None:
        until(lambda: not self._quiet_since())
        for method, told in self._workspace.slack.calls:
            assert _faults_sent(told) == [], (method, told)

    def _quiet_since(self) -> int:
        """How many calls came in a tenth of a second."""
        before = len(self._workspace.slack.calls)
        time.sleep(0.1)
        return len(self._workspace.slack.calls) - before


def _faults(answer: Json) -> list[str]:
    """Why Slack would not take an answer."""
    match answer:
        case {"response_action": "errors", "errors": errors}:
            return [name for name, said in errors.items() if not name or not said]
        case {"response_action": _, "view": view}:
            return faults_of_view(view)
        case {"options": options}:
            return ["too many"] if len(options) > limits.SELECT_OPTIONS else []
        case {"blocks": _}:
            return faults_of_message(answer)
        case _:
            return []


def _faults_sent(told: Json) -> list[str]:
    if "view" in told:
        return faults_of_view(json.loads(told["view"]))
    return faults_of_message(told) if "blocks" in told else []


@st.composite
def mended(draw: st.DrawFn, payloads: list[Json]) -> Json:
    """One of these payloads, with some of its parts taken out or replaced by anything."""
    payload = deepcopy(draw(st.sampled_from(payloads)))
    for _ in range(draw(st.integers(0, 3))):
        part: Any = payload
        while isinstance(part, dict | list) and part:
            key = draw(st.sampled_from(sorted(part))) if isinstance(part, dict) else draw(st.integers(0, len(part) - 1))
            if draw(st.booleans()) and isinstance(part[key], dict | list) and part[key]:
                part = part[key]
                continue
            if draw(st.integers(0, 2)):
                part[key] = draw(JUNK)
            else:
                del part[key]
            break
    return payload


@thorough
@given(payload=mended(PAYLOADS))
def test_any_press_form_shortcut_or_search_is_answered(posting: Posting, payload: Json) -> None:
    posting.judge(urlencode({"payload": json.dumps(payload)}), FORM)


@thorough
@given(command=mended([COMMAND]), text=st.text(max_size=200) | st.sampled_from([*STRANGE, *NAMES]))
def test_any_command_is_answered(posting: Posting, command: Json, text: str) -> None:
    posting.judge(urlencode({**command, "text": text} if "text" in command else command), FORM)


@thorough
@given(event=mended(EVENTS))
def test_any_event_is_answered(posting: Posting, event: Json) -> None:
    posting.judge(json.dumps(event), JSON)


@thorough
@given(body=st.text(max_size=300) | JUNK.map(json.dumps), kind=st.sampled_from([FORM, JSON, "text/plain", ""]))
def test_any_garbage_is_answered(posting: Posting, body: str, kind: str) -> None:
    posting.judge(body, kind)
    posting.judge(f"payload={body}", FORM)


@thorough
@given(
    route=st.sampled_from(NAMES),
    typed=st.dictionaries(st.sampled_from(sorted(VALUES)), JUNK),
    about=st.text(max_size=99),
)
def test_any_button_and_any_form_is_answered(posting: Posting, route: str, typed: Json, about: str) -> None:
    values = {**VALUES, **{name: {name: {**VALUES[name][name], "value": value}} for name, value in typed.items()}}
    view = {**VIEW, "callback_id": route, "blocks": INPUTS, "state": {"values": values}}
    posting.judge(urlencode({"payload": json.dumps({**WHO, "type": "view_submission", "view": view})}), FORM)
    press = {**BUTTON, "action_id": route, "value": about}
    pressed = {**WHO, "type": "block_actions", "container": MESSAGE, "actions": [press]}
    posting.judge(urlencode({"payload": json.dumps(pressed)}), FORM)
