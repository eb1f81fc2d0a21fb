"""Plans of the district, of schools and departments: the list, one of them, its goals, and starting one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from domain.errors import RefusedError
from domain.improvement import KINDS, DistrictPlan, Goal, Kind, PlanStep, school_year, year_words
from domain.improvement_moves import check_header
from domain.improvement_rights import HEADS, check_may_start, in_charge
from domain.improvement_state import consolidated
from domain.numbers import plan_number
from domain.people import PersonId
from domain.plan_models import Model, begun, steps_of
from domain.texts import command, say
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.colleagues import must_be_colleague
from storage.improvement import PlanBook
from storage.improvement_sight import drafts, everything, led_by, of_places, of_the_district
from storage.measures import Measures
from storage.needs import Needs
from storage.people import People
from storage.places import Places
from storage.plan_models import models
from storage.plan_steps import PlanSteps
from storage.roster import Roster
from views.elements import Card, Form, Option, Text
from views.improvement import (
    PAGE,
    SCOPES,
    consolidated_card,
    goal_card,
    list_card,
    plan_card,
    versions_card,
    whole_card,
)
from views.improvement_forms import start_form
from views.look import Look, Names

routes = Routes()


class StartForm(Named):
    LOOKED_AT = ("title",)
    kind: Kind
    template: str | None = None
    title: Typed | None = None
    place: str | None = None
    year: int
    lead: str


def my_places(call: Call) -> list[str]:
    """The schools and departments that somebody heads, or works at."""
    heads = [seat.place for seat in call.viewer.seats if seat.role in HEADS and seat.place]
    works = [place for place in Roster(call.tx).workplace_of(call.viewer.ids) if place]
    return [*dict.fromkeys([*heads, *works])]


LISTS: Mapping[str, Callable[[Call], Any]] = {
    "mine": lambda call: led_by(call.viewer),
    "school": lambda call: of_places(my_places(call)),
    "district": lambda _: of_the_district(),
    "all": lambda _: everything(),
    "drafts": lambda _: drafts(),
}


@routes.command("plan")
def typed(call: Call) -> Reply:
    """A number shows that plan, one of the words a list; nothing, what is nearest to whoever asks."""
    word = call.text.lower()
    if number := plan_number(call.text, call.settings.number_year(call.today)):
        return Show(draw(call, number))
    lead = "" if word in {"", *LISTS} else say("There is no plan “{text}”. These are there:", text=call.text)
    return Show(_list(call, word if word in LISTS else _nearest(call), 0, lead=lead))


@routes.command("plan show")
def show(call: Call) -> Reply:
    number = plan_number(call.text, call.settings.number_year(call.today))
    if not number:
        raise RefusedError("Please name the plan by its number: {show}", show=command("plan show 3"))
    return Show(draw(call, number))


def _nearest(call: Call) -> str:
    """The first list of mine, my school's and the district's in which something is."""
    book = PlanBook(call.tx, call.viewer)
    return next((scope for scope in ("mine", "school", "district") if book.page(LISTS[scope](call), size=1)[1]), "all")


@routes.button("plan.page")
def page(call: Call) -> Reply:
    scope, offset = named(call.about, 2)
    return Show(_list(call, scope if scope in SCOPES else "all", number_in(offset)))


def _list(call: Call, scope: str, offset: int, *, lead: str = "") -> Card:
    plans, total = PlanBook(call.tx, call.viewer).page(LISTS[scope](call), offset=offset, size=PAGE)
    starts = bool(_startable(call))
    return list_card(plans, look(call, plans), scope=scope, offset=offset, total=total, lead=lead, starts=starts)


@routes.button("plan.show_pressed")
def show_pressed(call: Call) -> Reply:
    return Show(draw(call, call.about), beside=True)


@routes.button("plan.in_force")
def show_in_force(call: Call) -> Reply:
    """What holds while a change is written."""
    plan = plan_of(call, call.about)
    return Show(_card(call, plan_of(call, plan.number, plan.in_force)), beside=True)


@routes.button("plan.version")
def version(call: Call) -> Reply:
    number, nth = named(call.about, 2)
    return Show(_card(call, plan_of(call, number, number_in(nth))), beside=True)


@routes.button("plan.versions")
def versions(call: Call) -> Reply:
    plan = plan_of(call, call.about)
    return Show(
        versions_card(plan, PlanBook(call.tx, call.viewer).revisions(plan.number), look(call, [plan])), beside=True
    )


@routes.button("plan.goals_page")
def goals_page(call: Call) -> Reply:
    number, nth, offset = named(call.about, 3)
    return Show(_card(call, plan_of(call, number, number_in(nth)), offset=number_in(offset)))


@routes.button("plan.whole")
def whole(call: Call) -> Reply:
    number, nth, offset = named(call.about, 3)
    plan = plan_of(call, number, number_in(nth))
    return Show(whole_card(plan, look(call, [plan]), offset=number_in(offset)), beside=not number_in(offset))


@routes.button("plan.goal")
def goal(call: Call) -> Reply:
    return Show(goal_drawn(call), beside=True)


@routes.notice("plan.goal_card")
def goal_drawn(call: Call) -> Card:
    """A goal of a plan, by "PLAN-2026-003 2" and perhaps a revision."""
    number, nth, revision = named(call.about, 3)
    plan = plan_of(call, number, number_in(revision) or None)
    found = goal_of(plan, number_in(nth))
    needs = Needs(call.tx, call.viewer).of_goal(plan.number, found.nth)
    return goal_card(plan, found, look(call, [plan]), Measures(call.tx).of(plan.number), needs)


@routes.command("plan consolidated")
@routes.button("plan.consolidated")
def together(call: Call) -> Reply:
    """Which goals of which plans support which, of those in force."""
    found = consolidated(PlanBook(call.tx, call.viewer).in_force())
    plans = [plan for one in found for plan in (one.plan, *(plan for plan, _ in one.by))]
    return Show(consolidated_card(found, look(call, plans), offset=number_in(call.about)), beside=not call.about)


@routes.command("plan new")
@routes.button("plan.new_form")
def new(call: Call) -> Reply:
    return Open(_start_form(call))


def _startable(call: Call) -> list[Kind]:
    """What somebody may start: those in charge any plan, heads one for their school or department."""
    if in_charge(call.viewer):
        return [*Kind]
    heads = any(seat.role in HEADS for seat in call.viewer.seats)
    return [Kind.SCHOOL, Kind.ROADMAP, Kind.PARTNERSHIP] if heads else []


def _start_form(call: Call) -> Form:
    kinds = _startable(call)
    if not kinds:
        check_may_start(call.viewer, Kind.DISTRICT, None)
    places = Places(call.tx).all()
    mine = my_places(call)
    shown = places if in_charge(call.viewer) else [place for place in places if place.id in mine]
    year = school_year(call.today)
    offered = [Option(value=key, label=model.title) for key, model in models().items()]
    return start_form(shown, kinds, [year, year + 1], call.me, templates=offered)


@routes.submit("plan.start", StartForm)
def start(call: Call, form: StartForm) -> Reply:
    check_may_start(call.viewer, form.kind, form.place)
    must_be_colleague(call.tx, form.lead, field="lead")
    if again := asked(form, _start_form(call)):
        return again
    book = PlanBook(call.tx, call.viewer)
    plan = DistrictPlan(
        number=book.next_number(call.settings.number_year(call.today)),
        kind=form.kind,
        title=_title(form),
        year=form.year,
        lead=People(call.tx).canonical(form.lead),
        place=form.place,
    )
    check_header(plan)
    _begin(call, plan, models().get(form.template or ""))
    return Draw("plan.card", plan.number)


def _begin(call: Call, plan: DistrictPlan, model: Model | None) -> None:
    """With the goals, strategies and steps of a model, or empty."""
    made = begun(plan, model) if model else plan
    PlanBook(call.tx, call.viewer).add(made)
    for step in steps_of(made, model) if model else ():
        PlanSteps(call.tx).add(step, by=call.me)


def _title(form: StartForm) -> str:
    model = models().get(form.template or "")
    return form.title or (model.title if model else f"{KINDS[form.kind]} {year_words(form.year)}")


@routes.notice("plan.card")
def card(call: Call) -> Card:
    return draw(call, call.about)


@routes.options("plan.goals")
def goals(call: Call) -> list[Option]:
    """Goals that another goal can support, by what is typed."""
    return [option for option in supportable(call, "") if call.text.casefold() in option.label.casefold()]


def supportable(call: Call, number: str) -> list[Option]:
    """Goals of the plans in force, but for those of one plan."""
    return [
        Option(value=f"{plan.number} {goal.nth}", label=f"{plan.number} {goal.nth} · {goal.statement}")
        for plan in PlanBook(call.tx, call.viewer).in_force()
        for goal in plan.goals
        if plan.number != number
    ]


def numbered(call: Call) -> str:
    """The plan that is named behind a command, or the only one that whoever asks leads."""
    number = plan_number(call.text, call.settings.number_year(call.today))
    mine, total = PlanBook(call.tx, call.viewer).page(led_by(call.viewer), size=1)
    if number is None and total != 1:
        raise RefusedError("Please name the plan by its number: {roll}", roll=command("plan roll-over 3"))
    return number or mine[0].number


def named(about: str, most: int) -> list[str]:
    """The words that a button names, as many as are asked for; those that are missing are empty."""
    return (about.split() + [""] * most)[:most]


def number_in(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0  # noqa: PLR2004 - digits of what a column holds


def plan_of(call: Call, number: str, revision: int | None = None) -> DistrictPlan:
    """A plan as whoever asks sees it."""
    return PlanBook(call.tx, call.viewer).get(number, revision)


def goal_of(plan: DistrictPlan, nth: int) -> Goal:
    found = plan.goal(nth)
    if found is None:
        raise RefusedError("This plan has no goal {n} any more.", n=nth)
    return found


def gone(about: str) -> Card:
    """In place of what does not concern somebody any more."""
    return Card(title=about, parts=[Text(say("There is nothing for you to do here any more."))])


def draw(call: Call, number: str, *, lead: str = "") -> Card:
    return _card(call, plan_of(call, number), lead=lead)


def _card(call: Call, plan: DistrictPlan, *, lead: str = "", offset: int = 0) -> Card:
    return plan_card(plan, look(call, [plan]), lead=lead, offset=offset)


def look(call: Call, plans: Sequence[DistrictPlan], steps: Sequence[PlanStep] = (), *more: PersonId) -> Look:
    """How people and places in plans are called."""
    persons = [person for plan in plans for person in (plan.lead, *_named(plan))]
    people = People(call.tx).names(
        [*persons, *(one for step in steps for one in (step.owner, step.asked_owner) if one), *more]
    )
    names = Names(people=people, places=Places(call.tx).names(plan.place for plan in plans))
    settings = call.settings
    return Look(
        viewer=call.viewer, today=call.today, names=names, rules=settings.rules, now=call.tx.now, zone=settings.zone
    )


def _named(plan: DistrictPlan) -> list[PersonId]:
    return [*(one.by for one in plan.signatures), *(step.owner for step in plan.steps)]
