"""Reads what the management review is told of as of an evening, in a fixed number of statements.

All of it is what all staff may read. None looks through what is closed, but for the figures of twelve months.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select

from domain.cars import MRT_CYCLE, MRT_EXTENSIONS, Concern, Kind
from domain.ideas import IdeaState
from domain.meetings import HEARS
from domain.partnerships import Met, met
from domain.people import PersonId, Viewer
from domain.periods import DAY, MONTHS, Period, last_months
from domain.plans import Resources, StepStatus
from domain.reviews import Asking, Fact, Measured, PlanSteps, Promises, Review, Risk, Says, Shift, Year
from domain.settings import Settings
from domain.snapshots import Proposed, Step
from storage.car_sight import STAYED, C, open_to_all, plainly
from storage.car_table import OPEN, cars
from storage.db import OURS, Moment, Tx
from storage.extensions import extensions
from storage.figures import Base, Figures
from storage.ideas import ideas
from storage.improvement_sight import P, in_force
from storage.improvement_tables import district_plans, measure_values
from storage.meeting_themes import themes_between
from storage.meetings import Meetings
from storage.partnerships import Partnerships, partnerships
from storage.plans import plans
from storage.polls import polls
from storage.roadmaps import Roadmaps
from storage.snapshots import Snapshots
from storage.step_lists import StepLists, work_open_to_all
from storage.step_table import steps
from storage.waves import surveys_heard

X, D, S, V, B, L = extensions.c, ideas.c, steps.c, measure_values.c, polls.c, plans.c
EVERYBODY = Viewer(person=PersonId(""))  # who has no part in anything reads what all staff read
MOST = 300  # rows of a list: more than an agenda keeps
SINCE, UNTIL = bindparam("since", type_=Moment), bindparam("until", type_=Moment)
RISKY = (StepStatus.OFF_TRACK, StepStatus.AT_RISK)


def conversations(tx: Tx, period: Period) -> list[Fact]:
    """Meetings in which people were heard, with how many themes and to how many of those something was done."""
    themes = themes_between(tx, period.first, period.last)
    heard, answered = (Counter(one.meeting for one in themes if one.did or every) for every in (True, False))
    held = [one for one in Meetings(tx).between(period.first, period.last, sorted(HEARS)) if one.is_over]
    return [
        Fact(
            says=Says.HEARD,
            about=one.number,
            key=one.kind,
            day=one.day,
            n=heard[one.number],
            of=answered[one.number],
        )
        for one in held
    ]


#: What stands in the section of what families and staff say, beside reports and polls.
Voice = Callable[[Tx, Period], Sequence[Fact]]

VOICES: tuple[Voice, ...] = (surveys_heard, conversations)


@cache
def _standing() -> Select[Any]:
    """Open reports whose kind, dates or tries make them stand out."""
    often = or_(C.extensions >= MRT_EXTENSIONS, C.cycle >= MRT_CYCLE)
    preventive = plainly(C.kind) == str(Kind.PREVENTIVE)
    found = and_(C.state.in_(OPEN), open_to_all(), or_(often, preventive))
    return select(C.number, C.kind, often.label("often")).where(found)


@cache
def _shifts() -> Select[Any]:
    """Dates of open reports that were moved in the period, or that somebody asks to move."""
    lately = and_(X.decided_at >= SINCE, X.decided_at < UNTIL)
    return (
        select(X.car.label("number"), X.old, X.new, X.decided_at, X.granted)
        .select_from(cars.join(extensions, and_(X.district == C.district, X.car == C.number)))
        .where(C.state.in_(OPEN), open_to_all(), X.cycle == C.cycle, or_(X.decided_at.is_(None), lately))
    )


@cache
def _asking() -> Select[Any]:
    """Open reports whose approved plan asks for resources."""
    return (
        select(C.number, C.on_hold_since, L.resources)
        .select_from(cars.join(plans, and_(L.district == C.district, L.car == C.number, L.cycle == C.cycle)))
        .where(C.state.in_(OPEN), open_to_all(), L.approved_by.is_not(None))
        .where(L.resources_asked.is_not(None), or_(L.resources_pending.is_(True), L.resources.is_not(None)))
    )


@cache
def _plans() -> Select[Any]:
    """How the steps of each plan in force stand, also where it has none."""
    of = and_(S.district == P.district, S.of == P.number, S.place.is_not(None), S.cycle <= P.in_force)
    late = and_(S.status.not_in([StepStatus.DONE, StepStatus.CANCELLED]), S.due < bindparam("today"))
    return (
        select(P.number, S.status, func.count(S.number).label("n"), func.count().filter(late).label("late"))
        .select_from(district_plans.outerjoin(steps, of))
        .where(P.district == OURS, in_force())
        .group_by(P.number, S.status)
        .order_by(P.number)
    )


@cache
def _risks() -> Select[Any]:
    return (
        work_open_to_all(S.number, S.of, S.status, S.due)
        .where(S.status.in_([str(one) for one in RISKY]))
        .order_by(S.status, S.due, S.number)
        .limit(MOST)
    )


@cache
def _measures() -> Select[Any]:
    """All values of the goals of plans in force, in the order in which they were told."""
    of = and_(P.district == V.district, P.number == V.plan)
    return (
        select(V.plan, V.goal, V.nth, V.day, V.value)
        .select_from(measure_values.join(district_plans, of))
        .where(V.district == OURS, V.undone.is_(False), V.of == "goal", in_force())
        .order_by(V.plan, V.goal, V.day, V.nth)
    )


PARTNERS = (
    select(P.number)
    .join(partnerships, and_(partnerships.c.district == P.district, partnerships.c.plan == P.number))
    .where(P.district == OURS, in_force())
    .order_by(P.number)
)
POLLS = select(func.count().label("n")).where(B.district == OURS, B.closed_at >= SINCE, B.closed_at < UNTIL)
IDEAS = (
    select(D.number, D.state, D.given_on)
    .where(D.district == OURS, D.state.in_([IdeaState.NEW, IdeaState.LATER, IdeaState.REVIEW_TEAM]))
    .order_by(D.given_at, D.number)
)
SEALED = select(C.number).where(
    C.district == OURS, C.sealed.is_(True), C.concerns == Concern.NOBODY, STAYED, C.state.in_(OPEN)
)


class Reviews:
    """One district's, as all its staff may know them."""

    def __init__(self, tx: Tx, settings: Settings) -> None:
        self._tx = tx
        self._settings = settings
        self._figures = Figures(tx, EVERYBODY, settings.zone)

    def read(self, period: Period, *, following: date | None, minutes: str, outputs: Sequence[Fact]) -> Review:
        """`period` ends with the cut-off, and begins on the day after that of the agenda before it."""
        today = period.last + DAY
        standing, open_ideas = self._ordered(_standing()), self._tx.ask(IDEAS)
        return Review(
            found=Snapshots(self._tx, self._settings).read(period),
            year=self._year(period.last),
            attention=frozenset(row["number"] for row in standing if row["often"]),
            shifts=self._shifts(period),
            preventive=[row["number"] for row in standing if row["kind"] == Kind.PREVENTIVE],
            asking=self._asking(),
            plans=list(self._plans(today)),
            late_steps=self._due(date.min, period.last),
            risks=[self._risk(row) for row in self._tx.ask(_risks())],
            measures=list(self._measures(period)),
            partners=list(self._partners(today)),
            roadmap=self._roadmap(period),
            polls=self._tx.ask(POLLS, **self._moments(period))[0]["n"],
            ideas=[self._idea(row) for row in open_ideas if row["state"] == IdeaState.REVIEW_TEAM],
            open_ideas=len(open_ideas),
            sealed=[Fact(says=Says.NEW, about=row["number"]) for row in self._ordered(SEALED)],
            minutes=minutes,
            outputs=outputs,
            voices=[fact for voice in VOICES for fact in voice(self._tx, period)],
            following=following,
            ahead=self._due(today, following) if following else (),
            objectives=len(self._settings.objectives),
            cause_words=self._settings.cause_words,
        )

    def _ordered(self, query: Select[Any], **given: Any) -> list[dict[str, Any]]:
        """By number. Asked for that, SQLite would look through all reports in order rather than find the open ones."""
        return sorted(self._tx.ask(query, **given), key=lambda row: (len(row["number"]), row["number"]))

    def _year(self, cut_off: date) -> Year:
        period, read = last_months(cut_off, MONTHS), self._figures.reports
        return Year(
            period=period,
            filed=read(Base.FILED, period),
            followed=read(Base.FOLLOWED, period),
            due=read(Base.DUE, period),
            ended=read(Base.ENDED, period),
            checks=self._figures.checks(period),
        )

    def _shifts(self, period: Period) -> list[Shift]:
        return [
            Shift(
                car=row["number"],
                old=row["old"],
                new=row["new"],
                decided=row["decided_at"] is not None,
                granted=row["granted"],
            )
            for row in self._ordered(_shifts(), **self._moments(period))
        ]

    def _asking(self) -> list[Asking]:
        return [
            Asking(
                car=row["number"],
                since=row["on_hold_since"],
                decided=Resources(row["resources"]) if row["resources"] else None,
            )
            for row in self._ordered(_asking())
        ]

    def _plans(self, today: date) -> Iterator[PlanSteps]:
        counts: dict[str, Counter[StepStatus]] = defaultdict(Counter)
        late: Counter[str] = Counter()
        for row in self._tx.ask(_plans(), today=today):
            counts[row["number"]] += Counter({StepStatus(row["status"]): row["n"]} if row["status"] else {})
            late[row["number"]] += row["late"]
        for plan, statuses in counts.items():
            yield PlanSteps(plan=plan, statuses=statuses, late=late[plan])

    def _due(self, first: date, last: date) -> list[Step]:
        return StepLists(self._tx).due(first, last, most=MOST) if first <= last else []

    def _risk(self, row: dict[str, Any]) -> Risk:
        return Risk(step=row["number"], of=row["of"], status=StepStatus(row["status"]), due=row["due"])

    def _measures(self, period: Period) -> Iterator[Measured]:
        """The goals whose measure was told in the period."""
        of_goal: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
        for row in self._tx.ask(_measures()):
            if row["day"] <= period.last:
                of_goal[row["plan"], row["goal"]].append(row)
        for (plan, goal), rows in of_goal.items():
            if rows[-1]["day"] in period:
                was = float(rows[-2]["value"]) if len(rows) > 1 else None
                yield Measured(plan=plan, goal=goal, value=float(rows[-1]["value"]), was=was)

    def _partners(self, today: date) -> Iterator[Promises]:
        numbers = [row["number"] for row in self._tx.ask(PARTNERS)]
        if not numbers:
            return
        book = Partnerships(self._tx)
        terms, promised, told = book.terms(numbers), book.commitments(numbers), book.happened(numbers)
        for number in numbers:
            going = [one for one in promised[number] if not one.dropped]
            stands = Counter(met(terms[number], one, told[number], today) for one in going)
            yield Promises(plan=number, met=stands[Met.MET], due=stands[Met.DUE], late=stands[Met.LATE])

    def _roadmap(self, period: Period) -> list[tuple[str, str, date]]:
        since = self._moments(period)["since"]
        found = Roadmaps(self._tx).changed(since, most=MOST)
        return [(one.plan, str(one.phase), one.day) for one in found if one.day in period]

    def _idea(self, row: dict[str, Any]) -> Proposed:
        return Proposed(number=row["number"], given_on=row["given_on"])

    def _moments(self, period: Period) -> dict[str, datetime]:
        return {"since": self._midnight(period.first), "until": self._midnight(period.last + DAY)}

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._settings.zone)
