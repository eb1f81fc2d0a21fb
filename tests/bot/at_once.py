"""Posts many requests at the same moment, and measures each until the first byte of its answer."""

import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any
from urllib.parse import urlsplit

from tests.bot.conftest import LONG, signed


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
