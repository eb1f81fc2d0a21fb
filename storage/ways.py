"""How a database is asked over one connection: the same of SQLite (`embedded.py`) and of PostgreSQL (`pipes.py`)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

Values = Sequence[Any]


class Found(NamedTuple):
    """The rows that were found, and how many a change met."""

    rows: Sequence[tuple[Any, ...]]
    met: int


class Way(Protocol):
    """Of one connection, in one thread at a time. Errors are the driver's; `failed` is the text that caused one."""

    failed: str
    answered: bool  # whether anything was, since the transaction began

    def ask(self, text: str, values: Values) -> Found: ...

    def soon(self, text: str, values: Values) -> Callable[[], Found]:
        """Ask it together with what is asked next, or when what it found is looked at."""

    def tell(self, text: str, values: Values) -> None:
        """The same of which nobody asks what it found."""

    def tell_all(self, text: str, rows: Iterable[Values]) -> None:
        """The same with each of these values."""
