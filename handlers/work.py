"""The work on a report: a quick fix, its steps, and saying that all of it is done."""

import re
from collections.abc import Mapping
from dataclasses import replace

from domain.cars import Car, State
from domain.cases import Case
from domain.checking import may_sign_off
from domain.errors import RefusedError
from domain.evidence import Shows
from domain.lifecycle import edges_for
from domain.moves import FinishSteps, QuickFix
from domain.numbers import is_idea, is_meeting
from domain.planning import may_finish
from domain.plans import StepStatus
from domain.remedies import remedy_of
from domain.step_updates import newest
from domain.steps import ON_THE_WAY, cancel_step, finish_step, may_report, open_steps, reopen_step, step_of, tell_step
from domain.texts import say, say_many
from domain.who import By
from handlers import ideas, meeting_steps
from handlers.evidence import WithFiles, add_files
from handlers.ideas import StepWords
from handlers.moving import (
    ASKING,
    card_if_seen,
    draw_card,
    keep,
    move_car,
    move_or_ask,
    owner_of,
    seen,
    seen_case,
    tell,
)
from handlers.names import asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from storage.cars import CarLog
from storage.cases import Cases
from storage.daily import draw_again
from storage.outbox import Outbox
from storage.step_updates import StepUpdates
from storage.steps import Steps
from views.elements import Ask, Card
from views.languages import texts_in
from views.work_forms import NOT_NEEDED, YES, finish_form, quick_form, step_form

routes = Routes()

NUMBER = re.compile(r"[0-9]{1,9}")


class QuickForm(WithFiles):
    LOOKED_AT = ("done", "cause")
    done: Typed = ""
    cause: Typed = ""
    category: str
    elsewhere: str


class FinishForm(WithFiles):
    LOOKED_AT = ("done",)
    done: Typed = ""


class StepForm(WithFiles, StepWords):
    """Of a step of a report, which files can show."""


@routes.button("car.mark_done", writes=True)
def mark_done(call: Call) -> Reply:
    """With what was chosen in the card: a category says in the district's own words why it happened."""
    seen(call)
    remedy, category = remedy_of(str(call.typed.get("remedy") or "")), str(call.typed.get("category") or "")
    if not category:
        raise RefusedError("Please choose why it happened, or say it in your own words.", field="category")
    call.settings.rules.check_cause(category)
    done, cause = texts_in([remedy, call.settings.causes[category]], call.language)
    return move_car(
        call, QuickFix(done=done, cause=cause, category=category, elsewhere=call.typed.get("elsewhere") == YES)
    )


@routes.button("car.quick_form")
def open_quick(call: Call) -> Reply:
    return Open(quick_form(seen(call), call.settings.causes))


@routes.submit("car.quick", QuickForm)
def quick(call: Call, form: QuickForm) -> Reply:
    brings = QuickFix(done=form.done, cause=form.cause, category=form.category, elsewhere=form.elsewhere == YES)
    return move_or_ask(call, form, quick_form(seen(call), call.settings.causes), brings, shows=Shows.FIX)


@routes.button("car.finish", writes=True)
def finish(call: Call) -> Reply:
    """Where no steps were planned, what was done is asked for."""
    case = seen_case(call)
    if case.car.state is State.IMPLEMENTING and case.approved_plan is None:
        return Open(finish_form(case.car))
    return move_car(call, FinishSteps())


@routes.submit("car.finish_with", FinishForm)
def finish_with(call: Call, form: FinishForm) -> Reply:
    return move_or_ask(call, form, finish_form(seen(call)), FinishSteps(done=form.done), shows=Shows.FIX)


@routes.button("step.form")
def open_step(call: Call) -> Reply:
    if idea := _of_idea(call):
        return ideas.open_step(call, *idea)
    if decided := _of_meeting(call):
        return meeting_steps.open_step(call, *decided)
    case, number = of_step(call)
    return Open(step_form(case.car, step_of(case, number)))


def prefilled(reply: Reply, values: Mapping[str, str | None]) -> Reply:
    """A form that opens, with what is known already."""
    if not isinstance(reply, Open):
        return reply
    parts = [
        replace(part, value=values[part.name]) if isinstance(part, Ask) and part.name in values else part
        for part in reply.form.parts
    ]
    return Open(replace(reply.form, parts=parts))


@routes.submit("step.report", StepForm)
def report(call: Call, form: StepForm) -> Reply:
    if idea := _of_idea(call):
        return ideas.report_step(call, *idea, form)
    if decided := _of_meeting(call):
        return meeting_steps.report_step(call, *decided, form)
    was, number = of_step(call)
    if again := asked(form, step_form(was.car, step_of(was, number)), was.car):
        return again
    if form.as_ in ON_THE_WAY:
        return _tell(call, form, was, number)
    if form.as_ == NOT_NEEDED:
        case, did = cancel_step(was, number, form.said, by=call.viewer, today=call.today), "step.cancelled"
    else:
        case, did = finish_step(was, number, form.said, by=call.viewer, today=call.today), "step.done"
    add_files(call, case.car.number, form.all_files, Shows.STEP, step=number)
    return _keep_step(call, case, was, number, did=did, seals=form.seals(was.car))


