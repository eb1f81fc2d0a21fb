"""What people look at every day in a district with years behind it, and the same asked by hand in SQL.

The hand asks the driver for the same columns of the same rows, by the same rights, and fetches them; days and moments,
which SQLite keeps as texts, it turns into values, as PostgreSQL's driver does by itself. It makes nothing else of them:
the bot makes records, and counts. Who asks is known before either clock starts. Digest and agenda ask too much to be
written by hand: there the hand sends the bot's own statements to the driver.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from statistics import median
from time import perf_counter, thread_time
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event

from domain.figures import waiting
from domain.log import read_rows
from domain.periods import last_months
from handlers.routing import Call
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.digests import Digests
from storage.figures import Base, Figures
from storage.items import items_for
from storage.log import comes_again, order_of, rows_by
from storage.publishing import Publishing
from storage.walls import beginning
from tests.bench.by_hand import FIGURE, HIDDEN, MINOR, OPEN, REMINDED, SEEN, page
from tests.bench.much import NOON, TODAY, someone
from tests.conftest import District

Statements = Sequence[tuple[str, Any]]  # with what each is given

NTH, PAGE, OFTEN = 7, 10, 4
WARM = 6  # looks, after which what is kept in memory is there, and PostgreSQL's driver has prepared each statement
ME, ACCOUNT = someone(NTH), f"P{NTH}"


@dataclass(frozen=True, slots=True)
class Read:
    """`bot` is what a handler asks of storage and domain before it draws; `by_hand` the same in SQL.

    Without it, the hand sends what the bot sends.
    """

    name: str
    bot: Callable[[Call], Any]
    by_hand: Sequence[str] = ()


def _log(line: str) -> Callable[[Call], Any]:
    def look(call: Call) -> Any:
        rows = read_rows(line)
        where = rows_by(call.tx, rows, call.viewer, TODAY, call.settings.rules)
        log = CarLog(call.tx, call.viewer)
        return log.lines(where, order_of(rows), offset=0, size=PAGE, again=comes_again(rows)).cars

    return look


def _trends(call: Call) -> Any:
    period = last_months(TODAY, 12)
    figures = Figures(call.tx, call.viewer, call.settings.zone)
    found = waiting(figures.reports(Base.OPEN, period), TODAY, call.settings.rules)
    return found, figures.hidden(Base.OPEN, period)


READS = (
    Read("a page of `/car log open`", _log("open"), page(OPEN)),
    Read("a page of the log by state and severity", _log("all state=implementing severity=minor"), page(MINOR)),
    Read(
        "`/car trends`: what is open, and how late", _trends, (f"{FIGURE} FROM cars c WHERE {OPEN} AND {SEEN}", HIDDEN)
    ),
    Read("what one person is reminded of", lambda call: items_for(call.tx, [call.me]), REMINDED),
    Read("the digest of a Cabinet, counted", lambda call: Digests(call.tx).made(TODAY, call.settings)),
    Read("the agenda of a management review, counted", lambda call: Publishing(call.tx).made(TODAY, None)),
)


def asked(district: District, read: Read) -> tuple[float, Any]:
    """Seconds that the bot takes, and what it finds."""

    def work(tx: Tx) -> tuple[float, Any]:
        call, clock = district.call(tx, ACCOUNT), clock_of(district.database)
        began = clock()
        found = read.bot(call)
        return clock() - began, found

    done: tuple[float, Any] = district.do(work, now=NOON, write=False)
    return done


def asked_by_hand(district: District, told: Statements) -> tuple[float, list[Any]]:
    """The same of statements that the driver is given as they are."""
    texts, clock = _embedded(district.database), clock_of(district.database)
    with _by_driver(district) as cursor:
        began = clock()
        found = [row for one, given in told for row in _values(cursor.execute(one, given), as_texts=texts)]
        return clock() - began, found


@contextmanager
def _by_driver(district: District) -> Iterator[Any]:
    """A cursor of the driver in a transaction of the district; PostgreSQL's on a connection as the driver makes it."""
    if _embedded(district.database):
        with district.database.begin(district.id, write=False) as connection:
            yield connection.connection.cursor()
        return
    plain = _plain(district.database.url.set(drivername="postgresql").render_as_string(hide_password=False))
    for begins in beginning(district.id, write=False):
        plain.execute(begins, prepare=False)
    yield plain.cursor()
    plain.execute("COMMIT", prepare=False)  # after a ROLLBACK the driver forgets what it has prepared


