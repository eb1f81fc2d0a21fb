"""A district with years behind it, put into its tables at once: reports, what became of them, their words and steps.

Whatever is open or recent is the same in a district of ten thousand reports and in one of a hundred thousand; all else
is older and closed. Recent is what a figure of twelve months looks at: with the half year before it, in which it is
seen whether something comes back, and the month in which a fix is made. Rows are texts that either database reads.
"""

import itertools
import math
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import Table

from domain.cars import CAUSES, Severity, Source, State
from domain.places import PlaceKind
from domain.similar import stems
from storage.car_table import cars, passages
from storage.car_words import car_words
from storage.db import Database, Tx
from storage.people import accounts, people
from storage.places import Places
from storage.step_table import steps
from storage.words import words
from tests.conftest import WORKSPACE, District

NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)  # a Wednesday
TODAY = NOON.date()
PERSONS, SCHOOLS, DEPARTMENTS = 200, 20, 8
LATELY, BEFORE = 620, 18 * 365  # days
EACH = 10  # steps of a report
SAID = (
    *("Gate latch broken at the playground", "Bus late on the morning route", "Heating cold in a classroom"),
    *("Visitor badge missing at the office", "Substitute plan missing", "Water leaking from the ceiling of the gym"),
)
OPEN = (State.ACCEPTED, State.IMPLEMENTING, State.IMPLEMENTING, State.PLAN_REVIEW, State.VERIFYING, State.SUBMITTED)
ROAD = (State.SUBMITTED, State.ACCEPTED, State.PLAN_REVIEW, State.IMPLEMENTING, State.VERIFYING, State.CLOSED)
DAYS_EACH = 6  # that a report stays in a state
SOURCES, SEVERITIES, CATEGORIES = list(Source), list(Severity), list(CAUSES)
ALIKE = math.lcm(PERSONS, 60, len(SOURCES), len(SEVERITIES), len(CATEGORIES), len(SAID))  # after which all comes again
AT_ONCE = 5000  # rows
Cells = tuple[str | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Size:
    """How many reports are recent, how many of those are open, and how many are older.

    With ten times the history it is a district of 100,000 reports and 1,000,000 steps.
    """

    recent: int = 3400
    open: int = 400
    older: int = 9660

    @classmethod
    def of(cls, scale: float) -> "Size":
        """A part of it, of which enough is open to fill a page."""
        return cls(
            recent=max(200, int(3400 * scale)), open=max(50, int(400 * scale)), older=max(200, int(9660 * scale))
        )

    def with_history(self, times: int) -> "Size":
        return replace(self, older=self.older * times)


@dataclass(frozen=True, slots=True)
class Report:
    number: str
    nth: int
    filed: date
    state: State
    school: str
    department: str

    @property
    def owner(self) -> str:
        return someone(self.nth)

    @property
    def road(self) -> list[tuple[State, date]]:
        """Where it stood from which day on."""
        way = ROAD[: ROAD.index(self.state) + 1]
        return [(state, self.filed + timedelta(days=DAYS_EACH * nth)) for nth, state in enumerate(way)]


def someone(nth: int) -> str:
    return f"person{nth % PERSONS:03}"


def fill(district: District, size: Size) -> None:
    """Put it all into a district that has no reports yet."""
    schools, departments = district.do(_places)
    reports = list(_reports(size, schools, departments))
    put(district.database, people, "id version", ((someone(n), "1") for n in range(PERSONS)))
    put(district.database, accounts, ACCOUNT, map(_account, range(PERSONS)))
    put(district.database, cars, CAR, map(_car, reports))
    for table, columns, rows in PARTS:
        put(district.database, table, columns, itertools.chain.from_iterable(map(rows, reports)))
    if district.database.writer.dialect.name == "postgresql":
        with district.database.begin() as connection:
            connection.exec_driver_sql("ANALYZE")  # as it does by itself after a while


def _places(tx: Tx) -> tuple[list[str], list[str]]:
    made = {
        kind: [Places(tx).add(kind, f"{kind} {n}", by="system").id for n in range(many)]
        for kind, many in ((PlaceKind.SCHOOL, SCHOOLS), (PlaceKind.DEPARTMENT, DEPARTMENTS))
    }
    return made[PlaceKind.SCHOOL], made[PlaceKind.DEPARTMENT]


def _reports(size: Size, schools: Sequence[str], departments: Sequence[str]) -> Iterator[Report]:
    """The oldest first, as their numbers are; what is recent is the same, whatever lies before it."""
    old, recent = random.Random(1), random.Random(2)  # noqa: S311 - no secret
    first = -size.older % ALIKE
    begin = TODAY - timedelta(days=LATELY + BEFORE)
    days = [begin + timedelta(days=BEFORE * nth // size.older) for nth in range(size.older)]
    days += [TODAY - timedelta(days=LATELY - LATELY * nth // size.recent) for nth in range(size.recent)]
    still = iter(OPEN * size.open)
    first_open = len(days) - size.open
    for nth, day in enumerate(days):
        state = next(still) if nth >= first_open else State.CLOSED
        dice = old if nth < size.older else recent
        number = f"CAR-{day.year}-{first + nth:06}"
        yield Report(number, first + nth, day, state, dice.choice(schools), dice.choice(departments))


ACCOUNT = "platform workspace external person name admin guest bot gone mixed"


def _account(nth: int) -> Cells:
    return "slack", WORKSPACE, f"P{nth}", someone(nth), f"Person {nth}", "0", "0", "0", "0", "0"


CAR = (
    "number what requester filed_at filed_on happened_on school department state urgent hide_name sealed concerns kind"
    " source severity owner appealed inconclusive cycle extensions version cause_category accepted_on approved_on"
    " plan_due implementation_due original_implementation_due closed_on"
)


def _car(one: Report) -> Cells:
    on = dict(one.road)
    accepted, approved, closed = (on.get(state) for state in (State.ACCEPTED, State.IMPLEMENTING, State.CLOSED))
    due = accepted and accepted + timedelta(days=one.nth % 60)
    return (
        *(one.number, f"w{one.nth}", someone(one.nth * 7), _at(one.filed), _on(one.filed), _on(one.filed)),
        *(one.school, one.department, one.state, "0", "0", "1" if one.nth % 50 == 0 else "0", "nobody", "corrective"),
        *(SOURCES[one.nth % len(SOURCES)], SEVERITIES[one.nth % len(SEVERITIES)] if accepted else None),
        *(one.owner if accepted else None, "0", "0", "1", "0", "1"),
        *(CATEGORIES[one.nth % len(CATEGORIES)] if closed else None, _on(accepted), _on(approved)),
        *(_on(accepted and accepted + timedelta(days=30)), _on(due), _on(due), _on(closed)),
    )


def _passages(one: Report) -> Iterator[Cells]:
    road = one.road
    ends = [*(_at(day) for _, day in road[1:]), None]
    for nth, ((state, day), end) in enumerate(zip(road, ends, strict=True), 1):
        yield one.number, str(nth), state, _at(day), end, "x"


def _words(one: Report) -> Iterator[Cells]:
    yield f"w{one.nth}", f"{SAID[one.nth % len(SAID)]} {one.nth}", "s", "d", f"cars:{one.number}", "what"


STEMS = [sorted(stems(said)) for said in SAID]


def _stems(one: Report) -> Iterator[Cells]:
    if one.nth % 50:  # the others are sealed
        yield from ((stem, one.number, "0") for stem in STEMS[one.nth % len(SAID)])


STEP = "number of cycle place owner due status version done_on"


def _steps(one: Report) -> Iterator[Cells]:
    done = one.state in (State.VERIFYING, State.CLOSED)
    for nth in range(EACH):
        day = _on(one.filed + timedelta(days=30 + nth))
        owner = someone(one.nth + nth)
        status = "done" if done else "not_started"
        yield str(one.nth * EACH + nth + 1), one.number, "1", str(nth), owner, day, status, "1", day if done else None


Part = tuple[Table, str, Callable[[Report], Iterable[Cells]]]
PARTS: Sequence[Part] = (
    (passages, "car nth state entered_at left_at by", _passages),
    (words, "id text salt digest of field", _words),
    (car_words, "stem car offered", _stems),
    (steps, STEP, _steps),
)


def _at(day: date) -> str:
    return f"{day.isoformat()} 18:00:00.000000"


def _on(day: date | None) -> str | None:
    return day.isoformat() if day else None


def put(database: Database, table: Table, columns: str, rows: Iterable[Cells]) -> None:
    """Rows of the district, past everything that keeps one from doing so one by one."""
    names = ["district", *columns.split()]
    mine = ((District.id, *row) for row in rows)
    if database.writer.dialect.name == "sqlite":
        _put_sqlite(database, table.name, names, mine)
    else:
        _put_postgresql(database, table.name, names, mine)


def _put_sqlite(database: Database, table: str, names: Sequence[str], rows: Iterator[Any]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    insert = f'INSERT INTO "{table}" ({columns}) VALUES ({", ".join("?" * len(names))})'  # noqa: S608 - ours
    with closing(sqlite3.connect(str(database.url.database))) as raw, raw:
        for quick in ("synchronous = OFF", "cache_size = -400000"):  # kB: its indexes are written where they belong
            raw.execute(f"PRAGMA {quick}")
        raw.executemany(insert, rows)


def _put_postgresql(database: Database, table: str, names: Sequence[str], rows: Iterator[Any]) -> None:
    """As its superuser: a wall between districts lets nobody else copy."""
    url = database.url.set(username="postgres", drivername="postgresql").render_as_string(hide_password=False)
    into = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), SQL(", ").join(map(Identifier, names)))
    with psycopg.connect(url, options="-c timezone=UTC") as connection, connection.cursor().copy(into) as copy:
        while some := list(itertools.islice(rows, AT_ONCE)):
            copy.write("".join("\t".join("\\N" if cell is None else cell for cell in row) + "\n" for row in some))
