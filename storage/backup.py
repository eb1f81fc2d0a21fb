"""Copies of the whole database, and what must hold before one is put in its place."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import inspect, select

from domain.errors import RefusedError
from storage.db import Database, metadata
from storage.system import districts

SQLITE_BEGINS, POSTGRESQL_BEGINS = b"SQLite format 3\0", b"PGDMP"
GUARD = "history_is_append_only()"  # what the triggers of history call on PostgreSQL


def kind_of(file: Path) -> str:
    """Of which kind of database a file is a copy; empty when of none."""
    with file.open("rb") as opened:
        begins = opened.read(len(SQLITE_BEGINS))
    if begins == SQLITE_BEGINS:
        return "sqlite"
    return "postgresql" if begins.startswith(POSTGRESQL_BEGINS) else ""


def copy_sqlite(source: Path, target: Path, *, standalone: bool) -> None:
    """Copy a database as it is at one moment, also while a bot writes to it; the target becomes the same, or stays."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)
        if standalone:
            written.execute("PRAGMA journal_mode=DELETE")  # else it would be read with two more files beside it


def check_sqlite(file: Path) -> None:
    """Refuse a file that SQLite finds damaged, or that holds something else than a database of ours."""
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as opened:
        try:
            found = opened.execute("PRAGMA integrity_check(1)").fetchone()[0]
            opened.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.DatabaseError as error:
            found = str(error)
    if found != "ok":
        raise RefusedError(f"{file} is not a sound copy of Kaizen's database: {found}")


def holds_records(database: Database) -> bool:
    """Whether a district was founded in a database."""
    with database.begin(write=False) as connection:
        if not inspect(connection).has_table(districts.name):
            return False
        return connection.execute(select(districts.c.id).limit(1)).first() is not None


def clearing() -> str:
    """What drops all that is ours in a PostgreSQL database; what else may stand beside it stays."""
    tables = (*metadata.tables, "alembic_version")
    drops = (f'DROP TABLE IF EXISTS "{table}" CASCADE;' for table in tables)
    return "\n".join(["SET client_min_messages = warning;", *drops, f"DROP FUNCTION IF EXISTS {GUARD} CASCADE;"])
