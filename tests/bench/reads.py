"""What people look at every day in a district with years behind it, and the same asked by hand in SQL.

The hand reads the same rows by the same rights and makes nothing of them; the bot makes records of them, and counts.
Who asks is known before either clock starts. Digest and agenda ask too much to be written by hand: there the hand sends
the bot's own statements to the driver.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter, thread_time
from typing import Any

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
from tests.bench.much import NOON, TODAY, someone
from tests.conftest import District

Statements = Sequence[tuple[str, Any]]  # with what each is given

NTH, PAGE, COUNTED = 7, 10, 501
ME, ACCOUNT = someone(NTH), f"P{NTH}"

SEEN = """c.district = :d AND c.handed_to IS NULL AND (c.concerns = 'nobody' AND NOT c.sealed OR c.requester = :me
    OR c.owner = :me OR c.checker = :me OR c.asked_owner = :me OR EXISTS (SELECT 1 FROM steps s WHERE s.district = :d
    AND s.of = c.number AND s.place IS NOT NULL AND coalesce(s.owner, '') = :me LIMIT 1 OFFSET 0))"""
OPEN = "c.state IN ('accepted', 'implementing', 'monitoring', 'plan_review', 'returned', 'submitted', 'verifying')"
TITLED = "cars c LEFT JOIN words w ON w.district = c.district AND w.id = c.what"
NEWEST = "ORDER BY c.filed_at DESC, c.number DESC LIMIT 10"
MINOR = "c.state = 'implementing' AND coalesce(c.severity, '') = 'minor'"


def _page(where: str) -> tuple[str, ...]:
    return (
        f"SELECT c.*, w.text FROM {TITLED} WHERE {SEEN} AND {where} {NEWEST}",  # noqa: S608 - ours
        f"SELECT count(*) FROM (SELECT 1 FROM cars c WHERE {SEEN} AND {where} LIMIT {COUNTED}) AS found",  # noqa: S608
    )


FIGURE = """SELECT c.number, c.filed_on, c.state, c.source, c.concerns, c.school, c.department, c.cause_category,
    c.checker, c.inconclusive, c.approved_on, c.plan_due, c.implementation_due, c.effectiveness_due,
    c.original_implementation_due, c.on_hold_since"""
HIDDEN = f"""SELECT count(*) FROM cars c WHERE c.district = :d AND {OPEN} AND c.sealed AND c.concerns = 'nobody'
    AND c.handed_to IS NULL AND NOT coalesce({SEEN}, false)"""  # noqa: S608 - ours
STEPS = """SELECT s.number, s.of, s.owner, s.due, s.status, c.school, c.department, p.entered_at FROM steps s
    JOIN cars c ON c.district = s.district AND c.number = s.of AND c.cycle = s.cycle
    JOIN passages p ON p.district = c.district AND p.car = c.number AND p.nth = (SELECT max(q.nth) FROM passages q
    WHERE q.district = c.district AND q.car = c.number)
    WHERE s.district = :d AND s.owner = :me AND s.status IN ('not_started', 'on_track', 'at_risk', 'off_track')
    AND s.place IS NOT NULL AND c.state = 'implementing' AND c.on_hold_since IS NULL AND c.handed_to IS NULL"""
WORK = """SELECT c.number, c.state, c.severity, c.school, c.department, c.owner, c.checker, c.cycle, c.plan_due,
    c.implementation_due, c.effectiveness_due, c.approved_on, (SELECT p.entered_at FROM passages p
    WHERE p.district = c.district AND p.car = c.number AND p.left_at IS NULL) FROM cars c WHERE c.district = :d
    AND c.state IN ('accepted', 'plan_review', 'implementing', 'verifying', 'monitoring') AND c.handed_to IS NULL"""


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
        return log.listed(where, order_of(rows), offset=0, size=PAGE, again=comes_again(rows)).cars

    return look


def _trends(call: Call) -> Any:
    period = last_months(TODAY, 12)
    figures = Figures(call.tx, call.viewer, call.settings.zone)
    found = waiting(figures.reports(Base.OPEN, period), TODAY, call.settings.rules)
    return found, figures.hidden(Base.OPEN, period)


READS = (
    Read("a page of `/car log open`", _log("open"), _page(OPEN)),
    Read("a page of the log by state and severity", _log("all state=implementing severity=minor"), _page(MINOR)),
    Read(
        "`/car trends`: what is open, and how late", _trends, (f"{FIGURE} FROM cars c WHERE {OPEN} AND {SEEN}", HIDDEN)
    ),
    Read(
        "what one person is reminded of",
        lambda call: items_for(call.tx, [call.me]),
        (STEPS, *(f"{WORK} AND c.{column} = :me" for column in ("owner", "checker", "asked_owner"))),
    ),
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
    with district.database.begin(district.id, write=False) as connection:
        cursor: Any = connection.connection.cursor()
        clock = clock_of(district.database)
        began = clock()
        found = [row for statement, given in told for row in cursor.execute(statement, given).fetchall()]
        return clock() - began, found


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
    """Seconds by hand and by the bot; what the database does for it with much history, divided by that with little."""

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
    for _ in range(2):  # what is kept in memory is there from now on
        asked(few, read), asked(many, read), asked_by_hand(many, told)
    runs = [(asked_by_hand(many, told)[0], asked(many, read)[0]) for _ in range(rounds)]
    hand, bot = (median(times) for times in zip(*runs, strict=True))
    return Cost(hand, bot, work_of(many, read) / work_of(few, read))


def work_of(district: District, read: Read) -> int:
    """What the database does for it: hundreds of instructions of SQLite's machine, pages that PostgreSQL looks at."""
    asked(district, read)
    return _instructions(district, read) if _embedded(district.database) else _pages(district, read)


def _embedded(database: Database) -> bool:
    return database.writer.dialect.name == "sqlite"


def _instructions(district: District, read: Read) -> int:
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


def _pages(district: District, read: Read) -> int:
    with statements(district.database.reader) as told:
        asked(district, read)
    with district.database.begin(district.id, write=False) as connection:
        cursor: Any = connection.connection.cursor()
        return sum(_looked_at(cursor, *one) for one in told)


def _looked_at(cursor: Any, statement: str, parameters: Any) -> int:
    (found,) = cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}", parameters).fetchone()
    plan = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])


@contextmanager
def statements(told_by: Engine | Connection) -> Iterator[list[tuple[str, Any]]]:
    """Each that is run meanwhile, with its values."""
    told: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        told.append((statement, parameters))

    event.listen(told_by, "before_cursor_execute", note)
    yield told
    event.remove(told_by, "before_cursor_execute", note)
