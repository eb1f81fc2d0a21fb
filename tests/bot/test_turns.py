"""Whoever waits for an answer goes first, and nobody is kept waiting for ever by that."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from bot.turns import Turns

SOON, LONG = 0.05, 20.0


def run(work: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(asyncio.wait_for(work, LONG))


def test_where_nobody_waits_for_an_answer_it_goes_at_once() -> None:
    async def work() -> None:
        await Turns().after(at_most=2 * LONG)

    run(work())


def test_it_goes_once_everybody_has_been_answered() -> None:
    async def work() -> list[str]:
        turns, done = Turns(), []

        async def later() -> None:
            await turns.after(at_most=2 * LONG)
            done.append("later")

        with turns.first():
            with turns.first():
                waiting = asyncio.create_task(later())
                await asyncio.sleep(SOON)
            done.append("one of two")
            await asyncio.sleep(SOON)
            done.append("both")
        await waiting
        return done

    assert run(work()) == ["one of two", "both", "later"]


def test_a_fault_ends_the_wait_as_well() -> None:
    async def work() -> None:
        turns = Turns()
        with suppress(ValueError), turns.first():
            int("no number")
        await turns.after(at_most=2 * LONG)

    run(work())


def test_those_that_go_one_by_one_do_not_all_go_while_somebody_waits_for_an_answer() -> None:
    async def work() -> list[str]:
        turns, done = Turns(), []

        async def later(name: str) -> None:
            await turns.one_by_one(at_most=0.0)
            done.append(name)

        with turns.first():
            waiting = [asyncio.create_task(later(str(nth))) for nth in range(60)]
            await waiting[1]
            done.append("answered")
        await asyncio.gather(*waiting)
        return done

    done = run(work())
    assert done[:2] == ["0", "1"]
    assert done.index("answered") < 40, "not all at once"
    assert sorted(done) == sorted(["answered", *map(str, range(60))])


def test_who_comes_after_a_calm_moment_waits_for_none_of_those_before() -> None:
    async def work() -> None:
        turns = Turns()
        with turns.first():
            before = [asyncio.create_task(turns.one_by_one(at_most=LONG)) for _ in range(10)]
            await asyncio.sleep(0)
        await asyncio.gather(*before)
        with turns.first():
            await turns.one_by_one(at_most=SOON)

    run(work())


def test_while_there_is_always_somebody_it_goes_after_its_time() -> None:
    async def work() -> None:
        turns = Turns()
        with turns.first():
            await turns.after(at_most=SOON)

    run(work())
