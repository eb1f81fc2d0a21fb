"""What somebody did who left, and what of it was given to whom, so that giving it can be taken back."""

from dataclasses import replace
from datetime import date, datetime

from domain.cases import Case
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.plans import Step
from domain.step_owners import why_not
from domain.steps import passed_on, step_of, unsettled
from domain.texts import joined, say
from domain.who import leads

GIVEN = "Given on: whoever did it left."  # a line of what was told of a plan's step, as if it had been typed


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftStep:
    """An open step whose owner left, of a report, an idea, a plan or a meeting."""

    number: int
    of: str
    what: str
    owner: PersonId
    due: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """One of the things that were given on together. `key`: a report's number, or "step:41"."""

    id: str  # of all that were given together
    key: str
    of: str  # the record in which it stands
    was: PersonId
    now: PersonId
    by: PersonId
    at: datetime
    undone: bool = False
    version: int = 1


def give_step(case: Case, number: int, to: PersonId, *, by: Viewer, concerned: frozenset[PersonId]) -> Case:
    """An open step of a report for another owner; whoever does the quality office's part for it may, unasked."""
    step = step_of(case, number)
    if not leads(case.car, by):
        raise RefusedError("Only whoever leads {number} can give its steps to others.", number=case.car.number)
    if step not in unsettled(case):
        raise RefusedError("Nobody works on step {n} now, so it stays with who has it.", n=number)
    why = why_not(case, step, to, concerned)
    if why:
        raise RefusedError(
            joined(" ", [why, say("Please choose somebody else, or leave that step out.")]), field="owner"
        )
    return passed_on(case, step, to)


def given(step: Step, to: PersonId) -> Step:
    """A step of an idea."""
    return replace(step, owner=to, asked_owner=None)
