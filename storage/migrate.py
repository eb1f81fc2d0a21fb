"""Brings a database to the newest revision, under a lock, when it is not there yet."""

from importlib import import_module
from importlib.resources import files
from pkgutil import iter_modules
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

import storage
from storage.db import Database
from storage.walls import build, unwalled

NO_TABLES = {"pipes", "embedded", "backup"}  # and each loads a driver that may not be needed

for _module in iter_modules(storage.__path__):
    if not _module.ispkg and _module.name not in NO_TABLES:
        import_module(f"storage.{_module.name}")  # each brings its tables into `metadata`

LOCK = 4_203_917  # any number that is ours alone
MIGRATIONS = files("storage") / "migrations"

#: The triggers that keep history as it was written. A database without them is not served.
GUARDS = {"sqlite": {"history_update", "history_delete"}, "postgresql": {"history_update", "history_truncate"}}


def newest() -> str:
    """The newest revision: the number that the last migration's file name begins with."""
    return max(file.name[:4] for file in (MIGRATIONS / "versions").iterdir() if file.name[:4].isdigit())


class UnservedError(Exception):
    """The database cannot be served; the message says why, for whoever started us."""


def migrate(database: Database) -> bool:
    """Upgrade, unless it is done already; True when something was done. Replicas that start at once wait here."""
    try:
        return _migrate(database)
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0]
        raise UnservedError(f"DATABASE_URL names a database that does not answer: {said}") from None


def _migrate(database: Database) -> bool:
    with database.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        # A database that is newer than the program stays as it is: each migration works with the release before.
        behind = (revision(connection) or "") < newest()
        if behind:
            _upgrade(connection)
        missing = GUARDS[connection.dialect.name] - guards(connection)
        if missing:
            raise UnservedError(f"History is not protected: {', '.join(sorted(missing))} missing. Restore a backup.")
        if open_ := unwalled(connection):
            raise UnservedError(f"Districts are not kept apart: no policy on {', '.join(open_)}. Restore a backup.")
        return behind


def revision(connection: Connection) -> str | None:
    there = {
        "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
        "postgresql": "SELECT to_regclass('alembic_version')",  # SQLAlchemy's own way joins and compiles for 4 ms
    }
    if connection.execute(text(there[connection.dialect.name])).scalar() is None:
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def guards(connection: Connection) -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    return set(connection.execute(text(query[connection.dialect.name])).scalars())


def _upgrade(connection: Connection) -> None:
    # Alembic costs a start 0.2 s: it is loaded only when there is something to do.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    attributes: dict[str, Any] = config.attributes
    attributes["connection"] = connection
    command.upgrade(config, "head")
    build(connection)
