"""Plans on paper: the header, each goal with its theory of action and its steps as a table, and who approved it."""

from collections.abc import Sequence
from datetime import date

from domain.improvement import KINDS, STATES, DistrictPlan, Goal, PlanState, PlanStep, Strategy, year_words
from domain.improvement_rights import APPROVE
from domain.improvement_state import Supported, of_goal, of_plan, of_strategy, of_supported
from domain.measures import Measured, MeasureValue, trend
from domain.texts import joined, say
from views.elements import Facts, Heading, Note
from views.improvement import SIGNED, TO_BE_SET, theory
from views.look import Look
from views.paper import Paper, PaperPart, Said, Signatures, Table
from views.papers import NOT_SAID, UNOFFICIAL, Stamp, said, stamped, written
from views.plan_sheet import TOGETHER, Whole, place_of
from views.plan_steps import status_words
from views.plans import typed

NOT_APPROVED = say("Nobody has approved this version yet.")


def plan_paper(whole: Whole, look: Look, stamp: Stamp) -> Paper:
    plan = whole.plan
    fresh = plan.state in (PlanState.DRAFT, PlanState.REVIEW)
    parts: list[PaperPart] = [
        Facts(_facts(plan, look)),
        *said([(say("Mission"), plan.mission), (say("Vision"), plan.vision), (say("Quality policy"), plan.policy)]),
        *(part for goal in plan.goals for part in _goal(whole, goal, look)),
        Heading(say("Approval")),
        *_approvals(plan, look),
    ]
    paper = Paper(
        title=joined(" · ", [plan.number, typed(plan.title)]),
        at=stamp.at,
        running=joined(" ", [KINDS[plan.kind], plan.number]),
        edition=say("Revision {n}", n=plan.revision),
        notice=joined(" ", [UNOFFICIAL, NOT_APPROVED if fresh else ""]),
        parts=parts,
    )
    return stamped(paper, stamp)


def _facts(plan: DistrictPlan, look: Look) -> list[tuple[str, str]]:
    rows = [
        (say("Kind"), KINDS[plan.kind]),
        (say("For"), place_of(plan, look)),
        (say("School year"), year_words(plan.year)),
        (say("Leads it"), look.names.person(plan.lead)),
        (say("State"), STATES[plan.state]),
        (say("How it stands"), of_plan(plan, look.today).words),
    ]
    more = [(say("Goes on from"), plan.rolled_from), (say("Why it was changed"), _reason(plan))]
    return [*rows, *((name, value) for name, value in more if value)]


def _reason(plan: DistrictPlan) -> str | None:
    return typed(plan.why) if plan.why and plan.revision > 1 else None


def _goal(whole: Whole, goal: Goal, look: Look) -> list[PaperPart]:
    plan = whole.plan
    stand = of_goal(plan, goal, look.today)
    parts: list[PaperPart] = [
        Heading(say("Goal {n} · {stand}", n=goal.nth, stand=stand.words)),
        Said(say("What students reach"), typed(goal.statement)),
        Facts(_measured(goal, whole.values)),
    ]
    parts += [part for one in goal.strategies for part in _strategy(whole, goal, one, look)]
    beside = plan.steps_of(goal.nth)
    if goal.strategies and not beside:
        return parts
    return [*parts, *([Note(say("Steps of the goal alone"))] if goal.strategies else []), _steps(beside, look)]


def _measured(goal: Goal, values: Sequence[MeasureValue]) -> list[tuple[str, str]]:
    told = trend([one for one in values if (one.goal, one.strategy) == (goal.nth, 0)])
    rows: list[tuple[str, str]] = [
        (say("Measure"), typed(goal.measure) if goal.measure else TO_BE_SET),
        (say("Today"), typed(goal.baseline) if goal.baseline else NOT_SAID),
        (say("Target"), typed(goal.target) if goal.target else NOT_SAID),
        (say("By when"), written(goal.by_when)),
    ]
    rows += [(say("Measured"), told)] if told else []
    if goal.supports:
        rows.append((say("Supports"), say("{plan}, goal {n}", plan=goal.supports, n=goal.supports_goal or 0)))
    return rows


