"""Plans as a spreadsheet: goals, strategies, steps, values and updates as sheets; and the columns of an import."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from domain.frozen import dataclass
from domain.improvement import KINDS, STAGES, STATES, DistrictPlan, Goal, PlanStep, Strategy, year_words
from domain.improvement_state import Supported, of_goal, of_plan, of_strategy, of_supported
from domain.measures import Measured, MeasureValue
from domain.people import PersonId
from domain.plan_import import COLUMNS
from domain.step_updates import STATUSES, StepUpdate
from domain.texts import joined, say
from views.log_sheet import copy_facts
from views.look import Look
from views.papers import Stamp
from views.plans import typed
from views.sheets import Book, Column, Sheet

TOGETHER = say("Consolidated School Improvement Plan")
MEASURED = {
    Measured.GOAL: say("The goal"),
    Measured.ADULTS: say("What adults do"),
    Measured.STUDENTS: say("What students do"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Whole:
    """A plan with what was measured and told of it."""

    plan: DistrictPlan
    values: Sequence[MeasureValue] = ()
    lines: Sequence[StepUpdate] = ()


def _wide(head: str, width: int = 40) -> Column:
    return Column(head=head, width=width)


def _day(head: str) -> Column:
    return Column(head=head, kind="date", width=12)


def _number(head: str) -> Column:
    return Column(head=head, kind="number", width=8)


def plan_facts(plan: DistrictPlan, look: Look, stamp: Stamp, number: str) -> list[tuple[str, str]]:
    """Of which plan and which version of it a file is a copy, and how it stood."""
    header = [(say("Mission"), plan.mission), (say("Vision"), plan.vision), (say("Quality policy"), plan.policy)]
    of = [
        (say("Plan"), joined(" · ", [plan.number, typed(plan.title)])),
        (say("Revision"), str(plan.revision)),
        (say("Kind"), KINDS[plan.kind]),
        (say("For"), place_of(plan, look)),
        (say("School year"), year_words(plan.year)),
        (say("State"), STATES[plan.state]),
        (say("How it stands"), of_plan(plan, look.today).words),
        *((name, typed(words)) for name, words in header if words),
    ]
    return copy_facts(stamp, number, of)


def place_of(plan: DistrictPlan, look: Look) -> str:
    return look.names.place(plan.place) if plan.place else say("the whole district")


def plan_book(whole: Whole, look: Look, stamp: Stamp, number: str) -> Book:
    plan = whole.plan
    return Book(
        title=joined(" · ", [plan.number, typed(plan.title)]),
        facts=plan_facts(plan, look, stamp, number),
        sheets=[
            _goals(plan, look),
            _strategies(plan, look),
            _steps([plan], look),
            _values(whole, look),
            _told(whole, look),
        ],
        at=stamp.at,
    )


def _goals(plan: DistrictPlan, look: Look) -> Sheet:
    columns = [
        *(
            _number(say("Goal")),
            _wide(say("What students reach"), 50),
            _wide(say("Measure"), 30),
            _wide(say("Today"), 16),
        ),
        *(_wide(say("Target"), 16), _day(say("By when")), _wide(say("Supports"), 24), _wide(say("How it stands"))),
    ]
    rows = [
        (
            *(goal.nth, typed(goal.statement), _words(goal.measure), _words(goal.baseline), _words(goal.target)),
            *(goal.by_when, _supports(goal), of_goal(plan, goal, look.today).words),
        )
        for goal in plan.goals
    ]
    return Sheet(name=say("Goals"), columns=columns, rows=rows)


def _words(words: str | None) -> str | None:
    return typed(words) if words else None


def _supports(goal: Goal) -> str | None:
    return say("{plan}, goal {n}", plan=goal.supports, n=goal.supports_goal or 0) if goal.supports else None


def _strategies(plan: DistrictPlan, look: Look) -> Sheet:
    columns = [
        *(_number(say("Goal")), _number(say("Strategy")), _wide(say("If we"))),
        *(
            _wide(say("Then adults")),
            _wide(say("Shown by"), 30),
            _wide(say("And students")),
            _wide(say("Shown by"), 30),
        ),
        _wide(say("How it stands")),
    ]
    rows = [
        (
            *(goal.nth, one.nth, typed(one.does), _words(one.adults), _words(one.adults_measure), _words(one.students)),
            *(_words(one.students_measure), of_strategy(plan, goal.nth, one.nth, look.today).words),
        )
        for goal in plan.goals
        for one in goal.strategies
    ]
    return Sheet(name=say("Strategies"), columns=columns, rows=rows)


def _steps(plans: Sequence[DistrictPlan], look: Look) -> Sheet:
    columns = [
        *(_wide(say("Plan"), 16), _number(say("Step")), _number(say("Goal")), _number(say("Strategy"))),
        *(_wide(say("What is done"), 50), _wide(say("Owner"), 24), _day(say("Due")), _wide(say("Status"), 14)),
        *(
            _number(say("Percent")),
            _wide(say("Late"), 8),
            _day(say("Done or not needed since")),
            _wide(say("Team"), 30),
        ),
        *(_wide(say("How far it is in use"), 18), _wide(say("Who measures what"), 30)),
    ]
    rows = [_step(step, look) for plan in plans for step in plan.steps]
    return Sheet(name=say("Steps"), columns=columns, rows=rows)


def _step(step: PlanStep, look: Look) -> tuple[Any, ...]:
    return (
        *(step.of, step.number, step.goal, step.strategy, typed(step.what), look.names.person(step.owner), step.due),
        *(STATUSES[step.status], step.percent, say("late") if step.is_late(look.today) else None),
        *(step.done_on or step.cancelled_on, _words(step.team), STAGES[step.stage] if step.stage else None),
        _words(step.collects),
    )


def _values(whole: Whole, look: Look) -> Sheet:
    columns = [
        *(_number(say("Goal")), _number(say("Strategy")), _wide(say("Of what"), 18), _wide(say("Measure"), 30)),
        *(_day(say("Day")), _number(say("Value")), _wide(say("Where it is from"), 30), _wide(say("Told by"), 24)),
    ]
    rows = [
        (
            *(one.goal, one.strategy or None, MEASURED[one.of], _measure(whole.plan, one), one.day, one.value),
            *(_words(one.note), look.names.person(one.by)),
        )
        for one in sorted(whole.values, key=lambda one: (one.goal, one.strategy, one.of, one.day, one.nth))
    ]
    return Sheet(name=say("Measures"), columns=columns, rows=rows)


def _measure(plan: DistrictPlan, value: MeasureValue) -> str | None:
    """What is measured, as the plan says it now."""
    goal = plan.goal(value.goal)
    if goal is None or not value.strategy:
        return _words(goal.measure) if goal else None
    strategy = next((one for one in goal.strategies if one.nth == value.strategy), None)
    if strategy is None:
        return None
    return _words(strategy.adults_measure if value.of is Measured.ADULTS else strategy.students_measure)


def _told(whole: Whole, look: Look) -> Sheet:
    columns = [
        *(_number(say("Step")), _day(say("Day")), _wide(say("Status"), 14), _number(say("Percent"))),
        *(_wide(say("What was told"), 60), _wide(say("Told by"), 24), _day(say("Was due"))),
        *(_wide(say("Was whose"), 24), _wide(say("What it was"))),
    ]
    rows = [
        (
            *(line.step, line.day, STATUSES[line.status], line.percent, _words(line.comment)),
            *(look.names.person(line.by), line.due_was),
            *(look.names.person(line.owner_was) if line.owner_was else None, _words(line.what_was)),
        )
        for line in whole.lines
    ]
    return Sheet(name=say("Updates"), columns=columns, rows=rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Owned:
    """What the columns of an import say of steps beside the plan: e-mails of their owners, and the last comments."""

    emails: Mapping[PersonId, str]
    notes: Mapping[int, str]


def plan_table(whole: Whole, owned: Owned, look: Look, stamp: Stamp, number: str) -> Book:
    """The columns of `kaizen import plan`, in its words whatever language is spoken: it can be brought in again."""
    return Book(
        title=whole.plan.number,
        facts=plan_facts(whole.plan, look, stamp, number),
        sheets=[Sheet(name="plan", columns=_named(COLUMNS), rows=list(_table(whole.plan, owned)))],
        at=stamp.at,
    )


def _named(names: Iterable[str]) -> list[Column]:
    return [Column(head=str(name)) for name in names]


def _table(plan: DistrictPlan, owned: Owned) -> Iterator[tuple[Any, ...]]:
    """A row for each step; a goal or a strategy without one has a row of its own."""
    for goal in plan.goals:
        beside = plan.steps_of(goal.nth)
        for step in beside:
            yield _row(goal, None, step, owned)
        if not (beside or goal.strategies):
            yield _row(goal, None, None, owned)
        for one in goal.strategies:
            for known in plan.steps_of(goal.nth, one.nth) or (None,):
                yield _row(goal, one, known, owned)


def _row(goal: Goal, one: Strategy | None, step: PlanStep | None, owned: Owned) -> tuple[Any, ...]:
    theory = (one.does, one.adults, one.students) if one else (None, None, None)
    if step is None:
        return (goal.statement, *theory, *[None] * (len(COLUMNS) - len(theory) - 1))
    email, status = owned.emails.get(step.owner), str(step.status).replace("_", " ")
    return (goal.statement, *theory, step.what, email, step.due, status, step.percent, owned.notes.get(step.number))


def together_facts(found: Sequence[Supported], stamp: Stamp, number: str, today: date) -> list[tuple[str, str]]:
    goals = [(say("Goals that others support"), str(len(found)))]
    return copy_facts(
        stamp,
        number,
        [
            *goals,
            *(
                (say("{plan}, goal {n}", plan=one.plan.number, n=one.goal.nth), of_supported(one, today).words)
                for one in found
            ),
        ],
    )


def together_book(found: Sequence[Supported], look: Look, stamp: Stamp, number: str) -> Book:
    columns = [
        *(_wide(say("Plan"), 16), _number(say("Goal")), _wide(say("What students reach"), 50)),
        *(
            _wide(say("How all of it stands")),
            _wide(say("Supported by"), 16),
            _wide(say("For"), 24),
            _number(say("Goal")),
        ),
        *(_wide(say("What students reach"), 50), _wide(say("How it stands"))),
    ]
    rows = [
        (
            *(one.plan.number, one.goal.nth, typed(one.goal.statement), of_supported(one, look.today).words),
            *(
                plan.number,
                place_of(plan, look),
                goal.nth,
                typed(goal.statement),
                of_goal(plan, goal, look.today).words,
            ),
        )
        for one in found
        for plan, goal in one.by
    ]
    sheets = [Sheet(name=say("Goals"), columns=columns, rows=rows), _steps(plans_in(found), look)]
    return Book(title=TOGETHER, facts=together_facts(found, stamp, number, look.today), sheets=sheets, at=stamp.at)


def plans_in(found: Sequence[Supported]) -> list[DistrictPlan]:
    """Each once, in the order of their numbers."""
    known = {plan.number: plan for one in found for plan in (one.plan, *(plan for plan, _ in one.by))}
    return [known[number] for number in sorted(known)]


def together_table(found: Sequence[Supported], owned: Owned, look: Look, stamp: Stamp, number: str) -> Book:
    """The columns of an import, with the plan and the goal that each of its goals supports before them."""
    rows = [
        (plan.number, f"{goal.supports} {goal.supports_goal}" if goal.supports else None, *row)
        for plan in plans_in(found)
        for goal in plan.goals
        for row in _table(_alone(plan, goal), owned)
    ]
    return Book(
        title=TOGETHER,
        facts=together_facts(found, stamp, number, look.today),
        sheets=[Sheet(name="plans", columns=_named(["plan", "supports", *COLUMNS]), rows=rows)],
        at=stamp.at,
    )


def _alone(plan: DistrictPlan, goal: Goal) -> DistrictPlan:
    return replace(plan, goals=(goal,))
