"""Runs statements that are made once and used with every request, at a third of what SQLAlchemy takes for each run.

SQLAlchemy compiles a statement once, but makes a context and a result for each run of it, which costs more than the
database does. Here its compiled text and its converters of values are kept beside the statement, and SQLite's cursor
or PostgreSQL's pipe is asked itself (docs/decisions/0028-statements.md, 0052-pipes.md). What changes from call to call
goes the ordinary way.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, Update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine
from sqlalchemy.util import LRUCache

from domain.frozen import dataclass
from storage.ways import Found, Way

Statement = Select[Any] | Insert | Update | Delete
Given = Mapping[str, Any]
Row = dict[str, Any]
Columns = dict[str, Sequence[Any]]
Convert = Callable[[Any], Any] | None

KEPT = 1000  # compiled statements, of all engines together
WORD = re.compile(r"[a-z_]+")  # of the program's own: no id, and nothing that could end a text
LONGEST = 16  # values of one IN: each number of values is a statement of its own


def rows_of(connection: Connection, statement: Statement, given: Given) -> list[Row]:
    """What a query finds, or what a change returns."""
    ready = _ready(connection, statement, given)
    if ready is None:
        return [dict(row) for row in connection.execute(statement, given).mappings()]
    return [ready.row(one) for one in _found(connection, ready, given)]


def columns_of(connection: Connection, statement: Select[Any], given: Given) -> Columns:
    """The same column by column: quicker where hundreds of rows are found."""
    ready = _ready(connection, statement, given)
    if ready is None:
        found = connection.execute(statement, given)
        return _in_columns(found.keys(), found.fetchall())
    columns = _in_columns(ready.columns, _found(connection, ready, given))
    for name, convert in ready.converted:
        columns[name] = list(map(convert, columns[name]))
    return columns


def _in_columns(names: Iterable[str], rows: Sequence[Sequence[Any]]) -> Columns:
    return dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())


def count_of(connection: Connection, statement: Statement, given: Given) -> int:
    """How many rows a change met."""
    return count_soon(connection, statement, given)()


def count_soon(connection: Connection, statement: Statement, given: Given) -> Callable[[], int]:
    """The same, asked together with what is asked next: call what this gives for the number."""
    ready = _ready(connection, statement, given)
    if ready is None:
        met = connection.execute(statement, given).rowcount
        return lambda: met
    with Asking(connection, ready) as way:
        later = way.soon(ready.text, ready.bound(given))
    return lambda: _looked_at(connection, ready, later).met


def rows_soon(connection: Connection, statement: Statement, given: Given) -> Callable[[], list[Row]]:
    """What a query finds, asked together with what is asked next: call what this gives for the rows."""
    ready = _ready(connection, statement, given)
    if ready is None:
        rows = [dict(row) for row in connection.execute(statement, given).mappings()]
        return lambda: rows
    with Asking(connection, ready) as way:
        later = way.soon(ready.text, ready.bound(given))
    return lambda: [ready.row(one) for one in _looked_at(connection, ready, later).rows]


def tell(connection: Connection, statement: Statement, given: Given) -> None:
    """Run a change of which nobody asks how many rows it met: on PostgreSQL with what is asked next."""
    ready = _ready(connection, statement, given)
    if ready is None:
        connection.execute(statement, given)
        return
    with Asking(connection, ready) as way:
        way.tell(ready.text, ready.bound(given))


def run_all(connection: Connection, statement: Statement, rows: Sequence[Given]) -> None:
    """Run a change for each of these rows of the same columns."""
    ready = _ready(connection, statement, rows[0])
    if ready is None:
        connection.execute(statement, rows)
        return
    with Asking(connection, ready) as way:
        way.tell_all(ready.text, [ready.bound(row) for row in rows])


def _found(connection: Connection, ready: "Ready", given: Given) -> Sequence[Sequence[Any]]:
    with Asking(connection, ready) as way:
        return way.ask(ready.text, ready.bound(given)).rows


def _looked_at(connection: Connection, ready: "Ready", later: Callable[[], Found]) -> Found:
    with Asking(connection, ready):
        return later()


def way_of(connection: Connection) -> Way:
    driver: Any = connection.connection.dbapi_connection
    way: Way = driver.way
    return way


class Value(NamedTuple):
    """One parameter of the text: a constant, or what is given under a name, as a whole or one of its values."""

    name: str = ""
    nth: int | None = None
    convert: Convert = None
    constant: Any = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A statement as the database takes it, with its parameters in order."""

    text: str
    values: tuple[Value, ...]
    columns: tuple[str, ...]
    converted: tuple[tuple[str, Callable[[Any], Any]], ...]

    def bound(self, given: Given) -> Sequence[Any]:
        values = []
        for name, nth, convert, constant in self.values:  # no call for each: a row of a report has forty
            value = constant if not name else given[name] if nth is None else given[name][nth]
            values.append(convert(value) if convert else value)
        return values

    def row(self, found: Sequence[Any]) -> Row:
        row = dict(zip(self.columns, found, strict=True))
        for column, convert in self.converted:
            row[column] = convert(row[column])
        return row


