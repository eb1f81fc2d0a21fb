"""Makes many requests at the same moment, and measures each until the first byte of its answer."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from tests.bot.conftest import LONG, Workspace, enveloped, signed
from tests.bot.fake_slack import APP_TOKEN


@dataclass(frozen=True)
class Measured:
    """An answer, and how many seconds passed from the end of the request to its first byte."""

    status: int
    text: str
    first_byte: float

    def json(self) -> Any:
        return json.loads(self.text)


async def post(url: str, body: str) -> Measured:
    """Post one signed body over a connection of its own."""
    at = urlsplit(url)
    reading, writing = await asyncio.open_connection(at.hostname, at.port)
    headers = {**signed(body), "host": at.netloc, "connection": "close", "content-length": str(len(body.encode()))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writing.write(f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{body}".encode())
    await writing.drain()
    began = perf_counter()
    first = await reading.read(1)
    passed = perf_counter() - began
    head, _, text = (first + await reading.read()).partition(b"\r\n\r\n")
    writing.close()
    await writing.wait_closed()
    return Measured(int(head.split(b" ")[1]), text.decode(), passed)


def at_once(url: str, bodies: Iterable[str]) -> Sequence[Measured]:
    async def everything() -> Sequence[Measured]:
        async with asyncio.timeout(2 * LONG):
            return await asyncio.gather(*(post(url, body) for body in bodies))

    return asyncio.run(everything())


def asked_at_once(workspace: Workspace, bodies: Iterable[str]) -> Sequence[Measured]:
    """The same, whichever way Slack reaches the bot; an envelope that nobody acknowledges has the status 0."""
    if not workspace.by_socket:
        return at_once(workspace.url, bodies)

    async def send(body: str) -> Measured:
        began = perf_counter()
        said = await workspace.slack.sockets.deliver(APP_TOKEN, *enveloped(body), LONG)
        return Measured(200 if said is not None else 0, json.dumps(said) if said else "", perf_counter() - began)

    async def everything() -> Sequence[Measured]:
        return await asyncio.gather(*(send(body) for body in bodies))

    return workspace.slack.now(everything())
