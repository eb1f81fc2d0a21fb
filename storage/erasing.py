"""What is removed for good is removed from the database's files as well."""

from collections.abc import Iterable

from sqlalchemy import Connection


def overwrite(connection: Connection, tables: Iterable[str]) -> None:
    """See to it that the files hold no more of what was removed than the rows do: its transaction has ended.

    SQLite has overwritten it in the file: its log is brought into that and emptied, else it keeps pages as they were.
    PostgreSQL marks rows as dead; tables of which that is not enough are written anew, which takes them alone.
    """
    sqlite_ = connection.dialect.name == "sqlite"
    acts = ["PRAGMA wal_checkpoint(TRUNCATE)"] if sqlite_ else [f"VACUUM FULL {table}" for table in tables]
    for act in acts:
        connection.connection.cursor().execute(act)
