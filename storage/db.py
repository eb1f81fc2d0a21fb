"""A database, and one transaction of one district in it.

Everything here is synchronous: a front door awaits `Database.run`, which does a whole interaction in one thread
hop. SQLite gets one writer thread and a few readers, PostgreSQL a pool of threads (docs/decisions/0003).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import field
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Delete,
    Dialect,
    Index,
    MetaData,
    Select,
    String,
    Table,
    Update,
    make_url,
)
from sqlalchemy.types import TypeDecorator

from domain.frozen import dataclass
from storage import usual
from storage.engines import ERASING, READERS, THREADS, Connections, UnansweredError, begun, on_postgresql, on_sqlite
from storage.hops import Crew, Hop, Together, hopped
from storage.memories import Memories
from storage.statements import columns_of, count_of, rows_of, rows_soon, run_all, tell
from storage.vault import Vault
from storage.walls import EVERY

T = TypeVar("T")

PATIENCE = 0.02  # seconds that somebody waits for a thread before another one helps
FEW = 8  # rows that are added by one statement: each number of rows is a statement of its own
EMPTIED = "emptied"  # the note of a transaction that removed something for good
ENTERED = "entered"  # the newest entry of history before it, of which tables it entered something, and its newest one
REWRITTEN = "rewritten"  # and the tables of which nothing that was removed may stay in the files

metadata = MetaData(
    naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"},
)
OURS, inserting = usual.OURS, usual.inserting


class Moment(TypeDecorator[datetime]):
    """An instant in UTC; SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """Itself what writes a value: SQLAlchemy's own way makes two calls more of each."""
        return _as_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, _coltype: object) -> Callable[[Any], datetime | None]:
        """The same for what is read."""
        return _out_of_text if dialect.name == "sqlite" else _in_utc


def _as_text(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).isoformat(" ", "microseconds")[:26]  # not its zone


def _out_of_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(f"{value}+00:00")


def _in_utc(value: datetime | None) -> datetime | None:
    return None if value is None else value.astimezone(UTC)


def district() -> Column[str]:
    """The first column of every table: whose row it is."""
    return Column("district", String(40), primary_key=True)


def index_of_some(name: str, *columns: Column[Any], where: ColumnElement[bool]) -> None:
    """An index of those rows alone; a migration makes it so, and `where` stands in its `info`.

    As `postgresql_where` it would load PostgreSQL's dialect for SQLite as well, which is a twentieth of a start.
    """
    Index(name, *columns, info={"where": where})


