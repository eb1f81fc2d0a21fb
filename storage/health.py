"""How a database is: `kaizen doctor` asks, and changes nothing."""

from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from domain.frozen import dataclass
from storage.db import Database
from storage.walls import passes_walls, unwalled


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    revision: str  # empty when nothing was ever made in it
    newest: str  # what this program would bring it to
    unguarded: frozenset[str]  # triggers that should protect history, and are not there
    unwalled: Sequence[str]  # tables whose districts nothing but our own statements keeps apart
    superuser: bool  # whether no rule of the database binds us


def health(database: Database) -> Health:
    """Look, or raise `UnservedError` with the reason why that cannot be done."""
    from storage.migrate import UnservedError  # which imports all of storage, this as well

    try:
        with database.begin(write=False) as connection:
            return _look(connection)
    except DBAPIError as error:
        raise UnservedError(str(error.orig).strip().splitlines()[0]) from None


def _look(connection: Connection) -> Health:
    from storage.migrate import GUARDS, guards, newest, revision

    name = connection.dialect.name
    return Health(
        revision=revision(connection) or "",
        newest=newest(),
        unguarded=frozenset(GUARDS[name] - guards(connection)),
        unwalled=unwalled(connection),
        superuser=passes_walls(connection),
    )
