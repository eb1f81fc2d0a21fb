"""Records: rows that people answer for. What they hold in words stands in `words`, what happened to them in `history`.

A table made with `record_table` is added to and changed only here: every save compares the version, nothing is
deleted, and `kaizen verify-history` compares each row with the digest that its last history entry holds.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, Integer, Table, Update, bindparam

from domain.errors import RefusedError
from storage.db import OURS, Tx, canonical, district, metadata
from storage.history import History
from storage.kept import changed
from storage.words import Words, word_columns

Row = Mapping[str, Any]


#: Columns that came later, and what an older row holds there: left out of its digest, so that the digest stays.
LATER: dict[str, Any] = {}


def later(column: Column[Any], held: Any = None) -> Column[Any]:
    """A column that was added to a record table after its first release."""
    LATER[column.name] = held
    return column


def record_table(name: str, *columns: Any, told: bool = False) -> Table:
    """`told`: what a row held before each change is kept too, so that its story can be told (storage/story.py)."""
    info = {"record": True, "told": told}
    return Table(name, metadata, district(), *columns, Column("version", Integer, nullable=False), info=info)


class Records:
    """The rows of one record table."""

    def __init__(self, tx: Tx, table: Table) -> None:
        self._tx = tx
        self._table = table
        self._words = word_columns(table)
        self._keys = [c.name for c in table.primary_key if c.name != "district"]

    def rows(self, *where: ColumnElement[bool], order: Any = None) -> list[dict[str, Any]]:
        """The rows with their words put back."""
        return self.read(self._tx.rows(self._table, *where, order=order))

    def having(self, *, order: str = "", **values: Any) -> list[dict[str, Any]]:
        """The same of those whose columns hold these values, by a query that is made once."""
        return self.read(self._tx.having(self._table, order=order, **values))

    def read(self, found: Iterable[Row]) -> list[dict[str, Any]]:
        rows = list(found)
        texts = Words(self._tx).texts(row[name] for row in rows for name in self._words)
        return [{**row, **{name: texts.get(row[name]) for name in self._words if name in row}} for row in rows]

    def add(self, row: Row, *, did: str, by: str) -> None:
        kept = {**row, "version": 1}
        digests = {}
        for name in self._words:
            kept[name], digests[name] = self._keep(row.get(name), row, name)
        self._tx.add(self._table, {name: value for name, value in kept.items() if value is not None})
        self._note(kept, digests, did=did, by=by, old=None)

    def save(self, row: Row, *, did: str, by: str) -> None:
        """Replace a record, unless somebody else changed it since it was read: `row["version"]` says which was read."""
        before = self._tx.having(self._table, **{name: row[name] for name in self._keys})
        if not before or before[0]["version"] != row["version"]:
            raise changed_meanwhile()
        was = before[0]
        known = Words(self._tx).digests(was[name] for name in self._words)
        kept = {**was, **row, "version": row["version"] + 1}
        digests = {}
        for name, text in zip(self._words, self._texts(was), strict=True):
            same = text == row.get(name, text)
            kept[name], digests[name] = (was[name], known.get(was[name])) if same else self._keep(row[name], was, name)
        kept.pop("district")
        read = {f"read_{name}": row[name] for name in (*self._keys, "version")}
        if not self._tx.run(_saving(self._table), **kept, **read):
            raise changed_meanwhile()
        old = digest_of_row(was, {n: known.get(was[n]) for n in self._words})
        self._note(kept, digests, did=did, by=by, old=old, was=self._replaced(was, kept))

    def _replaced(self, was: Row, kept: Row) -> Row | None:
        if not self._table.info["told"]:
            return None
        return {name: was[name] for name, value in kept.items() if was[name] != value and name != "version"}

    def _texts(self, was: Row) -> list[str | None]:
        texts = Words(self._tx).texts(was[name] for name in self._words)
        return [texts.get(was[name]) for name in self._words]

    def _keep(self, text: str | None, row: Row, name: str) -> tuple[str | None, str | None]:
        return Words(self._tx).keep(text, of=about(self._table, row), field=name) if text else (None, None)

    def _note(self, kept: Row, digests: Row, *, did: str, by: str, old: str | None, was: Row | None = None) -> None:
        changed(self._tx, self._table)
        everything = {column.name: kept.get(column.name) for column in self._table.columns}
        new = digest_of_row(everything, digests)
        History(self._tx).add(did, about(self._table, kept), by=by, old=old, new=new, was=was)


@cache
def _saving(table: Table) -> Update:
    """All columns of a row, of which its key and its version are given once more as they were read."""
    keys = [column for column in (*table.primary_key, table.c.version) if column.name != "district"]
    read = [column == bindparam(f"read_{column.name}") for column in keys]
    return table.update().where(table.c.district == OURS, *read)


def about(table: Table, row: Row) -> str:
    """How history names a record: its table and its key."""
    return f"{table.name}:{'/'.join(str(row[c.name]) for c in table.primary_key if c.name != 'district')}"


def digest_of_row(row: Row, digests: Row) -> str:
    """The digest of a record, with each word by its own salted digest."""
    everything = {name: value for name, value in row.items() if name != "district"} | dict(digests)
    told = {name: value for name, value in everything.items() if name not in LATER or value != LATER[name]}
    return sha256(canonical(told).encode()).hexdigest()


def changed_meanwhile() -> RefusedError:
    return RefusedError("Somebody else changed this just now. Please look again; your change was not made.")
