"""From the event loop to a thread that asks the database, and back: one hop for a whole interaction.

SQLite has one writer, and a commit waits for the disk: so what waits for that writer at the same time is committed
together, each behind a savepoint of its own (docs/decisions/0003-one-interaction-one-transaction.md).
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from threading import Lock, get_ident
from typing import Any, TypeVar

from sqlalchemy import Connection

from domain.frozen import dataclass

T = TypeVar("T")

MOST = 16  # interactions of one commit: the first of them waits for the last
FEW = 2  # threads that get on: one computes while the other one waits for the database
BEGUN, DONE, UNDONE = "SAVEPOINT one", "RELEASE one", "ROLLBACK TO one"


class Hop:
    """Brings what a thread found to whoever awaits `found` in the event loop that made this."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._given = False
        self.found: asyncio.Future[Any] = self._loop.create_future()

    def carry(self, work: Callable[[], Any]) -> None:
        """Do the work, in a thread, and bring what it gives or raises, unless it gave something sooner."""
        if self.found.cancelled():
            return
        try:
            self.give(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where it is awaited
            self.give(None, error)

    def give(self, found: Any, error: BaseException | None = None) -> None:
        if not self._given:
            self._given = True
            self._loop.call_soon_threadsafe(self._set, found, error)

    def _set(self, found: Any, error: BaseException | None) -> None:
        if self.found.done():  # nobody waits any more
            return
        if error:
            self.found.set_exception(error)
        else:
            self.found.set_result(found)


async def hopped(threads: Executor, work: Callable[[], T]) -> T:
    """Do the work in one of these threads."""
    hop = Hop()
    threads.submit(hop.carry, work)
    found: T = await hop.found
    return found


class Crew:
    """Threads of which as few work as keep up: to wake another one costs more than most of what is asked takes.

    One thread takes what waits, in order. Where something still waits after `patience` seconds another one helps, up to
    `most`, as long as fewer than `FEW` of them work, or have ended something in that time: what they do is slow, or the
    database is far away. Where more than that have, one leaves, since they only take the interpreter from each other.
    Use it in one event loop at a time.
    """

    def __init__(self, threads: Executor, most: int, patience: float) -> None:
        self._threads = threads
        self._most = most
        self._patience = patience
        self._waiting: deque[Callable[[], None]] = deque()
        self._lock = Lock()
        self._busy = 0
        self._ended: set[int] = set()  # the threads that have ended something since the last look
        self._too_many = False
        self._watched_in: asyncio.AbstractEventLoop | None = None

    def add(self, work: Callable[[], None]) -> None:
        """`work` never raises."""
        with self._lock:
            self._waiting.append(work)
            if not self._busy:
                self._begin()
        self._watch()

    def _begin(self) -> None:
        self._busy += 1
        self._threads.submit(self._work)

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting or (self._too_many and self._busy > FEW):
                    self._too_many = False
                    self._busy -= 1
                    return
                work = self._waiting.popleft()
            work()
            self._ended.add(get_ident())

    def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        if self._watched_in is not loop:
            self._watched_in = loop
            loop.call_later(self._patience, self._look)

    def _look(self) -> None:
        """Let one more help where somebody still waits and few get on, or one less where more do."""
        self._watched_in = None
        with self._lock:
            waits = bool(self._waiting)
            if waits and min(self._busy, len(self._ended)) < FEW and self._busy < self._most:
                self._begin()
            self._too_many = len(self._ended) > FEW
            self._ended.clear()
        if waits:
            self._watch()


Act = Callable[[Connection], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an interaction went: it gave something, or nothing of it was done."""

    hop: Hop
    found: Any = None
    error: BaseException | None = None


class Together:
    """The one writer's queue. `begin` opens a transaction; `lost` is told when one could not be committed."""

    def __init__(
        self, thread: Executor, begin: Callable[[], AbstractContextManager[Connection]], lost: Callable[[], None]
    ) -> None:
        self._thread = thread
        self._begin = begin
        self._lost = lost
        self._waiting: deque[tuple[Act, Hop]] = deque()

    def add(self, act: Act, hop: Hop) -> None:
        self._waiting.append((act, hop))
        self._thread.submit(self._next)

    def _next(self) -> None:
        """Do what waits by now. Whoever was taken along by an earlier turn leaves nothing to do for this one."""
        some = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        if not some:
            return
        try:
            with self._begin() as connection:
                outcomes = [_outcome(connection, act, hop) for act, hop in some]
        except BaseException as error:  # noqa: BLE001 - it is raised where each of them is awaited
            self._lost()
            outcomes = [Outcome(hop, error=error) for _, hop in some]
        for one in outcomes:
            one.hop.give(one.found, one.error)


def _outcome(connection: Connection, act: Act, hop: Hop) -> Outcome:
    """Do one of them; what it raises undoes it, and no other."""
    driver: Any = connection.connection.driver_connection
    driver.execute(BEGUN)
    try:
        done = Outcome(hop, act(connection))
    except Exception as error:  # noqa: BLE001 - the others go on
        driver.execute(UNDONE)
        done = Outcome(hop, error=error)
    driver.execute(DONE)
    return done
