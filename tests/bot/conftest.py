"""The bot as it runs, over real HTTP, and what people do in front of it."""

import hashlib
import hmac
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

import httpx
import pytest
from pydantic import SecretStr

from bot import directory
from bot.app import Bot
from bot.log import set_up
from bot.platforms import slack as slack_door
from bot.settings import BotSettings
from playground.sockets import EVENTS
from playground.testing import Served
from storage.db import Database
from tests import known
from tests.bot.fake_slack import APP_TOKEN, LONG, FakeSlack
from tests.conftest import NAMES, ON_SQLITE_FIRST, WORKSPACE, District, counter, made_for

SECRET = known.SECRET
LINES = 2
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


set_up(form="json", level="INFO")


@pytest.fixture(autouse=True)
def _told_as_ever() -> None:
    """A command that was run in this process sets the log up for a terminal."""
    set_up(form="json", level="INFO")


#: What the bot itself gives up waiting for.
HURRIES = {
    "bot.platforms.slack.PATIENCE": slack_door.PATIENCE,
    "bot.directory.FOR_A_LOOK": directory.FOR_A_LOOK,
    "bot.directory.FOR_A_CHANGE": directory.FOR_A_CHANGE,
}


def until(true: Callable[[], object], seconds: float = LONG, *, every: float = 0.01) -> None:
    """Wait until something is so, or fail; look so often, and more seldom the longer it takes: to look costs too."""
    began = time.monotonic()
    while not true():
        waited = time.monotonic() - began
        if waited > seconds:
            raise AssertionError("it did not happen in time")
        time.sleep(max(every, min(waited / 10, 0.25)))


@dataclass
class Workspace:
    """People in a Slack workspace who use the bot at `url`."""

    url: str
    slack: FakeSlack
    district: District
    by_socket: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def send(self, body: str, *, age: float = 0, secret: str = SECRET, kind: str = "") -> httpx.Response:
        """Post a signed body, as Slack does; or send the same as an envelope, answered as if it had been posted."""
        if self.by_socket:
            said = self.slack.now(self.slack.sockets.deliver(APP_TOKEN, *enveloped(body), LONG))
            assert said is not None, "nobody acknowledged it"
            return httpx.Response(200, json=said) if said else httpx.Response(200)
        headers = signed(body, age=age, secret=secret, kind=kind)
        return httpx.post(f"{self.url}/slack/events", content=body, headers=headers, timeout=LONG)

    def is_reached(self) -> None:
        """The bot has met Slack: until then it may, at any moment, try again what rests on the workspace's lane."""
        until(lambda: httpx.get(f"{self.url}/readyz", timeout=LONG).json()["slack"] == "ok")

    def payload(self, **payload: Any) -> httpx.Response:
        return self.send(payload_body(**payload))

    def event(self, **event: Any) -> httpx.Response:
        body = {"type": "event_callback", "team_id": WORKSPACE, "event_id": f"Ev{next(self.numbers)}", "event": event}
        return self.send(json.dumps(body), kind=JSON)

    def command(self, user: str, typed: str, **more: Any) -> httpx.Response:
        return self.send(self.command_body(user, typed), **more)

    def command_body(self, user: str, typed: str) -> str:
        command, _, text = typed.partition(" ")
        return urlencode(
            {
                "team_id": WORKSPACE,
                "channel_id": "C1",
                "user_id": user,
                "user_name": NAMES.get(user, user),
                "command": command,
                "text": text,
                "trigger_id": f"trigger{next(self.numbers)}",
                "response_url": f"{self.slack.url}/respond",
            }
        )

    def form(self, route: str, view: str, values: dict[str, Any], **memo: Any) -> dict[str, Any]:
        """A view as it stands in a payload, with what was typed."""
        blocks = [
            {"type": "input", "block_id": name, "element": {"type": typed(value)["type"], "action_id": name}}
            for name, value in values.items()
        ]
        return {
            "id": view,
            "type": "modal",
            "hash": "1.x",
            "callback_id": route,
            "private_metadata": json.dumps(memo),
            "title": {"type": "plain_text", "text": "Form"},
            "submit": {"type": "plain_text", "text": "Submit"},
            "close": {"type": "plain_text", "text": "Cancel"},
            "blocks": blocks,
            "state": {"values": {name: {name: typed(value)} for name, value in values.items()}},
        }

    def submit(self, user: str, route: str, view: str = "V1", values: Any = None, **memo: Any) -> httpx.Response:
        return self.send(self.submit_body(user, route, view, values, **memo))

    def submit_body(self, user: str, route: str, view: str = "V1", values: Any = None, **memo: Any) -> str:
        form = self.form(route, view, values or {}, **memo)
        return payload_body(type="view_submission", team={"id": WORKSPACE}, user={"id": user}, view=form)

    def file(self, user: str, what: str, view: str = "V1", **more: Any) -> httpx.Response:
        return self.send(self.file_body(user, what, view, **more))

    def file_body(self, user: str, what: str, view: str = "V1", **more: Any) -> str:
        return self.submit_body(user, "car.file", view, {"what": what, "happened_on": {"date": "2026-03-09"}}, **more)

    def press(self, user: str, action: str, about: str = "", at: str = "1.0", **more: Any) -> httpx.Response:
        """Press a button of a message that the bot posted."""
        return self.send(self.press_body(user, action, about, at, **more))

    def press_body(self, user: str, action: str, about: str = "", at: str = "1.0", **more: Any) -> str:
        body: dict[str, Any] = {
            "type": "block_actions",
            "team": {"id": WORKSPACE},
            "user": {"id": user},
            "trigger_id": f"trigger{next(self.numbers)}",
            "container": {"type": "message", "message_ts": "9.0", "channel_id": f"D{user}", "is_ephemeral": False},
            "response_url": f"{self.slack.url}/respond",
            "actions": [{"type": "button", "action_id": action, "value": about, "action_ts": at}],
        }
        return payload_body(**{**body, **more})

    def settled(self) -> dict[str, int]:
        """The ledger, once nothing is pending any more."""
        from storage.outbox import Outbox

        def ledger() -> dict[str, int]:
            found: dict[str, int] = self.district.do(lambda tx: Outbox(tx).ledger(), write=False)
            return found

        until(lambda: not ledger()["pending"])
        return ledger()

    def count(self, table: str) -> int:
        from storage.db import metadata

        return len(self.district.do(lambda tx: tx.rows(metadata.tables[table]), write=False))


