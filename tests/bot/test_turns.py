"""Whoever waits for an answer goes first, and nobody is kept waiting for ever by that."""

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from itertools import pairwise
from statistics import median
from typing import Any

import pytest

from bot.turns import APART, CROWD, QUICK, Turns

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


def test_where_many_wait_beside_what_follows_answers_no_thread_keeps_the_interpreter_long() -> None:
    async def work() -> list[float]:
        turns, found = Turns(), []
        with ExitStack() as crowd:
            with turns.beside():
                for _ in range(CROWD):
                    found.append(sys.getswitchinterval())
                    crowd.enter_context(turns.first())
                found.append(sys.getswitchinterval())
            found.append(sys.getswitchinterval())
            with suppress(ValueError), turns.beside():
                int("no number")
        found.append(sys.getswitchinterval())
        return found

    usual = sys.getswitchinterval()

    assert run(work()) == [*[usual] * CROWD, pytest.approx(QUICK, rel=0.01), usual, usual]


def test_a_fault_ends_the_wait_as_well() -> None:
    async def work() -> None:
        turns = Turns()
        with suppress(ValueError), turns.first():
            int("no number")
        await turns.after(at_most=2 * LONG)

    run(work())


def test_those_that_go_one_by_one_go_apart_while_somebody_waits_for_an_answer() -> None:
    async def work() -> list[float]:
        turns, went = Turns(), []

        async def later() -> None:
            await turns.one_by_one(at_most=0.0)
            went.append(asyncio.get_running_loop().time())

        with turns.first():
            waiting = [asyncio.create_task(later()) for _ in range(60)]
            await waiting[3]
            assert len(went) < len(waiting), "not all at once"
        await asyncio.gather(*waiting)
        return went

    went = run(work())
    assert len(went) == 60
    assert min(later - sooner for sooner, later in pairwise(went[:4])) > APART * 0.9


def test_the_longer_the_line_the_faster_it_goes_so_that_it_never_grows_without_end() -> None:
    async def work() -> list[float]:
        turns, loop, went = Turns(), asyncio.get_running_loop(), []

        async def later() -> None:
            await turns.one_by_one(at_most=0.0)
            went.append(loop.time())

        with turns.first():
            waiting = [asyncio.create_task(later()) for _ in range(4000)]
            await asyncio.sleep(0.8)
        for one in waiting:
            one.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return went

    went = run(work())
    # one stop of the machine is one long gap, and no slow line
    assert median(later - sooner for sooner, later in pairwise(went)) < APART / 2


def test_who_comes_after_a_calm_moment_waits_for_none_of_those_before() -> None:
    async def work() -> float:
        turns, loop = Turns(), asyncio.get_running_loop()
        with turns.first():
            before = [asyncio.create_task(turns.one_by_one(at_most=LONG)) for _ in range(200)]
            await asyncio.sleep(0)
        await asyncio.gather(*before)
        came = loop.time()
        with turns.first():
            await turns.one_by_one(at_most=0.0)
        return loop.time() - came

    assert run(work()) < 200 * APART / 2


def test_while_there_is_always_somebody_it_goes_after_its_time() -> None:
    async def work() -> None:
        turns = Turns()
        with turns.first():
            await turns.after(at_most=SOON)

    run(work())
