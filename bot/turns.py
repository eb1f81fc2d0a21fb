"""Whoever waits for an answer goes first: what follows an answer, and what is owed, can wait a little."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

BREATH = 0.003  # seconds that lie between an answer and what follows it, or both would leave later
APART = 0.025  # seconds between two that go one by one, while somebody waits for an answer
CROWD = 8  # who wait for an answer, from which on the interpreter changes hands more often
QUICK = 0.0002  # seconds that a thread may then keep it; by itself Python lets it keep it for twenty-five times as long
LONGEST = 30.0  # seconds in which all go who stand in that line: the longer it is, the faster it goes


class Turns:
    """How many wait for an answer just now. One for a process, used in its event loop's thread."""

    def __init__(self) -> None:
        self._waiting = self._beside = 0
        self._usual, self._quick = sys.getswitchinterval(), False
        self._calm = asyncio.Event()
        self._calm.set()
        self._line = asyncio.Lock()  # of those that go one by one
        self._in_line = 0
        self._last = 0.0  # when one of them went, by the event loop's clock

    @contextmanager
    def first(self) -> Iterator[None]:
        """Somebody waits for an answer until the `with` block ends."""
        self._waiting += 1
        self._calm.clear()
        self._share()
        try:
            yield
        finally:
            self._waiting -= 1
            self._share()
            if not self._waiting:
                asyncio.get_running_loop().call_later(BREATH, self._look)

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Something that follows an answer is done until the `with` block ends.

        The event loop does it, so the threads that ask the database for others would have the interpreter seldom.
        """
        self._beside += 1
        self._share()
        try:
            yield
        finally:
            self._beside -= 1
            self._share()

    def _share(self) -> None:
        quick = self._beside > 0 and self._waiting >= CROWD
        if quick != self._quick:
            self._quick = quick
            sys.setswitchinterval(QUICK if quick else self._usual)

    def _look(self) -> None:
        if not self._waiting:
            self._calm.set()

    async def after(self, at_most: float) -> None:
        """Let those go first who wait for an answer, but wait no longer than so many seconds."""
        if not self._calm.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(at_most):
                    await self._calm.wait()

    async def one_by_one(self, at_most: float) -> None:
        """The same for what many do at once, and nobody looks at: after that time one goes every `APART` seconds.

        As long as there are always others who wait for an answer, it so takes little of the time that they have. Nor do
        all go at once when the last one was answered. Where more come than would go so, they go as fast as they come.
        """
        loop = asyncio.get_running_loop()
        came = loop.time()
        self._in_line += 1
        try:
            async with self._line:
                apart = min(APART, LONGEST / self._in_line)
                await self.after(max(came + at_most, self._last + apart) - loop.time())
                await asyncio.sleep(self._last + min(BREATH, apart) - loop.time())
                self._last = loop.time()
        finally:
            self._in_line -= 1
