"""A step of a report goes to somebody who agrees: they are asked, and do it from their yes on."""

from collections.abc import Collection
from dataclasses import replace

from domain.cases import Case
from domain.errors import RefusedError
from domain.people import PersonId, Viewer
from domain.plans import Step
from domain.steps import passed_on, step_of, unsettled, with_step
from domain.texts import joined, say
from domain.who import By, leads, named


def may_hand(case: Case, step: Step, viewer: Viewer) -> bool:
    """Whoever does the step or owns the report may, and the office."""
    mine = viewer.person in (step.owner, case.car.owner)
    return step in unsettled(case) and (mine or leads(case.car, viewer))


def handable(case: Case, viewer: Viewer) -> list[Step]:
    """The open steps for which this person may ask somebody else."""
    return [step for step in unsettled(case) if may_hand(case, step, viewer)]


def ask_for_step(case: Case, number: int, to: PersonId, *, by: Viewer, concerned: Collection[PersonId]) -> Case:
    """Somebody is asked to do the step; until they say yes, its owner stays. `concerned`: whom the report is about."""
    step = _open(case, number)
    if not may_hand(case, step, by):
        raise RefusedError(
            "Only whoever does step {n}, or {who} of the report, can ask somebody else to do it.",
            n=number,
            who=named(By.OWNER_OR_MR, case.car),
        )
    why = why_not(case, step, to, concerned)
    if why:
        raise RefusedError(joined(" ", [why, say("Please choose somebody else.")]), field="owner")
    return with_step(case, replace(step, asked_owner=to))


def take_step(case: Case, number: int, *, by: Viewer) -> Case:
    """Whoever was asked does it from now on; its day, and how it stands, stay, and what was approved is kept."""
    step = _asked(case, number, by)
    why = why_not(case, step, by.person, ())
    if why:
        raise RefusedError(why)
    return passed_on(case, step, by.person)


def decline_step(case: Case, number: int, *, by: Viewer) -> Case:
    return with_step(case, replace(_asked(case, number, by), asked_owner=None))


def asked_for(case: Case, viewer: Viewer) -> list[Step]:
    """The steps that this person is asked to do."""
    return [step for step in unsettled(case) if step.asked_owner == viewer.person]


def _open(case: Case, number: int) -> Step:
    step = step_of(case, number)
    if step not in unsettled(case):
        raise RefusedError("Nobody works on step {n} now, so it stays with who has it.", n=number)
    return step


def _asked(case: Case, number: int, by: Viewer) -> Step:
    found = next((step for step in asked_for(case, by) if step.number == number), None)
    if found is None:
        raise RefusedError("You are not asked to do step {n}, or not any more.", n=number)
    return found


def why_not(case: Case, step: Step, to: PersonId, concerned: Collection[PersonId]) -> str | None:
    if to == step.owner:
        return say("They do step {n} already.", n=step.number)
    if to in concerned:
        return say("{number} is about them.", number=case.car.number)
    if case.plan and to in (case.car.checker, case.plan.effectiveness.checker):
        return say("They check {number}, and nobody checks their own work.", number=case.car.number)
    return None
