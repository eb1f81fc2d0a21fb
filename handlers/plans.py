"""The plan of a report: writing it, approving it, and what is given for it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.cars import State
from domain.cases import Case
from domain.evidence import Shows
from domain.moves import ApprovePlan, RefusePlan, RevisePlan, SubmitPlan
from domain.people import PersonId
from domain.planning import decide_resources
from domain.plans import CAUSES_MAX, EffectivenessPlan, Method, Plan, Resources, RootCause, Step
from domain.steps import STEPS_MAX, planned_again
from domain.texts import say
from handlers.evidence import WithFiles, add_files
from handlers.moving import keep, move_car, owner_of, seen, seen_case, tell, told_in
from handlers.names import Named, asked
from handlers.routing import Call, FormError, Open, Reply, Routes, Typed, asking_too
from storage.colleagues import must_be_colleague
from storage.steps import Steps
from views.plan_form import plan_form, read_room, room_for, step_name, written
from views.work_forms import refuse_form, resources_form

routes = Routes()

STEP_QUESTIONS: Mapping[str, Any] = {
    step_name(question, nth): kind
    for nth in range(1, STEPS_MAX + 1)
    for question, kind in (("steps", (Typed, "")), ("who", (str | None, None)), ("due", (date | None, None)))
}
#: Of the causes beyond the first one.
CAUSE_QUESTIONS: Mapping[str, Any] = {
    step_name(question, nth): kind
    for nth in range(2, CAUSES_MAX + 1)
    for question, kind in (
        ("causes", (Typed, "")),
        ("how_found", (Method | None, None)),
        ("category", (str | None, None)),
        ("whys", (Typed | None, None)),
        ("how_verified", (Typed | None, None)),
    )
}
WORDS = ("steps", "causes", "whys", "how_verified")


class PlanWords(WithFiles):
    correction: Typed = ""
    causes: Typed = ""
    how_found: Method
    category: str
    whys: Typed | None = None
    how_verified: Typed | None = None
    elsewhere: Typed = ""
    criterion: Typed = ""
    baseline: Typed = ""
    method: Typed = ""
    on: date
    checker: str
    resources: Typed | None = None


class PlanForm(asking_too(PlanWords, {**STEP_QUESTIONS, **CAUSE_QUESTIONS})):  # type: ignore[misc]
    LOOKED_AT = (
        *("correction", "causes", "whys", "how_verified", "elsewhere", "criterion", "baseline", "method"),
        "resources",
        *(name for name in (*STEP_QUESTIONS, *CAUSE_QUESTIONS) if name.startswith(WORDS)),
    )


class RefuseForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


class ResourcesForm(Named):
    LOOKED_AT = ("what",)
    as_: Resources
    what: Typed = ""


@routes.button("car.plan_form")
def open_plan(call: Call) -> Reply:
    case = seen_case(call)
    typed = written(case)
    return Open(plan_form(case, typed, room_for(typed), call.settings.rules.causes))


@routes.button("car.plan_more", writes=True)
def more(call: Call) -> Reply:
    """The same form with one more step or cause, and all that was typed."""
    number, _, room = call.about.partition(" ")
    case = seen_case(call, number)
    return Open(plan_form(case, call.typed, read_room(room), call.settings.rules.causes))


@routes.submit("car.plan", PlanForm)
def hand_in(call: Call, form: PlanForm) -> Reply:
    """A plan, or an approved one that is changed."""
    case = seen_case(call)
    typed = form.model_dump()
    shown = plan_form(case, typed, room_for(typed), call.settings.rules.causes)
    if again := asked(form, shown, case.car):
        return again
    must_be_colleague(call.tx, form.checker, field="checker")
    plan = _plan(case, form, _steps(call, case, typed))
    changes = case.car.state is State.IMPLEMENTING
    add_files(call, case.car.number, form.all_files, Shows.PLAN)
    return move_car(call, RevisePlan(plan=plan) if changes else SubmitPlan(plan=plan), seals=form.seals(case.car))


def _plan(case: Case, form: PlanForm, steps: tuple[Step, ...]) -> Plan:
    old = [cause for cause in case.plan.causes if cause.not_confirmed] if case.plan else []
    effect = EffectivenessPlan(
        criterion=form.criterion,
        baseline=form.baseline,
        method=form.method,
        on=form.on,
        checker=PersonId(form.checker),
    )
    return Plan(
        correction=form.correction,
        causes=(*old, *_causes(form.model_dump())),
        elsewhere=form.elsewhere,
        steps=steps,
        effectiveness=effect,
        resources_asked=form.resources or None,
    )


def _causes(typed: Mapping[str, Any]) -> Iterator[RootCause]:
    """Those that are named in the form, with a kind each."""
    for nth in range(1, CAUSES_MAX + 1):
        said, category = typed[step_name("causes", nth)], typed[step_name("category", nth)]
        if nth > 1 and not said:
            continue
        if not category:
            raise FormError({step_name("category", nth): say("Please choose one of the list.")})
        whys = (line.strip() for line in (typed[step_name("whys", nth)] or "").splitlines())
        yield RootCause(
            statement=said,
            method=typed[step_name("how_found", nth)] or Method.FIVE_WHYS,
            category=category,
            whys=tuple(line for line in whys if line)[:5],
            how_verified=typed[step_name("how_verified", nth)] or None,
        )


def _steps(call: Call, case: Case, typed: Mapping[str, Any]) -> tuple[Step, ...]:
    """Those that stand in the form. One that was there before keeps its number and what was done of it."""
    known = case.plan.steps if case.plan and written(case) else ()
    found = []
    for nth in range(1, STEPS_MAX + 1):
        what = typed.get(step_name("steps", nth))
        if not what:
            continue
        who, due = _who_and_when(call, nth, typed)
        new = Step(number=0, what=what, owner=who, due=due, cycle=case.car.cycle)
        found.append(planned_again(known[nth - 1], new) if nth <= len(known) else new)
    return Steps(call.tx).numbered(found)


def _who_and_when(call: Call, nth: int, typed: Mapping[str, Any]) -> tuple[PersonId, date]:
    who: str | None = typed.get(step_name("who", nth))
    due: date | None = typed.get(step_name("due", nth))
    if not who:
        raise FormError({step_name("who", nth): say("Please say who does this step.")})
    if due is None:
        raise FormError({step_name("due", nth): say("Please choose a day.")})
    must_be_colleague(call.tx, who, field=step_name("who", nth))
    return PersonId(who), due


@routes.button("car.approve", writes=True)
def approve(call: Call) -> Reply:
    return _approve(call, pending=False)


@routes.button("car.approve_pending", writes=True)
def approve_pending(call: Call) -> Reply:
    """The work may begin, but for what waits for resources."""
    return _approve(call, pending=True)


def _approve(call: Call, *, pending: bool) -> Reply:
    """What was read is approved: the button names the version and the digest of the plan that it stood under."""
    number, version, digest = [*call.about.split(), "", ""][:3]
    read = int(version) if version.isdecimal() else 0
    brings = ApprovePlan(plan_version=read, plan_digest=digest, resources_pending=pending)
    return move_car(replace(call, about=number), brings)


told_in(
    routes, "car.refuse", RefuseForm, lambda call: refuse_form(seen(call)), lambda form: RefusePlan(reason=form.reason)
)


@routes.button("car.resources_form")
def open_resources(call: Call) -> Reply:
    return Open(resources_form(seen_case(call)))


@routes.submit("car.resources", ResourcesForm)
def resources(call: Call, form: ResourcesForm) -> Reply:
    was = seen_case(call)
    if again := asked(form, resources_form(was), was.car):
        return again
    case = decide_resources(was, form.as_, form.what, by=call.viewer, today=call.today)
    tell(call, "car.turn", case.car.number, owner_of(case.car), key=f"car.turn:{case.car.number}:{case.car.version}")
    return keep(call, case, was, did="car.resources_decided", seals=form.seals(was.car))