def enveloped(body: str) -> tuple[str, dict[str, Any]]:
    """What a posted body is over a socket: the type of its envelope, and its payload."""
    if body.startswith("{"):
        return EVENTS, json.loads(body)
    fields = dict(parse_qsl(body, keep_blank_values=True))
    return ("interactive", json.loads(fields["payload"])) if "payload" in fields else ("slash_commands", fields)


def payload_body(**payload: Any) -> str:
    return urlencode({"payload": json.dumps(payload)})


def signed(body: str, *, age: float = 0, secret: str = SECRET, kind: str = "") -> dict[str, str]:
    """The headers with which Slack posts a body."""
    stamp = str(int(time.time() - age))
    mark = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={mark}",
        "content-type": kind or FORM,
    }


def typed(value: Any) -> dict[str, Any]:  # noqa: PLR0911 - a case for each kind of answer
    """An answer as it stands in a view's state."""
    match value:
        case {"date": day}:
            return {"type": "datepicker", "selected_date": day}
        case {"user": user}:
            return {"type": "users_select", "selected_user": user}
        case {"files": files}:
            return {"type": "file_input", "files": [{"id": "F1", "permalink": link} for link in files]}
        case {"channel": channel}:
            return {"type": "conversations_select", "selected_conversation": channel}
        case {"ticks": ticks}:
            return {"type": "checkboxes", "selected_options": [{"value": tick} for tick in ticks]}
        case {"option": option}:
            return {"type": "static_select", "selected_option": {"value": option}}
        case _:
            return {"type": "plain_text_input", "value": value}


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this machine is, each answer is the one that a quick one would give."""
    for name in HURRIES:
        monkeypatch.setattr(name, LONG)


@pytest.fixture
def hurried(_unhurried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """But not where a test asks what becomes of an answer that is late."""
    for name, seconds in HURRIES.items():
        monkeypatch.setattr(name, seconds)


@pytest.fixture(params=ON_SQLITE_FIRST)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same as everywhere; but a door is tested on PostgreSQL by `make torture`, unless a file says `ON_BOTH`."""
    return made_for(request, tmp_path)


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack()
    with Served(fake.app()) as running:
        fake.url = running.url
        yield fake


def settings(slack: FakeSlack, url: str, **more: Any) -> BotSettings:
    told = {
        "database_url": url,
        "slack_bot_token": SecretStr("xoxb-test"),
        "slack_signing_secret": SecretStr(SECRET),
        "slack_api_url": f"{slack.url}/api/",
        "messages_a_second": 0,
    }
    return BotSettings(**{**told, **more})


#: For tests that must hold whichever way Slack reaches the bot.
BY_BOTH = pytest.mark.parametrize("transport", ["http", "socket"], indirect=True)
#: The same where the database keeps the promise: what a transport does is no matter of it.
BY_BOTH_ON_BOTH = pytest.mark.parametrize(
    ("database_url", "transport"), [("sqlite", "http"), ("postgresql", "http"), ("sqlite", "socket")], indirect=True
)


@pytest.fixture
def transport(request: pytest.FixtureRequest) -> str:
    """How Slack reaches the bot: by "http" or by "socket"."""
    return str(getattr(request, "param", "http"))


@pytest.fixture
def workspace(slack: FakeSlack, district: District, database_url: str, transport: str) -> Iterator[Workspace]:
    """The bot, serving the small district."""
    with serving(slack, district, database_url, transport) as made:
        yield made


@pytest.fixture
def empty_workspace(
    slack: FakeSlack, empty_district: District, database_url: str, transport: str
) -> Iterator[Workspace]:
    """The bot, serving a district that nobody has set up."""
    with serving(slack, empty_district, database_url, transport) as made:
        yield made


@contextmanager
def serving(slack: FakeSlack, district: District, database_url: str, transport: str) -> Iterator[Workspace]:
    """The bot while it runs."""
    database, by_socket = Database(database_url, mint=later_ids()), transport == "socket"
    more = {"slack_app_token": SecretStr(APP_TOKEN)} if by_socket else {}
    with Served(Bot(settings(slack, database_url, **more), database).web()) as running:
        until(lambda: not by_socket or len(slack.sockets.lines(APP_TOKEN)) == LINES)
        yield Workspace(running.url, slack, district, by_socket=by_socket)
    database.close()


def this_year() -> int:
    """The year that a number carries in the small district: by the district's clock, whatever this machine's says."""
    return datetime.now(ZoneInfo("America/Chicago")).year


def later_ids() -> Callable[[], str]:
    """Ids of the running bot, apart from those of the test's own transactions."""
    ids = counter()
    return lambda: f"b{ids()}"
