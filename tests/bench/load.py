"""Posts signed requests over open connections, so many at a time, and measures each until its answer is there."""

import asyncio
import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from urllib.parse import urlsplit

from tests.bot.conftest import signed


async def _ask(reading: asyncio.StreamReader, writing: asyncio.StreamWriter, request: bytes) -> float:
    """Seconds from writing a request to the end of its answer."""
    began = perf_counter()
    writing.write(request)
    head = await reading.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    answer = await reading.readexactly(length)
    passed = perf_counter() - began
    if not head.startswith(b"HTTP/1.1 200") or b"errors" in answer:
        raise AssertionError(f"not done: {head[:80]!r} {answer[:200]!r}")
    return passed


def _request(host: str, body: str) -> bytes:
    told = {"host": host, "content-length": str(len(body.encode())), **signed(body)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{body}".encode()


def load(url: str, bodies: Iterable[str], *, beside: int, pause: float = 0.0) -> tuple[list[float], float]:
    """The seconds that each answer took, and those that all took together. `pause` lies between two of a connection."""
    at = urlsplit(url)
    sending = [_request(at.netloc, body) for body in bodies]

    async def one(requests: Iterator[bytes]) -> list[float]:
        reading, writing = await asyncio.open_connection(at.hostname, at.port)
        took = []
        for request in requests:
            await asyncio.sleep(pause)
            took.append(await _ask(reading, writing, request))
        writing.close()
        await writing.wait_closed()
        return took

    async def everybody() -> tuple[list[float], float]:
        requests = iter(sending)
        began = perf_counter()
        took = await asyncio.gather(*(one(requests) for _ in range(beside)))
        return [seconds for each in took for seconds in each], perf_counter() - began

    with _undisturbed():
        return asyncio.run(everybody())


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Nothing is collected: in a process as large as the tests' that takes longer than most answers do."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def paced(urls: Sequence[str], bodies: Sequence[str], every: float) -> list[list[float]]:
    """At each address the seconds that each answer took, of bodies that leave at an even pace, whatever is answered.

    What is sent to the second address leaves between two that are sent to the first: a slow moment of the machine meets
    both. The seconds count from the moment at which a body was to leave, and each has a connection of its own.
    """

    async def one(url: str, body: str, due: float) -> float:
        at = urlsplit(url)
        await asyncio.sleep(due - perf_counter())
        reading, writing = await asyncio.open_connection(at.hostname, at.port)
        await _ask(reading, writing, _request(at.netloc, body))
        passed = perf_counter() - due
        writing.close()
        await writing.wait_closed()
        return passed

    async def everywhere() -> list[list[float]]:
        begins = perf_counter()
        starts = [begins + every * nth / len(urls) for nth in range(len(urls))]
        return await asyncio.gather(
            *(
                asyncio.gather(*(one(url, body, start + nth * every) for nth, body in enumerate(bodies)))
                for url, start in zip(urls, starts, strict=True)
            )
        )

    with _undisturbed():
        return asyncio.run(everywhere())


def quantile(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]
