"""What stands in files of plans, by the rights of whoever has one drawn: one plan, and all that support each other."""

from collections.abc import Iterable, Iterator, Sequence

from domain.exports import Kind
from domain.frozen import dataclass
from domain.improvement import DistrictPlan
from domain.improvement_state import Supported, consolidated
from domain.step_updates import StepUpdate
from handlers.improvement import look, named, number_in, plan_of
from handlers.papers import Sheet, stamp_of
from handlers.routing import Call
from storage.improvement import PlanBook
from storage.measures import Measures
from storage.people import People
from storage.roster import Roster
from storage.step_updates import StepUpdates
from views.look import Look
from views.plan_paper import plan_paper, together_paper
from views.plan_sheet import Owned, Whole, plan_book, plan_table, plans_in, together_book, together_table
from views.sheets import book_lines, csv_lines


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """What a process makes a spreadsheet of, and the numbers of the plans that it tells of."""

    lines: Iterator[str]
    numbers: Sequence[str]


def plan_named(call: Call) -> DistrictPlan:
    """The plan, and which version of it, that `call.about` names, as whoever asks sees it."""
    number, revision = named(call.about, 2)
    return plan_of(call, number, number_in(revision) or None)


def plan_sheet_of(call: Call, kind: Kind, number: str) -> Lines:
    whole = _whole(call)
    looked, stamp = _look(call, [whole.plan], whole.lines), stamp_of(call.tx, call.settings)
    if kind is Kind.PLAN_CSV:
        table = plan_table(whole, _owned(call, [whole.plan], whole.lines), looked, stamp, number)
        return Lines(lines=csv_lines(table, call.language), numbers=[whole.plan.number])
    lines = book_lines(plan_book(whole, looked, stamp, number), call.language)
    return Lines(lines=lines, numbers=[whole.plan.number])


def plan_paper_of(call: Call) -> Sheet:
    whole = _whole(call)
    paper = plan_paper(whole, _look(call, [whole.plan], ()), stamp_of(call.tx, call.settings))
    return Sheet(paper=paper, numbers=[whole.plan.number])


def together_sheet_of(call: Call, kind: Kind, number: str) -> Lines:
    found, stamp = _together(call), stamp_of(call.tx, call.settings)
    plans = plans_in(found)
    numbers = [plan.number for plan in plans]
    if kind is Kind.TOGETHER_CSV:
        lines = [line for plan in plans for line in StepUpdates(call.tx).of_plan(plan.number)]
        table = together_table(found, _owned(call, plans, lines), _look(call, plans, ()), stamp, number)
        return Lines(lines=csv_lines(table, call.language), numbers=numbers)
    book = together_book(found, _look(call, plans, ()), stamp, number)
    return Lines(lines=book_lines(book, call.language), numbers=numbers)


def together_paper_of(call: Call) -> Sheet:
    found = _together(call)
    plans = plans_in(found)
    paper = together_paper(found, _look(call, plans, ()), stamp_of(call.tx, call.settings))
    return Sheet(paper=paper, numbers=[plan.number for plan in plans])


def _together(call: Call) -> list[Supported]:
    return consolidated(PlanBook(call.tx, call.viewer).in_force())


def _whole(call: Call) -> Whole:
    """A plan with what was measured and told of it, but for what was taken back."""
    plan = plan_named(call)
    lines = [line for line in StepUpdates(call.tx).of_plan(plan.number) if not line.undone]
    known = {step.number for step in plan.steps}
    told = [line for line in lines if line.step in known]
    return Whole(plan=plan, values=Measures(call.tx).of(plan.number), lines=told)


def _look(call: Call, plans: Sequence[DistrictPlan], lines: Iterable[StepUpdate]) -> Look:
    persons = [person for line in lines for person in (line.by, line.owner_was) if person]
    measured = [value.by for plan in plans for value in Measures(call.tx).of(plan.number)]
    return look(call, plans, (), *persons, *measured)


def _owned(call: Call, plans: Iterable[DistrictPlan], lines: Iterable[StepUpdate]) -> Owned:
    """E-mails by which an import finds whoever does a step, and what was told of it last."""
    people = People(call.tx)
    known = {**people.by_emails(), **Roster(call.tx).everybody()}
    emails = {people.canonical(person): email for email, person in sorted(known.items(), reverse=True)}
    owners = {step.owner for plan in plans for step in plan.steps}
    notes = {line.step: line.comment for line in lines if line.comment and not line.undone}
    return Owned(emails={owner: emails[owner] for owner in owners if owner in emails}, notes=notes)
