"""Steps across all that they belong to: whose, due when, late, and what was told of them since.

Home, the daily message, the digest and the agenda read these. A step counts while people work on it: of a plan that is
in force, of a report whose plan is approved, and of what has no plan of its own. Those of a report that not all staff
may read are in their owner's list alone.
"""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Select, String, and_, bindparam, func, or_, select

from domain.cars import Concern, State
from domain.numbers import REPORTS
from domain.people import PersonId
from domain.plans import StepStatus
from domain.snapshots import Step
from domain.step_lines import Change, StepLine
from storage.car_table import cars
from storage.db import OURS, Moment, Tx, read
from storage.improvement_tables import district_plans, step_updates
from storage.meeting_tables import meetings
from storage.people import People, as_one
from storage.step_table import steps
from storage.steps import OPEN
from storage.words import Words

S, C, P, U, M = steps.c, cars.c, district_plans.c, step_updates.c, meetings.c
MINE = bindparam("mine", type_=String, expanding=True)


#: What a step that is worked on stands in: a plan that is in force, or a report whose plan is approved.
PLAN_GOES_ON = and_(P.in_force.is_not(None), S.cycle <= P.in_force, P.ended.is_(None))
REPORT_GOES_ON = and_(C.state == State.IMPLEMENTING, C.handed_to.is_(None))
#: What not all staff may read: reports that are sealed or about an office, and meetings of a few.
ANYBODYS = and_(C.sealed.is_(False), C.concerns == Concern.NOBODY)
OF_A_FEW = select(M.number).where(M.district == OURS, M.for_all.is_(False))


def _going_on() -> ColumnElement[bool]:
    by_itself = and_(P.number.is_(None), C.number.is_(None))
    return and_(S.place.is_not(None), or_(PLAN_GOES_ON, REPORT_GOES_ON, by_itself))


def open_to_all() -> ColumnElement[bool]:
    """Of reports that are not sealed, of plans and ideas, and of meetings that all staff may see."""
    return or_(and_(C.number.is_(None), S.of.not_in(OF_A_FEW)), ANYBODYS)


def worked_on(*columns: Any, source: Any = steps) -> Select[Any]:
    """From all steps that people work on."""
    return (
        select(*columns)
        .select_from(source)
        .outerjoin(cars, and_(C.district == S.district, C.number == S.of))
        .outerjoin(district_plans, and_(P.district == S.district, P.number == S.of))
        .where(S.district == OURS, _going_on())
    )


def work_open_to_all(*columns: Any) -> Select[Any]:
    """The same of those that all staff may read.

    A report is found by its state, and known by its number: joined, PostgreSQL would read all that there ever were.
    """
    reports = select(C.number).where(C.district == OURS, REPORT_GOES_ON, ANYBODYS)
    by_itself = and_(P.number.is_(None), ~S.of.startswith(REPORTS), S.of.not_in(OF_A_FEW))
    return (
        select(*columns)
        .select_from(steps)
        .outerjoin(district_plans, and_(P.district == S.district, P.number == S.of))
        .where(S.district == OURS, S.place.is_not(None), or_(PLAN_GOES_ON, S.of.in_(reports), by_itself))
    )


LINE = (S.number, S.of, S.what, S.owner, S.due, S.status, S.percent, S.goal)
IN_ORDER = (S.due, S.number)
OWNED = and_(S.owner.in_(MINE), S.status.in_(OPEN))
SIZE, OFFSET = bindparam("size", type_=Integer), bindparam("offset", type_=Integer)


@cache
def _owned() -> Select[Any]:
    return worked_on(*LINE).where(OWNED).order_by(*IN_ORDER).offset(OFFSET).limit(SIZE)


@cache
def _owned_total() -> Select[Any]:
    late = func.count().filter(S.due < bindparam("today", type_=Date))
    return worked_on(func.count().label("total"), late.label("late")).where(OWNED)


@cache
def _due() -> Select[Any]:
    within = S.due.between(bindparam("first", type_=Date), bindparam("last", type_=Date))
    found = work_open_to_all(S.number, S.of, S.due).where(S.status.in_(OPEN), within)
    return found.order_by(*IN_ORDER).limit(SIZE)


@cache
def _changed() -> Select[Any]:
    since = U.at >= bindparam("since", type_=Moment)
    told = steps.join(step_updates, and_(U.district == S.district, U.step == S.number))
    return (
        worked_on(U.step, U.of, U.day, U.status, source=told)
        .where(open_to_all(), since, U.undone.is_(False))
        .order_by(U.at.desc(), U.step)
        .limit(SIZE)
    )


class StepLists:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def mine(self, person: PersonId, *, size: int, offset: int = 0) -> list[StepLine]:
        """What somebody has still to do, whatever it comes from, the earliest due first."""
        return self._lines(_owned(), mine=self._ids(person), size=size, offset=offset)

    def count(self, person: PersonId, today: date) -> tuple[int, int]:
        """How many those are, and how many of them are late."""
        row = self._tx.ask(_owned_total(), mine=self._ids(person), today=today)[0]
        return row["total"], row["late"]

    def due(self, first: date, last: date, *, most: int) -> list[Step]:
        """Open steps that all staff may read, due within these days, both included, the earliest first."""
        return [Step(**row) for row in self._tx.ask(_due(), first=first, last=last, size=most)]

    def changed(self, since: datetime, *, most: int) -> list[Change]:
        """What was told of steps since a moment, the newest first."""
        rows = self._tx.ask(_changed(), since=since, size=most)
        return [Change(**{**row, "status": StepStatus(row["status"])}) for row in rows]

    def of_plan(self, plan: str) -> list[StepLine]:
        """Those of one plan that people work on, also what is done, the earliest due first."""
        return self._read(self._tx.ask_once(worked_on(*LINE).where(S.of == plan).order_by(*IN_ORDER)))

    def named(self, numbers: Collection[int]) -> dict[int, str]:
        """What each of these is, of those that all staff may read, also once nobody works on it any more."""
        of = and_(C.district == S.district, C.number == S.of)
        every = select(S.number, S.what).outerjoin(cars, of).where(S.district == OURS, open_to_all())
        some = every.where(S.number.in_(list(numbers)), C.handed_to.is_(None))
        rows = self._worded(self._tx.ask_once(some), "what") if numbers else []
        return {row["number"]: row["what"] for row in rows}

    def _ids(self, person: PersonId) -> list[PersonId]:
        return sorted(People(self._tx).ids_of(person))

    def _lines(self, query: Select[Any], **given: Any) -> list[StepLine]:
        return self._read(self._tx.ask(query, **given))

    def _read(self, rows: list[dict[str, Any]]) -> list[StepLine]:
        return [read(StepLine, as_one(self._tx, row, "owner")) for row in self._worded(rows, "what")]

    def _worded(self, rows: list[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
        """The same with their words put back."""
        texts = Words(self._tx).texts(row[name] for row in rows for name in names)
        return [row | {name: texts.get(row[name], "") for name in names} for row in rows]
