"""The engine of each kind of database, and how a transaction begins and ends on it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from storage.erasing import overwrite
from storage.statements import way_of

READERS, THREADS = 4, 8  # threads: SQLite's readers beside its one writer; PostgreSQL's pool
ERASING = "erasing"  # with the connection of a transaction that removed something for good: the tables to write anew
LOCK_SECONDS = 15  # how long SQLite waits for another process's write


class UnansweredError(Exception):
    """The connection was dead before the transaction began: nothing of it was done."""


class Connections:
    """Open connections of an engine, the one that was asked last first.

    To take one out of SQLAlchemy's pool for each transaction and to give it back took a tenth of all that a command
    computes. `kept` of them at most: the pool has some beside them, for who asks it itself.
    """

    def __init__(self, engine: Engine, kept: int) -> None:
        self.engine = engine
        self._kept = kept
        self._idle: list[Connection] = []

    def take(self) -> Connection:
        try:
            while (connection := self._idle.pop()).in_transaction():
                connection.close()  # somebody went on with it when their own transaction was over
        except IndexError:
            return self.engine.connect()
        return connection

    def give_back(self, connection: Connection) -> None:
        """Only where its transaction ended well: SQLAlchemy's pool sees to what another one may have left."""
        if len(self._idle) < self._kept:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close those that nobody uses."""
        while self._idle:
            with suppress(DBAPIError, IndexError):  # one that is dead; or another thread took the last one
                self._idle.pop().close()


@contextmanager
def begun(connections: Connections, district: str, *, write: bool, soon: bool = False) -> Iterator[Connection]:
    """A transaction that commits when the `with` block ends well.

    On PostgreSQL it begins at once, or, where it is to begin `soon`, with its first question: which may find a dead
    connection. That raises `UnansweredError`, and the caller does all of it again.
    """
    transaction = _alive(connections, district, write=write, soon=soon)
    connection = transaction.connection
    way = way_of(connection)
    connection.info[ERASING] = None
    try:
        with transaction:
            yield connection
        if connection.info[ERASING] is not None:
            overwrite(connection, connection.info[ERASING])
    except BaseException as error:
        connection.close()
        if isinstance(error, DBAPIError) and error.connection_invalidated and not way.answered:
            raise UnansweredError from error
        raise
    connections.give_back(connection)


def _alive(connections: Connections, district: str, *, write: bool, soon: bool) -> RootTransaction:
    """BEGIN finds out whether a connection still lives; where it does not, a new one begins, and so do all others."""
    try:
        return _beginning(connections, district, write=write, soon=soon)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    connections.close()
    return _beginning(connections, district, write=write, soon=soon)


def _beginning(connections: Connections, district: str, *, write: bool, soon: bool) -> RootTransaction:
    connection = connections.take()
    try:
        connection.info["begins"] = (district, write, soon)
        return connection.begin()
    except BaseException:
        connection.close()
        raise


def on_sqlite(url: str, mode: str) -> Engine:
    from storage.embedded import Embedded

    given = {"timeout": LOCK_SECONDS, "factory": Embedded}
    engine = create_engine(url, pool_size=READERS, pool_use_lifo=True, hide_parameters=True, connect_args=given)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a commit that was answered survives a power cut
        connection.execute("PRAGMA secure_delete=ON")  # what is removed is overwritten in the file as well
        if mode == "DEFERRED":
            connection.execute("PRAGMA query_only=ON")  # who only reads cannot write

    def start(connection: Any) -> None:
        connection.execute(f"BEGIN {mode}")

    engine.dialect.do_begin = start  # type: ignore[method-assign, assignment]
    return engine


def on_postgresql(url: str) -> Engine:
    full = make_url(url).set(drivername="postgresql+psycopg")
    engine = create_engine(
        full,
        pool_size=THREADS,
        max_overflow=2,
        pool_use_lifo=True,  # the one that was asked last knows its plans, and has what it read at hand
        hide_parameters=True,
        use_native_hstore=False,  # we have none, and to look for it is a question more at each start
        isolation_level="AUTOCOMMIT",  # we say BEGIN ourselves, and in the same breath whose transaction it is
    )

    from storage.pipes import piped  # the driver is loaded for its own URL only

    piped(engine)
    return engine
