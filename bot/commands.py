"""What every command of `kaizen` needs: its parser, the database, and the district that it is about."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.ids import mint
from bot.sealing import vault_of
from bot.settings import DatabaseSettings, LinkSettings
from domain.errors import RefusedError
from storage.db import Database, Tx
from storage.migrate import migrate
from storage.system import all_districts, find_district

T = TypeVar("T")


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], int | None],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run)
    return parser


def one(database: Database, named: str | None) -> str:
    """The district that is named, or the only one there is."""
    known = database.system_now(all_districts)
    if not named and len(known) != 1:
        raise RefusedError(f"There are {len(known)} districts: name one with --district D. See: kaizen district list")
    return find(database, named) if named else known[0][0]


def find(database: Database, name: str) -> str:
    district = database.system_now(lambda connection: find_district(connection, name))
    if district is None:
        raise RefusedError(f"There is no district {name}. See: kaizen district list")
    return district


def do(database: Database, district: str, work: Callable[[Tx], T], *, write: bool = False, door: str = "cli") -> T:
    return database.do(district, work, now=datetime.now(UTC), door=door, write=write)


@contextmanager
def opened(settings: DatabaseSettings) -> Iterator[Database]:
    """The database at its newest revision; closed at the end."""
    with closing(open_database(settings.database_url)) as database:
        database.vault = vault_of(settings) if isinstance(settings, LinkSettings) else None
        migrate(database)
        yield database


def open_database(url: str) -> Database:
    if url.startswith("sqlite:///"):
        file = Path(url.removeprefix("sqlite:///"))
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            file.touch(0o600)  # SQLite makes its log with the rights of the file
    return Database(url, mint=mint)
