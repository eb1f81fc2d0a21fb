"""Times commits, where somebody wants to know: the one part of a transaction that waits for the disk."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from storage.db import Database


def time_commits(database: Database, told: Callable[[float], None]) -> None:
    """Tell how many seconds each commit of something written takes, from now on."""
    dialect = database.writer.dialect
    commit = dialect.do_commit

    def timed(connection: Any) -> None:
        began = perf_counter()
        commit(connection)
        if connection.info["begins"][1]:  # on PostgreSQL those who only read commit on the same engine
            told(perf_counter() - began)

    dialect.do_commit = timed  # type: ignore[method-assign, assignment]