@dataclass(frozen=True, slots=True)
class Tx:
    """One district's transaction. There is no way to ask it for another district's rows.

    `now` is the moment at which the interaction began, `door` how it came in, and `mint` makes ids nobody can guess:
    all three are given from outside, so that a transaction can be repeated in a test.
    """

    connection: Connection
    district: str
    now: datetime
    door: str
    mint: Callable[[], str]
    memories: Memories = field(default_factory=Memories)
    vault: Vault | None = None  # none where the program has no secret
    notes: dict[str, Any] = field(default_factory=dict)  # what modules keep for this transaction only
    last: list[Callable[[], None]] = field(default_factory=list)  # done just before the commit

    def rows(self, table: Table, *where: ColumnElement[bool], order: Any = None) -> list[dict[str, Any]]:
        query = usual.selecting(table)
        if order is None and not where:
            return self.ask(query)
        return self.ask_once(query.where(*where).order_by(order) if order is not None else query.where(*where))

    def having(self, table: Table, /, *, order: str = "", **values: Any) -> list[dict[str, Any]]:
        """The rows whose columns hold these values, one of those in a list, or nothing: the query is made once."""
        query, given = _having(table, order, values)
        return self.ask(query, **given)

    def having_soon(self, table: Table, /, **values: Any) -> Callable[[], list[dict[str, Any]]]:
        """The same, asked together with what is asked next."""
        query, given = _having(table, "", values)
        return self.soon(query, **given)

    def ask(self, query: Select[Any] | Update, /, **given: Any) -> list[dict[str, Any]]:
        """Run a query, or a change that returns something, which was made once and filters by `OURS`."""
        return rows_of(self.connection, query, {OURS.key: self.district, **given})

    def soon(self, query: Select[Any] | Update, /, **given: Any) -> Callable[[], list[dict[str, Any]]]:
        """The same, asked together with what is asked next: call what this gives for the rows."""
        return rows_soon(self.connection, query, {OURS.key: self.district, **given})

    def columns(self, query: Select[Any], /, **given: Any) -> Mapping[str, Sequence[Any]]:
        """The same column by column, where hundreds of rows are found."""
        return columns_of(self.connection, query, {OURS.key: self.district, **given})

    def ask_once(self, query: Select[Any], **given: Any) -> list[dict[str, Any]]:
        """The same for a query that was made for this call alone."""
        return [dict(row) for row in self.connection.execute(query, {OURS.key: self.district, **given}).mappings()]

    def hold_still(self) -> None:
        """All that is read from now on is of one moment. Call it before anything is read."""
        if self.connection.dialect.name == "postgresql":
            self.connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")

    def stream(self, query: Select[Any], size: int, **given: Any) -> Iterator[list[dict[str, Any]]]:
        """The same a few rows at a time, as they stood when it began: memory holds no more of them."""
        flowing = {"yield_per": size, "stream_results": True}
        found = self.connection.execute(query, {OURS.key: self.district, **given}, execution_options=flowing).mappings()
        return ([dict(row) for row in some] for some in found.partitions())

    def find(self, kind: type[T], table: Table, *where: ColumnElement[bool], order: Any = None) -> list[T]:
        """Read rows as the records they were stored from, checked on the way in."""
        return [read(kind, row) for row in self.rows(table, *where, order=order)]

    def run(self, statement: Update | Delete, /, **given: Any) -> int:
        """Run a statement that was made once and filters by `OURS`; how many rows it met."""
        return count_of(self.connection, statement, {OURS.key: self.district, **given})

    def tell(self, statement: Update | Delete, /, **given: Any) -> None:
        """The same where nobody asks how many."""
        tell(self.connection, statement, {OURS.key: self.district, **given})

    def add(self, table: Table, row: Mapping[str, Any]) -> None:
        tell(self.connection, usual.adding(table), {**row, "district": self.district})

    def add_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add a few rows of the same columns by one statement, in this order."""
        ours = [{**row, "district": self.district} for row in rows]
        columns = tuple(sorted(ours[0]))
        tell(self.connection, usual.adding_all(table, columns, len(rows)), usual.numbered(ours, columns))

    def add_once(self, table: Table, row: Mapping[str, Any]) -> bool:
        """Add a row unless its key is there already, also when two replicas try at once; False when it was."""
        return self.add_once_soon(table, row)()

    def add_once_soon(self, table: Table, row: Mapping[str, Any]) -> Callable[[], bool]:
        """The same together with what is asked next."""
        adding = usual.adding_once(table, self.connection.dialect.name)
        added = rows_soon(self.connection, adding, {**row, "district": self.district})
        return lambda: bool(added())

    def add_all_once(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """The same for many rows of the same columns at once, without saying which were there."""
        dialect, ours = self.connection.dialect.name, [{**row, "district": self.district} for row in rows]
        if len(ours) > FEW:
            run_all(self.connection, usual.adding_any(table, dialect), ours)
            return
        columns = tuple(sorted(ours[0]))
        tell(self.connection, usual.adding_few(table, dialect, columns, len(ours)), usual.numbered(ours, columns))

    def put(self, table: Table, row: Mapping[str, Any]) -> None:
        """Add a row, or replace the one with the same key."""
        putting = usual.putting(table, self.connection.dialect.name, tuple(row))
        tell(self.connection, putting, {**row, "district": self.district})

    def change(self, table: Table, row: Mapping[str, Any], *where: ColumnElement[bool]) -> int:
        """Change the rows that `where` names, and say how many there were: 0 when somebody was quicker."""
        change = table.update().where(table.c.district == OURS, *where)
        return self.connection.execute(change, {**row, OURS.key: self.district}).rowcount

    def remove(self, table: Table, *where: ColumnElement[bool]) -> int:
        """For rows that only the bot needs, such as repeats; no record is ever deleted."""
        gone = table.delete().where(table.c.district == OURS, *where)
        return self.connection.execute(gone, {OURS.key: self.district}).rowcount


def _having(table: Table, order: str, values: Mapping[str, Any]) -> tuple[Select[Any], dict[str, Any]]:
    several = frozenset(name for name, value in values.items() if type(value) is list)
    given = {name: value for name, value in values.items() if value is not None}
    return usual.having(table, tuple(values), several, tuple(given), order), given


_adapters: dict[Any, TypeAdapter[Any]] = {}


def adapter(kind: Any) -> TypeAdapter[Any]:
    """What reads and writes values of this kind, built when the first one is."""
    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def read(kind: type[T], row: Mapping[str, Any]) -> T:
    """Read a row as a record of this kind, checking each value."""
    found: T = adapter(kind).validate_python(row)
    return found


class Database:
    """The one database of this process. `mint` makes new ids."""

    def __init__(self, url: str, *, mint: Callable[[], str]) -> None:
        self.url = make_url(url)
        self.mint = mint
        self.vault: Vault | None = None
        self.memories = Memories()
        embedded = self.url.get_backend_name() == "sqlite"
        self.writer = on_sqlite(url, "IMMEDIATE") if embedded else on_postgresql(url)
        self.reader = on_sqlite(url, "DEFERRED") if embedded else self.writer
        self._to_write = Connections(self.writer, READERS if embedded else THREADS)
        self._to_read = Connections(self.reader, READERS) if embedded else self._to_write
        self._writing = ThreadPoolExecutor(1 if embedded else THREADS, "write")
        self._reading = ThreadPoolExecutor(READERS, "read") if embedded else self._writing
        self._writers = Crew(self._writing, THREADS, PATIENCE)  # on SQLite `_together` is asked instead
        self._readers = Crew(self._reading, READERS, PATIENCE) if embedded else self._writers
        self._together = Together(self._writing, self.begin, self.memories.forget) if embedded else None

    async def run(self, district: str, work: Callable[[Tx], T], *, now: datetime, door: str, write: bool = True) -> T:
        """Do one interaction's work in one transaction and one thread hop; commit when it ends well."""
        hop = Hop()
        if write and self._together:
            self._together.add(partial(self._in_one, district=district, work=work, now=now, door=door), hop)
        else:
            soon = None if write else hop.give  # nobody waits for the end of a transaction that only read
            doing = partial(self.do, district, work, now=now, door=door, write=write, soon=soon)
            (self._writers if write else self._readers).add(partial(hop.carry, doing))
        found: T = await hop.found
        return found

    def do(
        self,
        district: str,
        work: Callable[[Tx], T],
        *,
        now: datetime,
        door: str,
        write: bool = True,
        soon: Callable[[T], None] | None = None,
    ) -> T:
        """The same, in the caller's thread. `soon` is given the result before the transaction ends."""

        def attempt(*, again: bool) -> T:
            with begun(connections, district, write=write, soon=not again) as connection:
                result, tx = self._in(connection, district=district, work=work, now=now, door=door)
                if soon:
                    soon(result)
            self._remember(tx)
            return result

        connections = self._to_write if write else self._to_read
        return _attempted(attempt)

    def _in_one(self, connection: Connection, **more: Any) -> Any:
        """With others in one transaction: whoever comes next in it sees it already (`Memories.forget`)."""
        result, tx = self._in(connection, **more)
        self._remember(tx)
        return result

    def _remember(self, tx: Tx) -> None:
        if ENTERED in tx.notes:
            self.memories.entered(tx.district, *tx.notes[ENTERED])

    def _in(
        self, connection: Connection, *, district: str, work: Callable[[Tx], T], now: datetime, door: str
    ) -> tuple[T, Tx]:
        tx = Tx(connection, district, now, door, self.mint, self.memories, self.vault)
        result = work(tx)
        for act in tx.last:
            act()
        if tx.notes.get(EMPTIED):
            connection.info[ERASING] = {*(connection.info[ERASING] or ()), *tx.notes.get(REWRITTEN, ())}
        return result, tx

    async def system(self, work: Callable[[Connection], T]) -> T:
        """Work on the few tables that are not a district's (storage/system.py)."""
        return await hopped(self._writing, partial(self.system_now, work))

    def system_now(self, work: Callable[[Connection], T]) -> T:
        def attempt(*, again: bool) -> T:
            with begun(self._to_write, EVERY, write=True, soon=not again) as connection:
                return work(connection)

        return _attempted(attempt)

    async def system_seen(self, look: Callable[[Connection], T]) -> T:
        """Look into those tables, beside whoever writes."""

        def seen() -> T:
            with self.begin(write=False) as connection:
                return look(connection)

        return await hopped(self._reading, seen)

    def answers(self) -> None:
        """Ask the database for anything; raises what keeps it from answering."""
        with self.begin(write=False) as connection:
            connection.exec_driver_sql("SELECT version_num FROM alembic_version")

    @contextmanager
    def begin(self, district: str = EVERY, *, write: bool = True) -> Iterator[Connection]:
        """A transaction of one district, or of none: what is read and written in it is that district's alone."""
        with begun(self._to_write if write else self._to_read, district, write=write) as connection:
            yield connection

    def close(self) -> None:
        self._writing.shutdown()
        self._reading.shutdown()
        self._to_write.close()
        self._to_read.close()
        self.writer.dispose()
        self.reader.dispose()

    def __repr__(self) -> str:
        return f"Database({self.url.render_as_string()})"


def _attempted(attempt: Callable[..., T]) -> T:
    try:
        return attempt(again=False)
    except UnansweredError:  # none of it was done
        return attempt(again=True)


def canonical(row: Mapping[str, Any]) -> str:
    """A row as the one text that its digest is taken of: the same on either database."""
    return json.dumps(row, sort_keys=True, separators=(",", ":"), default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value.isoformat() if hasattr(value, "isoformat") else value)
