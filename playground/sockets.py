"""Socket Mode's other end: the lines that a bot opens, and the envelopes that go over them until one is acknowledged.

A small WebSocket server of its own, so that a line can be cut as well as closed.
"""

import asyncio
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from aiohttp import web

Json = dict[str, Any]
EVENTS = "events_api"  # what is only acknowledged; slash_commands and interactive are answered


@dataclass(eq=False, slots=True)
class Line:
    token: str
    socket: web.WebSocketResponse
    request: web.Request
    gone: "asyncio.Future[None]"
    leaving: bool = False  # nothing new goes over it

    def cut(self) -> None:
        """Break it as a cable breaks: nobody says goodbye."""
        if self.request.transport:
            self.request.transport.abort()


@dataclass(slots=True)
class Sockets:
    """Call `start` in the event loop that it lives in."""

    switched_off: bool = False  # Socket Mode, in the app's settings
    sent: list[Json] = field(default_factory=list)  # every envelope, as often as it was sent
    _url: str = ""
    _runner: web.AppRunner | None = None
    _tickets: dict[str, str] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _lines: list[Line] = field(default_factory=list)
    _waiting: dict[str, "asyncio.Future[Json]"] = field(default_factory=dict)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    async def start(self) -> None:
        app = web.Application()
        app.router.add_get("/link", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._url = f"ws://127.0.0.1:{self._runner.addresses[0][1]}/link"

    async def close(self) -> None:
        self.forget()
        if self._runner:
            await self._runner.cleanup()

    def address(self, token: str) -> str:
        """Where the bot may open one line, once."""
        self._asked.add(token)
        ticket = secrets.token_urlsafe(12)
        self._tickets[ticket] = token
        return f"{self._url}?ticket={ticket}"

    def carries(self, token: str) -> bool:
        """Whether this app's bot has asked for lines: from then on nothing goes to it by HTTP."""
        return token in self._asked

    def lines(self, token: str) -> list[Line]:
        return [line for line in self._lines if line.token == token]

    def forget(self) -> None:
        """Be as new."""
        self.switched_off = False
        self._asked.clear()
        self.sent.clear()
        for line in self._lines:
            line.cut()

    async def notice(self, token: str, reason: str, seconds: float) -> None:
        """Tell each line that it ends in so many seconds: "warning", "refresh_requested" or "link_disabled"."""
        lines = self.lines(token)
        for line in lines:
            line.leaving = line.leaving or reason != "warning"
            with suppress(ConnectionError):
                await line.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})
        await asyncio.sleep(seconds)
        for line in lines:
            await line.socket.close()

    async def deliver(
        self, token: str, kind: str, payload: Mapping[str, Any], seconds: float, retry: Mapping[str, Any] | None = None
    ) -> Json | None:
        """Send an envelope, again over another line when one breaks first; give the answer, or None if none came."""
        envelope: Json = {
            "envelope_id": str(uuid4()),
            "type": kind,
            "accepts_response_payload": kind != EVENTS,
            "payload": payload,
            "retry_attempt": 0,
            "retry_reason": "",
            **(retry or {}),
        }
        taken: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = taken
        try:
            async with asyncio.timeout(seconds):
                while not taken.done():
                    line = await self._free(token)
                    self.sent.append(dict(envelope))
                    with suppress(ConnectionError):  # it broke a moment ago
                        await line.socket.send_json(envelope)
                    ends: set[asyncio.Future[Any]] = {taken, line.gone}
                    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                    envelope |= {"retry_attempt": envelope["retry_attempt"] + 1, "retry_reason": "connection_failed"}
        except TimeoutError:
            return None
        finally:
            del self._waiting[envelope["envelope_id"]]
        return taken.result()

    async def _free(self, token: str) -> Line:
        """A line that takes something, each in its turn."""
        while not (found := [line for line in self.lines(token) if not line.leaving]):
            self._came.clear()
            await self._came.wait()
        self._lines.remove(found[0])
        self._lines.append(found[0])
        return found[0]

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        token = self._tickets.pop(request.query.get("ticket", ""), None)
        if token is None:
            return web.Response(status=403)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        line = Line(token, socket, request, asyncio.get_running_loop().create_future())
        await socket.send_json({"type": "hello", "num_connections": len(self.lines(token)) + 1})
        self._lines.append(line)
        self._came.set()
        try:
            async for message in socket:
                self._acknowledged(message.json())
        finally:
            self._lines.remove(line)
            line.gone.set_result(None)
        return socket

    def _acknowledged(self, said: Json) -> None:
        waiting = self._waiting.get(said["envelope_id"])
        if waiting and not waiting.done():
            waiting.set_result(said.get("payload") or {})
