"""The reports that a figure is counted from, as they stood at a cut-off, by the rights of whoever looks.

A query begins with the reports that a period is about, which an index finds, and looks up the passages of those alone:
what it costs does not grow with the history before. Of a day that is over, what each report held that day is put back
(storage/stood.py), and only then is it asked whether it belongs there. Who finds a report is asked of today.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import compress, repeat
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
    union,
)

from domain.cars import TERMINAL, Concern, Source, State
from domain.figures import FOLLOWED, Check, Report
from domain.frozen import dataclass
from domain.people import Viewer
from domain.periods import DAY, EVERYTHING, Filters, Period
from storage.car_sight import QUERIES, C, Sight, found_by, hidden_from, looking, sight_of
from storage.car_table import cars, passages
from storage.db import OURS, Moment, Tx
from storage.people import People, same_person
from storage.stood import Columns, stood

P, LATER = passages.c, passages.alias("later").c
OPEN = sorted(str(state) for state in set(State) - TERMINAL)
OVER = sorted(str(state) for state in TERMINAL)
FIXED_IN = (State.MONITORING, State.CLOSED)
DONE_IN = (State.VERIFYING, *FIXED_IN)
WATCHED = str(State.MONITORING)
FIXED = [str(state) for state in FIXED_IN]
SINCE, UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
BEFORE, THEN = bindparam("before", type_=Moment), bindparam("then", type_=Moment)  # both 180 days earlier
FIRST, LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)


class Base(StrEnum):
    """Which reports a figure begins with."""

    OPEN = "open"  # at the cut-off
    FILED = "filed"  # in the period, as are those below
    ENDED = "ended"  # fixed or closed
    DUE = "due"  # by their first date or their latest
    FOLLOWED = "followed"  # closed so that 180 days have passed, and what was filed since
    CHECKED = "checked"  # of which it was looked at whether the fix held


def _entered(state: str, since: ColumnElement[Any], until: ColumnElement[Any]) -> Select[Any]:
    return select(P.car).where(P.district == OURS, P.state == state, P.entered_at >= since, P.entered_at < until)


def _left(state: str) -> Select[Any]:
    return select(P.car).where(P.district == OURS, P.state == state, P.left_at >= UNTIL)


def _open(state: str) -> list[Select[Any]]:
    """Also what came to this state after the cut-off: to ask for that here would lead SQLite to the wrong index."""
    return [select(P.car).where(P.district == OURS, P.state == state, P.left_at.is_(None)), _left(state)]


def _filed(since: ColumnElement[Any]) -> Select[Any]:
    return select(C.number).where(C.district == OURS, C.filed_at >= since, C.filed_at < UNTIL)


DUE_BY = (C.implementation_due, C.original_implementation_due)
#: What of a report itself says that it belongs there,
OURSELVES: Mapping[Base, ColumnElement[bool]] = {
    Base.OPEN: C.state.in_(OPEN),
    Base.FILED: and_(C.filed_at >= SINCE, C.filed_at < UNTIL),
    Base.DUE: or_(*(and_(column >= FIRST, column <= LAST) for column in DUE_BY)),
}
#: or which passages do: each a few looks into an index, since one with OR in it would be none.
BASES: Mapping[Base, list[Select[Any]]] = {
    Base.ENDED: [_entered(state, SINCE, UNTIL) for state in FIXED],
    Base.FOLLOWED: [_entered(State.CLOSED, BEFORE, THEN), _filed(BEFORE)],
    Base.CHECKED: [select(P.car).where(P.district == OURS, P.state == WATCHED, P.left_at >= SINCE, P.left_at < UNTIL)],
}
OPEN_THEN = [half for state in OPEN for half in _open(state)]
#: The same of a day that is over, where what belonged there then may stand elsewhere now, or hold another date: that
#: changes only while a report is open, or once it is opened again.
THEN_TOO: Mapping[Base, list[Select[Any]]] = {
    Base.OPEN: OPEN_THEN,
    Base.DUE: [
        *(select(C.number).where(C.district == OURS, column >= FIRST, column <= LAST) for column in DUE_BY),
        *OPEN_THEN,
        *(_left(state) for state in OVER),
    ],
}
#: In which states a report has to stand at the cut-off.
STANDS: Mapping[Base, Collection[str]] = {Base.OPEN: frozenset(OPEN)}
#: Which moments a figure of a base asks for; what it does not ask for is not looked up, and stays empty.
NEEDS: Mapping[Base, tuple[str, ...]] = {
    Base.OPEN: (),
    Base.FILED: (),
    Base.ENDED: ("fixed_at", "closed_at"),
    Base.DUE: ("done_at",),
    Base.FOLLOWED: ("closed_at",),
    Base.CHECKED: (),
}
STATES = {str(state): state for state in State}
SOURCES = {str(source): source for source in Source}
CONCERNS = {str(concern): concern for concern in Concern}

Named = Callable[[ColumnElement[Any]], Any]


def _filters(column: Named) -> Mapping[str, ColumnElement[bool]]:
    names = ("school", "department", "severity", "source")
    plain = {name: column(C[name]) == bindparam(f"of_{name}") for name in names}
    return {**plain, "owner": same_person(column(C.owner), bindparam("of_owner"))}


FILTERS = _filters(lambda column: column)
#: The same for reports that were found by their passages or their state: no index finds these columns, or SQLite would
#: look through all that a school ever had for the few of them.
LOOKED_THROUGH = _filters(lambda column: func.coalesce(column, ""))
PLAIN = (
    *(C.number, C.filed_on, C.source, C.concerns, C.school, C.department, C.cause_category, C.checker, C.inconclusive),
    *(C.approved_on, C.plan_due, C.implementation_due, C.effectiveness_due, C.original_implementation_due),
    *(C.on_hold_since, C.severity, C.owner),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """Which reports a figure begins with; `over`: of a day that is over, whatever they hold now."""

    base: Base
    dialect: str
    over: bool = False

    @property
    def by_themselves(self) -> bool:
        """Whether a report itself says now that it belongs there."""
        return self.base in OURSELVES and not (self.over and self.base in THEN_TOO)

    @property
    def looks(self) -> list[Select[Any]]:
        return THEN_TOO[self.base] if self.base in OURSELVES else BASES[self.base]

    @property
    def filters(self) -> Mapping[str, ColumnElement[bool]]:
        return FILTERS if self.by_themselves and self.base is not Base.OPEN else LOOKED_THROUGH

    @property
    def state(self) -> Any:
        """Where each stood at the end of the day; until that is over, where it stands."""
        return (STATE if self.over else C.state).label("state")


def _found(asked: Asked, columns: Iterable[Any], *where: ColumnElement[bool]) -> Select[Any]:
    """Of each report that the figure begins with.

    PostgreSQL guesses how many these are, and would read all reports there ever were rather than look up as many as it
    guesses: LATERAL with a limit leaves it no choice.
    """
    one = select(*columns).where(C.district == OURS, *where)
    if asked.by_themselves:
        return one.where(OURSELVES[asked.base])
    chosen = union(*asked.looks).cte("chosen")
    if asked.dialect == "sqlite":
        return one.where(C.number.in_(select(chosen.c[0])))
    looked_up = one.where(C.number == chosen.c[0]).correlate(chosen).limit(1).lateral("one")
    return select(looked_up).select_from(chosen.join(looked_up, true()))


def _of_each(found: Any) -> Select[Any]:
    """Something of the passages of a report: looked up for each, so that PostgreSQL never reads those of all."""
    here = (P.district == OURS, P.car == C.number, P.entered_at < UNTIL)
    return select(found).where(*here).correlate(cars)


def _latest(column: Any) -> Any:
    return _of_each(column).order_by(P.nth.desc()).limit(1).scalar_subquery()


#: Where a report stood at the cut-off, and since when; when it was left last for a fix, and when it was done. The state
#: is not asked for with WHERE: SQLite would look through all passages of that state for one of the report.
STATE: Any = _latest(P.state)
MOMENTS: Mapping[str, Any] = {
    "closed_at": _latest(P.entered_at),
    "fixed_at": _of_each(func.max(case((P.state.not_in(FIXED), P.left_at)))).scalar_subquery(),
    "done_at": _of_each(func.max(case((P.state == State.VERIFYING, P.entered_at)))).scalar_subquery(),
}


@lru_cache(maxsize=QUERIES)
def reports_of(asked: Asked, sight: Sight, by: frozenset[str]) -> Select[Any]:
    moments = [MOMENTS[name].label(name) for name in NEEDS[asked.base]]
    where = (found_by(sight), *(asked.filters[name] for name in sorted(by)))
    return _found(asked, (*PLAIN, asked.state, *moments), *where)


@lru_cache(maxsize=QUERIES)
def hidden_of(asked: Asked, sight: Sight) -> Select[Any]:
    return _found(asked, (C.number, *DUE_BY, asked.state), hidden_from(sight))


@cache
def checks_of(sight: Sight) -> Select[Any]:
    """What came after watching: closed, or a new cycle. One that was stopped was not checked, and has nothing here."""
    after = (
        select(LATER.state)
        .select_from(LATER.car.table.join(C.number.table, and_(C.district == OURS, C.number == LATER.car)))
        .where(LATER.district == OURS, LATER.car == P.car, LATER.nth == P.nth + 1)
        .where(LATER.state.in_([State.CLOSED, State.ACCEPTED]), found_by(sight))
    )
    return select(P.car, P.left_at, after.correlate(passages).scalar_subquery().label("state")).where(
        P.district == OURS, P.state == WATCHED, P.left_at >= SINCE, P.left_at < UNTIL
    )


class Figures:
    """What one viewer's figures are counted from."""

    def __init__(self, tx: Tx, viewer: Viewer, zone: ZoneInfo) -> None:
        self._tx = tx
        self._viewer = viewer
        self._zone = zone

    def reports(self, base: Base, period: Period, filters: Filters = EVERYTHING) -> list[Report]:
        asked, given = self._begins(base, period), _given(filters)
        by = {} if asked.over else given
        query, bound = reports_of(asked, self._sight, frozenset(by)), self._bound(period) | _named(by)
        columns = self._tx.columns(query, **bound)
        if not asked.over:
            return self._reports(columns, period.last)
        then = stood(self._tx, columns["number"], self._midnight(period.last + DAY))
        held = then.columns(columns)
        belongs = [here and self._fits(held, nth, given) for nth, here in enumerate(_belongs(held, base, period))]
        return self._reports({name: list(compress(cells, belongs)) for name, cells in held.items()}, period.last)

    def hidden(self, base: Base, period: Period) -> int:
        """How many sealed ones there are that this viewer does not find."""
        if self._sight.sealed:
            return 0
        asked = self._begins(base, period)
        columns = self._tx.columns(hidden_of(asked, self._sight), **self._bound(period))
        if not asked.over:
            return len(columns["number"])
        then = stood(self._tx, columns["number"], self._midnight(period.last + DAY))
        return sum(_belongs(then.columns(columns), base, period))

    def checks(self, period: Period, filters: Filters = EVERYTHING) -> list[Check]:
        rows = self._tx.ask(checks_of(self._sight), **self._bound(period))
        asked_for = None if filters.none else {one.number for one in self.reports(Base.CHECKED, period, filters)}
        return [
            Check(number=row["car"], on=self._day(row["left_at"]), effective=row["state"] == State.CLOSED)
            for row in rows
            if row["state"] and (asked_for is None or row["car"] in asked_for)
        ]

    def _begins(self, base: Base, period: Period) -> Asked:
        over = self._midnight(period.last + DAY) <= self._tx.now
        return Asked(base=base, dialect=self._tx.connection.dialect.name, over=over)

    def _fits(self, held: Columns, nth: int, given: Mapping[str, str]) -> bool:
        """What the filters of a query ask, of a report as it was."""
        if not given:
            return True
        people = People(self._tx)
        owner = given.get("owner")
        plain = all(held[name][nth] == value for name, value in given.items() if name != "owner")
        return plain and (not owner or people.canonical(held["owner"][nth] or "") == people.canonical(owner))

    @cached_property
    def _sight(self) -> Sight:
        return sight_of(self._tx, self._viewer)

    @cached_property
    def _looking(self) -> dict[str, list[str]]:
        return looking(self._tx, self._viewer)

    def _bound(self, period: Period) -> dict[str, Any]:
        earlier = period.earlier(FOLLOWED)
        return {
            **self._looking,
            "first": period.first,
            "last": period.last,
            "since": self._midnight(period.first),
            "until": self._midnight(period.last + DAY),
            "before": self._midnight(earlier.first),
            "then": self._midnight(earlier.last + DAY),
        }

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._zone)

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(self._zone).date()

    def _reports(self, columns: Columns, cut_off: date) -> list[Report]:
        """Made of whole columns: a figure counts hundreds of reports, and each value is looked at once."""
        states = [STATES[state] for state in columns["state"]]
        made: Mapping[str, Iterable[Any]] = {
            **columns,
            "state": states,
            "source": [SOURCES[source] for source in columns["source"]],
            "concerns": [CONCERNS[concerns] for concerns in columns["concerns"]],
            "cause": columns["cause_category"],
            "has_checker": [checker is not None for checker in columns["checker"]],
            "put_off": columns["inconclusive"],
            "done_on": self._days(columns, "done_at", states, DONE_IN),
            "fixed_on": self._days(columns, "fixed_at", states, FIXED_IN),
            "closed_on": self._days(columns, "closed_at", states, (State.CLOSED,)),
            "approved_on": [day if day and day <= cut_off else None for day in columns["approved_on"]],
            "handed_to": repeat(None),
            "begun_later": columns.get("begun_later", repeat(False)),
        }
        return list(map(Report, *(made[name] for name in Report._fields)))

    def _days(
        self, columns: Columns, moment: str, states: Sequence[State], within: Collection[State]
    ) -> Iterable[date | None]:
        """The day of a moment, in those states alone in which it says something."""
        if moment not in columns:
            return repeat(None)
        found = zip(columns[moment], states, strict=True)
        return [self._day(at) if at and state in within else None for at, state in found]


def _given(filters: Filters) -> dict[str, str]:
    return {name: str(value) for name in FILTERS if (value := getattr(filters, name)) is not None}


def _named(given: Mapping[str, str]) -> dict[str, str]:
    return {f"of_{name}": value for name, value in given.items()}


def _stands(base: Base) -> Collection[str]:
    """One that was filed later stood nowhere."""
    return STANDS.get(base, STATES)


def _belongs(held: Columns, base: Base, period: Period) -> list[bool]:
    """Whether each report belongs there by what it held on a day that is over."""
    stands = _stands(base)
    if base is not Base.DUE:
        return [state in stands for state in held["state"]]
    dates = zip(*(held[column.name] for column in DUE_BY), strict=True)
    due = (any(day in period for day in days) for days in dates)
    return [state in stands and is_due for state, is_due in zip(held["state"], due, strict=True)]
