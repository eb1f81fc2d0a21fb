"""What is told of a step of a plan: a dated line with a comment, and nothing else moves its status."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.asks import fit, need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.improvement import REASON_MAX, STEP_MAX, STEPS_MAX, TEAM_MAX, DistrictPlan, PlanState, PlanStep
from domain.improvement_rights import check_leads, leads_plan
from domain.people import PersonId, Viewer
from domain.plans import StepStatus
from domain.texts import noted, say

WHOLE = 100  # percent
#: What has to be said for these.
COMMENT: dict[StepStatus, str] = {
    StepStatus.AT_RISK: noted("Please say what puts it at risk."),
    StepStatus.OFF_TRACK: noted("Please say why it is off track, and what helps."),
    StepStatus.CANCELLED: noted("Please say why this step is not needed."),
    StepStatus.DONE: noted("Please say what shows that it is done."),
}
STATUSES: dict[StepStatus, str] = {
    StepStatus.NOT_STARTED: say("Not started"),
    StepStatus.ON_TRACK: say("On track"),
    StepStatus.AT_RISK: say("At risk"),
    StepStatus.OFF_TRACK: say("Off track"),
    StepStatus.DONE: say("Done"),
    StepStatus.CANCELLED: say("Not needed"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class StepUpdate:
    """One line of what was told of a step. Lines are added and never changed, but for being marked as taken back."""

    step: int
    nth: int
    of: str  # the plan that the step belongs to
    day: date
    status: StepStatus
    percent: int | None = None
    comment: str | None = None
    by: PersonId
    undone: bool = False
    #: What the step was before its lead changed it; None where that stayed.
    what_was: str | None = None
    due_was: date | None = None
    owner_was: PersonId | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What somebody says of a step now. No status: it stays as it is, or begins with the first percent."""

    status: StepStatus | None = None
    percent: int | None = None
    comment: str | None = None


def is_live(plan: DistrictPlan, step: PlanStep) -> bool:
    """Whether people work on it: it came with a revision that was approved, and the plan goes on."""
    ended = plan.state in (PlanState.REPLACED, PlanState.CLOSED)
    return plan.in_force is not None and step.cycle <= plan.in_force and not ended


def may_tell(plan: DistrictPlan, step: PlanStep, viewer: Viewer) -> bool:
    return is_live(plan, step) and (step.owner == viewer.person or leads_plan(plan, viewer))


def status_told(step: PlanStep, told: Told) -> StepStatus:
    """What the words come to: all of it is done, a part of it has begun."""
    if told.status is not None:
        return told.status
    if told.percent == WHOLE:
        return StepStatus.DONE
    begins = bool(told.percent) and (step.status is StepStatus.NOT_STARTED or step.is_over)
    return StepStatus.ON_TRACK if begins else step.status


def tell(
    plan: DistrictPlan, step: PlanStep, told: Told, *, nth: int, by: Viewer, today: date
) -> tuple[PlanStep, StepUpdate]:
    """The step after an update, and the update that stays on record. `nth` counts those of the step."""
    if not is_live(plan, step):
        raise RefusedError("Step {n} is not in force, so nothing is told of it yet.", n=step.number)
    if not may_tell(plan, step, by):
        raise RefusedError("Only whoever does step {n}, or who leads the plan, can report on it.", n=step.number)
    status = status_told(step, told)
    _check_told(step, status, told)
    said = StepUpdate(
        step=step.number,
        nth=nth,
        of=step.of,
        day=today,
        status=status,
        percent=_percent(step, status, told),
        comment=told.comment or None,
        by=by.person,
    )
    return as_told(step, said), said


def _check_told(step: PlanStep, status: StepStatus, told: Told) -> None:
    if told.percent is not None and not 0 <= told.percent <= WHOLE:
        raise RefusedError("Please give a percent from 0 to 100.", field="percent")
    if status in COMMENT:
        need(told.comment, COMMENT[status], field="comment", at_most=REASON_MAX)
    elif step.is_over:
        need(told.comment, "Please say why it is open again.", field="comment", at_most=REASON_MAX)
    fit(told.comment, field="comment", at_most=REASON_MAX)


def _percent(step: PlanStep, status: StepStatus, told: Told) -> int | None:
    if status is StepStatus.DONE:
        return WHOLE
    if told.percent is not None:
        return min(told.percent, WHOLE - 1)
    return None if step.status is StepStatus.DONE else step.percent