@cache
def _plain(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, autocommit=True, options="-c timezone=UTC")


def _values(cursor: Any, *, as_texts: bool) -> list[Any]:
    """Its rows, in which days and moments that came as texts are values."""
    rows: list[Any] = cursor.fetchall()
    if not rows or not as_texts:
        return rows
    columns: list[Any] = list(zip(*rows, strict=True))
    for nth, (name, *_) in enumerate(cursor.description):
        if read := DAYS.get(name) or READ_BY_END.get(name[-3:]):
            columns[nth] = [read(value) if value else None for value in columns[nth]]
    return list(zip(*columns, strict=True))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


DAYS: Mapping[str, Callable[[str], date]] = dict.fromkeys(("day", "first", "on_hold_since"), date.fromisoformat)
READ_BY_END: Mapping[str, Callable[[str], date]] = {
    "_on": date.fromisoformat,
    "due": date.fromisoformat,
    "_at": _moment,
}


def by_hand(district: District, read: Read) -> Statements:
    """What was written by hand; else what the bot asks, once it knows what it keeps in memory."""
    if read.by_hand:
        named = not _embedded(district.database)
        given = {"d": district.id, "me": ME}
        return [(re.sub(r":(\w+)", r"%(\1)s", one) if named else one, given) for one in read.by_hand]

    def work(tx: Tx) -> Statements:
        call = district.call(tx, ACCOUNT)
        with statements(tx.connection) as told:
            read.bot(call)
        return told

    asked(district, read)
    found: Statements = district.do(work, now=NOON, write=False)
    return found


def clock_of(database: Database) -> Callable[[], float]:
    """SQLite computes in the thread that asks, so what others do meanwhile need not be measured."""
    return thread_time if _embedded(database) else perf_counter


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds by hand and by the bot; what it takes with much history, divided by that with little.

    The latter is counted on SQLite, and on PostgreSQL the median of runs in turn.
    """

    by_hand: float
    bot: float
    growth: float

    @property
    def ratio(self) -> float:
        return self.bot / self.by_hand


def costs(few: District, many: District, *, rounds: int) -> Mapping[str, Cost]:
    """Of each, the medians of runs in turn, on the district with much history."""
    return {read.name: _cost(few, many, read, rounds) for read in READS}


def _cost(few: District, many: District, read: Read, rounds: int) -> Cost:
    told = by_hand(many, read)
    for _ in range(WARM):
        asked(few, read), asked(many, read), asked_by_hand(many, told)
    more = rounds * (OFTEN if read.by_hand else 1)  # what takes a millisecond
    runs = [(asked_by_hand(many, told)[0], asked(many, read)[0]) for _ in range(more)]
    hand, bot = (median(times) for times in zip(*runs, strict=True))
    if _embedded(many.database):
        return Cost(hand, bot, instructions(many, read) / instructions(few, read))
    return Cost(hand, bot, median(_growth(few, many, read) for _ in range(more)))


def _growth(few: District, many: District, read: Read) -> float:
    """Each is asked once after itself and once after the other: what was asked a moment ago is answered faster."""
    little, much, again, once_more = (asked(district, read)[0] for district in (few, many, many, few))
    return (much + again) / (little + once_more)


def _embedded(database: Database) -> bool:
    return database.writer.dialect.name == "sqlite"


def instructions(district: District, read: Read) -> int:
    """What SQLite does for it: hundreds of instructions of its machine."""
    asked(district, read)
    counted = 0

    def tick() -> int:
        nonlocal counted
        counted += 1
        return 0

    def work(tx: Tx) -> None:
        raw: Any = tx.connection.connection.driver_connection
        call = district.call(tx, ACCOUNT)
        raw.set_progress_handler(tick, 100)
        read.bot(call)
        raw.set_progress_handler(None, 0)

    district.do(work, now=NOON, write=False)
    return counted


@contextmanager
def statements(told_by: Engine | Connection) -> Iterator[list[tuple[str, Any]]]:
    """Each that is run meanwhile, with its values."""
    told: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        told.append((statement, parameters))

    event.listen(told_by, "before_cursor_execute", note)
    yield told
    event.remove(told_by, "before_cursor_execute", note)
