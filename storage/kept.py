"""What a district has set up, kept in memory between transactions: asked for with every request, and it hardly changes.

A row of a record table changes only together with an entry of history. So a transaction asks history once what was
entered since, and what was made of a table that an entry names is made again (docs/decisions/0026-kept-in-memory.md).
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, Table, bindparam, select

from storage.db import OURS, Tx
from storage.history import chain, history, table_of
from storage.memories import Memory

T = TypeVar("T")
Rows = Sequence[Mapping[str, Any]]

MOST = 200  # entries that are looked through; after more than so many all is read again
MOST_THINGS = 1000  # of one table about which something is kept
SINCE = (
    select(history.c.nr, history.c.about)
    .where(history.c.district == OURS, history.c.nr >= bindparam("seen"))
    .order_by(history.c.nr)
    .limit(MOST + 2)
)
NEWEST = select(chain.c.nr).where(chain.c.district == OURS)
#: A column for a query that is asked first in any case: with it, history itself need not be asked.
NEWEST_TOO = NEWEST.scalar_subquery().label("newest")
CHANGED, CHECKED, TOLD = "changed", "memory", "newest"  # the notes of a transaction


def kept(tx: Tx, table: Table, rows: Select[Any], make: Callable[[Rows], T]) -> T:
    """What `make` makes of these rows of a record table, whoever asked last. Never change what it gives."""
    if _is_changed(tx, table):
        return make(tx.ask(rows))
    made = _made(tx, table)
    if make not in made:
        made[make] = make(tx.ask(rows))
    found: T = made[make]
    return found


def unless_none(tx: Tx, table: Table, about: str, look: Callable[[], list[T]]) -> list[T]:
    """What `look` finds of a record table about something: that there is nothing is kept, and no word ever is."""
    if _is_changed(tx, table):
        return look()
    made, nothing = _made(tx, table), ("nothing", about)
    if nothing in made:
        return []
    found = look()
    if not found:
        _keep(made, nothing, found)
    return found


def remembered(tx: Tx, table: Table, about: Hashable, look: Callable[[], T]) -> T:
    """What `look` finds of a record table about one thing, which names the kind of it as well. Never a word."""
    if _is_changed(tx, table):
        return look()
    made = _made(tx, table)
    if about not in made:
        _keep(made, about, look())
    found: T = made[about]
    return found


def _keep(made: dict[Any, Any], about: Hashable, found: Any) -> None:
    if len(made) >= MOST_THINGS:
        made.clear()
    made[about] = found


def _is_changed(tx: Tx, table: Table) -> bool:
    """What this transaction has changed is nobody else's yet."""
    return table.name in tx.notes.get(CHANGED, ())


def _made(tx: Tx, table: Table) -> dict[Any, Any]:
    if CHECKED not in tx.notes:
        tx.notes[CHECKED] = _as_of_now(tx)
    made: dict[Any, Any] = tx.notes[CHECKED].made.setdefault(table.name, {})
    return made


def newest_is(tx: Tx, entry: int | None) -> None:
    """What `NEWEST_TOO` said, to whoever asked before anything was kept or changed."""
    tx.notes[TOLD] = entry or 0


def changed(tx: Tx, table: Table) -> None:
    """A row of this table was changed in this transaction."""
    tx.notes.setdefault(CHANGED, set()).add(table.name)


def _as_of_now(tx: Tx) -> Memory:
    """The memory without what was changed since it was filled: a new one, since others may still fill the old one."""
    memory = tx.memories.get(tx.district)
    if memory is None:
        newest = tx.ask(NEWEST)
        return tx.memories.keep(tx.district, Memory(newest[0]["nr"] if newest else 0))
    if tx.notes.get(TOLD) == memory.seen:
        return memory
    entries = tx.ask(SINCE, seen=memory.seen)
    if memory.seen and not entries:  # it does not see that entry: it began before, and what it reads is for itself
        return Memory(0)
    entries = [entry for entry in entries if entry["nr"] > memory.seen]
    if not entries:
        return memory
    if len(entries) > MOST:
        return tx.memories.keep(tx.district, Memory(entries[-1]["nr"]))
    stale = {table_of(entry["about"]) for entry in entries}
    return tx.memories.keep(tx.district, memory.without(stale, entries[-1]["nr"]))
