"""A step of a plan goes to somebody who agrees: they are asked, and do it from their yes on.

Whoever leads the plan may give a step to somebody else without asking, with a reason (`change_step`): they answer for
the plan. Whoever does it may only ask. Steps of reports have the same of their own (domain/step_owners.py).
"""

from dataclasses import replace
from datetime import date

from domain.errors import RefusedError
from domain.improvement import DistrictPlan, PlanStep
from domain.improvement_rights import leads_plan
from domain.people import PersonId, Viewer
from domain.step_updates import StepUpdate, is_live


def may_hand(plan: DistrictPlan, step: PlanStep, viewer: Viewer) -> bool:
    """Whoever does an open step may ask somebody else, and whoever leads the plan."""
    return _is_open(plan, step) and (step.owner == viewer.person or leads_plan(plan, viewer))


def is_asked(plan: DistrictPlan, step: PlanStep, viewer: Viewer) -> bool:
    return _is_open(plan, step) and step.asked_owner == viewer.person


def ask_for_step(plan: DistrictPlan, step: PlanStep, to: PersonId, *, by: Viewer) -> PlanStep:
    """Somebody is asked to do it; until they say yes, its owner stays. Who is asked later takes their place."""
    if not _is_open(plan, step):
        raise RefusedError("Nobody works on step {n} now, so it stays with who has it.", n=step.number)
    if not may_hand(plan, step, by):
        raise RefusedError(
            "Only whoever does step {n}, or who leads the plan, can ask somebody else to do it.", n=step.number
        )
    if to == step.owner:
        raise RefusedError("They do step {n} already. Please choose somebody else.", n=step.number, field="owner")
    return replace(step, asked_owner=to)


def take_step(plan: DistrictPlan, step: PlanStep, *, nth: int, by: Viewer, today: date) -> tuple[PlanStep, StepUpdate]:
    """Whoever was asked does it from now on, and a dated line says who did it before; its day and status stay."""
    _check_asked(plan, step, by)
    line = StepUpdate(
        step=step.number,
        nth=nth,
        of=step.of,
        day=today,
        status=step.status,
        percent=step.percent,
        comment=None,
        by=by.person,
        owner_was=step.owner,
    )
    return replace(step, owner=by.person, asked_owner=None), line


def decline_step(plan: DistrictPlan, step: PlanStep, *, by: Viewer) -> PlanStep:
    _check_asked(plan, step, by)
    return replace(step, asked_owner=None)


def _is_open(plan: DistrictPlan, step: PlanStep) -> bool:
    return is_live(plan, step) and not step.is_over


def _check_asked(plan: DistrictPlan, step: PlanStep, by: Viewer) -> None:
    if not is_asked(plan, step, by):
        raise RefusedError("You are not asked to do step {n}, or not any more.", n=step.number)
