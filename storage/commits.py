"""Times commits, where somebody wants to know: the one part of a transaction that waits for the disk."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from storage.db import Database


def time_commits(database: Database, told: Callable[[float], None]) -> None:
    """Tell how many seconds each commit takes, from now on. On PostgreSQL those that only read are among them."""
    dialect = database.writer.dialect
    commit = dialect.do_commit

    def timed(connection: Any) -> None:
        began = perf_counter()
        commit(connection)
        told(perf_counter() - began)

    dialect.do_commit = timed  # type: ignore[method-assign, assignment]
