"""Slack by Socket Mode: lines that we open, so that Slack needs no address of ours.

Slack takes each line away every few hours, after a notice: the next one stands before that. What has arrived is
answered on the line that it came by; what a broken line left without an answer, Slack sends again.
"""

import asyncio
import json
import random
import time
from collections.abc import Coroutine, Mapping
from dataclasses import field
from typing import Any

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.platforms.slack import arrived
from bot.platforms.slack_calls import TIMEOUT
from bot.platforms.slack_client import error_of
from bot.platforms.slack_requests import OK, SlackRequests
from bot.turns import Turns
from domain.frozen import dataclass

log = structlog.get_logger()

PAUSES = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds before each next try, and from then on the last
STEADY = 5.0  # seconds after which a line counts as having stood, so that the next try is the first again
HEARTBEAT = 10.0  # seconds between two pings; a line that does not answer one is broken
LEFT_OPEN = 30.0  # seconds that a line is read after its notice, if Slack does not close it
FAREWELL = 2.0  # seconds that we wait for Slack to close as well
Envelope = Mapping[str, Any]


@dataclass(eq=False, slots=True)
class Line:
    """One WebSocket. `over` is set when another one should take its place."""

    socket: aiohttp.ClientWebSocketResponse
    over: asyncio.Event = field(default_factory=asyncio.Event)
    reading: asyncio.Task[None] | None = None


class NoHelloError(Exception):
    """Slack closed the line at once; the message is its reason, such as too_many_websockets."""


class SlackSocket:
    """Keeps a number of lines to Slack, and brings what comes by them to the front door."""

    def __init__(self, requests: SlackRequests, token: str, base_url: str, lines: int, turns: Turns) -> None:
        self._requests = requests
        self._turns = turns
        self._token = token
        patience = aiohttp.ClientTimeout(total=TIMEOUT)  # until a line is open; it then stands as long as Slack likes
        self._session = aiohttp.ClientSession(timeout=patience)
        self._client = AsyncWebClient(base_url=base_url, session=self._session)
        self._lines: set[Line] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._keeping = [asyncio.create_task(self._keep()) for _ in range(lines)]

    @property
    def lines(self) -> int:
        """How many lines stand now."""
        return sum(not line.over.is_set() for line in self._lines)

    async def close(self) -> None:
        """Take in nothing more, answer what has come in, and hang up."""
        readers = [line.reading for line in self._lines if line.reading]
        for task in (*self._keeping, *readers):
            task.cancel()
        await asyncio.gather(*self._keeping, *readers, return_exceptions=True)
        await asyncio.gather(*self._answering, return_exceptions=True)
        await asyncio.gather(*(line.socket.close() for line in self._lines), return_exceptions=True)
        await self._session.close()

    async def _keep(self) -> None:
        """Keep one line open for as long as the bot runs."""
        tries = 0
        while True:
            await asyncio.sleep(PAUSES[min(tries, len(PAUSES) - 1)] * random.uniform(0.5, 1))  # noqa: S311 - no secret
            began, tries = time.monotonic(), tries + 1
            try:
                line = await self._open()
            except Exception as error:  # noqa: BLE001 - whatever keeps Slack away, the bot goes on and tries again
                said = str(error) if isinstance(error, NoHelloError) else error_of(error)
                log.warning("slack is not reached", error=said, by="socket")
                continue
            await line.over.wait()
            if time.monotonic() - began > STEADY:
                tries = 0

    async def _open(self) -> Line:
        """A line over which Slack has said hello."""
        opened = await self._client.apps_connections_open(app_token=self._token)
        line = Line(
            await self._session.ws_connect(
                opened["url"],
                heartbeat=HEARTBEAT,
                timeout=aiohttp.ClientWSTimeout(ws_close=FAREWELL),
                proxy=self._client.proxy,
                ssl=self._client.ssl or True,
            )
        )
        try:
            await _greeting(line.socket)
        except BaseException:
            await line.socket.close()
            raise
        self._lines.add(line)
        line.reading = asyncio.create_task(self._read(line))
        log.info("slack socket", lines=self.lines)
        return line

    async def _read(self, line: Line) -> None:
        """Take what comes until the line is closed, by Slack or, some time after its notice, by us."""
        try:
            async for message in line.socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(line, json.loads(message.data))
            await line.socket.close()
        finally:
            line.over.set()
            if line.socket.closed:
                self._lines.discard(line)

    def _take(self, line: Line, envelope: Envelope) -> None:
        if envelope.get("type") == "disconnect":
            self._notice(line, str(envelope.get("reason")))
        elif "envelope_id" in envelope:
            arrived.set(asyncio.get_running_loop().time())  # the task takes it along
            self._begin(self._answer(line, envelope))

    def _notice(self, line: Line, reason: str) -> None:
        """Slack will take this line away: another one is opened, while this one is still read."""
        if reason == "link_disabled":
            log.error("socket mode is switched off in the app's settings")
        if not line.over.is_set():
            line.over.set()
            asyncio.get_running_loop().call_later(LEFT_OPEN, self._hang_up, line)

    def _hang_up(self, line: Line) -> None:
        if not line.socket.closed:
            self._begin(line.socket.close())

    async def _answer(self, line: Line, envelope: Envelope) -> None:
        """Ask the front door, and acknowledge with what it says. Without an acknowledgement Slack sends it again."""
        try:
            with self._turns.first():
                said = await self._requests.take(envelope["payload"])
            if said.status != OK:
                log.warning("not acknowledged", kind=envelope["type"], error=f"http_{said.status}")
                return
            payload = {"payload": said.told} if said.told else {}  # what HTTP would carry as its body
            await line.socket.send_json({"envelope_id": envelope["envelope_id"], **payload})
        except Exception as error:  # noqa: BLE001 - most often the line broke meanwhile
            log.warning("not acknowledged", kind=envelope["type"], error=type(error).__name__)

    def _begin(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.ensure_future(work)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


async def _greeting(socket: aiohttp.ClientWebSocketResponse) -> None:
    async with asyncio.timeout(TIMEOUT):
        said = await socket.receive_json()
    if said["type"] != "hello":
        raise NoHelloError(said.get("reason"))
