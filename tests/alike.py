"""What SQLAlchemy compiled for one engine of the tests serves all of them: each test has engines of its own."""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache

KEPT = 1500  # compiled statements
_compiled: LRUCache[Any, Any] = LRUCache(KEPT)


class Alike:
    """A dialect that is equal to every other of its kind, since what was compiled is kept by its dialect."""

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))

    @classmethod
    def engine_created(cls, engine: Engine) -> None:
        engine.update_execution_options(compiled_cache=_compiled)


class AlikeSqlite(Alike, SQLiteDialect_pysqlite):
    supports_statement_cache = True


class AlikePostgresql(Alike, PGDialect_psycopg):
    supports_statement_cache = True


def share_what_was_compiled() -> None:
    for name, kind in (("sqlite", AlikeSqlite), ("postgresql.psycopg", AlikePostgresql)):
        registry.register(name, __name__, kind.__name__)
