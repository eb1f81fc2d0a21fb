"""Writing a plan: its header, goals, strategies, and the values of its measures."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.errors import RefusedError
from domain.improvement import DistrictPlan, Goal, Strategy, last_day
from domain.improvement_moves import drop_goal, write_goal, write_header, write_strategy
from domain.improvement_rights import check_leads
from domain.measures import Measured, MeasureValue, check_value, read_value
from handlers.improvement import goal_of, named, number_in, plan_of, supportable
from handlers.names import Named, asked
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Typed
from storage.colleagues import must_be_colleague
from storage.improvement import PlanBook
from storage.measures import Measures
from storage.outbox import Outbox
from storage.people import People
from views.elements import Form
from views.improvement_forms import goal_form, header_form, measured, reader_form, strategy_form, value_form

routes = Routes()


class HeaderForm(Named):
    LOOKED_AT = ("title", "mission", "vision", "policy")
    title: Typed = ""
    lead: str
    mission: Typed | None = None
    vision: Typed | None = None
    policy: Typed | None = None


class GoalForm(Named):
    LOOKED_AT = ("statement", "measure", "baseline", "target")
    statement: Typed = ""
    measure: Typed | None = None
    baseline: Typed | None = None
    target: Typed | None = None
    by_when: date | None = None
    supports: str | None = None


class StrategyForm(Named):
    LOOKED_AT = ("does", "adults", "adults_measure", "students", "students_measure")
    does: Typed = ""
    adults: Typed | None = None
    adults_measure: Typed | None = None
    students: Typed | None = None
    students_measure: Typed | None = None


class ValueForm(Named):
    LOOKED_AT = ("note",)
    of: str
    value: Typed = ""
    day: date
    note: Typed | None = None


class ReaderForm(Answers):
    person: str


def parts_of(call: Call) -> tuple[DistrictPlan, int, int]:
    """The plan, and the numbers of a goal and a strategy, that a button names: "PLAN-2026-003 2 1"."""
    number, goal, strategy = named(call.about, 3)
    return plan_of(call, number), number_in(goal), number_in(strategy)


def save(call: Call, now: DistrictPlan, was: DistrictPlan, *, did: str) -> None:
    """Keep a plan that changed, and draw its messages again."""
    PlanBook(call.tx, call.viewer).save(now, was, did=did)
    Outbox(call.tx).refresh(now.number)


@routes.button("plan.header_form")
def open_header(call: Call) -> Reply:
    plan, _, _ = parts_of(call)
    check_leads(plan, call.viewer)
    return Open(header_form(plan))


@routes.submit("plan.header", HeaderForm)
def header(call: Call, form: HeaderForm) -> Reply:
    was, _, _ = parts_of(call)
    must_be_colleague(call.tx, form.lead, field="lead")
    if again := asked(form, header_form(was)):
        return again
    words: dict[str, Any] = {name: getattr(form, name) or None for name in ("mission", "vision", "policy")}
    lead = People(call.tx).canonical(form.lead)
    readers = was.readers | {was.lead} if lead != was.lead else was.readers  # who led it may still read it
    now = replace(was, title=form.title, lead=lead, readers=readers, **words)
    save(call, write_header(was, now, by=call.viewer), was, did="plan.written")
    return Draw("plan.card", was.number)


@routes.button("plan.goal_form")
def open_goal(call: Call) -> Reply:
    plan, nth, _ = parts_of(call)
    check_leads(plan, call.viewer)
    return Open(_goal_form(call, plan, nth))


def _goal_form(call: Call, plan: DistrictPlan, nth: int) -> Form:
    return goal_form(plan, plan.goal(nth), supportable(call, plan.number), last_day(plan.year))


@routes.submit("plan.goal_save", GoalForm)
def save_goal(call: Call, form: GoalForm) -> Reply:
    was, nth, _ = parts_of(call)
    if again := asked(form, _goal_form(call, was, nth)):
        return again
    words: dict[str, Any] = {name: getattr(form, name) or None for name in ("measure", "baseline", "target")}
    plan, goal = _supported(call, was, form.supports)
    new = Goal(nth=nth, statement=form.statement, by_when=form.by_when, supports=plan, supports_goal=goal, **words)
    now = write_goal(was, new, by=call.viewer)
    save(call, now, was, did="plan.written")
    return Draw("plan.goal_card", f"{now.number} {nth or now.goals[-1].nth}")


def _supported(call: Call, plan: DistrictPlan, chosen: str | None) -> tuple[str | None, int | None]:
    """The goal that was chosen, where whoever chose it finds that one."""
    if not chosen:
        return None, None
    if chosen not in {option.value for option in supportable(call, plan.number)}:
        raise RefusedError("Please choose one of the list.", field="supports")
    number, nth = chosen.split()
    return number, int(nth)


@routes.button("plan.goal_drop", writes=True)
def drop(call: Call) -> Reply:
    was, nth, _ = parts_of(call)
    save(call, drop_goal(was, nth, by=call.viewer), was, did="plan.written")
    return Draw("plan.card", was.number)


@routes.button("plan.strategy_form")
def open_strategy(call: Call) -> Reply:
    plan, goal, nth = parts_of(call)
    check_leads(plan, call.viewer)
    return Open(_strategy_form(plan, goal, nth))


def _strategy_form(plan: DistrictPlan, nth: int, strategy: int) -> Form:
    goal = goal_of(plan, nth)
    return strategy_form(plan, goal, next((one for one in goal.strategies if one.nth == strategy), None))


@routes.submit("plan.strategy_save", StrategyForm)
def save_strategy(call: Call, form: StrategyForm) -> Reply:
    was, goal, nth = parts_of(call)
    if again := asked(form, _strategy_form(was, goal, nth)):
        return again
    words = {name: value or None for name, value in form.model_dump(exclude={"names", "does"}).items()}
    now = write_strategy(was, goal, Strategy(nth=nth, does=form.does, **words), by=call.viewer)
    save(call, now, was, did="plan.written")
    return Draw("plan.goal_card", f"{now.number} {goal}")


@routes.button("plan.value_form")
def open_value(call: Call) -> Reply:
    plan, goal, _ = parts_of(call)
    check_leads(plan, call.viewer)
    return Open(value_form(plan, goal_of(plan, goal), call.today))


@routes.submit("plan.value", ValueForm)
def value(call: Call, form: ValueForm) -> Reply:
    plan, nth, _ = parts_of(call)
    check_leads(plan, call.viewer)
    goal = goal_of(plan, nth)
    if again := asked(form, value_form(plan, goal, call.today)):
        return again
    if form.of not in {option.value for option in measured(goal)}:
        raise RefusedError("Please choose one of the list.", field="of")
    strategy, _, of = form.of.partition(" ")
    told = MeasureValue(
        plan=plan.number,
        goal=nth,
        strategy=int(strategy),
        of=Measured(of),
        nth=0,
        day=form.day,
        value=read_value(form.value),
        note=form.note or None,
        by=call.me,
    )
    check_value(told, call.today)
    Measures(call.tx).add(told)
    return Draw("plan.goal_card", f"{plan.number} {nth}")


@routes.button("plan.reader_form")
def open_reader(call: Call) -> Reply:
    plan, _, _ = parts_of(call)
    check_leads(plan, call.viewer)
    return Open(reader_form(plan))


@routes.submit("plan.reader", ReaderForm)
def let_in(call: Call, form: ReaderForm) -> Reply:
    """Whoever is let in is told, and reads it from then on."""
    was, _, _ = parts_of(call)
    check_leads(was, call.viewer)
    must_be_colleague(call.tx, form.person, field="person")
    reader = People(call.tx).canonical(form.person)
    save(call, replace(was, readers=was.readers | {reader}), was, did="plan.let_in")
    Outbox(call.tx).owe("plan.to_read", was.number, to=reader, key=f"plan.to_read:{was.number}:{was.revision}")
    return Draw("plan.card", was.number)
