"""What happened, who did it and when: append-only, and a chain in which a change shows.

Each entry's hash covers the one before it. Triggers refuse UPDATE, DELETE and TRUNCATE on either database
(migrations/); who goes round them is found by `verify` (storage/verify.py).
"""

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import BigInteger, Column, Index, String, Table, Text, bindparam, select

from storage.db import ENTERED, OURS, Moment, Tx, canonical, district, metadata

START = "0" * 64

history = Table(
    "history",
    metadata,
    district(),
    Column("nr", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),  # a person's id, or "system"
    Column("door", String(40), nullable=False),  # how it came in: a platform, "cli", "web", …
    Column("did", String(60), nullable=False),
    Column("about", String(120), nullable=False),  # "cars:CAR-2026-014"
    Column("old", String(64)),  # digest of the record before, empty for a new one
    Column("new", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
Index("ix_history_about", history.c.district, history.c.about)

#: What a record held before an entry replaced it, of each column that changed: ids of words, and no word that could
#: have to be removed. The digests of the entries prove it (storage/story.py).
changes = Table(
    "changes",
    metadata,
    district(),
    Column("nr", BigInteger, primary_key=True, autoincrement=False),  # of the entry
    Column("was", Text, nullable=False),  # JSON
)

chain = Table(
    "chain",
    metadata,
    district(),
    Column("nr", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
)

ADVANCED = chain.update().where(chain.c.district == OURS).values(nr=bindparam("newest"), head=bindparam("hash_of_it"))
LOCKING = select(chain).where(chain.c.district == OURS).with_for_update()


class History:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def add(
        self, did: str, about: str, *, by: str, old: str | None, new: str, was: Mapping[str, Any] | None = None
    ) -> None:
        """Remember what was done. It is written last before the commit: a district's chain is locked briefly."""
        entries = self._tx.notes.setdefault("history", [])
        if not entries:
            self._tx.last.append(self._write)
        row = {"at": self._tx.now, "by": by, "door": self._tx.door, "did": did, "about": about, "old": old, "new": new}
        entries.append((row, was))

    def lock(self) -> None:
        """Let no other transaction of this district change a record until this one ends: for what only one may do."""
        self._locked_head()

    def lock_soon(self, *, ahead: bool = False) -> None:
        """Lock the chain with what is asked next, where there is something to write. Only just before the end.

        `ahead` of what will be written: for who locks nothing else any more.
        """
        if "head" not in self._tx.notes and (ahead or "history" in self._tx.notes):
            self._tx.notes["head"] = self._tx.soon(LOCKING)

    def head(self) -> tuple[int, str]:
        """How many entries there are, and the hash of the last: what a printed agenda or export carries."""
        found = self._tx.rows(chain)
        return (found[0]["nr"], found[0]["head"]) if found else (0, START)

    def about(self, *records: str) -> list[dict[str, Any]]:
        """What happened to these, in order.

        It is put in order here: to find it so, SQLite would go through all history of the district.
        """
        return sorted(self._tx.having(history, about=list(records)), key=lambda entry: entry["nr"])

    def _write(self) -> None:
        nr, head = self._locked_head()
        entries = self._tx.notes.pop("history")
        self._tx.notes[ENTERED] = (nr, {table_of(entry["about"]) for entry, _ in entries}, nr + len(entries))
        for entry, was in entries:
            nr += 1
            row = {**entry, "nr": nr, "previous": head}
            head = hash_of(row)
            self._tx.add(history, {**row, "hash": head})
            if was is not None:
                self._tx.add(changes, {"nr": nr, "was": canonical(was)})
        self._tx.tell(ADVANCED, newest=nr, hash_of_it=head)

    def _locked_head(self) -> tuple[int, str]:
        found = (self._tx.notes.pop("head", None) or self._tx.soon(LOCKING))()
        if not found:
            self._tx.add_once(chain, {"nr": 0, "head": START})
            found = self._tx.ask(LOCKING)
        return found[0]["nr"], found[0]["head"]


def table_of(about: str) -> str:
    """The record table of which an entry tells."""
    return about.partition(":")[0]


def hash_of(entry: Mapping[str, Any]) -> str:
    """The hash of an entry: of all it holds but its own hash and whose it is."""
    return sha256(canonical({k: v for k, v in entry.items() if k not in ("hash", "district")}).encode()).hexdigest()


def value_of(column: Column[Any], value: Any) -> Any:
    """What `changes` keeps of a column, as the column holds it."""
    kind = column.type.python_type
    if value is None or not issubclass(kind, date):
        return value
    return datetime.fromisoformat(value) if issubclass(kind, datetime) else date.fromisoformat(value)
