"""What somebody looks for, in SQL. It is asked of what they find (storage/car_sight.py), so no filter tells of more.

A report that was handed over keeps its columns: each filter on what is not shown of it any more asks who reads it too.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, case, false, func, null, or_, select

from domain.asking import plain
from domain.cars import State
from domain.deadlines import triage_by
from domain.people import PersonId, Viewer
from domain.periods import DAY, Period
from domain.rules import Rules
from domain.school_calendar import SchoolCalendar
from domain.sought import Sought, Status, Whose
from storage.car_sight import (
    INSIDE,
    STAYED,
    C,
    closed,
    everything,
    owned_by,
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


def sought_by(sought: Sought, viewer: Viewer, today: date, rules: Rules) -> tuple[ColumnElement[bool], ...]:
    """The conditions for `CarLog.page`."""
    status = {Status.OPEN: still_open, Status.CLOSED: closed, Status.ALL: everything}[sought.status]
    found = [status(), *_filters(sought)]
    if sought.whose:
        found.append(_whose(sought.whose, viewer, today, rules))
    if sought.overdue:
        found.append(_due(Period(first=LONG_AGO, last=today - DAY), rules))
    if sought.due:
        found.append(_due(sought.due, rules))
    return tuple(found)


def _filters(sought: Sought) -> Iterator[ColumnElement[bool]]:
    wanted = sought.filters
    for column, value in (
        (C.school, wanted.school),
        (C.department, wanted.department),
        (C.severity, wanted.severity and str(wanted.severity)),
        (C.source, wanted.source and str(wanted.source)),
    ):
        if value:
            yield and_(INSIDE, column == value)
    if wanted.owner:
        yield and_(INSIDE, owned_by(wanted.owner))
    if sought.urgent:
        yield and_(INSIDE, C.urgent.is_(True))
    if sought.filed:
        yield C.filed_on.between(sought.filed.first, sought.filed.last)
    if sought.closed:
        yield and_(INSIDE, C.closed_on.between(sought.closed.first, sought.closed.last))


def _whose(whose: Whose, viewer: Viewer, today: date, rules: Rules) -> ColumnElement[bool]:
    mine = owned_by(viewer.person)
    match whose:
        case Whose.OWNED:
            return mine
        case Whose.REPORTED:
            return reported_by(viewer.person)
        case Whose.MINE:
            return or_(mine, reported_by(viewer.person))
        case Whose.WAITING:
            works = and_(STAYED, C.state.in_(OWNERS), mine)
            decides, answers = waiting_for(viewer, rules), returned_to(viewer.person)
            return or_(works, turn_of(viewer, today), decides, answers)


def _due(when: Period, rules: Rules) -> ColumnElement[bool]:
    return and_(STAYED, or_(DUE.between(when.first, when.last), and_(C.state == State.SUBMITTED, _triage(when, rules))))


def _triage(when: Period, rules: Rules) -> ColumnElement[bool]:
    """Those whose decision is due then: by the day on which they came in, which is another one for some schools."""
    schools: Mapping[SchoolCalendar, set[str]] = defaultdict(set)
    for school, calendar in rules.calendars.items():
        schools[calendar].add(school)
    own = {school for calendar, found in schools.items() if calendar != rules.calendar for school in found}
    found = [and_(or_(C.school.is_(None), C.school.not_in(own)), _came(when, rules.calendar, rules))]
    found += [
        and_(C.school.in_(sorted(names)), _came(when, calendar, rules))
        for calendar, names in schools.items()
        if calendar != rules.calendar
    ]
    return or_(*found)


def _came(when: Period, calendar: SchoolCalendar, rules: Rules) -> ColumnElement[bool]:
    last = _latest(when.last, calendar, rules)
    if last is None:
        return false()
    before = _latest(when.first - DAY, calendar, rules)
    return and_(C.filed_on <= last, C.filed_on > (before or when.first - BACK))


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
