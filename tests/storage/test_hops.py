"""What waits for SQLite's one writer at the same time is committed together, and nobody notices. Few threads work."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from domain.errors import RefusedError
from storage.commits import time_commits
from storage.db import Database, Tx
from storage.hops import MOST, Crew, Hop
from storage.numbers import next_number
from storage.settings import DistrictSettings
from tests.conftest import NOW, District

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def at_once(database: Database, *works: Callable[[Tx], Any]) -> list[Any]:
    """What each of them gave or raised, all of them asked for before the writer has time for the first."""

    async def ask() -> list[Any]:
        free = threading.Event()
        held = asyncio.ensure_future(database.system(lambda _: free.wait(30)))
        await asyncio.sleep(0.01)
        asked = [asyncio.ensure_future(database.run("sunrise", one, now=NOW, door="test")) for one in works]
        await asyncio.sleep(0)
        free.set()
        await held
        return await asyncio.gather(*asked, return_exceptions=True)

    return asyncio.run(ask())


def number(tx: Tx) -> int:
    return next_number(tx, "car", 2026)


def refused(tx: Tx) -> int:
    next_number(tx, "car", 2026)
    DistrictSettings(tx).set("name", "Moonrise", by="system")
    raise RefusedError("No.")


def renamed(tx: Tx) -> str:
    DistrictSettings(tx).set("name", "Sunset", by="system")
    return DistrictSettings(tx).all()["name"]


def name(tx: Tx) -> str:
    return DistrictSettings(tx).all()["name"]


@SQLITE
def test_what_waits_at_the_same_time_is_one_commit(district: District) -> None:
    commits: list[float] = []
    time_commits(district.database, commits.append)

    found = at_once(district.database, *[number] * (MOST + 3))

    assert found == list(range(1, MOST + 4))
    assert len(commits) == 3  # of what held the writer, of as many as go together, and of the rest


@SQLITE
def test_one_that_is_refused_undoes_nothing_of_the_others(district: District) -> None:
    one, no, two, named = at_once(district.database, number, refused, number, name)

    assert (one, two) == (1, 2)  # no number is lost
    assert isinstance(no, RefusedError)
    assert named == district.do(name) != "Moonrise"


@SQLITE
def test_each_sees_what_those_before_it_did(district: District) -> None:
    assert at_once(district.database, renamed, name) == ["Sunset", "Sunset"]
    assert district.do(name, write=False) == "Sunset"


@SQLITE
def test_what_cannot_be_committed_fails_for_all_of_them_and_is_forgotten(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, dialect = district.do(name), district.database.writer.dialect

    def full(connection: Any) -> None:
        monkeypatch.undo()
        connection.rollback()
        raise connection.Error("the disk is full")

    def then_full(tx: Tx) -> str:
        monkeypatch.setattr(dialect, "do_commit", full)
        return name(tx)

    found = at_once(district.database, renamed, then_full)

    assert [type(one) for one in found] == [DBAPIError] * 2
    assert district.do(name) == district.do(name, write=False) == before
    assert at_once(district.database, number, number) == [1, 2]


def test_nobody_waits_for_the_end_of_a_transaction_that_only_read(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending, over = threading.Event(), threading.Event()
    dialect = district.database.reader.dialect
    commit = dialect.do_commit

    def slow(connection: Any) -> None:
        ending.set()
        over.wait(30)
        commit(connection)

    monkeypatch.setattr(dialect, "do_commit", slow)
    found = asyncio.run(district.database.run("sunrise", name, now=NOW, door="test", write=False))

    assert ending.wait(30)
    over.set()
    assert found == district.do(name)


def crew(
    threads: ThreadPoolExecutor, *, most: int = 3, patience: float = 0.01
) -> Callable[[Callable[[], Any]], asyncio.Future[Any]]:
    made = Crew(threads, most, patience)

    def add(work: Callable[[], Any]) -> asyncio.Future[Any]:
        hop = Hop()
        made.add(partial(hop.carry, work))
        return hop.found

    return add


def test_one_thread_takes_in_order_what_takes_no_time() -> None:
    done: list[tuple[int, int]] = []

    async def ask(threads: ThreadPoolExecutor) -> None:
        add = crew(threads)
        for begin in (0, 50):
            works = (partial(lambda n: done.append((n, threading.get_ident())), n) for n in range(begin, begin + 50))
            await asyncio.gather(*map(add, works))

    with ThreadPoolExecutor(3) as threads:
        asyncio.run(ask(threads))

    assert [n for n, _ in done] == list(range(100))
    assert len({thread for _, thread in done}) == 1


def test_others_help_where_one_is_slow_but_no_more_than_may_and_in_the_next_event_loop_too() -> None:
    async def ask(add: Callable[[Callable[[], Any]], asyncio.Future[Any]]) -> tuple[str, bool]:
        free = threading.Event()
        slow = [add(partial(free.wait, 30)) for _ in range(2)]
        quick = await asyncio.wait_for(add(lambda: "quick"), 20)
        third = add(partial(free.wait, 30))
        late = add(lambda: "late")
        await asyncio.sleep(0.1)
        waits = not late.done()
        free.set()
        await asyncio.gather(*slow, third, late)
        return quick, waits

    with ThreadPoolExecutor(8) as threads:
        add = crew(threads)
        for _ in range(3):
            assert asyncio.run(ask(add)) == ("quick", True)


class Beside:
    """Works that take a moment, and how many others were at work when each began."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._busy = 0
        self.found: list[int] = []

    def work(self) -> None:
        with self._lock:
            self.found.append(self._busy)
            self._busy += 1
        time.sleep(0.001)
        with self._lock:
            self._busy -= 1