def _tell(call: Call, form: StepForm, was: Case, number: int) -> Reply:
    """How a step stands that goes on. The lines are counted once nobody else can add one."""
    reply = _keep_step(call, was, was, number, did="step.told", seals=form.seals(was.car))
    nth = len(StepUpdates(call.tx).of(number)) + 1
    status = StepStatus(form.as_)
    step, line = tell_step(was, number, status, form.said, nth=nth, by=call.viewer, today=call.today)
    Steps(call.tx).tell(step, line, did="step.told")
    add_files(call, was.car.number, form.all_files, Shows.STEP, step=number)
    draw_again(call.tx, was.car.number)
    return reply


def _keep_step(call: Call, case: Case, was: Case, number: int, *, did: str, seals: bool = False) -> Reply:
    """The report itself stays as it is, unless words seal it; with its last step done it is the owner's turn."""
    if seals:
        reply, now = keep(call, case, was, did=did, seals=True), case
    else:
        reply, now = Draw("car.card", was.car.number), Cases(call.tx, call.viewer).save_steps(case, was=was, did=did)
        Outbox(call.tx).refresh(was.car.number, *ASKING)
    if may_finish(now):
        key = f"car.turn:{was.car.number}:{number}:{step_of(was, number).version}"
        tell(call, "car.turn", was.car.number, owner_of(now.car), key=key)
    return reply


@routes.button("step.undo", writes=True)
def undo(call: Call) -> Reply:
    """It counts the report up: who says meanwhile that the work is done has read a step that is not done any more."""
    if idea := _of_idea(call):
        return ideas.undo_step(call, *idea)
    if decided := _of_meeting(call):
        return meeting_steps.undo_step(call, *decided)
    was, number = of_step(call)
    last = newest(StepUpdates(call.tx).of(number))
    return keep(call, reopen_step(was, number, by=call.viewer, last=last), was, did="step.opened")


def _of_idea(call: Call) -> tuple[int, str] | None:
    """The number of a step that carries out an idea, and that of the idea."""
    number, about = _what(call)
    return (number, about) if is_idea(about) else None


def _of_meeting(call: Call) -> tuple[int, str] | None:
    """The number of a step that a meeting decided, and that of the meeting."""
    number, about = _what(call)
    return (number, about) if is_meeting(about) else None


def _what(call: Call) -> tuple[int, str]:
    """The number of a step, and what it belongs to."""
    number = int(call.about) if NUMBER.fullmatch(call.about) else 0
    return number, Steps(call.tx).of_whom(number) or ""


def of_step(call: Call) -> tuple[Case, int]:
    """The report that a step belongs to, as whoever asks sees it."""
    number = int(call.about) if NUMBER.fullmatch(call.about) else 0
    about = Steps(call.tx).of_whom(number)
    car = CarLog(call.tx, call.viewer).find(about) if about else None
    if car is None:
        raise RefusedError("There is no step {number} that you can see.", number=number or call.about)
    return Cases(call.tx, call.viewer).of(car), number


#: What is said to those whose turn it is, by where the report is.
TURN: Mapping[State, str] = {
    State.ACCEPTED: say("It is with you again: please look at what was said."),
    State.PLAN_REVIEW: say("A plan for you to decide about."),
    State.IMPLEMENTING: say("Your turn: the work on this can go on."),
    State.VERIFYING: say("Somebody says that this is done. Please check it."),
    State.MONITORING: say("This is watched now. It closes once you have signed it off."),
    State.CLOSED: say("This is closed. Thank you for your work."),
    State.CANCELLED: say("This was stopped. There is nothing more to do."),
}


@routes.notice("car.turn")
def turn(call: Call) -> Card:
    """To whom it is next; once it has moved on it reads as the report does now."""
    car = CarLog(call.tx, call.viewer).find(call.about)
    if car is None:
        return card_if_seen(call, GONE)
    return draw_card(call, car, lead=_lead(call, car))


GONE = say("You have no part in this any more. There is nothing for you to do.")


def _lead(call: Call, car: Car) -> str:
    case = Cases(call.tx, call.viewer).of(car)
    if not _is_theirs(call, case):
        return ""
    if car.state is State.IMPLEMENTING and case.approved_plan and may_finish(case) and not car.reason:
        return say("All steps are done. If the work is done too, say so: then it is checked.")
    return TURN.get(car.state, "")


def _is_theirs(call: Call, case: Case) -> bool:
    """Whether what is said to those whose turn it is holds for whoever looks."""
    car = case.car
    if car.state is State.MONITORING:
        return may_sign_off(case, call.viewer)
    if car.state in (State.PLAN_REVIEW, State.VERIFYING):
        return any(edge.by in (By.APPROVER, By.CHECKER) for edge in edges_for(case, call.viewer, call.settings.rules))
    return car.owner == call.me


@routes.notice("step.yours")
def yours(call: Call) -> Card:
    """To whoever does steps of an approved plan, of them all at once."""
    car = CarLog(call.tx, call.viewer).find(call.about)
    case = Cases(call.tx, call.viewer).of(car) if car else None
    left = open_steps(case, call.viewer) if case else []
    if left:
        lead = say_many("You do {n} step of this plan.", "You do {n} steps of this plan.", len(left))
        return card_if_seen(call, GONE, lead=lead)
    did = case and any(may_report(case, step, call.viewer) for step in (case.plan.steps if case.plan else ()))
    return card_if_seen(call, GONE, lead=say("Your steps here are done. Thank you.") if did else "")