def _ready(connection: Connection, statement: Statement, given: Given) -> Ready | None:
    """Nothing where somebody listens to what is executed, or where it cannot be kept."""
    if connection.engine._has_events or connection._has_events:  # noqa: SLF001 - what SQLAlchemy itself looks at first
        heard = connection.dispatch
        if heard.before_cursor_execute or heard.after_cursor_execute:
            return None
    sizes: tuple[int, ...] = ()
    if list in map(type, given.values()):
        sizes = tuple([len(value) if type(value) is list else -1 for value in given.values()])
        if max(sizes) > LONGEST:
            return None
    dialect = connection.dialect
    return _made(_first.setdefault(dialect.name, dialect), statement, tuple(given), sizes)


#: Of each kind, the dialect of the engine that asked first: readers and writer share what was compiled for it.
_first: dict[str, Dialect] = {}
#: By the statement's structure: one that was made anew with other constants in it is not compiled again.
_compiled: LRUCache[Any, Any] = LRUCache(KEPT)


@lru_cache(maxsize=KEPT)
def _made(dialect: Dialect, statement: Statement, names: tuple[str, ...], sizes: tuple[int, ...]) -> Ready | None:
    """The statement for so many values under these names; nothing where a value would stand in its text."""
    compiled: Any
    compiled, constants, collected, _ = statement._compile_w_cache(  # noqa: SLF001 - what SQLAlchemy itself does here
        dialect, compiled_cache=_compiled, column_keys=list(names)
    )
    if compiled.literal_execute_params or compiled.prefetch or compiled.escaped_bind_names:
        return None
    sized = zip(names, sizes or [-1] * len(names), strict=True)
    given = {name: None if size < 0 else [None] * size for name, size in sized}
    bound = compiled.construct_params(
        given, extracted_parameters=constants, _no_postcompile=True, _collected_params=collected
    )
    state = compiled._process_parameters_for_postcompile(bound)  # noqa: SLF001
    of = {one: (name, nth) for name, all_ in state.parameter_expansion.items() for nth, one in enumerate(all_)}
    values = {}
    for key, held in state.parameters.items():
        name, nth = of.get(key, (key, None))
        convert = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
        known = Value(name, nth, convert) if name in given else Value(constant=convert(held) if convert else held)
        values[key] = known
    text, order = state.statement, state.positiontup
    if order is None:  # named, as %(name)s
        order = [key for key, value in values.items() if not _is_constant(value)]
        places = {key: f"${nth}" for nth, key in enumerate(order, 1)}
        text = text % {key: places.get(key) or _written(value.constant) for key, value in values.items()}
    else:
        text, order = _numbered(text, order)
    columns = {str(name): _converter(column.type, dialect) for name, column in statement.exported_columns.items()}
    return Ready(
        text=text,
        values=tuple(values[key] for key in order),
        columns=tuple(columns),
        converted=tuple((name, convert) for name, convert in columns.items() if convert),
    )


def _numbered(text: str, order: Sequence[str]) -> tuple[str, Sequence[str]]:
    """SQLite's ?1: a value that stands in a text many times, as who looks does for each column, is given once."""
    between = text.split("?")
    if len(between) != len(order) + 1:  # one of them is part of something else
        return text, order
    places = {key: nth for nth, key in enumerate(dict.fromkeys(order), 1)}
    marks = [f"?{places[key]}" for key in order]
    return "".join(map("".join, zip(between, [*marks, ""], strict=True))), list(places)


def _is_constant(value: Value) -> bool:
    """Whether it is a constant such as a state or a limit, for which PostgreSQL has one plan for all who ask.

    For what it is given instead it may well make a new plan each time, which takes longer than to find the rows.
    """
    if value.name or isinstance(value.constant, bool):
        return False
    is_word = isinstance(value.constant, str) and WORD.fullmatch(value.constant) is not None
    return is_word or isinstance(value.constant, int)


def _written(constant: str | int) -> str:
    return str(constant) if isinstance(constant, int) else f"'{constant}'"


def _converter(kind: TypeEngine[Any], dialect: Dialect) -> Convert:
    return kind.dialect_impl(dialect).result_processor(dialect, None)


class Asking:
    """The way to ask; what fails is raised as SQLAlchemy does it, and shows no value.

    What fails may be something that was told before. A class, since a generator would cost as much as SQLite takes for
    a statement.
    """

    __slots__ = ("_connection", "_ready", "_way")

    def __init__(self, connection: Connection, ready: Ready) -> None:
        self._connection = connection
        self._ready = ready
        self._way = way_of(connection)

    def __enter__(self) -> Way:
        return self._way

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if error and isinstance(error, self._connection.dialect.loaded_dbapi.Error):
            raise _as_told(self._connection, self._way.failed or self._ready.text, error) from error


def _as_told(connection: Connection, text: str, error: Any) -> Exception:
    dialect = connection.dialect
    dead = dialect.is_disconnect(error, connection.connection, None)
    told = as_told(dialect, text, error, dead=dead)
    if dead:
        connection.invalidate(error)
    return told


def as_told(dialect: Dialect, text: str, error: Any, *, dead: bool = False) -> Exception:
    base: Any = dialect.loaded_dbapi.Error
    told: Exception = DBAPIError.instance(
        text, (), error, base, hide_parameters=True, connection_invalidated=dead, dialect=dialect
    )
    return told
