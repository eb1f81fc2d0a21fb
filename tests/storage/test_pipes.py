"""What PostgreSQL is asked over one connection: in order, in few round trips, and nothing twice."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from psycopg import OperationalError
from sqlalchemy import Select, bindparam, literal_column, select
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError, ResourceClosedError

from bot.answering import Answering, Asked
from bot.capabilities import routes
from domain.errors import RefusedError
from storage import pipes
from storage.db import OURS, Database, Tx
from storage.pipes import Pipe, Told
from storage.repeats import repeats
from tests.conftest import NOW, TEACHER, WORKSPACE, District, opened
from tests.fan_out import twenty
from tests.storage.test_statements import TERMINATE, two_databases

KEYS = select(repeats.c.key).where(repeats.c.district == OURS).order_by(repeats.c.key)
ONE = select(repeats.c.key).where(repeats.c.district == OURS, repeats.c.key == bindparam("this"))


def row(key: str) -> dict[str, Any]:
    return {"key": key, "at": NOW, "answer": None}


@pytest.fixture
def piped(postgresql_url: str) -> Iterator[Database]:
    with opened(postgresql_url) as database:
        yield database


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements went with each round trip."""
    made: list[int] = []
    exchange = Pipe._exchange

    def counted(pipe: Pipe, some: list[Told]) -> Any:
        made.append(len(some))
        return exchange(pipe, some)

    monkeypatch.setattr(Pipe, "_exchange", counted)
    return made


def do(database: Database, work: Any, *, write: bool = True) -> Any:
    return database.do("d", work, now=NOW, door="test", write=write)


def added(tx: Tx) -> list[str]:
    for key in "cab":
        tx.add(repeats, row(key))
    return [one["key"] for one in tx.ask(KEYS)]


def test_what_is_told_goes_with_the_next_question_and_the_last_of_it_with_the_end(
    piped: Database, trips: list[int]
) -> None:
    def work(tx: Tx) -> list[str]:
        found = added(tx)
        tx.add(repeats, row("d"))
        return found

    assert do(piped, work) == ["a", "b", "c"]
    assert trips == [2 + 3 + 1, 1 + 1]  # its beginning, three rows and a question; a row and its end
    assert do(piped, lambda tx: len(tx.ask(KEYS)), write=False) == 4


def test_what_is_asked_soon_goes_with_the_next_question_or_when_it_is_looked_at(
    piped: Database, trips: list[int]
) -> None:
    def work(tx: Tx) -> list[Any]:
        first = tx.add_once_soon(repeats, row("a"))
        before = tx.soon(KEYS)
        tx.add(repeats, row("b"))
        both = [one["key"] for one in tx.ask(KEYS)]
        again = tx.add_once_soon(repeats, row("a"))
        return [first(), before(), both, again(), again()]

    assert do(piped, work) == [True, [{"key": "a"}], ["a", "b"], False, False]
    assert trips == [2 + 4, 1, 1]


def test_what_was_asked_soon_and_never_sent_is_no_answer(piped: Database) -> None:
    promised: list[Any] = []

    def work(tx: Tx) -> None:
        promised.append(tx.soon(KEYS))
        raise RefusedError("No.")

    with pytest.raises(RefusedError):
        do(piped, work)
    do(piped, lambda tx: tx.ask(KEYS))
    with pytest.raises(ResourceClosedError):
        promised[0]()


def test_what_was_asked_last_and_soon_is_sent_with_the_end(piped: Database, trips: list[int]) -> None:
    do(piped, lambda tx: tx.add(repeats, row("a")))
    trips.clear()
    promised = do(piped, lambda tx: [tx.ask(KEYS), tx.soon(ONE, this="a")][1], write=False)

    do(piped, lambda tx: tx.ask(KEYS))  # over the same connection
    asked = len(trips)
    assert [one["key"] for one in promised()] == ["a"]
    assert len(trips) == asked


def test_a_failure_of_what_is_asked_soon_is_told_by_the_next_question(piped: Database) -> None:
    refused: Select[Any] = select(literal_column("1/0").label("key")).where(repeats.c.district == OURS)
    do(piped, added)

    with pytest.raises(DBAPIError, match="1/0"):
        do(piped, lambda tx: [tx.soon(refused), tx.ask(KEYS)])
    with pytest.raises(DBAPIError, match="1/0"):
        do(piped, lambda tx: tx.soon(refused)())


def test_one_that_asks_nothing_is_not_ended_before_it_is_known_that_it_began(piped: Database, trips: list[int]) -> None:
    do(piped, lambda tx: tx.add(repeats, row("a")))

    assert trips == [2 + 1, 1]
    assert do(piped, lambda tx: tx.ask(KEYS)) == [{"key": "a"}]


