"""The pace of each lane, and of each conversation on it, as this process keeps it.

One process at a time sends on a lane, so nothing is kept of it elsewhere: whoever takes a lane over begins at the usual
pace, and a platform that finds this too fast says so once more.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

from domain.pace import Pace, begin

BURST = 5  # messages to a workspace after a rest: the answer to a press does not wait for a pace
A_SECOND, IN_A_ROW = 1.0, 3  # to one conversation, and after a rest: what Slack lets through
MANY = 500  # conversations, from which on those that rest are forgotten


class Pacing:
    """`rate`: messages a second to each workspace; 0 lets them leave as fast as they can."""

    def __init__(
        self,
        rate: float = 0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rate = rate
        self._clock = clock
        self._sleep = sleep
        self._lanes: dict[str, Pace] = {}
        self._conversations: dict[tuple[str, str], Pace] = {}

    @property
    def batch(self) -> int | None:
        """As many as leave in a second: so long waits, at most, what is more urgent than what is sent now."""
        return max(1, round(self._rate)) if self._rate else None

    def wait(self, lane: str, to: str) -> float:
        """Seconds until the next message may leave there."""
        if not self._rate:
            return 0.0
        now = self._clock()
        return max(self._lane(lane).wait(now), self._conversation(lane, to).wait(now))

    async def rest(self, seconds: float) -> None:
        await self._sleep(seconds)

    def left(self, lane: str, to: str) -> None:
        if not self._rate:
            return
        now = self._clock()
        self._lanes[lane] = self._lane(lane).left(now)
        self._conversations[lane, to] = self._conversation(lane, to).left(now)
        if len(self._conversations) > MANY:
            self._conversations = {one: pace for one, pace in self._conversations.items() if pace.full_at > now}

    def slower(self, lane: str) -> None:
        """The platform said that it was too fast."""
        if self._rate:
            self._lanes[lane] = self._lane(lane).slower()

    def _lane(self, lane: str) -> Pace:
        return self._lanes.get(lane) or begin(self._rate, BURST)

    def _conversation(self, lane: str, to: str) -> Pace:
        return self._conversations.get((lane, to)) or begin(A_SECOND, IN_A_ROW)
