"""Reads what leaders are told of as of a cut-off, as what all staff may read, in a fixed number of statements.

None of them looks through what is closed: each begins with an index of what is open, or of what happened in the period.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, or_, select

from domain.cars import State
from domain.deadlines import due_of
from domain.extensions import EXTENDABLE
from domain.figures import Report
from domain.people import PersonId, Viewer
from domain.periods import DAY, Period
from domain.plans import StepStatus
from domain.reminders import Waiting, decide_by
from domain.settings import Settings
from domain.snapshots import Decision, Moved, Proposed, Snapshot, Step, Wanted
from domain.surveys import heard
from storage.car_sight import C, open_to_all
from storage.car_table import cars, passages
from storage.db import OURS, Moment, Tx, read
from storage.extensions import extensions
from storage.figures import Base, Figures
from storage.going import GOING, going_by
from storage.ideas import IdeaBook
from storage.meeting_themes import talks_between
from storage.people import as_one
from storage.step_lists import StepLists
from storage.waiting import WAITING
from storage.waves import Waves

P, BEFORE, X = passages.c, passages.alias("before").c, extensions.c
ALL_STATES = sorted(str(state) for state in State)
EVERYBODY = Viewer(person=PersonId(""))  # who has no part in anything reads what all staff read
MOST = 500  # steps, and ideas
AHEAD = 15 * DAY  # in which steps are coming
WANTED = {State.PLAN_REVIEW: Wanted.PLAN, State.MONITORING: Wanted.SIGN_OFF}
STANDS = {State.SUBMITTED: Wanted.TRIAGE, **WANTED}
SINCE, UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)


@cache
def _moves() -> Select[Any]:
    """What came to a state in the period, and from which; what was filed came from none."""
    last = and_(BEFORE.district == P.district, BEFORE.car == P.car, BEFORE.nth == P.nth - 1)
    of = and_(C.district == P.district, C.number == P.car)
    return (
        select(P.car, P.state, BEFORE.state.label("was"))
        .select_from(passages.join(cars, of).join(BEFORE.car.table, last))
        .where(P.district == OURS, P.state.in_(ALL_STATES), P.entered_at >= SINCE, P.entered_at < UNTIL)
        .where(open_to_all())
        .order_by(P.entered_at, P.car, P.nth)
    )


@cache
def _undecided() -> Select[Any]:
    return WAITING.where(open_to_all())


@cache
def _at_work() -> Select[Any]:
    unsigned = and_(C.state == State.MONITORING, C.signed_off_by.is_(None))
    return GOING.where(open_to_all(), or_(C.state == State.PLAN_REVIEW, unsigned))


@cache
def _wishes() -> Select[Any]:
    """More time that somebody asked for and nobody decided about."""
    return (
        select(X.car, X.old, X.asked_at)
        .join(cars, and_(C.district == X.district, C.number == X.car, C.cycle == X.cycle))
        .where(X.district == OURS, X.decided_at.is_(None), open_to_all())
        .where(C.state.in_(sorted(str(state) for state in EXTENDABLE)))
    )


def awaited(tx: Tx, decisions: Iterable[Decision]) -> frozenset[tuple[Wanted, str]]:
    """Which of these still wait."""
    numbers = sorted({one.number for one in decisions})
    if not numbers:
        return frozenset()
    standing = select(C.number, C.state, C.signed_off_by).where(open_to_all(), C.number.in_(numbers))
    asked = {row["car"] for row in tx.ask_once(_wishes().where(X.car.in_(numbers)))}
    found = {(Wanted.TIME, number) for number in asked}
    for row in tx.ask_once(standing):
        wanted = STANDS.get(State(row["state"]))
        if wanted and not (wanted is Wanted.SIGN_OFF and row["signed_off_by"]):
            found.add((wanted, row["number"]))
    return frozenset(found)


def _by_number(found: Iterable[Report]) -> list[Report]:
    """In the same order whatever way a database went to find them."""
    return sorted(found, key=lambda one: (len(one.number), one.number))


class Snapshots:
    """One district's, as all its staff may know them."""

    def __init__(self, tx: Tx, settings: Settings) -> None:
        self._tx = tx
        self._zone = settings.zone
        self._rules = settings.rules
        self._figures = Figures(tx, EVERYBODY, settings.zone)

    def read(self, period: Period) -> Snapshot:
        """`period` ends with the cut-off, and begins on the day after the last one's."""
        last, today = Period(first=period.first - DAY, last=period.first - DAY), period.last + DAY
        ideas = IdeaBook(self._tx).undecided(today, most=MOST)
        return Snapshot(
            period=period,
            reports=_by_number(self._figures.reports(Base.OPEN, period)),
            earlier=self._figures.reports(Base.OPEN, last),
            filed=_by_number(self._figures.reports(Base.FILED, period)),
            moves=self._moved(period),
            sealed=self._figures.hidden(Base.OPEN, period),
            decisions=[*self._late_triage(today), *self._at_work(), *self._wishes()],
            ideas=[Proposed(number=one.number, given_on=one.given_on) for one in ideas],
            steps=StepLists(self._tx).due(today, today + AHEAD, most=MOST),
            done=self._done(period),
            talks=talks_between(self._tx, period.first, period.last),
            heard=[heard(wave) for wave in Waves(self._tx).closed_between(period.first, period.last)],
        )

    def _moved(self, period: Period) -> list[Moved]:
        since, until = self._midnight(period.first), self._midnight(period.last + DAY)
        rows = self._tx.ask(_moves(), since=since, until=until)
        return [Moved(number=row["car"], was=State(row["was"]), now=State(row["state"])) for row in rows]

    def _late_triage(self, today: date) -> list[Decision]:
        """New reports that nobody decided about in time; the others are the quality office's own."""
        rows = [read(Waiting, as_one(self._tx, row, "decided_by")) for row in self._tx.ask(_undecided())]
        dated = [(one, decide_by(one, self._rules, self._zone)) for one in rows]
        return [
            Decision(wanted=Wanted.TRIAGE, number=one.number, since=self._day(one.since), due=due)
            for one, due in dated
            if due < today
        ]

    def _at_work(self) -> list[Decision]:
        """Plans to approve, and fixes to sign off."""
        found = going_by(self._tx, _at_work())
        return [
            Decision(
                wanted=WANTED[one.state],
                number=one.number,
                since=self._day(one.since),
                due=due_of(one, self._rules.clocks, self._rules.calendar_of(one.school)),
            )
            for one in found
        ]

    def _wishes(self) -> list[Decision]:
        return [
            Decision(wanted=Wanted.TIME, number=row["car"], since=self._day(row["asked_at"]), due=row["old"])
            for row in self._tx.ask(_wishes())
        ]

    def _done(self, period: Period) -> list[Step]:
        told = StepLists(self._tx).changed(self._midnight(period.first), most=MOST)
        done = [one for one in told if one.status is StepStatus.DONE and one.day in period]
        return [Step(number=one.step, of=one.of, due=one.day) for one in done]

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._zone)

    def _day(self, instant: datetime) -> date:
        return instant.astimezone(self._zone).date()
