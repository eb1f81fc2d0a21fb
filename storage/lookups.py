"""What is looked up by id again and again: each id once in a transaction, and some before they are asked for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any

from sqlalchemy import Column, bindparam, select

from domain.frozen import dataclass
from storage.db import OURS, Tx

Row = dict[str, Any]


@dataclass(slots=True)
class Known:
    """By one query, in one transaction."""

    asked: set[str] = field(default_factory=set)
    found: dict[str, Row] = field(default_factory=dict)
    soon: list[Callable[[], list[Row]]] = field(default_factory=list)


class Lookup:
    """Some columns of rows by what they hold in another one."""

    def __init__(self, by: Column[Any], *columns: Column[Any]) -> None:
        ours = (by.table.c.district == OURS, by.in_(bindparam("ids", expanding=True)))
        self._query = select(by, *columns).where(*ours)
        self._by = by.name
        self._name = f"looked_up:{by}"

    def expect(self, tx: Tx, ids: Iterable[str]) -> None:
        """Ask about these together with what is asked next, where that saves a round trip: it may be wanted."""
        if tx.connection.dialect.name == "postgresql":
            self._ask(tx, ids)

    def _ask(self, tx: Tx, ids: Iterable[str]) -> None:
        known = self._known(tx)
        if missing := set(ids) - known.asked:
            known.asked |= missing
            known.soon.append(tx.soon(self._query, ids=list(missing)))

    def look_up(self, tx: Tx, ids: Iterable[str]) -> Mapping[str, Row]:
        """By their ids, those and all others that were asked for before."""
        self._ask(tx, ids)
        known = self._known(tx)
        while known.soon:
            known.found |= {row[self._by]: row for row in known.soon.pop()()}
        return known.found

    def forget(self, tx: Tx) -> None:
        """Something of it was changed."""
        tx.notes.pop(self._name, None)

    def _known(self, tx: Tx) -> Known:
        known: Known = tx.notes.setdefault(self._name, Known())
        return known
