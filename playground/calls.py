"""The log of every call, both ways, and the stream that tells open pages to look again."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Literal

KEPT = 20_000
Direction = Literal["to bot", "from bot"]


@dataclass(slots=True)
class Calls:
    entries: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=KEPT))
    count: int = 0
    last_from_bot: float = 0.0

    def add(self, direction: Direction, name: str, **about: Any) -> dict[str, Any]:
        """Note a call. The caller fills in the answer when it is there."""
        self.count += 1
        entry = {"n": self.count, "at": time.time(), "direction": direction, "name": name, **about}
        self.entries.append(entry)
        if direction == "from bot":
            self.last_from_bot = time.monotonic()
        return entry

    def since(self, number: int, most: int | None = None) -> list[dict[str, Any]]:
        found = [entry for entry in self.entries if entry["n"] > number]
        return found[-most:] if most else found

    def clear(self) -> None:
        self.entries.clear()


@dataclass(slots=True)
class Listeners:
    """Pages that wait for news. A page that is told twice before it looks, looks once."""

    waiting: set[asyncio.Event] = field(default_factory=set)
    closing: bool = False

    def wake(self) -> None:
        for event in self.waiting:
            event.set()

    def close(self) -> None:
        self.closing = True
        self.wake()

    async def changes(self, patience: float = 15.0) -> AsyncIterator[bool]:
        """Yield True at each change, and False now and then so that a lost page is noticed."""
        event = asyncio.Event()
        self.waiting.add(event)
        try:
            while not self.closing:
                try:
                    await asyncio.wait_for(event.wait(), patience)
                except TimeoutError:
                    yield False
                    continue
                event.clear()
                yield True
                await asyncio.sleep(0.03)
        finally:
            self.waiting.discard(event)
