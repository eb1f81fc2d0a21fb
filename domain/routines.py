"""The routine of a plan: the meeting in its rhythm at which its people look together at what is late and what to do.

It is no accountability mechanism: nobody's supervisor hears of anything here. Whoever does a step is asked before a
routine how it goes, unless they said so since the last one.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from domain.asks import need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.improvement import REASON_MAX, DistrictPlan, Goal, PlanStep
from domain.improvement_rights import check_leads
from domain.measures import MeasureValue
from domain.people import PersonId, Viewer
from domain.plans import StepStatus
from domain.school_calendar import SchoolCalendar
from domain.step_updates import is_live
from domain.texts import say

WEEKS = (1, 2, 3, 4, 6, 8)
ASK_DAYS = 7  # before a routine, on which those who do steps are asked how they go
MEASURE_DAYS = 90  # after which a measure is due again
SOON = timedelta(days=30)  # before the day on which a goal is to be reached


class Decision(StrEnum):
    STAY = "stay"
    ADJUST = "adjust"


DECISIONS: Mapping[Decision, str] = {Decision.STAY: say("Stay"), Decision.ADJUST: say("Adjust")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rhythm:
    """Every so many weeks, from its first day on; on a closed day it is on the next open one."""

    plan: str
    first: date
    weeks: int
    goes_on: bool = True
    version: int = 1

    def on_or_after(self, day: date, calendar: SchoolCalendar) -> date:
        """The next routine, today's as well."""
        every = timedelta(weeks=self.weeks)
        nth = max(0, (day - self.first) // every)  # the one before may have been moved to this day or a later one
        while (found := calendar.on_or_after(self.first + nth * every)) < day:
            nth += 1
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """What a routine decided about a strategy; the last word of a day counts."""

    plan: str
    on: date  # the day of the routine
    goal: int
    strategy: int
    decision: Decision
    because: str
    by: PersonId
    version: int = 1


def check_rhythm(rhythm: Rhythm, plan: DistrictPlan, *, by: Viewer, today: date) -> None:
    check_leads(plan, by)
    if rhythm.weeks not in WEEKS:
        raise RefusedError("Please choose one of the list.", field="weeks")
    if rhythm.first < today:
        raise RefusedError("Choose today or a day after today.", field="first")


def decide(plan: DistrictPlan, decided: Decided, *, by: Viewer) -> Decided:
    check_leads(plan, by)
    goal = plan.goal(decided.goal)
    if goal is None or decided.strategy not in {one.nth for one in goal.strategies}:
        raise RefusedError("Please choose a strategy of this plan.", field="about")
    need(decided.because, "Please say why.", field="because", at_most=REASON_MAX)
    return decided


@dataclass(frozen=True, kw_only=True, slots=True)
class Agenda:
    """What a routine looks at: problems first."""

    on: date
    late: Sequence[PlanStep]
    at_risk: Sequence[PlanStep]  # and off track, but not late
    measures: Sequence[Goal]  # to be measured by then


def agenda(plan: DistrictPlan, values: Sequence[MeasureValue], on: date, today: date) -> Agenda:
    """Steps that are late by the day of the routine are on its list, as are those at risk."""
    open_ = [step for step in plan.steps if is_live(plan, step) and not step.is_over]
    late = [step for step in open_ if step.is_late(max(on, today))]
    worse = (StepStatus.AT_RISK, StepStatus.OFF_TRACK)
    return Agenda(
        on=on,
        late=sorted(late, key=lambda step: (step.due, step.number)),
        at_risk=[step for step in open_ if step.status in worse and step not in late],
        measures=[goal for goal in plan.goals if _is_due(goal, values, on)],
    )


def _is_due(goal: Goal, values: Sequence[MeasureValue], on: date) -> bool:
    """It has a measure that was not taken for a quarter, or not since it is to be reached soon."""
    told = [one.day for one in values if one.goal == goal.nth and not one.undone]
    soon = goal.by_when is not None and goal.by_when - SOON <= on
    old = on - (SOON if soon else timedelta(days=MEASURE_DAYS))
    return goal.measure is not None and (not told or max(told) < old)
