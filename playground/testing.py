"""For tests: serve an application on a free port, drive the playground as a person would, and a bot to talk to."""

import json
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qs

import aiohttp
import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

TOKEN = "xoxb-playground"
Json = dict[str, Any]
Listener = Callable[[Json], Awaitable[Any]]


class Served:
    """An application that listens on a free port of this machine, in a thread, while the `with` block lasts."""

    def __init__(self, app: Starlette, port: int = 0) -> None:
        config = uvicorn.Config(
            app,
            port=port,
            log_level="error",
            ws="none",
            timeout_graceful_shutdown=1,
            date_header=False,
            access_log=False,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self.url = ""

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            if not self._thread.is_alive():
                raise OSError("it did not start; most often somebody else has the port")
            time.sleep(0.005)
        self.url = f"http://127.0.0.1:{self._server.servers[0].sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(15)


def unhurried(client: "Client") -> None:
    """However slow this machine is, Slack waits for the bot."""
    client.post("faults", ack_seconds=90, trigger_seconds=90)


@dataclass
class Heard:
    """One request that reached the bot."""

    name: str
    body: Json
    headers: dict[str, str]
    raw: str


@dataclass
class FakeBot:
    """A bot that answers by name: a command, callback_id, action_id or event type. What it does not know it acks."""

    api: str = ""
    on: dict[str, Listener] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(routes=[Route("/slack/events", self.listen, methods=["POST"])])

    async def call(self, method: str, **args: Any) -> Json:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        url = f"{self.api}/api/{method}"
        async with aiohttp.ClientSession(headers=headers) as session, session.post(url, json=args) as response:
            answer: Json = await response.json()
        return answer

    async def respond(self, url: str, **body: Any) -> Json:
        async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
            answer: Json = await response.json()
        return answer | {"status": response.status}

    def last(self, name: str) -> Json:
        return next(one.body for one in reversed(self.heard) if one.name == name)

    def count(self, name: str) -> int:
        return sum(one.name == name for one in self.heard)

    async def listen(self, request: Request) -> Response:
        raw = (await request.body()).decode()
        name, body = _read(raw)
        self.heard.append(Heard(name, body, dict(request.headers), raw))
        answer = await self.on[name](body) if name in self.on else None
        if isinstance(answer, Response):
            return answer
        if isinstance(answer, str):
            return PlainTextResponse(answer)
        return JSONResponse(answer) if answer else PlainTextResponse("")


def _read(raw: str) -> tuple[str, Json]:
    if raw.startswith("{"):
        body: Json = json.loads(raw)
        return (body["event"]["type"] if "event" in body else body["type"]), body
    form = {name: values[0] for name, values in parse_qs(raw, keep_blank_values=True).items()}
    if "payload" not in form:
        return form["command"], form
    body = json.loads(form["payload"])
    return _name(body), body


def _name(body: Json) -> str:
    match body["type"]:
        case "block_actions":
            name = body["actions"][0]["action_id"]
        case "view_submission":
            name = body["view"]["callback_id"]
        case "message_action" | "shortcut":
            name = body["callback_id"]
        case kind:
            name = kind
    return str(name)


@dataclass
class Client:
    """Drives a playground by its control API, and calls its Web API as a bot would."""

    url: str
    http: httpx.Client = field(default_factory=httpx.Client)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def post(self, path: str, **body: Any) -> Json:
        return self._json(self.http.post(f"{self.url}/control/{path}", json=body, timeout=90))

    def get(self, path: str, **query: Any) -> Json:
        return self._json(self.http.get(f"{self.url}/control/{path}", params=query, timeout=90))

    def state(self, user: str) -> Json:
        return self.get("state", user=user)

    def messages(self, user: str, channel: str) -> list[Json]:
        """Give what a person sees in a channel; `channel="app"` means the messages with the app."""
        where = "D" + user[1:] if channel == "app" else channel
        return list(self.state(user)["channels"].get(where, {}).get("messages", []))

    def act(self, act: str, user: str, **body: Any) -> Json:
        """Do something in Teams, as somebody."""
        return self.post(f"teams/{act}", user=user, **body)

    def sees(self, user: str) -> Json:
        """Give what somebody sees in Teams."""
        return self.get("teams/state", user=user)

    def chat(self, user: str, channel: str = "") -> list[Json]:
        """Give the messages of their chat with the app, or of a channel by its name."""
        seen = self.sees(user)
        found = [
            one
            for one in seen["conversations"].values()
            if (one["name"] == channel if channel else one["id"] == seen["chat"])
        ]
        return list(found[0]["messages"])

    def dialog(self, user: str) -> Json | None:
        """Give what stands in front of them in Teams."""
        dialog: Json | None = self.sees(user)["dialog"]
        return dialog

    def modal(self, user: str) -> Json | None:
        stack = self.state(user)["modals"]
        return stack[-1] if stack else None

    def api(self, method: str, token: str = TOKEN, **args: Any) -> Json:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self._json(self.http.post(f"{self.url}/api/{method}", json=args, headers=headers, timeout=90))

    def eventually(self, seen: Callable[[], Any], patience: float = 90.0) -> Any:
        """Wait until something is so, and give it."""
        until = time.monotonic() + patience
        while not (found := seen()):
            if time.monotonic() > until:
                raise TimeoutError("it did not happen in time")
            time.sleep(0.01)
        return found

    def _json(self, response: httpx.Response) -> Json:
        body: Json = response.json()
        return body
