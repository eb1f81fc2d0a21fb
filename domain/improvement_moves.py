"""How a plan comes into force, is changed, goes on into the next school year, and ends."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from domain.asks import fit, need
from domain.errors import RefusedError
from domain.improvement import (
    ENDED,
    GOAL_MAX,
    GOALS_MAX,
    HEADER_MAX,
    MEASURE_MAX,
    OPEN,
    REASON_MAX,
    STATES,
    STRATEGIES_MAX,
    TITLE_MAX,
    DistrictPlan,
    Goal,
    PlanState,
    PlanStep,
    Signature,
    Strategy,
)
from domain.improvement_rights import APPROVE, approves_as, check_leads, in_charge
from domain.people import Viewer


def check_header(plan: DistrictPlan) -> None:
    need(plan.title, "Please give the plan a title.", field="title", at_most=TITLE_MAX)
    for name in ("mission", "vision", "policy"):
        fit(getattr(plan, name), field=name, at_most=HEADER_MAX)


def check_goal(goal: Goal) -> None:
    need(goal.statement, "Please say what is to be reached.", field="statement", at_most=GOAL_MAX)
    for name in ("measure", "baseline", "target"):
        fit(getattr(goal, name), field=name, at_most=MEASURE_MAX)


def check_strategy(strategy: Strategy) -> None:
    need(strategy.does, "Please say what you will do.", field="does", at_most=GOAL_MAX)
    for name, most in (("adults", GOAL_MAX), ("students", GOAL_MAX)):
        fit(getattr(strategy, name), field=name, at_most=most)
        fit(getattr(strategy, f"{name}_measure"), field=f"{name}_measure", at_most=MEASURE_MAX)


def _writable(plan: DistrictPlan, by: Viewer) -> None:
    check_leads(plan, by)
    if plan.state not in OPEN:
        raise RefusedError(
            '{number} is at "{state}" now. To change a plan in force, choose Change the plan first.',
            number=plan.number,
            state=STATES[plan.state],
        )


def write_header(plan: DistrictPlan, now: DistrictPlan, *, by: Viewer) -> DistrictPlan:
    """Words that changed take back what was signed: it was another text."""
    _writable(plan, by)
    check_header(now)
    return _unsigned(now)


def write_goal(plan: DistrictPlan, goal: Goal, *, by: Viewer) -> DistrictPlan:
    """A goal without a number is a new one; the others take the place of the one with their number."""
    _writable(plan, by)
    check_goal(goal)
    _check_support(plan, goal)
    if goal.nth:
        was = plan.goal(goal.nth)
        if was is None:
            raise RefusedError("This plan has no goal {n} any more.", n=goal.nth)
        kept = replace(goal, strategies=was.strategies, used=was.used)
        return _with_goals(plan, (kept if one.nth == goal.nth else one for one in plan.goals))
    if len(plan.goals) >= GOALS_MAX:
        raise RefusedError("A plan has {most} goals at most. Please put some of them together.", most=GOALS_MAX)
    nth = _next([plan.used, *(one.nth for one in plan.goals)])
    return replace(_with_goals(plan, (*plan.goals, replace(goal, nth=nth))), used=nth)


def _check_support(plan: DistrictPlan, goal: Goal) -> None:
    if goal.supports == plan.number:
        raise RefusedError("A goal supports a goal of another plan.", field="supports")


def drop_goal(plan: DistrictPlan, nth: int, *, by: Viewer) -> DistrictPlan:
    _writable(plan, by)
    if any(step.goal == nth and not step.is_over for step in plan.steps):
        raise RefusedError(
            "Goal {n} still has open steps. First say of each that it is done or not needed, or move it.", n=nth
        )
    return _with_goals(plan, (one for one in plan.goals if one.nth != nth))


def write_strategy(plan: DistrictPlan, nth: int, strategy: Strategy, *, by: Viewer) -> DistrictPlan:
    """The same for a strategy of a goal."""
    _writable(plan, by)
    check_strategy(strategy)
    goal = plan.goal(nth)
    if goal is None:
        raise RefusedError("This plan has no goal {n} any more.", n=nth)
    if strategy.nth:
        kept = tuple(strategy if one.nth == strategy.nth else one for one in goal.strategies)
    elif len(goal.strategies) >= STRATEGIES_MAX:
        raise RefusedError("A goal has {most} strategies at most.", most=STRATEGIES_MAX)
    else:
        new = _next([goal.used, *(one.nth for one in goal.strategies)])
        kept = (*goal.strategies, replace(strategy, nth=new))
    return _with_goals(plan, (replace(one, strategies=kept) if one.nth == nth else one for one in plan.goals))


def _next(numbers: Iterable[int]) -> int:
    return max(numbers, default=0) + 1


def _with_goals(plan: DistrictPlan, goals: Iterable[Goal]) -> DistrictPlan:
    return _unsigned(replace(plan, goals=tuple(goals)))


def _unsigned(plan: DistrictPlan) -> DistrictPlan:
    return replace(plan, signatures=())


def send(plan: DistrictPlan, *, by: Viewer) -> DistrictPlan:
    check_leads(plan, by)
    _at(plan, PlanState.DRAFT)
    if not plan.goals:
        raise RefusedError("A plan needs at least one goal before it is sent.")
    return replace(plan, state=PlanState.REVIEW, said=None, signatures=())


def approve(plan: DistrictPlan, revision: int, digest: str, *, by: Viewer, today: date) -> DistrictPlan:
    """What was read is signed, once in each seat that this person holds; with both signatures it is in force."""
    _at(plan, PlanState.REVIEW)
    roles = approves_as(plan, by)
    if not roles:
        raise RefusedError("Only the management representative and the superintendent approve a plan, each once.")
    if (revision, digest) != (plan.revision, plan.digest):
        raise RefusedError("This plan was changed since you read it. Please look at it again.")
    signed = plan.signatures + tuple(Signature(role=role, by=by.person, on=today, digest=digest) for role in roles)
    whole = {signature.role for signature in signed} >= set(APPROVE)
    if not whole:
        return replace(plan, signatures=signed)
    return replace(plan, signatures=signed, state=PlanState.IN_FORCE, in_force=plan.revision)


def take_back_approval(plan: DistrictPlan, *, by: Viewer) -> DistrictPlan:
    """As long as the other signature is not there."""
    _at(plan, PlanState.REVIEW)
    kept = tuple(signature for signature in plan.signatures if signature.by not in by.ids)
    if kept == plan.signatures:
        raise RefusedError("You have not approved this plan, so there is nothing to take back.")
    return replace(plan, signatures=kept)


def give_back(plan: DistrictPlan, reason: str, *, by: Viewer) -> DistrictPlan:
    _at(plan, PlanState.REVIEW)
    if not in_charge(by):
        raise RefusedError("Only the management representative or the superintendent can send a plan back.")
    need(reason, "Please say what the plan still needs.", field="reason", at_most=REASON_MAX)
    return replace(plan, state=PlanState.DRAFT, said=reason, signatures=())


def recall(plan: DistrictPlan, *, by: Viewer) -> DistrictPlan:
    """Its lead goes on writing."""
    check_leads(plan, by)
    _at(plan, PlanState.REVIEW)
    return replace(plan, state=PlanState.DRAFT, signatures=())


def change(plan: DistrictPlan, why: str, *, by: Viewer) -> DistrictPlan:
    """A new revision; the one in force holds until this one is approved."""
    check_leads(plan, by)
    _at(plan, PlanState.IN_FORCE)
    if plan.newest_state in OPEN:
        raise RefusedError("Somebody is changing this plan already. Please look at it again.")
    need(why, "Please say why the plan changes.", field="why", at_most=REASON_MAX)
    nth = plan.newest + 1
    return replace(plan, revision=nth, newest=nth, state=PlanState.DRAFT, why=why, said=None, signatures=())


def give_up_change(plan: DistrictPlan, *, by: Viewer) -> DistrictPlan:
    """The revision in force stays as it is."""
    _writable(plan, by)
    if plan.in_force is None:
        raise RefusedError("This plan was never in force. Close it if it is not needed.")
    return replace(plan, state=PlanState.DROPPED, signatures=())


def close(plan: DistrictPlan, reason: str, *, by: Viewer) -> DistrictPlan:
    check_leads(plan, by)
    if plan.state in ENDED:
        raise RefusedError("{number} is closed already.", number=plan.number)
    need(reason, "Please say why the plan ends.", field="reason", at_most=REASON_MAX)
    return replace(plan, state=PlanState.CLOSED, said=reason)


def reopen(plan: DistrictPlan, *, by: Viewer) -> DistrictPlan:
    """A plan that was closed goes on where it was."""
    check_leads(plan, by)
    _at(plan, PlanState.CLOSED)
    state = PlanState.IN_FORCE if plan.in_force == plan.revision else plan.newest_state
    return replace(plan, state=state, said=None)


def check_rolls(plan: DistrictPlan, *, by: Viewer) -> None:
    """Whether it can go on into the next school year."""
    check_leads(plan, by)
    _at(plan, PlanState.IN_FORCE)


def rolled(plan: DistrictPlan, number: str, *, by: Viewer) -> DistrictPlan:
    """The plan of the next school year, as a draft: what is to be reached and why that should help goes on."""
    check_rolls(plan, by=by)
    return DistrictPlan(
        number=number,
        kind=plan.kind,
        title=plan.title,
        year=plan.year + 1,
        lead=plan.lead,
        place=plan.place,
        mission=plan.mission,
        vision=plan.vision,
        policy=plan.policy,
        goals=tuple(replace(goal, by_when=_a_year_later(goal.by_when)) for goal in plan.goals),
        rolled_from=plan.number,
        readers=plan.readers,
    )


def steps_on(plan: DistrictPlan, chosen: Collection[int], number: str) -> tuple[PlanStep, ...]:
    """The unfinished steps that were chosen, a year later and as yet without a number, in the plan of next year."""
    open_ = [step for step in plan.steps if not step.is_over and step.number in chosen]
    return tuple(
        PlanStep(
            number=0,
            of=number,
            what=step.what,
            owner=step.owner,
            due=_a_year_later(step.due) or step.due,
            goal=step.goal,
            strategy=step.strategy,
            team=step.team,
            stage=step.stage,
            collects=step.collects,
            from_step=step.number,
        )
        for step in open_
    )


def _a_year_later(day: date | None) -> date | None:
    if day is None:
        return None
    return day.replace(year=day.year + 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)


def _at(plan: DistrictPlan, state: PlanState) -> None:
    if plan.state is not state:
        raise RefusedError(
            '{number} is at "{state}" now, so this cannot be done.', number=plan.number, state=STATES[plan.state]
        )
