"""All that lives is looked through for garbage while nobody waits for an answer, and not in between."""

import asyncio
import gc
import weakref
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from bot import collecting
from bot.collecting import NEVER, USUAL, YOUNG, collect
from bot.turns import Turns
from tests.bot.conftest import Workspace

LONG = 20.0
SOON = 0.02


class Ring:
    """Garbage that only the collector finds: it holds itself."""

    def __init__(self) -> None:
        self.held = self


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(collecting, "EVERY", SOON)
    gc.collect()
    yield
    assert gc.get_threshold() == USUAL


def run(work: Callable[[Turns], Coroutine[Any, Any, Any]]) -> Any:
    async def both() -> Any:
        turns = Turns()
        tidying = asyncio.create_task(collect(turns))
        await asyncio.sleep(0)
        try:
            return await asyncio.wait_for(work(turns), LONG)
        finally:
            tidying.cancel()
            await asyncio.gather(tidying, return_exceptions=True)

    return asyncio.run(both())


def old_garbage() -> asyncio.Event:
    """It outlives a look through the newest, as what is in use during it does. When it was found is told."""
    ring, found = Ring(), asyncio.Event()
    weakref.finalize(ring, found.set)
    gc.collect(0)
    return found


def test_what_is_old_is_looked_for_once_nobody_waits_for_an_answer() -> None:
    async def work(turns: Turns) -> bool:
        with turns.first():
            found = old_garbage()
            await asyncio.sleep(5 * SOON)
            sooner = found.is_set()
        await found.wait()
        return sooner

    assert not run(work), "somebody waited, and all was looked through"


def test_while_there_is_always_somebody_it_is_looked_for_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "AT_MOST", SOON)

    async def work(turns: Turns) -> None:
        with turns.first():
            await old_garbage().wait()

    run(work)


def test_nothing_is_looked_for_where_nothing_was_done() -> None:
    async def work(_: Turns) -> int:
        gc.collect()  # to begin the work did something
        before = int(gc.get_stats()[2]["collections"])
        await asyncio.sleep(10 * SOON)
        return int(gc.get_stats()[2]["collections"]) - before

    assert run(work) == 0


def test_meanwhile_only_the_newest_are_looked_through() -> None:
    async def work(_: Turns) -> tuple[int, int, int]:
        return gc.get_threshold()

    assert run(work) == (YOUNG, NEVER, NEVER)


def test_so_it_is_while_the_bot_runs(workspace: Workspace) -> None:
    workspace.is_reached()
    assert gc.get_threshold() == (YOUNG, NEVER, NEVER)
