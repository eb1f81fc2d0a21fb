"""Statements that are made once: on either database they find and say what SQLAlchemy does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime, time
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    Time,
    bindparam,
    event,
    literal_column,
    select,
)
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage.car_table import passages
from storage.db import FEW, OURS, Database, Moment, Tx, metadata
from storage.repeats import repeats
from storage.statements import LONGEST, _compiled, rows_of
from storage.words import words
from tests.conftest import NOW, District, opened

OF_DISTRICTS = [table for table in metadata.sorted_tables if "district" in table.c and table.name != "history"]
OTHERS = "datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
MANY, LONG = 4, 30.0  # at once; seconds
TERMINATE = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OTHERS}"  # noqa: S608 - ours
SOME: dict[Any, Any] = {
    Boolean: True,
    Date: date(2026, 3, 9),
    Time: time(15, 30),
    Moment: datetime(2026, 3, 9, 15, 0, 1, 250, tzinfo=UTC),
    Integer: 7,
    LargeBinary: b"\x00\xff",
    String: "it's :one %s ?",
}
NAMED = select(repeats.c.key).where(repeats.c.district == OURS, repeats.c.key.in_(bindparam("keys", expanding=True)))


def some(table: Table) -> dict[str, Any]:
    """A row with something in each column."""
    return {column.name: something(column) for column in table.columns if column.name != "district"}


def something(column: Column[Any]) -> Any:
    value = next(value for kind, value in SOME.items() if isinstance(column.type, kind))
    return value[: column.type.length] if isinstance(column.type, String) else value


@contextmanager
def heard(database: Database) -> Iterator[list[str]]:
    """Each statement, as whoever listens to SQLAlchemy hears it."""
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(database.writer, "before_cursor_execute", note)
    yield told
    event.remove(database.writer, "before_cursor_execute", note)


@pytest.mark.parametrize("listened", [False, True])
def test_columns_hold_what_the_rows_hold_also_where_there_are_none(district: District, *, listened: bool) -> None:
    every = select(passages).where(passages.c.district == OURS).order_by(passages.c.nth)
    given = [{**some(passages), "nth": nth, "left_at": NOW if nth % 2 else None} for nth in range(4)]

    def both(tx: Tx) -> tuple[list[dict[str, Any]], dict[str, list[Any]]]:
        return tx.ask(every), {name: list(values) for name, values in tx.columns(every).items()}

    with heard(district.database) if listened else nullcontext():
        none, no_columns = district.do(both)
        district.do(lambda tx: tx.add_all_once(passages, given))
        rows, columns = district.do(both)

    assert (none, no_columns) == ([], {column.name: [] for column in passages.columns})
    assert rows == [dict(zip(columns, one, strict=True)) for one in zip(*columns.values(), strict=True)]
    assert [row["left_at"] for row in rows] == [None, NOW, None, NOW]


@pytest.mark.parametrize("table", OF_DISTRICTS, ids=lambda table: table.name)
def test_every_kind_of_value_comes_back_as_it_went_in(district: District, table: Table) -> None:
    full = some(table)
    empty = {name: None if table.c[name].nullable else value for name, value in full.items()}

    def write_and_read(tx: Tx, row: dict[str, Any]) -> list[Any]:
        tx.remove(table)
        tx.add_once(table, row)
        return [*tx.rows(table), *tx.connection.exec_driver_sql(f'SELECT * FROM "{table.name}"').all()]  # noqa: S608

    for row in (full, empty):
        found = district.do(lambda tx, row=row: write_and_read(tx, row))
        with heard(district.database) as told:
            slowly = district.do(lambda tx, row=row: write_and_read(tx, row))

        assert len(told) == 4
        assert found == slowly  # as it stands in the database, too
        assert found[0] == {"district": district.id, **row}
        assert [type(value) for value in found[0].values()] == [type(value) for value in slowly[0].values()]


def test_each_number_of_values_is_asked_for(district: District) -> None:
    keys = [f"k{n:02}" for n in range(LONGEST + 5)]
    district.do(lambda tx: tx.add_all_once(repeats, [{"key": key, "at": NOW, "answer": None} for key in keys]))

    for many in (0, 1, 2, 3, 2, LONGEST, LONGEST + 1):
        found = district.do(lambda tx, many=many: tx.ask(NAMED, keys=keys[:many]))
        assert sorted(row["key"] for row in found) == keys[:many]


def forgotten() -> None:
    """What other tests of this process asked: else a full memory forgets while it is counted."""
    for key in list(_compiled):
        del _compiled[key]


def test_it_is_compiled_once_for_any_number_of_values_and_for_every_engine(
    district: District, database_url: str
) -> None:
    asked = select(repeats.c.at).where(repeats.c.district == OURS, repeats.c.key.in_(bindparam("k", expanding=True)))
    forgotten()

    for many in (1, 2, 3):
        district.do(lambda tx, many=many: tx.ask(asked, k=["k"] * many))
        district.do(lambda tx, many=many: tx.ask(asked, k=["k"] * many), write=False)
    with opened(database_url) as another:
        another.do(district.id, lambda tx: tx.ask(asked, k=["k"]), now=NOW, door="test")

    assert len(_compiled) == 1


def test_one_that_differs_in_its_constants_only_is_not_compiled_again_and_asks_for_its_own(district: District) -> None:
    district.do(lambda tx: tx.add_all_once(repeats, [{"key": key, "at": NOW, "answer": None} for key in "abc"]))

    def keys(*wanted: str) -> set[str]:
        asked = select(repeats.c.key).where(repeats.c.district == OURS, repeats.c.key.in_(wanted), repeats.c.at == NOW)
        return {row["key"] for row in district.do(lambda tx: tx.ask(asked))}

    forgotten()
    first, before = keys("a"), len(_compiled)

    assert [first, keys("b"), keys("a", "c"), keys()] == [{"a"}, {"b"}, {"a", "c"}, set()]
    assert len(_compiled) == before


def test_on_postgresql_a_word_of_ours_stands_in_the_text_and_an_id_is_given(postgresql_url: str) -> None:
    def work(tx: Tx) -> str:
        for nth in range(7):  # the driver prepares what it is asked again and again
            tx.ask(select(repeats.c.key).where(repeats.c.district == OURS, repeats.c.key.in_(["a_state", f"id{nth}"])))
        return str(tx.connection.exec_driver_sql("SELECT statement FROM pg_prepared_statements").all())

    with opened(postgresql_url) as database:
        prepared = database.do("d", work, now=NOW, door="test")

    assert "repeats.key IN ('a_state'::VARCHAR, $2::VARCHAR)" in prepared


@pytest.mark.parametrize("listened", [False, True])
def test_what_is_asked_soon_finds_what_there_was_when_it_was_asked(district: District, *, listened: bool) -> None:
    every = select(repeats.c.key).where(repeats.c.district == OURS).order_by(repeats.c.key)

    def work(tx: Tx) -> list[Any]:
        one = {"key": "a", "at": NOW}
        added, before = tx.add_once_soon(repeats, one), tx.soon(every)
        again, gone = tx.add_once_soon(repeats, one), tx.run(repeats.delete().where(repeats.c.district == OURS))
        return [added(), before(), again(), gone, tx.soon(every)()]

    with heard(district.database) if listened else nullcontext():
        assert district.do(work) == [True, [{"key": "a"}], False, 1, []]


@pytest.mark.parametrize("many", [1, FEW, FEW + 1])
def test_rows_are_added_once_by_one_statement_or_many(district: District, many: int) -> None:
    rows = [{"key": f"k{nth}", "at": NOW, "answer": None} for nth in range(many)]

    def work(tx: Tx) -> tuple[int, str]:
        tx.add_once(repeats, rows[0] | {"answer": "first"})
        tx.add_all_once(repeats, [*rows, rows[-1]])
        return len(tx.having(repeats)), tx.having(repeats, key="k0")[0]["answer"]

    assert district.do(work) == (many, "first")


def test_a_statement_without_any_value_is_asked(district: District) -> None:
    assert district.do(lambda tx: rows_of(tx.connection, select(literal_column("1").label("one")), {})) == [{"one": 1}]


def test_what_is_given_is_never_kept(district: District) -> None:
    district.do(lambda tx: tx.add(repeats, {"key": "one", "at": NOW, "answer": "1"}))
    district.do(lambda tx: tx.add(repeats, {"key": "two", "at": NOW}))
    district.do(lambda tx: tx.put(repeats, {"key": "one", "at": NOW, "answer": "2"}))

    found = {row["key"]: row["answer"] for row in district.do(lambda tx: tx.rows(repeats))}

    assert found == {"one": "2", "two": None}


def test_a_name_that_is_not_given_is_no_silence(district: District) -> None:
    district.do(lambda tx: tx.ask(NAMED, keys=["k"]))

    with pytest.raises(Exception, match="our_district"):
        district.do(lambda tx: rows_of(tx.connection, NAMED, {"keys": ["k"]}))


def test_whoever_listens_hears_every_statement(district: District) -> None:
    row = {"key": "k", "at": NOW}
    district.do(lambda tx: tx.add_once(repeats, row))

    with heard(district.database) as told:
        assert not district.do(lambda tx: tx.add_once(repeats, row))
    district.do(lambda tx: tx.add_once(repeats, row))

    assert [statement.split()[0] for statement in told] == ["INSERT"]


def test_a_failure_is_told_as_sqlalchemy_tells_it_and_shows_no_value(district: District) -> None:
    row = {"id": "w1", "text": "xyzzy", "salt": "s", "digest": "d"}
    district.do(lambda tx: tx.add(words, row))

    for many in (1, 2):
        with pytest.raises(IntegrityError) as raised:
            district.do(lambda tx, many=many: [tx.add(words, row | {"salt": f"s{n}"}) for n in range(many)])

        assert raised.value.hide_parameters
        assert "INSERT INTO words" in str(raised.value)
        assert "xyzzy" not in str(raised.value)
        assert not raised.value.connection_invalidated
    assert len(district.do(lambda tx: tx.rows(words, words.c.id == "w1"))) == 1


def test_a_connection_that_died_between_two_transactions_is_replaced(postgresql_url: str) -> None:
    with two_databases(postgresql_url) as (one, other):
        one.do("d", lambda tx: tx.add_once(repeats, {"key": "a", "at": NOW}), now=NOW, door="test")
        other.system_now(lambda c: c.exec_driver_sql(TERMINATE).all())

        for write in (True, False):
            assert len(one.do("d", lambda tx: tx.rows(repeats), now=NOW, door="test", write=write)) == 1


def test_whoever_goes_on_with_a_transaction_that_is_over_keeps_nobody_from_the_next(database: Database) -> None:
    kept: list[Tx] = []
    database.do("d", kept.append, now=NOW, door="test")
    with suppress(Exception):
        kept[0].connection.execute(repeats.delete())

    for _ in range(2):
        assert database.do("d", lambda tx: tx.rows(repeats), now=NOW, door="test") == []


def test_connections_that_died_all_at_once_are_replaced_and_nobody_hears_of_it(postgresql_url: str) -> None:
    """As when the server was restarted."""

    def all_at_once(database: Database) -> list[int]:
        together = Barrier(MANY)

        def work(tx: Tx) -> int:
            together.wait(LONG)  # each has a connection by now
            return len(tx.rows(repeats))

        def one(nth: int) -> int:
            return database.do("d", work, now=NOW, door="test", write=bool(nth % 2))

        with ThreadPoolExecutor(MANY) as threads:
            return list(threads.map(one, range(MANY)))

    with two_databases(postgresql_url) as (one, other):
        assert all_at_once(one) == [0] * MANY
        other.system_now(lambda c: c.exec_driver_sql(TERMINATE).all())

        for write in (True, False):
            assert one.do("d", lambda tx: tx.rows(repeats), now=NOW, door="test", write=write) == []
        assert all_at_once(one) == [0] * MANY


def test_a_connection_that_dies_within_a_transaction_undoes_it_and_the_next_one_succeeds(postgresql_url: str) -> None:
    with two_databases(postgresql_url) as (one, other):

        def work(tx: Tx) -> None:
            tx.add_once(repeats, {"key": "a", "at": NOW})
            other.system_now(lambda c: c.exec_driver_sql(TERMINATE).all())
            tx.rows(repeats)

        with pytest.raises(DBAPIError) as raised:
            one.do("d", work, now=NOW, door="test")

        assert raised.value.connection_invalidated
        assert one.do("d", lambda tx: tx.rows(repeats), now=NOW, door="test") == []


@contextmanager
def two_databases(url: str) -> Iterator[tuple[Database, Database]]:
    """Two programs that use the same database."""
    one, other = Database(url, mint=str), Database(url, mint=str)
    yield one, other
    one.close()
    other.close()