def _strategy(whole: Whole, goal: Goal, one: Strategy, look: Look) -> list[PaperPart]:
    stand = of_strategy(whole.plan, goal.nth, one.nth, look.today)
    mine = [value for value in whole.values if (value.goal, value.strategy) == (goal.nth, one.nth)]
    told = [
        Note(joined(": ", [name, found]))
        for of, name in ((Measured.ADULTS, say("Adults")), (Measured.STUDENTS, say("Students")))
        if (found := trend([value for value in mine if value.of is of]))
    ]
    name = joined(" · ", [say("Strategy {n}", n=one.nth), stand.words])
    return [Said(name, joined("\n", theory(one))), *told, _steps(whole.plan.steps_of(goal.nth, one.nth), look)]


def _steps(steps: Sequence[PlanStep], look: Look) -> Table:
    return Table(
        head=[say("Step"), say("What is done"), say("Owner"), say("Due"), say("How it stands")],
        shares=[6, 36, 20, 17, 21],
        rows=[
            (
                str(step.number),
                typed(step.what),
                look.names.person(step.owner),
                written(step.due),
                _stands(step, look.today),
            )
            for step in sorted(steps, key=lambda step: (step.due, step.number))
        ],
        empty=say("No steps yet."),
    )


def _stands(step: PlanStep, today: date) -> str:
    on = step.done_on or step.cancelled_on
    late = say("late") if step.is_late(today) else ""
    return joined(", ", [status_words(step.status, step.percent), written(on) if on else "", late])


def _approvals(plan: DistrictPlan, look: Look) -> list[PaperPart]:
    signed = {one.role: one for one in plan.signatures}
    rows = [
        (
            SIGNED[role],
            look.names.person(signed[role].by) if role in signed else NOT_SAID,
            written(signed[role].on) if role in signed else say("Not approved yet"),
            signed[role].digest[:16] if role in signed else NOT_SAID,
        )
        for role in APPROVE
    ]
    head = [say("Seat"), say("Who"), say("Day"), say("Digest of what was signed")]
    missing = [SIGNED[role] for role in APPROVE if role not in signed]
    return [Table(head=head, shares=[30, 28, 20, 22], rows=rows), *([Signatures(missing)] if missing else [])]


def together_paper(found: Sequence[Supported], look: Look, stamp: Stamp) -> Paper:
    """The Consolidated School Improvement Plan: how each goal stands with those that support it."""
    parts: list[PaperPart] = [part for one in found for part in _together(one, look)]
    none = Note(say("No goal supports another one yet."))
    paper = Paper(
        title=TOGETHER,
        at=stamp.at,
        running=TOGETHER,
        notice=UNOFFICIAL,
        wide=True,
        parts=[Facts([(say("As of"), written(look.today)), (say("Goals"), str(len(found)))]), *(parts or [none])],
    )
    return stamped(paper, stamp)


def _together(one: Supported, look: Look) -> list[PaperPart]:
    name = say("{plan}, goal {n}", plan=one.plan.number, n=one.goal.nth)
    rows = [
        (
            joined(" · ", [plan.number, place_of(plan, look)]),
            say("Goal {n} · {statement}", n=goal.nth, statement=typed(goal.statement)),
            joined(", ", [typed(goal.measure) if goal.measure else TO_BE_SET, typed(goal.target or "")]),
            of_goal(plan, goal, look.today).words,
        )
        for plan, goal in one.by
    ]
    return [
        Heading(joined(" · ", [name, of_supported(one, look.today).words])),
        Said(joined(" · ", [typed(one.plan.title), place_of(one.plan, look)]), typed(one.goal.statement)),
        Table(
            head=[say("Plan"), say("Goal"), say("Measure and target"), say("How it stands")],
            shares=[22, 38, 20, 20],
            rows=rows,
        ),
    ]
