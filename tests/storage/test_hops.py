"""What waits for SQLite's one writer at the same time is committed together, and nobody notices."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from domain.errors import RefusedError
from storage.commits import time_commits
from storage.db import Database, Tx
from storage.hops import MOST
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
