"""What PostgreSQL is asked over one connection: what it is only told waits for the next question, and goes with it.

A round trip costs more than the work of most statements, and so does the driver's cursor. So a transaction's beginning
waits for its first question, each row that is added for the next one, and its end takes the last ones along
(docs/decisions/0052-pipes.md). It is sent in the order in which it was told, by libpq's pipeline mode; each statement
is prepared when it is first sent.
"""

from collections.abc import Callable, Generator, Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import fetch, fetch_many, send
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Engine, event

from storage.statements import as_told
from storage.walls import beginning
from storage.ways import Found, Values, Way

PREPARED = 500  # statements of one connection; what is asked beyond those is planned each time
FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE, ExecStatus.PIPELINE_ABORTED)


class Later:
    """What a statement will have found."""

    __slots__ = ("_pipe", "found")

    def __init__(self, pipe: "Pipe") -> None:
        self._pipe = pipe
        self.found: Found | None = None

    def __call__(self) -> Found:
        if self.found is None:
            self._pipe.flush()
        assert self.found is not None  # noqa: S101 - it was sent
        return self.found


class Told(NamedTuple):
    """A statement. `plain`: it takes no value and is not worth preparing, as a COMMIT is not."""

    text: str
    values: Values = ()
    plain: bool = False
    later: Later | None = None


class Bound(NamedTuple):
    """The same with its values as they are sent."""

    told: Told
    values: Any = None
    types: tuple[int, ...] = ()
    formats: Any = None


class Pipe:
    """PostgreSQL's way to be asked."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._driver = connection.pgconn
        self._convert = Transformer.from_context(connection)
        self._waiting: list[Told] = []
        self._names: dict[tuple[str, tuple[int, ...]], bytes] = {}
        self._prepared = 0
        self._began = 0  # how much of what waits only begins a transaction
        self.answered = False  # whether anything was, since the transaction began
        self.failed = ""

    def begin(self, *beginning: Told) -> None:
        self._waiting, self._began, self.answered = list(beginning), len(beginning), False

    def tell(self, text: str, values: Values) -> None:
        """Send it with what is asked next; how it went is known then."""
        self._waiting.append(Told(text, values))

    def tell_all(self, text: str, rows: Iterable[Values]) -> None:
        self._waiting += [Told(text, values) for values in rows]

    def soon(self, text: str, values: Values) -> Callable[[], Found]:
        later = Later(self)
        self._waiting.append(Told(text, values, later=later))
        return later

    def ask(self, text: str, values: Values) -> Found:
        self._waiting.append(Told(text, values))
        return self.flush()

    def flush(self) -> Found:
        """Send what waits, and give what the last of it found."""
        some, self._waiting, self._began = self._waiting, [], 0
        return self._exchange(some) if some else Found([], 0)

    def end(self, ending: Told) -> None:
        """Send what waits with the end of the transaction, if it ever began.

        Where nothing was answered yet the end goes alone: should the connection be dead, all is done again, which must
        not be if the end may have arrived.
        """
        if len(self._waiting) > self._began or not self._began:
            if not self.answered:
                self.flush()
            self._waiting.append(ending)
            self.flush()
        self.forget()

    def forget(self) -> None:
        """What waits was not to be done after all."""
        self._waiting, self._began = [], 0

    def _exchange(self, some: Sequence[Told]) -> Found:
        self.failed, known = "", len(self._names)
        bound = [self._bound(one) for one in some]
        try:
            self._driver.enter_pipeline_mode()
            answers = [told for one in bound for told in self._send(one)]
            self._driver.pipeline_sync()
            results = self._connection.wait(self._taking(len(answers)))
            self._driver.exit_pipeline_mode()
        except BaseException:
            self._connection.close()  # nobody knows what it would answer next
            raise
        self.answered = True
        for told, result in zip(answers, results, strict=True):
            if result.status in FAILED:
                self.failed = told.text
                while len(self._names) > known:  # what was to be prepared may not have been
                    self._names.popitem()
                raise error_from_result(result, encoding=self._convert.encoding)
            if told.later:
                told.later.found = self._read(result)
        return self._read(results[-1])

    def _read(self, result: PGresult) -> Found:
        self._convert.set_pgresult(result)
        rows = self._convert.load_rows(0, result.ntuples, tuple) if result.ntuples else []
        return Found(rows, result.command_tuples or 0)

    def _bound(self, told: Told) -> Bound:
        if not told.values:
            return Bound(told)
        convert = self._convert
        values = convert.dump_sequence(told.values, [PyFormat.AUTO] * len(told.values))
        return Bound(told, values, tuple(convert.types or ()), convert.formats)

    def _send(self, one: Bound) -> list[Told]:
        """Send one statement; for each answer that will come, which statement it is of."""
        told, values, types, formats = one
        name = self._names.get((told.text, types))
        if name is not None:
            self._driver.send_query_prepared(name, values, formats)
            return [told]
        if told.plain or len(self._names) >= PREPARED:
            self._driver.send_query_params(told.text.encode(), values, types, formats)
            return [told]
        self._prepared += 1
        name = self._names[told.text, types] = f"pipe{self._prepared}".encode()
        self._driver.send_prepare(name, told.text.encode(), types)
        self._driver.send_query_prepared(name, values, formats)
        return [told, told]

    def _taking(self, many: int) -> Generator[Any, Any, list[Any]]:
        yield from send(self._driver)
        results = []
        for _ in range(many):
            found = yield from fetch_many(self._driver)
            results.append(found[-1])
        yield from fetch(self._driver)  # the end of what was sent
        return results


class Piped(psycopg.Connection[Any]):
    """A connection with its pipe."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.pipe = Pipe(self)

    @property
    def way(self) -> Way:
        return self.pipe


def piped(engine: Engine) -> None:
    """Let each connection of an engine have a pipe, which begins and ends its transactions.

    What goes SQLAlchemy's ordinary way is done after what waits.
    """
    dialect: Any = engine.dialect

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, given: Any, more: Any) -> Piped:
        # The driver's own statements are not prepared: after a ROLLBACK it would forget all that are, ours as well.
        return Piped.connect(*given, prepare_threshold=None, **more)

    dialect.do_begin, dialect.do_commit, dialect.do_rollback = _begin, partial(_commit, dialect), _rollback
    for name in ("do_execute", "do_execute_no_params", "do_executemany"):
        setattr(dialect, name, partial(_after_what_waits, getattr(dialect, name)))


def _begin(connection: Any) -> None:
    district, write, soon = connection.info["begins"]
    pipe = connection.dbapi_connection.pipe
    pipe.begin(*(Told(text, plain=True) for text in beginning(district, write=write)))
    if not soon:
        pipe.flush()


def _commit(dialect: Any, connection: Any) -> None:
    pipe = connection.dbapi_connection.pipe
    try:
        pipe.end(Told("COMMIT", plain=True))
    except psycopg.Error as error:
        if dialect.is_disconnect(error, connection, None):
            raise  # SQLAlchemy sees to it
        raise as_told(dialect, pipe.failed, error) from error


def _rollback(connection: Any) -> None:
    connection.dbapi_connection.pipe.forget()
    connection.rollback()


def _after_what_waits(usual: Callable[..., None], cursor: Any, *given: Any) -> None:
    cursor.connection.pipe.flush()
    usual(cursor, *given)