def test_a_transaction_that_does_nothing_is_never_begun(piped: Database, trips: list[int]) -> None:
    assert do(piped, lambda _: "nothing") == "nothing"
    with pytest.raises(ZeroDivisionError):
        do(piped, lambda _: 1 // 0)

    assert trips == []


def test_what_was_told_and_not_sent_when_something_broke_is_not_sent_later(piped: Database) -> None:
    def work(tx: Tx) -> None:
        tx.ask(KEYS)
        tx.add(repeats, row("a"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        do(piped, work)

    assert do(piped, lambda tx: tx.ask(KEYS)) == []


def test_a_failure_names_what_failed_also_where_it_is_found_later_and_undoes_all(piped: Database) -> None:
    def twice(tx: Tx) -> None:
        tx.add(repeats, row("b"))
        tx.add(repeats, row("a"))
        tx.add(repeats, row("a"))
        tx.ask(KEYS)

    for work in (twice, lambda tx: [tx.add(repeats, row("a")) for _ in range(2)]):
        with pytest.raises(IntegrityError, match="INSERT INTO repeats") as raised:
            do(piped, work)
        assert not raised.value.connection_invalidated
        assert do(piped, lambda tx: tx.ask(KEYS)) == []
    assert do(piped, added) == ["a", "b", "c"]


def test_what_was_to_be_prepared_behind_a_failure_is_prepared_again(piped: Database) -> None:
    new = select(repeats.c.at, repeats.c.key).where(repeats.c.district == OURS)

    def work(tx: Tx) -> None:
        tx.add(repeats, row("a"))
        tx.add(repeats, row("a"))
        tx.ask(new)

    with pytest.raises(IntegrityError):
        do(piped, work)

    assert do(piped, lambda tx: tx.ask(new)) == []


def test_what_goes_the_ordinary_way_finds_what_was_told_before(piped: Database) -> None:
    def work(tx: Tx) -> list[Any]:
        tx.add(repeats, row("a"))
        tx.add(repeats, row("b"))
        changed = tx.change(repeats, {"answer": "yes"}, repeats.c.key == "b")
        tx.add(repeats, row("c"))
        return [changed, tx.connection.exec_driver_sql("SELECT count(*) FROM repeats").scalar_one()]

    assert do(piped, work) == [1, 3]


def test_more_statements_than_are_prepared_are_asked_all_the_same(
    piped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipes, "PREPARED", 2)

    assert do(piped, added) == ["a", "b", "c"]
    assert do(piped, lambda tx: tx.ask(ONE, this="b")) == [{"key": "b"}]


def test_a_dead_connection_is_found_by_the_first_question_and_all_is_done_again_once(postgresql_url: str) -> None:
    begun: list[str] = []

    def work(tx: Tx) -> int:
        begun.append("once")
        return len(tx.ask(KEYS))

    with two_databases(postgresql_url) as (one, other):
        do(one, work)
        other.system_now(lambda c: c.exec_driver_sql(TERMINATE).all())

        assert do(one, work) == 0
        assert len(begun) == 3


def test_a_connection_that_dies_with_the_end_of_a_transaction_does_nothing_again(
    piped: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end may have arrived: whether it did, nobody knows."""
    begun: list[str] = []
    exchange = Pipe._exchange

    def lost(pipe: Pipe, some: list[Told]) -> Any:
        found = exchange(pipe, some)
        if some[-1].text == "COMMIT":
            pipe._connection.close()
            raise OperationalError("the answer was lost")
        return found

    def work(tx: Tx) -> None:
        begun.append("once")
        tx.add(repeats, row("a"))

    do(piped, lambda tx: tx.ask(KEYS))
    monkeypatch.setattr(Pipe, "_exchange", lost)
    with pytest.raises(DBAPIError) as raised:
        do(piped, work)
    monkeypatch.setattr(Pipe, "_exchange", exchange)

    assert raised.value.connection_invalidated
    assert begun == ["once"]
    assert do(piped, lambda tx: tx.ask(KEYS)) == [{"key": "a"}]


@pytest.mark.parametrize("asks", [True, False])
def test_a_connection_that_died_after_it_answered_does_nothing_again(postgresql_url: str, *, asks: bool) -> None:
    begun: list[str] = []

    with two_databases(postgresql_url) as (one, other):

        def work(tx: Tx) -> None:
            begun.append("once")
            added(tx)
            other.system_now(lambda c: c.exec_driver_sql(TERMINATE).all())
            tx.add(repeats, row("d"))
            if asks:
                tx.ask(KEYS)

        with pytest.raises(DBAPIError) as raised:
            do(one, work)

        assert raised.value.connection_invalidated
        assert begun == ["once"]
        assert do(one, lambda tx: tx.ask(KEYS)) == []


def test_a_value_that_cannot_be_sent_leaves_the_connection_as_it_was(piped: Database) -> None:
    def work(tx: Tx) -> None:
        tx.add(repeats, row("a") | {"answer": object()})
        tx.ask(KEYS)

    with pytest.raises(IntegrityError):  # an earlier failure, which the next one must not be told as
        do(piped, lambda tx: [tx.add(repeats, row("a")) for _ in range(2)])
    with pytest.raises(ProgrammingError) as raised:
        do(piped, work)

    assert not raised.value.connection_invalidated
    assert "SELECT repeats.key" in str(raised.value)
    assert do(piped, lambda tx: tx.ask(KEYS)) == []


def test_a_message_is_four_round_trips(piped: Database, trips: list[int]) -> None:
    """What was noted of it and whose the next one is; the next report; what its card shows; and the end."""
    with twenty(piped) as send:
        trips.clear()
        send()

    assert 20 * 3 < len(trips) <= 20 * 4 + 14, trips  # and some for the lane and the first one


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_filed_report_is_three_round_trips(district: District, trips: list[int]) -> None:
    """Who files it; its number, with whom it reaches and history's lock, which the others wait for; and the rest."""
    answering = Answering(district.database, routes(), lambda: None)
    who = {"district": district.id, "platform": "slack", "workspace": WORKSPACE, "external": TEACHER}
    told = {"what": "The gate does not close.", "happened_on": date(2026, 3, 9)}
    one, another = (Asked(route=answering.routes["car.file"], **who, values=told, repeat=key) for key in "ab")

    asyncio.run(answering.answer(one))  # what a district has set up is read once
    trips.clear()
    asyncio.run(answering.answer(another))

    assert len(trips) == 3, trips
