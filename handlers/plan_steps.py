"""Steps of a plan: whoever leads it adds and changes them, and drops one on which nobody works yet."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import ClassVar

from domain.errors import RefusedError
from domain.improvement import ENDED, DistrictPlan, PlanStep, Stage
from domain.improvement_rights import check_leads, leads_plan
from domain.people import PersonId
from domain.step_updates import StepUpdate, add_step, change_step, is_live
from handlers.improvement import goal_drawn, named, number_in, plan_of
from handlers.my_steps import drawn, step_of
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from storage.colleagues import must_be_colleague
from storage.improvement import PlanBook
from storage.outbox import Outbox
from storage.people import People
from storage.plan_steps import PlanSteps
from views.elements import Card, Form, Option
from views.plan_step_forms import add_form, change_form

routes = Routes()


class AddForm(Named):
    LOOKED_AT: ClassVar[tuple[str, ...]] = ("what", "team", "collects")
    what: Typed = ""
    under: str
    owner: str
    due: date
    team: Typed | None = None
    stage: Stage | None = None
    collects: Typed | None = None


class ChangeForm(AddForm):
    LOOKED_AT: ClassVar[tuple[str, ...]] = (*AddForm.LOOKED_AT, "why")
    why: Typed | None = None


@routes.command("step new")
def new(call: Call) -> Reply:
    """For one of the plans that whoever asks leads, with what was typed."""
    where = _where(call)
    if not where:
        raise RefusedError("You lead no plan that has a goal. Whoever leads one can add a step for you.")
    return Open(add_form(where, where[0].value, {"what": call.text or None, "owner": call.me}))


@routes.button("steps.add_form")
def open_add(call: Call) -> Reply:
    number, goal = named(call.about, 2)
    plan = plan_of(call, number)
    check_leads(plan, call.viewer)
    return Open(_add_form(plan, number_in(goal)))


def _add_form(plan: DistrictPlan, goal: int) -> Form:
    where = [option for option in _under(plan) if option.value.split()[1] == str(goal)]
    if not where:
        raise RefusedError("This plan has no goal {n} any more.", n=goal)
    return add_form(where, where[-1].value, {}, about=plan.number)


@routes.options("steps.goals")
def where_(call: Call) -> list[Option]:
    """What a step can be for, by what is typed."""
    return [option for option in _where(call) if call.text.casefold() in option.label.casefold()]


def _where(call: Call) -> list[Option]:
    return [option for plan in _led(call) for option in _under(plan)]


def _led(call: Call) -> list[DistrictPlan]:
    book = PlanBook(call.tx, call.viewer)
    plans, _ = book.page(size=50)
    return [plan for plan in plans if leads_plan(plan, call.viewer) and plan.state not in ENDED]


def _under(plan: DistrictPlan) -> Iterator[Option]:
    """Each goal of a plan, and each of its strategies."""
    for goal in plan.goals:
        at = f"{plan.number} {goal.nth}"
        yield Option(value=at, label=f"{plan.number} {goal.nth} · {goal.statement}")
        for one in goal.strategies:
            yield Option(value=f"{at} {one.nth}", label=f"{plan.number} {goal.nth}.{one.nth} · {one.does}")


@routes.submit("steps.add", AddForm)
def add(call: Call, form: AddForm) -> Reply:
    plan = plan_of(call, form.under.split()[0] if form.under.strip() else "")
    check_leads(plan, call.viewer)
    where = list(_under(plan))
    if again := asked(form, add_form(where, form.under, form.model_dump(), about=call.about)):
        return again
    must_be_colleague(call.tx, form.owner, field="owner")
    blank = PlanStep(number=0, of=plan.number, what="", owner=call.me, due=form.due, goal=0)
    step = PlanSteps(call.tx).add(add_step(plan, _filled(call, blank, form), by=call.viewer), by=call.me)
    _tell_owner(call, plan, step, None)
    Outbox(call.tx).refresh(plan.number)
    return Draw("steps.added", str(step.number))


def _filled(call: Call, step: PlanStep, form: AddForm) -> PlanStep:
    _, goal, strategy = named(form.under, 3)
    return replace(
        step,
        what=form.what,
        owner=People(call.tx).canonical(form.owner),
        due=form.due,
        goal=number_in(goal),
        strategy=number_in(strategy) or None,
        team=form.team or None,
        stage=form.stage,
        collects=form.collects or None,
    )


def _tell_owner(call: Call, plan: DistrictPlan, step: PlanStep, was: PersonId | None) -> None:
    """Whoever is given a step that people work on."""
    if step.owner not in (was, call.me) and is_live(plan, step):
        key = f"steps.yours:{step.number}:{step.version}"
        Outbox(call.tx).owe("steps.yours", str(step.number), to=step.owner, key=key)


@routes.notice("steps.added")
def added(call: Call) -> Card:
    """The goal with its new step."""
    plan, step = step_of(call, call.about)
    return goal_drawn(replace(call, about=f"{plan.number} {step.goal}"))


@routes.button("steps.change_form")
def open_change(call: Call) -> Reply:
    plan, step = step_of(call, call.about)
    check_leads(plan, call.viewer)
    return Open(change_form(plan, step, list(_under(plan))))


@routes.submit("steps.change", ChangeForm)
def change(call: Call, form: ChangeForm) -> Reply:
    plan, step = step_of(call, call.about)
    check_leads(plan, call.viewer)
    if again := asked(form, change_form(plan, step, list(_under(plan)))):
        return again
    if form.under.split()[:1] != [plan.number]:
        raise RefusedError("Please choose a goal of this plan.", field="under")
    must_be_colleague(call.tx, form.owner, field="owner")
    nth = len(PlanSteps(call.tx).updates(step.number)) + 1
    new_ = _filled(call, step, form)
    now, line = change_step(plan, step, new_, form.why, nth=nth, by=call.viewer, today=call.today)
    _keep(call, now, line)
    _tell_owner(call, plan, replace(now, version=now.version + 1), step.owner)
    return drawn(call, now)


def _keep(call: Call, step: PlanStep, line: StepUpdate | None) -> None:
    if line is None:
        PlanSteps(call.tx).save(step, did="step.changed", by=call.me)
    else:
        PlanSteps(call.tx).tell(step, line, did="step.changed")


@routes.button("steps.drop", writes=True)
def drop(call: Call) -> Reply:
    """Only while nobody works on it; later it is not needed, with a reason."""
    plan, step = step_of(call, call.about)
    check_leads(plan, call.viewer)
    if is_live(plan, step):
        raise RefusedError("Step {n} is in force. Say that it is not needed, and why.", n=step.number)
    PlanSteps(call.tx).drop(step, by=call.me)
    Outbox(call.tx).refresh(plan.number)
    return Draw("plan.card", plan.number)
