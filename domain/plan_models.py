"""Models to begin a plan with: goals and strategies that others use, measures to be set, steps to be changed."""

from collections.abc import Sequence
from dataclasses import replace

from domain.frozen import dataclass
from domain.improvement import DistrictPlan, Goal, Kind, PlanStep, Strategy, last_day
from domain.texts import say


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelStrategy:
    does: str
    adults: str | None = None
    adults_measure: str | None = None
    students: str | None = None
    students_measure: str | None = None
    steps: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelGoal:
    statement: str
    measure: str | None = None
    strategies: Sequence[ModelStrategy] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """`examples`: its steps only show what steps may be like, and say so."""

    key: str
    title: str
    kind: Kind
    examples: bool
    goals: Sequence[ModelGoal]


def begun(plan: DistrictPlan, model: Model) -> DistrictPlan:
    """A plan with the goals and strategies of a model; each goal is due on the last day of the school year."""
    goals = tuple(_goal(nth, goal, plan) for nth, goal in enumerate(model.goals, 1))
    return replace(plan, goals=goals, used=len(goals))


def _goal(nth: int, goal: ModelGoal, plan: DistrictPlan) -> Goal:
    strategies = tuple(
        Strategy(
            nth=place,
            does=one.does,
            adults=one.adults,
            adults_measure=one.adults_measure,
            students=one.students,
            students_measure=one.students_measure,
        )
        for place, one in enumerate(goal.strategies, 1)
    )
    when = last_day(plan.year)
    return Goal(nth=nth, statement=goal.statement, measure=goal.measure, by_when=when, strategies=strategies)


def steps_of(plan: DistrictPlan, model: Model) -> list[PlanStep]:
    """Its steps, as yet without a number: whoever leads the plan gives them to others, and sets their days."""
    return [
        PlanStep(
            number=0,
            of=plan.number,
            what=str(say("Example: {what}", what=what)) if model.examples else what,
            owner=plan.lead,
            due=last_day(plan.year),
            goal=nth,
            strategy=place,
        )
        for nth, goal in enumerate(model.goals, 1)
        for place, strategy in enumerate(goal.strategies, 1)
        for what in strategy.steps
    ]
