"""How a plan stands: a strategy by its steps, a goal by its strategies, the plan by its goals. Never worse than told.

The rule, so that it can be said in a meeting: the worst of what is open counts. A step that is late counts as at risk.
All is done when everything is done or not needed; a strategy without a step keeps its goal from being done.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from domain.frozen import dataclass
from domain.improvement import DistrictPlan, Goal, PlanStep
from domain.plans import StepStatus
from domain.texts import joined, say, say_many


class Standing(StrEnum):
    NO_STEPS = "no_steps"
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DONE = "done"
    CANCELLED = "cancelled"


STANDINGS: Mapping[Standing, str] = {
    Standing.NO_STEPS: say("No steps yet"),
    Standing.NOT_STARTED: say("Not started"),
    Standing.ON_TRACK: say("On track"),
    Standing.AT_RISK: say("At risk"),
    Standing.OFF_TRACK: say("Off track"),
    Standing.DONE: say("Done"),
    Standing.CANCELLED: say("Not needed"),
}
#: The first of these that occurs counts.
WORST = (Standing.OFF_TRACK, Standing.AT_RISK)
#: Nothing of it has begun.
STILL = frozenset({Standing.NOT_STARTED, Standing.NO_STEPS})


@dataclass(frozen=True, kw_only=True, slots=True)
class Stand:
    """How something stands, with the steps behind it: how many, done, not needed and late."""

    standing: Standing
    steps: int = 0
    done: int = 0
    cancelled: int = 0
    late: int = 0

    @property
    def words(self) -> str:
        """As "At risk · 3 of 8 steps done · 1 late"."""
        if not self.steps:
            return STANDINGS[self.standing]
        needed = self.steps - self.cancelled
        done = say_many("{done} of {n} step done", "{done} of {n} steps done", needed, done=self.done)
        late = say("{n} late", n=self.late) if self.late else ""
        return joined(" · ", [STANDINGS[self.standing], done if needed else "", late])


def of_steps(steps: Iterable[PlanStep], today: date) -> Stand:
    known = list(steps)
    return Stand(
        standing=worst_of([_of_one(step, today) for step in known]),
        steps=len(known),
        done=sum(step.status is StepStatus.DONE for step in known),
        cancelled=sum(step.status is StepStatus.CANCELLED for step in known),
        late=sum(step.is_late(today) for step in known),
    )


def _of_one(step: PlanStep, today: date) -> Standing:
    told = Standing(step.status)
    return Standing.AT_RISK if step.is_late(today) and told is not Standing.OFF_TRACK else told


def worst_of(standings: Sequence[Standing]) -> Standing:
    """What several come to."""
    bad = next((one for one in WORST if one in standings), None)
    left = {one for one in standings if one is not Standing.CANCELLED}
    if bad or not standings or left <= {Standing.NO_STEPS}:
        return bad or (Standing.CANCELLED if standings and not left else Standing.NO_STEPS)
    if left == {Standing.DONE}:
        return Standing.DONE
    return Standing.NOT_STARTED if left <= STILL else Standing.ON_TRACK


def together(stands: Sequence[Stand]) -> Stand:
    """What lies above several: the worst of them, and their steps counted up."""
    return Stand(
        standing=worst_of([one.standing for one in stands]),
        steps=sum(one.steps for one in stands),
        done=sum(one.done for one in stands),
        cancelled=sum(one.cancelled for one in stands),
        late=sum(one.late for one in stands),
    )


def of_strategy(plan: DistrictPlan, goal: int, strategy: int, today: date) -> Stand:
    return of_steps(plan.steps_of(goal, strategy), today)


def of_goal(plan: DistrictPlan, goal: Goal, today: date) -> Stand:
    """Steps that belong to no strategy of the goal count beside its strategies."""
    stands = [of_strategy(plan, goal.nth, one.nth, today) for one in goal.strategies]
    beside = plan.steps_of(goal.nth)
    return together([*stands, *([of_steps(beside, today)] if beside else [])])


def of_plan(plan: DistrictPlan, today: date) -> Stand:
    return together([of_goal(plan, goal, today) for goal in plan.goals])


@dataclass(frozen=True, kw_only=True, slots=True)
class Supported:
    """A goal of one plan, and the goals of others that support it."""

    plan: DistrictPlan
    goal: Goal
    by: tuple[tuple[DistrictPlan, Goal], ...]


def consolidated(plans: Sequence[DistrictPlan]) -> list[Supported]:
    """The Consolidated School Improvement Plan: each goal that others support, in the order of plans and goals."""
    found = [
        Supported(plan=plan, goal=goal, by=tuple(_support(plans, plan.number, goal.nth)))
        for plan in plans
        for goal in plan.goals
    ]
    return [one for one in found if one.by]


def _support(plans: Sequence[DistrictPlan], number: str, nth: int) -> Iterable[tuple[DistrictPlan, Goal]]:
    for plan in plans:
        for goal in plan.goals:
            if (goal.supports, goal.supports_goal) == (number, nth):
                yield plan, goal


def of_supported(one: Supported, today: date) -> Stand:
    """How a goal stands together with those that support it."""
    return together(
        [of_goal(one.plan, one.goal, today), *(of_goal(plan, goal, today) for plan, goal in one.by)],
    )
