"""What somebody looks for, in SQL. It is asked of what they find (storage/car_sight.py), so no filter tells of more.

A report that was handed over keeps its columns: each filter on what is not shown of it any more asks who reads it too.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache

from sqlalchemy import ColumnElement, and_, case, false, func, null, or_, select

from domain.asking import plain
from domain.cars import State
from domain.deadlines import triage_by
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.periods import DAY, Period
from domain.rules import Rules
from domain.school_calendar import SchoolCalendar
from domain.sought import Sought, Status, Whose
from storage.car_sight import (
    INSIDE,
    QUERIES,
    STAYED,
    C,
    closed,
    everything,
    owned_by,
    plainly,
    reported_by,
    returned_to,
    still_open,
    waiting_for,
)
from storage.car_turns import turn_of
from storage.db import OURS, Tx
from storage.people import accounts

#: Whose owner has to do something.
OWNERS = [str(State.ACCEPTED), str(State.IMPLEMENTING)]
PLANNING = [str(State.ACCEPTED), str(State.PLAN_REVIEW)]
#: The date of the state that a report is at, as `due_of` of domain/deadlines.py has it: of those that somebody owns.
DUE = case(
    (and_(C.state == State.IMPLEMENTING, C.on_hold_since.is_not(None)), null()),
    (and_(C.state.in_(PLANNING), C.approved_on.is_(None)), func.coalesce(C.plan_due, C.implementation_due)),
    (C.state.in_([*PLANNING, str(State.IMPLEMENTING), str(State.VERIFYING)]), C.implementation_due),
    (C.state == State.MONITORING, C.effectiveness_due),
)
BACK = timedelta(days=60)  # how long before its date a report that nobody decided about may have come in
LONG_AGO = date(2000, 1, 1)
PERSONS = 5  # of one name
EVERYBODY = select(accounts.c.person, accounts.c.name).where(accounts.c.district == OURS, accounts.c.gone.is_(False))


def sought_by(
    sought: Sought, viewer: Viewer, today: date, rules: Rules, *, few: bool = False
) -> tuple[ColumnElement[bool], ...]:
    """The conditions for `CarLog.page`. `few`: something else finds the few that go on, and these only look at them."""
    status = {Status.OPEN: still_open, Status.CLOSED: closed, Status.ALL: everything}[sought.status]
    found = [status(), *_filters(sought, few=few or sought.status is Status.OPEN)]
    if sought.whose:
        found.append(_whose(sought.whose, viewer, today, rules))
    if sought.overdue:
        found.append(_due(Period(first=LONG_AGO, last=today - DAY), rules))
    if sought.due:
        found.append(_due(sought.due, rules))
    return tuple(found)


def comes_again(sought: Sought) -> bool:
    """Whether the conditions are those that the next one gets who asks for the same: then their query is kept."""
    return sought.whose is not Whose.WAITING


# Each condition is made once for its value: a query that consists of such is made once as well.


def _filters(sought: Sought, *, few: bool) -> Iterator[ColumnElement[bool]]:
    wanted = sought.filters
    for name in ("school", "department", "severity", "source"):
        if value := getattr(wanted, name):
            yield _is(name, str(value), few=few)
    if wanted.owner:
        yield _inside_owned(wanted.owner)
    if sought.urgent:
        yield _urgent(few=few)
    if sought.filed:
        yield _filed(sought.filed)
    if sought.closed:
        yield _closed(sought.closed)


@lru_cache(maxsize=QUERIES)
def _is(name: str, value: str, *, few: bool) -> ColumnElement[bool]:
    return and_(INSIDE, (plainly(C[name]) if few else C[name]) == value)


@lru_cache(maxsize=QUERIES)
def _inside_owned(owner: PersonId) -> ColumnElement[bool]:
    return and_(INSIDE, owned_by(owner))


@cache
def _urgent(*, few: bool) -> ColumnElement[bool]:
    return and_(INSIDE, (func.coalesce(C.urgent, false()) if few else C.urgent).is_(True))


@lru_cache(maxsize=QUERIES)
def _filed(when: Period) -> ColumnElement[bool]:
    return C.filed_on.between(when.first, when.last)


@lru_cache(maxsize=QUERIES)
def _closed(when: Period) -> ColumnElement[bool]:
    return and_(INSIDE, C.closed_on.between(when.first, when.last))


def _whose(whose: Whose, viewer: Viewer, today: date, rules: Rules) -> ColumnElement[bool]:
    mine = owned_by(viewer.person)
    match whose:
        case Whose.OWNED:
            return mine
        case Whose.REPORTED:
            return reported_by(viewer.person)
        case Whose.MINE:
            return _mine(viewer.person)
        case Whose.WAITING:
            works = and_(STAYED, C.state.in_(OWNERS), mine)
            decides, answers = waiting_for(viewer, rules), returned_to(viewer.person)
            return or_(works, turn_of(viewer, today), decides, answers)


@lru_cache(maxsize=QUERIES)
def _mine(person: PersonId) -> ColumnElement[bool]:
    return or_(owned_by(person), reported_by(person))


@dataclass(frozen=True, slots=True)
class Came:
    """Reports of these schools, or of all but these, that came in after one day and until another."""

    schools: frozenset[str]
    but: bool
    after: date
    last: date

    def condition(self) -> ColumnElement[bool]:
        theirs = C.school.in_(sorted(self.schools))
        where = or_(C.school.is_(None), C.school.not_in(sorted(self.schools))) if self.but else theirs
        return and_(where, C.filed_on <= self.last, C.filed_on > self.after)


def _due(when: Period, rules: Rules) -> ColumnElement[bool]:
    return _due_or_came(when, tuple(_triage(when, rules)))


@lru_cache(maxsize=QUERIES)
def _due_or_came(when: Period, came: tuple[Came, ...]) -> ColumnElement[bool]:
    undecided = and_(C.state == State.SUBMITTED, or_(false(), *(one.condition() for one in came)))
    return and_(STAYED, or_(DUE.between(when.first, when.last), undecided))


def _triage(when: Period, rules: Rules) -> Iterator[Came]:
    """Those whose decision is due then: by the day on which they came in, which is another one for some schools."""
    schools = defaultdict[SchoolCalendar, set[str]](set)
    for school, calendar in rules.calendars.items():
        schools[calendar].add(school)
    schools.pop(rules.calendar, None)
    own = frozenset(school for found in schools.values() for school in found)
    for calendar, names, but in [(rules.calendar, own, True), *((one, schools[one], False) for one in schools)]:
        last, before = (_latest(day, calendar, rules) for day in (when.last, when.first - DAY))
        if last:
            yield Came(frozenset(names), but, before or when.first - BACK, last)


def _latest(due: date, calendar: SchoolCalendar, rules: Rules) -> date | None:
    """The last day from which a decision is due by then."""
    days = (due - DAY * back for back in range(BACK.days))
    return next((day for day in days if triage_by(day, rules.clocks, calendar) <= due), None)


def called(tx: Tx, name: str) -> dict[PersonId, str]:
    """Who has a name with these words, and what it is; a few of them."""
    words = set(name.split())
    found: dict[PersonId, str] = {}
    for row in tx.ask(EVERYBODY):
        if row["name"] and words <= set(plain(row["name"]).split()):
            found.setdefault(PersonId(row["person"]), row["name"])
    return dict(sorted(found.items(), key=_by_name)[:PERSONS])


def _by_name(found: tuple[PersonId, str]) -> tuple[str, str]:
    return found[1], found[0]
