"""The routine of a plan: when it is, what it looks at, and what it decides about each strategy."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from domain.errors import RefusedError
from domain.improvement import DistrictPlan, PlanState
from domain.improvement_rights import check_leads
from domain.numbers import plan_number
from domain.routines import Decided, Decision, Rhythm, agenda, check_rhythm, decide
from domain.texts import command
from handlers.improvement import look, named, number_in, plan_of
from handlers.names import Named, asked
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from storage.daily import draw_again
from storage.measures import Measures
from storage.routines import Routines
from views.elements import Card, Option
from views.routines import decide_form, no_routine_card, rhythm_form, routine_card

routes = Routes()


class RhythmForm(Answers):
    first: date
    weeks: int


class DecideForm(Named):
    LOOKED_AT = ("because",)
    about: str
    decision: Decision
    because: Typed = ""


@routes.command("plan routine")
def typed(call: Call) -> Reply:
    number = plan_number(call.text, call.settings.number_year(call.today))
    if not number:
        raise RefusedError("Please name the plan by its number: {show}", show=command("plan routine 3"))
    return Show(_card(replace(call, about=number)))


@routes.button("routine.show")
def show(call: Call) -> Reply:
    return Show(_card(call), beside=True)


@routes.notice("routine.card")
def card(call: Call) -> Card:
    return _card(call)


def _card(call: Call) -> Card:
    plan = plan_in_force(call)
    rhythm = Routines(call.tx).rhythm(plan.number)
    if rhythm is None or not rhythm.goes_on:
        return no_routine_card(plan, look(call, [plan]))
    values, decided = Measures(call.tx).of(plan.number), Routines(call.tx).decided(plan.number)
    seen = agenda(plan, values, _next(call, plan, rhythm), call.today)
    return routine_card(plan, rhythm, seen, decided, look(call, [plan], (), *(one.by for one in decided)))


def plan_in_force(call: Call) -> DistrictPlan:
    """A plan as it was approved, also to whoever is shown how it is being changed."""
    plan = plan_of(call, call.about)
    if plan.in_force is None:
        raise RefusedError("{number} is not in force yet, so it has no routine.", number=plan.number)
    found = plan if plan.revision == plan.in_force else plan_of(call, plan.number, plan.in_force)
    if found.state in (PlanState.REPLACED, PlanState.CLOSED):
        raise RefusedError("{number} is not in force any more.", number=plan.number)
    return found


def _next(call: Call, plan: DistrictPlan, rhythm: Rhythm) -> date:
    return rhythm.on_or_after(call.today, call.settings.rules.calendar_of(plan.place))


@routes.button("routine.form")
def open_(call: Call) -> Reply:
    plan = plan_in_force(call)
    check_leads(plan, call.viewer)
    return Open(rhythm_form(plan, Routines(call.tx).rhythm(plan.number), call.today))


@routes.submit("routine.set", RhythmForm)
def set_(call: Call, form: RhythmForm) -> Reply:
    plan = plan_in_force(call)
    rhythm = Rhythm(plan=plan.number, first=form.first, weeks=form.weeks)
    check_rhythm(rhythm, plan, by=call.viewer, today=call.today)
    Routines(call.tx).set(rhythm, by=call.me)
    return Draw("routine.card", plan.number)


@routes.button("routine.stop", writes=True)
def stop(call: Call) -> Reply:
    """Nobody is asked any more; what was decided stays."""
    plan = plan_in_force(call)
    check_leads(plan, call.viewer)
    known = Routines(call.tx).rhythm(plan.number)
    if known is None:
        raise RefusedError("{number} has no routine.", number=plan.number)
    Routines(call.tx).set(replace(known, goes_on=False), by=call.me)
    draw_again(call.tx, plan.number)
    return Draw("routine.card", plan.number)


@routes.button("routine.decide_form")
def open_decide(call: Call) -> Reply:
    plan = plan_in_force(call)
    check_leads(plan, call.viewer)
    where = list(_strategies(plan))
    if not where:
        raise RefusedError("{number} has no strategy yet.", number=plan.number)
    return Open(decide_form(plan, where))


def _strategies(plan: DistrictPlan) -> Iterator[Option]:
    for goal in plan.goals:
        for one in goal.strategies:
            yield Option(value=f"{goal.nth} {one.nth}", label=f"{goal.nth}.{one.nth} · {one.does}")


@routes.options("routine.strategies")
def strategies(call: Call) -> list[Option]:
    """Those of a plan, by what is typed."""
    found = _strategies(plan_in_force(call)) if call.about else iter(())
    return [option for option in found if call.text.casefold() in option.label.casefold()]


@routes.submit("routine.decide", DecideForm)
def decide_(call: Call, form: DecideForm) -> Reply:
    plan = plan_in_force(call)
    rhythm = Routines(call.tx).rhythm(plan.number)
    if rhythm is None or not rhythm.goes_on:
        raise RefusedError("{number} has no routine.", number=plan.number)
    goal, strategy = named(form.about, 2)
    said = Decided(
        plan=plan.number,
        on=_next(call, plan, rhythm),
        goal=number_in(goal),
        strategy=number_in(strategy),
        decision=form.decision,
        because=form.because,
        by=call.me,
    )
    decided = decide(plan, said, by=call.viewer)
    if again := asked(form, decide_form(plan, list(_strategies(plan)))):
        return again
    Routines(call.tx).decide(decided)
    draw_again(call.tx, plan.number)
    return Draw("routine.card", plan.number)