def test_who_is_alone_and_slow_is_helped_at_once_whatever_others_ended_before() -> None:
    async def ask(threads: ThreadPoolExecutor) -> float:
        add, free, held = crew(threads, patience=1.0), threading.Event(), threading.Barrier(3)
        for one in [threads.submit(held.wait, 30) for _ in range(3)]:  # there are three threads now
            one.result(30)
        for _ in range(30):  # by whichever of them is free
            await add(lambda: time.sleep(0.001))
        began, slow = time.monotonic(), add(partial(free.wait, 30))
        await asyncio.wait_for(add(lambda: None), 20)
        free.set()
        await slow
        return time.monotonic() - began

    with ThreadPoolExecutor(3) as threads:
        assert asyncio.run(ask(threads)) < 1.5


def test_where_two_get_on_no_third_helps() -> None:
    beside = Beside()

    async def ask(threads: ThreadPoolExecutor) -> None:
        add = crew(threads, most=6)
        await asyncio.gather(*(add(beside.work) for _ in range(500)))

    with ThreadPoolExecutor(6) as threads:
        asyncio.run(ask(threads))

    assert max(beside.found) >= 1
    assert sum(others > 1 for others in beside.found) < 150  # none, but where the machine stood still meanwhile


def test_who_helped_while_others_were_slow_leaves_when_they_get_on() -> None:
    beside = Beside()

    async def ask(threads: ThreadPoolExecutor) -> None:
        add, free = crew(threads, most=6), threading.Event()
        slow = [add(partial(free.wait, 30)) for _ in range(4)]
        await asyncio.wait_for(add(lambda: None), 20)  # a fifth thread does it
        works = [add(beside.work) for _ in range(600)]
        free.set()
        await asyncio.gather(*slow, *works)

    with ThreadPoolExecutor(6) as threads:
        asyncio.run(ask(threads))

    assert max(beside.found) > 1
    assert sum(others > 1 for others in beside.found[-200:]) < 50


def test_what_breaks_is_raised_where_it_is_awaited_and_the_next_is_done() -> None:
    async def ask(threads: ThreadPoolExecutor) -> list[Any]:
        add = crew(threads)
        return list(await asyncio.gather(add(lambda: 1 // 0), add(lambda: "next"), return_exceptions=True))

    with ThreadPoolExecutor(1) as threads:
        broken, following = asyncio.run(ask(threads))

    assert isinstance(broken, ZeroDivisionError)
    assert following == "next"
