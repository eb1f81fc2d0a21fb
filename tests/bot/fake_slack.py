"""A Slack that notes what it is told, and answers as a test wants it to."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from playground.sockets import Sockets
from tests.conftest import ADMIN, NAMES, WORKSPACE

APP_TOKEN = "xapp-test"
#: Seconds that a test waits for what must happen, on however slow a machine: none asks for how long it took.
LONG = 90.0
T = TypeVar("T")


def nothing(_method: str, _told: dict[str, Any]) -> bool:
    return False


def everything(method: str, _told: dict[str, Any]) -> bool:
    return method != "auth.test"  # whose token it is was told at the start


@dataclass
class FakeSlack:
    """A Web API that answers ok, notes each call, and does as `say` tells it for some methods."""

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    done: list[tuple[str, dict[str, Any]]] = field(default_factory=list)  # those that were not refused
    tokens: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)  # the token of each call, and the call
    teams: dict[str, str] = field(default_factory=dict)  # whose a token is, where it is not that of the one workspace
    groups: dict[str, list[str]] = field(default_factory=dict)  # who is in the group of each workspace of a whole
    scopes: str = ""
    say: dict[str, dict[str, Any]] = field(default_factory=dict)
    delay: float = 0.0
    slow: dict[str, float] = field(default_factory=dict)  # seconds by method, beside the delay of all
    held: set[str] = field(default_factory=set)  # tokens that get no answer while they stand here
    limits: dict[str, list[str]] = field(default_factory=dict)  # by method: Retry-After of its next answers
    files: dict[str, bytes] = field(default_factory=dict)  # what stands at /files/…, for whoever has a token
    silent: Callable[[str, dict[str, Any]], bool] = nothing  # which calls get no answer for now
    given_up: list[str] = field(default_factory=list)  # the calls whose answer the bot did not wait for
    url: str = ""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    sockets: Sockets = field(default_factory=Sockets)
    loop: asyncio.AbstractEventLoop = field(init=False)

    def now(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something where the sockets live."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(2 * LONG)

    async def answer(self, request: Request) -> Response:
        method = request.path_params["method"]
        body = await request.body()
        kind = request.headers.get("content-type", "")
        told = json.loads(body or b"{}") if "json" in kind else dict((await request.form()).items())
        if "octet-stream" in kind:  # a file goes up
            told = {"content": body}
        told = {**request.query_params, **told}
        if "view" in told:  # as text, to be searched
            told["view"] = json.dumps(told["view"], ensure_ascii=False)
        self.calls.append((method, told))
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.tokens.append((token, method, told))
        await asyncio.sleep(self.delay + self.slow.get(method, 0.0))
        while token in self.held or self.silent(method, told):
            if await request.is_disconnected():
                self.given_up.append(method)
                break
            await asyncio.sleep(0.01)
        if self.limits.get(method):
            limit = {"Retry-After": self.limits[method].pop(0)}
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, limit)
        if method in self.say:
            said = self.say[method]
            return JSONResponse(said, said.get("status", 200), said.get("headers"))
        self.done.append((method, told))
        headers = {"x-oauth-scopes": self.scopes} if self.scopes else None
        return JSONResponse({"ok": True, **self._usual(method, told, token)}, headers=headers)

    async def give(self, request: Request) -> Response:
        """A file; a page to log in for whoever has no token."""
        content = self.files.get(request.path_params["name"])
        if content is None or "authorization" not in request.headers:
            return Response("<html>Sign in</html>", media_type="text/html")
        return Response(content, media_type="application/octet-stream")

    def _usual(self, method: str, told: dict[str, Any], token: str) -> dict[str, Any]:  # noqa: C901, PLR0911 - one a method
        match method:
            case "auth.test":
                return {"team_id": self.teams.get(token, WORKSPACE), "user_id": "UBOT", "bot_id": "BBOT"}
            case "users.info":
                user = {"real_name": NAMES.get(told["user"], "Somebody"), "is_admin": told["user"] == ADMIN}
                return {"user": {**user, "tz": "America/Chicago", "profile": {"email": f"{told['user']}@x.example"}}}
            case "chat.postMessage":
                return {"channel": f"D{told['channel']}", "ts": f"{next(self.numbers)}.0"}
            case "files.getUploadURLExternal":
                return {"upload_url": f"{self.url}/upload", "file_id": f"F{len(self.calls)}"}
            case "auth.teams.list":  # a page has one
                teams, nth = sorted(self.groups), int(told.get("cursor") or 0)
                after = str(nth + 1) if nth + 1 < len(teams) else ""
                return {"teams": [{"id": teams[nth]}], "response_metadata": {"next_cursor": after}}
            case "usergroups.users.list" if users := self.groups.get(told.get("team_id", "")):
                return {"users": users}
            case "usergroups.users.list":
                return {"ok": False, "error": "no_such_subteam"}
            case "apps.connections.open":
                return {"url": self.sockets.address(APP_TOKEN)}
            case _:
                return {}

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Slack says nothing meanwhile. Whatever the bot answers, it does not wait for Slack."""
        self.silent = everything
        yield
        assert self.given_up == []
        self.silent = nothing

    @asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        self.loop = asyncio.get_running_loop()
        await self.sockets.start()
        yield
        await self.sockets.close()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/api/{method}", self.answer, methods=["GET", "POST"]),
                Route("/{method}", self.answer, methods=["POST"]),
                Route("/files/{name}", self.give, methods=["GET"]),
            ],
            lifespan=self._lifespan,
        )

    def told(self, method: str) -> list[dict[str, Any]]:
        return [body for name, body in self.calls if name == method]

    def standing(self) -> dict[str, list[str]]:
        """What stands in the messages with the bot now, by whose they are."""
        numbers, said = itertools.count(1), {}
        for method, told in self.done:
            if method == "chat.postMessage":
                said[told["channel"], f"{next(numbers)}.0"] = told
            elif method == "chat.update":
                said[told["channel"].removeprefix("D"), told["ts"]] = told
            elif method == "chat.delete":
                said.pop((told["channel"].removeprefix("D"), told["ts"]), None)
        found: dict[str, list[str]] = {}
        for (who, _), message in said.items():
            found.setdefault(who, []).append(json.dumps(message, ensure_ascii=False))
        return found

    def direct(self, user: str) -> list[dict[str, Any]]:
        """The direct messages that somebody got."""
        return [body for body in self.told("chat.postMessage") if body["channel"] == user]
