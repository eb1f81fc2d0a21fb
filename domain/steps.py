"""Reporting on one step of an approved plan: how it stands, done with what shows it, or cancelled with a reason."""

from dataclasses import replace
from datetime import date

from domain.asks import fit, need
from domain.cars import REASON_MAX, State
from domain.cases import Case
from domain.errors import RefusedError
from domain.people import PersonId, Viewer
from domain.plans import Step, StepStatus
from domain.step_updates import COMMENT, StepUpdate

STEPS_MAX = 8  # of one plan
#: What is told of a step while it is open. All but the first need a note.
ON_THE_WAY = (StepStatus.ON_TRACK, StepStatus.AT_RISK, StepStatus.OFF_TRACK)


def tell_step(
    case: Case, number: int, status: StepStatus, note: str, *, nth: int, by: Viewer, today: date
) -> tuple[Step, StepUpdate]:
    """How an open step stands, one of `ON_THE_WAY`: the step, and the `nth` line of what was told of it."""
    step = _reported(case, number, by)
    if status in COMMENT:
        need(note, COMMENT[status], field="said", at_most=REASON_MAX)
    fit(note, field="said", at_most=REASON_MAX)
    line = StepUpdate(
        step=number, nth=nth, of=case.car.number, day=today, status=status, comment=note or None, by=by.person
    )
    return _standing(step, line), line


def _standing(step: Step, line: StepUpdate | None) -> Step:
    """An open step as the newest line leaves it; without one, as it was at first."""
    status, said = (line.status, line.comment) if line else (StepStatus.NOT_STARTED, None)
    return replace(step, status=status, evidence=None, reason=said, done_on=None, cancelled_on=None)


def finish_step(case: Case, number: int, evidence: str, *, by: Viewer, today: date) -> Case:
    step = _reported(case, number, by)
    need(evidence, "Please say what shows that it is done.", field="said", at_most=REASON_MAX)
    return with_step(
        case, replace(step, status=StepStatus.DONE, evidence=evidence, reason=None, done_on=today, asked_owner=None)
    )


def cancel_step(case: Case, number: int, reason: str, *, by: Viewer, today: date) -> Case:
    step = _reported(case, number, by)
    need(reason, "Please say why this step is not needed.", field="said", at_most=REASON_MAX)
    return with_step(
        case, replace(step, status=StepStatus.CANCELLED, reason=reason, cancelled_on=today, asked_owner=None)
    )


def reopen_step(case: Case, number: int, *, by: Viewer, last: StepUpdate | None = None) -> Case:
    """The way back from either, as long as the work goes on. `last` is what was told of it before it was settled."""
    return with_step(case, _standing(_reported(case, number, by, settled=True), last))


def planned_again(was: Step, new: Step) -> Step:
    """A step as a changed plan has it: the same one, unless it is settled and asks for something else now."""
    if was.is_settled and (was.what, was.owner) != (new.what, new.owner):
        return new
    return replace(was, what=new.what, owner=new.owner, due=new.due, asked_owner=None, planned_owner=None)


def may_report(case: Case, step: Step, viewer: Viewer) -> bool:
    """Whether this person reports on this step now."""
    return case.car.state is State.IMPLEMENTING and case.approved_plan is not None and step.owner == viewer.person


def open_steps(case: Case, viewer: Viewer) -> list[Step]:
    """What this person has still to do of it now."""
    return [step for step in unsettled(case) if may_report(case, step, viewer)]


def unsettled(case: Case) -> list[Step]:
    """What is still to be done of an approved plan, by whomever."""
    if case.car.state is not State.IMPLEMENTING or case.approved_plan is None:
        return []
    return [step for step in case.approved_plan.steps if not step.is_settled]


def step_of(case: Case, number: int) -> Step:
    steps = {step.number: step for step in case.plan.steps} if case.plan else {}
    if number not in steps:
        raise RefusedError("There is no step {number} in this plan any more.", number=number)
    return steps[number]


def _reported(case: Case, number: int, by: Viewer, *, settled: bool = False) -> Step:
    step = step_of(case, number)
    if step.owner != by.person:
        raise RefusedError("Only whoever does step {number} can report on it.", number=number)
    if not may_report(case, step, by):
        raise RefusedError(
            '{number} is at "{state}" now, so nobody reports on its steps.',
            number=case.car.number,
            state=case.car.seen,
        )
    if step.is_settled is not settled:
        raise RefusedError("Somebody changed step {number} already. Please look at it again.", number=number)
    return step


def passed_on(case: Case, step: Step, to: PersonId) -> Case:
    """Somebody else does a step from now on; of an approved plan it is kept who had it, so what was approved stays."""
    planned = step.planned_owner or step.owner
    kept = None if case.approved_plan is None or planned == to else planned
    return with_step(case, replace(step, owner=to, asked_owner=None, planned_owner=kept))


def with_step(case: Case, step: Step) -> Case:
    """The report with one of its steps changed."""
    assert case.plan is not None  # noqa: S101 - the step is one of its
    steps = tuple(step if one.number == step.number else one for one in case.plan.steps)
    return replace(case, plan=replace(case.plan, steps=steps))