def as_told(step: PlanStep, last: StepUpdate | None) -> PlanStep:
    """A step as its newest update leaves it; without one, as it was at first."""
    status = last.status if last else StepStatus.NOT_STARTED
    done, cancelled = status is StepStatus.DONE, status is StepStatus.CANCELLED
    said, day = (last.comment, last.day) if last else (None, None)
    return replace(
        step,
        status=status,
        percent=last.percent if last else None,
        evidence=said if done else None,
        reason=said if cancelled else None,
        done_on=day if done else None,
        cancelled_on=day if cancelled else None,
        asked_owner=None if done or cancelled else step.asked_owner,
    )


def newest(updates: Sequence[StepUpdate]) -> StepUpdate | None:
    """The last one that was not taken back; they stand in order."""
    return next((one for one in reversed(updates) if not one.undone), None)


def may_undo(plan: DistrictPlan, step: PlanStep, updates: Sequence[StepUpdate], viewer: Viewer) -> bool:
    last = newest(updates)
    return last is not None and is_live(plan, step) and (last.by in viewer.ids or leads_plan(plan, viewer))


def undo(
    plan: DistrictPlan, step: PlanStep, updates: Sequence[StepUpdate], nth: int, *, by: Viewer
) -> tuple[PlanStep, StepUpdate]:
    """Take back the newest update, which is the one that was seen; the line stays on record, marked."""
    last = newest(updates)
    if last is None or last.nth != nth:
        raise RefusedError("Somebody told more of step {n} since. Please look at it again.", n=step.number)
    if not may_undo(plan, step, updates, by):
        raise RefusedError("Only whoever wrote it, or who leads the plan, can take it back.")
    before = newest([one for one in updates if one.nth < nth])
    was = as_told(step, before)
    changed = replace(
        was, what=last.what_was or was.what, due=last.due_was or was.due, owner=last.owner_was or was.owner
    )
    return changed, replace(last, undone=True)


def check_step(plan: DistrictPlan, step: PlanStep) -> None:
    need(step.what, "Please say what is done.", field="what", at_most=STEP_MAX)
    for name in ("team", "collects"):
        fit(getattr(step, name), field=name, at_most=TEAM_MAX)
    goal = plan.goal(step.goal)
    if goal is None:
        raise RefusedError("Please choose a goal of this plan.", field="under")
    if step.strategy is not None and step.strategy not in {one.nth for one in goal.strategies}:
        raise RefusedError("Please choose a strategy of this goal.", field="under")


def add_step(plan: DistrictPlan, step: PlanStep, *, by: Viewer) -> PlanStep:
    """In a plan in force it counts at once; in a change that nobody approved yet, with that change."""
    check_leads(plan, by)
    check_open(plan)
    check_step(plan, step)
    if len(plan.steps) >= STEPS_MAX:
        raise RefusedError("A plan has {most} steps at most.", most=STEPS_MAX)
    return replace(step, of=plan.number, cycle=plan.revision)


def check_open(plan: DistrictPlan) -> None:
    if plan.state in (PlanState.REPLACED, PlanState.CLOSED):
        raise RefusedError("{number} is not in force any more.", number=plan.number)


def change_step(
    plan: DistrictPlan, step: PlanStep, now: PlanStep, why: str | None, *, nth: int, by: Viewer, today: date
) -> tuple[PlanStep, StepUpdate | None]:
    """What a step is, by whom or by when. Of one that people work on, the change is a dated line with its reason."""
    check_leads(plan, by)
    check_open(plan)
    check_step(plan, now)
    if now.owner != step.owner:
        now = replace(now, asked_owner=None)
    if not is_live(plan, step) or (now.what, now.due, now.owner) == (step.what, step.due, step.owner):
        return now, None
    need(why, "Please say why it changes; it stays on record.", field="why", at_most=REASON_MAX)
    line = StepUpdate(
        step=step.number,
        nth=nth,
        of=step.of,
        day=today,
        status=step.status,
        percent=step.percent,
        comment=why,
        by=by.person,
        what_was=step.what if now.what != step.what else None,
        due_was=step.due if now.due != step.due else None,
        owner_was=step.owner if now.owner != step.owner else None,
    )
    return now, line
