"""One transaction of one district."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Column, text, true
from sqlalchemy.exc import DatabaseError
from sqlalchemy.sql.visitors import iterate

from storage.db import Database, metadata
from storage.migrate import UnservedError, guards, migrate, newest, revision
from storage.numbers import next_number
from storage.people import accounts
from storage.repeats import Repeats
from tests.conftest import NOW, PRINCIPAL, TEACHER, District


def test_a_refused_transaction_leaves_nothing(district: District) -> None:
    def work(tx: object) -> None:
        next_number(tx, "car", 2026)  # type: ignore[arg-type]
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        district.do(work)

    assert district.do(lambda tx: next_number(tx, "car", 2026)) == 1


def test_numbers_have_no_gap_and_no_double_when_many_take_one_at_once(district: District) -> None:
    async def take() -> list[int]:
        run = district.database.run
        some = [run(district.id, lambda tx: next_number(tx, "car", 2026), now=NOW, door="test") for _ in range(40)]
        return list(await asyncio.gather(*some))

    assert sorted(asyncio.run(take())) == list(range(1, 41))


def test_each_district_counts_by_itself(database: Database) -> None:
    def take(who: str) -> int:
        return database.do(who, lambda tx: next_number(tx, "car", 2026), now=NOW, door="test")

    assert [take("a"), take("a"), take("b")] == [1, 2, 1]


def test_a_moment_comes_back_in_utc(district: District) -> None:
    when = datetime(2026, 3, 8, 7, 59, 59, 123456, tzinfo=UTC)
    district.do(lambda tx: Repeats(tx).is_first("k"), now=when)

    found = district.do(lambda tx: tx.rows(metadata.tables["repeats"])[0]["at"])

    assert (found, found.tzinfo) == (when, UTC)


def test_the_database_is_at_the_newest_revision_and_upgrading_again_does_nothing(database: Database) -> None:
    assert migrate(database) is False
    with database.begin() as connection:
        assert revision(connection) == newest()


def test_migrations_make_the_tables_that_the_code_expects(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_an_index_of_some_rows_is_one_in_the_database(database: Database) -> None:
    """SQLAlchemy does not compare the rows of an index."""
    told = {"sqlite": "SELECT name, sql FROM sqlite_master", "postgresql": "SELECT indexname, indexdef FROM pg_indexes"}
    with database.begin() as connection:
        made = {name: str(sql) for name, sql in connection.exec_driver_sql(told[connection.dialect.name])}

        for index in (index for table in metadata.tables.values() for index in table.indexes):
            _, partly, rows = made[str(index.name)].partition(" WHERE ")

            assert bool(partly) == ("where" in index.info), index.name
            for column in (part for part in iterate(index.info.get("where", true())) if isinstance(part, Column)):
                assert column.name in rows, index.name


def test_a_database_without_the_guards_of_history_is_not_served(database: Database) -> None:
    with database.begin() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON history"
        connection.exec_driver_sql(f"DROP TRIGGER history_update{on}")
        assert "history_update" not in guards(connection)

    with pytest.raises(UnservedError, match="History is not protected"):
        migrate(database)


def test_a_person_met_by_two_requests_at_once_is_one_person(empty_district: District) -> None:
    async def meet() -> set[str]:
        work = lambda tx: empty_district.account(tx, TEACHER).person  # noqa: E731
        run = empty_district.database.run
        met = await asyncio.gather(*(run(empty_district.id, work, now=NOW, door="test") for _ in range(8)))
        return set(met)

    assert len(asyncio.run(meet())) == 1


def test_who_only_reads_cannot_write(district: District) -> None:
    with pytest.raises(DatabaseError, match=r"read-?only"):
        district.do(lambda tx: next_number(tx, "car", 2026), write=False)

    assert district.do(lambda tx: next_number(tx, "car", 2026)) == 1


def test_a_program_of_the_release_before_serves_a_newer_database(database: Database) -> None:
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    assert migrate(database) is False


def test_rows_are_found_by_what_their_columns_hold(district: District) -> None:
    teacher, principal = district.person(TEACHER), district.person(PRINCIPAL)

    def names(**values: Any) -> list[str]:
        return [row["name"] for row in district.do(lambda tx: tx.having(accounts, order="external", **values))]

    assert names(person=teacher, gone=False) == ["Teacher"]
    assert names(person=[principal, teacher, "nobody"]) == ["Teacher", "Principal, East School"]
    assert names(person=[principal], gone=True) == names(person=[]) == names(person="nobody") == []
    assert names(person=[teacher, *(f"nobody{n}" for n in range(30))]) == ["Teacher"]
