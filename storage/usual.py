"""The statements that any table is asked by its columns: made once, since to make one takes longer than to ask it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, String, Table, bindparam, select

#: The district of the transaction, in every statement.
OURS: BindParameter[str] = bindparam("our_district", type_=String)


@cache
def inserting(dialect: str) -> Callable[[Table], Any]:
    """A database's own INSERT. Only the dialect that is spoken is loaded: PostgreSQL's takes a twentieth of a start."""
    made: Callable[[Table], Any] = import_module(f"sqlalchemy.dialects.{dialect}").insert
    return made


@cache
def selecting(table: Table) -> Select[Any]:
    return select(table).where(table.c.district == OURS)


@cache
def having(
    table: Table, names: tuple[str, ...], several: frozenset[str], given: tuple[str, ...], order: str
) -> Select[Any]:
    def held(name: str) -> ColumnElement[bool]:
        column = table.c[name]
        if name not in given:
            return column.is_(None)
        return column.in_(bindparam(name, expanding=True)) if name in several else column == bindparam(name)

    query = selecting(table).where(*map(held, names))
    return query.order_by(table.c[order]) if order else query


@cache
def adding(table: Table) -> Any:
    return table.insert()


@cache
def adding_all(table: Table, columns: tuple[str, ...], number: int) -> Any:
    return table.insert().values(_places(table, columns, number))


@cache
def adding_few(table: Table, dialect: str, columns: tuple[str, ...], number: int) -> Any:
    return inserting(dialect)(table).values(_places(table, columns, number)).on_conflict_do_nothing()


def _places(table: Table, columns: tuple[str, ...], number: int) -> list[dict[str, BindParameter[Any]]]:
    """Where the values of so many rows go in one statement, as `numbered` names them."""
    return [{name: bindparam(f"{name}_{nth}", type_=table.c[name].type) for name in columns} for nth in range(number)]


def numbered(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> dict[str, Any]:
    return {f"{name}_{nth}": row[name] for nth, row in enumerate(rows) for name in columns}


@cache
def adding_once(table: Table, dialect: str) -> Any:
    # RETURNING, since psycopg counts -1 rows for ON CONFLICT DO NOTHING.
    return inserting(dialect)(table).on_conflict_do_nothing().returning(table.c.district)


@cache
def adding_any(table: Table, dialect: str) -> Any:
    return inserting(dialect)(table).on_conflict_do_nothing()


@cache
def putting(table: Table, dialect: str, columns: tuple[str, ...]) -> Any:
    into = inserting(dialect)(table)
    keys = [column.name for column in table.primary_key]
    new = {name: into.excluded[name] for name in columns if name not in keys}
    return into.on_conflict_do_update(index_elements=keys, set_=new)
