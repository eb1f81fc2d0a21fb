"""Checking the work on a report, watching that it holds, and what ends it or begins it anew."""

from datetime import date

from domain.cases import Case
from domain.checking import is_early
from domain.errors import RefusedError
from domain.evidence import Shows
from domain.lifecycle import sign_off
from domain.moves import (
    Accept,
    Cancel,
    CloseChecked,
    Effective,
    FailCheck,
    Inconclusive,
    NotEffective,
    Reopen,
    StartMonitoring,
    default_acceptance,
)
from domain.people import PersonId
from handlers.evidence import WithFiles
from handlers.moving import keep, move_car, move_or_ask, seen, seen_case, told_in
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Typed
from storage.colleagues import must_be_colleague
from storage.deciders import concerned
from storage.extensions import Extensions
from views.elements import Form
from views.work_forms import (
    came_back_form,
    cancel_form,
    held_form,
    later_form,
    not_yet_form,
    reopen_form,
)

routes = Routes()


class WhyForm(WithFiles):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


class ReopenForm(WhyForm):
    owner: str | None = None


class LaterForm(Answers):
    until: date


class HeldForm(WithFiles):
    LOOKED_AT = ("result", "documents", "lesson", "early_because")
    result: Typed = ""
    documents: Typed = ""
    lesson: Typed = ""
    early_because: Typed | None = None


def _held(call: Call) -> Form:
    case = seen_case(call)
    return held_form(case, early=is_early(case.car, call.today))


def _effective(form: HeldForm) -> Effective:
    return Effective(
        result=form.result, documents=form.documents, lesson=form.lesson, early_because=form.early_because or None
    )


told_in(
    routes,
    "car.not_yet",
    WhyForm,
    lambda call: not_yet_form(seen(call)),
    lambda form: FailCheck(reason=form.reason),
    shows=Shows.CHECK,
)
told_in(routes, "car.held", HeldForm, _held, _effective, shows=Shows.CHECK)
told_in(
    routes,
    "car.came_back",
    WhyForm,
    lambda call: came_back_form(seen(call)),
    lambda form: NotEffective(reason=form.reason),
    shows=Shows.CHECK,
)
told_in(routes, "car.cancel", WhyForm, lambda call: cancel_form(seen(call)), lambda form: Cancel(reason=form.reason))


@routes.button("car.checked", writes=True)
def checked(call: Call) -> Reply:
    return move_car(call, CloseChecked())


@routes.button("car.watch", writes=True)
def watch(call: Call) -> Reply:
    return move_car(call, StartMonitoring())


@routes.button("car.later_form")
def open_later(call: Call) -> Reply:
    return Open(later_form(seen(call), call.today))


@routes.submit("car.later", LaterForm)
def later(call: Call, form: LaterForm) -> Reply:
    return move_car(call, Inconclusive(until=form.until))


@routes.button("car.sign_off", writes=True)
def sign(call: Call) -> Reply:
    was = seen_case(call)
    return keep(call, sign_off(was, by=call.viewer), was, did="car.signed_off")


@routes.button("car.reopen_form")
def open_reopen(call: Call) -> Reply:
    return Open(reopen_form(seen_case(call)))


@routes.submit("car.reopen", ReopenForm)
def reopen(call: Call, form: ReopenForm) -> Reply:
    """One that nobody owned is accepted anew, as with one press; its owner is who was chosen."""
    case = seen_case(call)
    acceptance = _acceptance(call, case, form.owner) if case.car.owner is None and form.owner else None
    reply = move_or_ask(call, form, reopen_form(case), Reopen(reason=form.reason, acceptance=acceptance))
    if isinstance(reply, Draw):
        Extensions(call.tx).lapse(case.car.number, by=call.me)
    return reply


def _acceptance(call: Call, case: Case, owner: str) -> Accept:
    if owner in concerned(call.tx, case.car.concerns):
        raise RefusedError("This report is about them, so somebody else has to own it.", field="owner")
    must_be_colleague(call.tx, owner, field="owner")
    rules = call.settings.rules
    return default_acceptance(case.car, PersonId(owner), call.today, rules.clocks, rules.calendar_of(case.car.school))
