"""The engine of each kind of database, and how a transaction begins and ends on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, RootTransaction, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from storage.erasing import overwrite
from storage.walls import begin

READERS, THREADS = 4, 8  # threads: SQLite's readers beside its one writer; PostgreSQL's pool
ERASING = "erasing"  # with the connection of a transaction that removed something for good: the tables to write anew
LOCK_SECONDS = 15  # how long SQLite waits for another process's write


@contextmanager
def begun(engine: Engine, district: str, *, write: bool) -> Iterator[Connection]:
    """A transaction that commits when the `with` block ends well."""
    transaction = _alive(engine, district, write=write)
    with transaction.connection as connection:
        connection.info[ERASING] = None
        with transaction:
            yield connection
        erasing = connection.info[ERASING]
    if erasing is not None:
        overwrite(engine, erasing)


def _alive(engine: Engine, district: str, *, write: bool) -> RootTransaction:
    """BEGIN finds out whether a pooled connection still lives; where it does not, a new one begins."""
    try:
        return _beginning(engine, district, write=write)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return _beginning(engine, district, write=write)


def _beginning(engine: Engine, district: str, *, write: bool) -> RootTransaction:
    connection = engine.connect()
    connection.info["begins"] = (district, write)
    try:
        return connection.begin()
    except BaseException:
        connection.close()
        raise


def on_sqlite(url: str, mode: str) -> Engine:
    engine = create_engine(url, pool_size=READERS, hide_parameters=True, connect_args={"timeout": LOCK_SECONDS})

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
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",  # we say BEGIN ourselves, and in the same breath whose transaction it is
    )

    def start(connection: Any) -> None:
        district, write = connection.info["begins"]
        # Two statements cannot be prepared.
        connection.execute(begin(district, write=write), prepare=False).close()

    engine.dialect.do_begin = start  # type: ignore[method-assign, assignment]
    return engine
