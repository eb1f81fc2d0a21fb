"""SQLite asked over one connection. Only who has SQLite loads this, and with it SQLite itself."""

import sqlite3
from collections.abc import Callable, Iterable

from storage.ways import Found, Values, Way


class Embedded(sqlite3.Connection):
    """A connection of SQLite: there are no round trips to save, so each statement is run at once."""

    answered = True
    failed = ""  # the one that was run

    @property
    def way(self) -> Way:
        return self

    def ask(self, text: str, values: Values) -> Found:
        cursor = self.execute(text, values)
        return Found(cursor.fetchall(), cursor.rowcount)

    def soon(self, text: str, values: Values) -> Callable[[], Found]:
        found = self.ask(text, values)
        return lambda: found

    def tell(self, text: str, values: Values) -> None:
        self.execute(text, values)

    def tell_all(self, text: str, rows: Iterable[Values]) -> None:
        self.executemany(text, rows)
