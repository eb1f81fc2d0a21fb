"""The engine of each kind of database, and how a transaction begins and ends on it."""

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def begun(engine: Engine, district: str, *, write: bool, soon: bool = False) -> Iterator[Connection]:
    """A transaction that commits when the `with` block ends well.

    On PostgreSQL it begins at once, or, where it is to begin `soon`, with its first question: which may find a dead
    connection. That raises `UnansweredError`, and the caller does all of it again.
    """
    transaction = _alive(engine, district, write=write, soon=soon)
    with transaction.connection as connection:
        connection.info[ERASING] = None
        way = way_of(connection)
        try:
            with transaction:
                yield connection
        except DBAPIError as error:
            if error.connection_invalidated and not way.answered:
                raise UnansweredError from error
            raise
        erasing = connection.info[ERASING]
    if erasing is not None:
        overwrite(engine, erasing)


def _alive(engine: Engine, district: str, *, write: bool, soon: bool) -> RootTransaction:
    """BEGIN finds out whether a pooled connection still lives; where it does not, a new one begins."""
    try:
        return _beginning(engine, district, write=write, soon=soon)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return _beginning(engine, district, write=write, soon=soon)


def _beginning(engine: Engine, district: str, *, write: bool, soon: bool) -> RootTransaction:
    connection = engine.connect()
    connection.info["begins"] = (district, write, soon)
    try:
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
        isolation_level="AUTOCOMMIT",  # we say BEGIN ourselves, and in the same breath whose transaction it is
    )

    from storage.pipes import piped  # the driver is loaded for its own URL only

    piped(engine)
    return engine
