"""What goes on after a request has had its answer: tracked, so that it is waited for when the bot stops."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any

import structlog

from bot.log import fault_id
from bot.turns import Turns

log = structlog.get_logger()

#: Seconds for which what follows an answer lets others be answered first: where a person waits to see it, and where
#: what they sent is closed already.
SEEN_SOON, SEEN_LATER = 0.02, 1.0
Apologise = Callable[[str], Awaitable[None]]


class Errands:
    """The errands of one front door."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._running: set[asyncio.Task[Any]] = set()

    def begin(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run something that goes on when the request has had its answer."""
        task = asyncio.ensure_future(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return task

    def after(
        self,
        work: Coroutine[Any, Any, Any],
        *,
        later: bool = False,
        route: str = "",
        apologise: Apologise | None = None,
    ) -> None:
        """Do something once the answer has left; its failure is logged, and told to who asked by its id."""
        self.begin(self._guarded(work, route, apologise, later=later))

    async def _guarded(self, work: Awaitable[Any], route: str, apologise: Apologise | None, *, later: bool) -> None:
        await (self._turns.one_by_one(SEEN_LATER) if later else self._turns.after(SEEN_SOON))
        try:
            with self._turns.beside():
                await work
        except Exception:
            fault = fault_id()
            log.exception("fault", id=fault, route=route)
            if apologise:
                await apologise(fault)

    async def drain(self, within: float) -> None:
        """Wait until everything that was begun is done, but for so many seconds: what is left only waits outside."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                while self._running:
                    await asyncio.wait(self._running)
        if left := set(self._running):
            log.warning("not told any more", left=len(left))
            for task in left:
                task.cancel()
            await asyncio.wait(left)


class Once:
    """What was heard last: Slack tells it again, under another id too, where it missed that it was taken."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._known: dict[str, None] = {}

    def is_new(self, key: str) -> bool:
        if key in self._known:
            return False
        if len(self._known) >= self._most:
            del self._known[next(iter(self._known))]
        self._known[key] = None
        return True
