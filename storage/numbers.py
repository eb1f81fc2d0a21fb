"""Numbers of records: no gap and no double, also when two replicas take one at once."""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Column, Integer, String, Table

from storage.db import Tx, district, inserting, metadata
from storage.statements import Row, rows_soon

numbers = Table(
    "numbers",
    metadata,
    district(),
    Column("series", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)


@cache
def _taking(dialect: str) -> Any:
    into = inserting(dialect)(numbers)
    keys = ["district", "series", "year"]
    counted = into.on_conflict_do_update(index_elements=keys, set_={"last": numbers.c.last + into.excluded.last})
    return counted.returning(numbers.c.last)


def next_number(tx: Tx, series: str, year: int) -> int:
    """Take the next number of a district's series. Take it first: it holds a lock until the transaction ends."""
    return next_number_soon(tx, series, year)()


def next_number_soon(tx: Tx, series: str, year: int) -> Callable[[], int]:
    """The same, asked with what is asked next: call what this gives."""
    taken = _taken_soon(tx, series, year, 1)
    return lambda: taken()[0]["last"]


def next_numbers(tx: Tx, series: str, year: int, many: int) -> range:
    """Take so many of them at once, one or more."""
    last: int = _taken_soon(tx, series, year, many)()[0]["last"]
    return range(last - many + 1, last + 1)


def _taken_soon(tx: Tx, series: str, year: int, many: int) -> Callable[[], list[Row]]:
    row = {"district": tx.district, "series": series, "year": year, "last": many}
    return rows_soon(tx.connection, _taking(tx.connection.dialect.name), row)
