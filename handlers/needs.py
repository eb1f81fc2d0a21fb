"""Needs: listed by what comes first, written down and changed, fed to goals, set aside, and counted as an inventory."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.errors import RefusedError
from domain.exports import OF_NEEDS, Kind
from domain.groups import Group
from domain.improvement import ENDED
from domain.improvement_rights import HEADS, in_charge
from domain.needs import (
    Evidence,
    Feeds,
    Found,
    Need,
    Priority,
    Side,
    check_feeds,
    check_may_note,
    check_need,
    may_note,
    set_aside,
    take_up_again,
)
from domain.numbers import need_number
from domain.places import Place
from handlers.exports import paper_of
from handlers.improvement import my_places, named, number_in
from handlers.names import Named, asked
from handlers.need_papers import inventory_of, look_on, place_named
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.improvement import PlanBook
from storage.needs import Needs, of_place, of_places, on_side, put_aside, standing
from storage.places import Places
from views.elements import Card, Form, Option
from views.need_forms import aside_form, goal_form, need_form
from views.needs import PAGE, inventory_card, list_card, need_card

routes = Routes()


class NeedForm(Named):
    LOOKED_AT = ("statement", "shows", "others")
    statement: Typed = ""
    side: Side
    priority: Priority
    evidence: Evidence
    shows: Typed | None = None
    found_in: tuple[Found, ...] = ()
    groups: tuple[Group, ...] = ()
    others: Typed | None = None
    place: str | None = None


class GoalForm(Named):
    goal: str


class AsideForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


LISTS: Mapping[str, Callable[[Call], Any]] = {
    "all": lambda _: (standing(),),
    "gaps": lambda _: (standing(), on_side(Side.GAP)),
    "strengths": lambda _: (standing(), on_side(Side.STRENGTH)),
    "mine": lambda call: (standing(), of_places(my_places(call))),
    "district": lambda _: (standing(), of_place(None)),
    "aside": lambda _: (put_aside(),),
}
WORDS: Mapping[str, str] = {"school": "mine", "gap": "gaps", "strength": "strengths"}


@routes.command("plan needs")
def typed(call: Call) -> Reply:
    """A number shows that one, a word a list, "add" the form, "inventory" all of it counted."""
    word = call.text.lower()
    if word in ("add", "new"):
        return open_form(replace(call, about=""))
    if word == "inventory":
        return Show(_inventory(call, "", 0))
    if number := need_number(call.text, call.settings.number_year(call.today)):
        return Show(_card(call, number))
    scope = WORDS.get(word, word)
    return Show(_list(call, scope if scope in LISTS else "all", 0))


@routes.button("needs.page")
def page(call: Call) -> Reply:
    scope, offset = named(call.about, 2)
    return Show(_list(call, scope if scope in LISTS else "all", number_in(offset)))


def _list(call: Call, scope: str, offset: int) -> Card:
    needs, total = Needs(call.tx, call.viewer).page(*LISTS[scope](call), offset=offset, size=PAGE)
    writes, mine = any(_where(call)), next(iter(my_places(call)), "") if scope == "mine" else ""
    look = look_on(call, needs)
    return list_card(needs, look, scope=scope, offset=offset, total=total, writes=writes, place=mine)


@routes.button("needs.inventory")
def inventory(call: Call) -> Reply:
    offset, place = named(call.about, 2)
    return Show(_inventory(call, place, number_in(offset)), beside=not number_in(offset))


def _inventory(call: Call, place: str, offset: int) -> Card:
    found, needs = inventory_of(replace(call, about=place))
    look, shown = look_on(call, needs, place), needs[offset : offset + PAGE]
    return inventory_card(found, shown, look, place=place, offset=offset, total=len(needs))


@routes.button("needs.file", writes=True)
def file(call: Call) -> Reply:
    """By "needs.pdf", or "needs.xlsx" and a place."""
    kind, _, place = call.about.partition(" ")
    if kind not in OF_NEEDS:
        raise RefusedError("Please choose Excel or PDF.")
    place_named(replace(call, about=place))
    return paper_of(call, Kind(kind), place)


@routes.button("needs.show")
def show(call: Call) -> Reply:
    return Show(_card(call, call.about), beside=True)


@routes.notice("needs.card")
def card(call: Call) -> Card:
    return _card(call, call.about)


def _card(call: Call, number: str) -> Card:
    book = Needs(call.tx, call.viewer)
    one = book.get(number)
    return need_card(one, look_on(call, [one]), writes=may_note(call.viewer, one.place, book.led_places()))


def _where(call: Call) -> tuple[list[Place], bool]:
    """The schools and departments for which whoever asks may write needs down, and whether they may for all of it."""
    places, led = Places(call.tx).all(), Needs(call.tx, call.viewer).led_places()
    if in_charge(call.viewer):
        return places, True
    heads = {seat.place for seat in call.viewer.seats if seat.role in HEADS}
    return [place for place in places if place.id in heads | led], None in led


@routes.button("needs.form")
def open_form(call: Call) -> Reply:
    """A new one, or the one that `call.about` names."""
    one = _mine(call) if call.about else None
    places, district = _where(call)
    if one is None and not (places or district):
        check_may_note(call.viewer, None, ())
    return Open(_form(call, one))


def _form(call: Call, one: Need | None) -> Form:
    places, district = _where(call)
    first = None if district or not places else places[0].id
    return need_form(one, places, district=district, place=first)


def _mine(call: Call) -> Need:
    """The need that `call.about` names, where whoever asks may change it."""
    book = Needs(call.tx, call.viewer)
    one = book.get(named(call.about, 1)[0])
    check_may_note(call.viewer, one.place, book.led_places())
    return one


@routes.submit("needs.save", NeedForm)
def save(call: Call, form: NeedForm) -> Reply:
    was = _mine(call) if call.about else None
    book = Needs(call.tx, call.viewer)
    check_may_note(call.viewer, form.place, book.led_places())
    if again := asked(form, _form(call, was)):
        return again
    words: dict[str, Any] = form.model_dump(exclude={"names", "shows", "others"})
    words |= {"shows": form.shows or None, "others": form.others or None}
    if was:
        now = replace(was, **words)
        check_need(now)
        book.save(now, did="need.changed")
        return Draw("needs.card", now.number)
    number = book.next_number(call.settings.number_year(call.today))
    made = Need(number=number, by=call.me, noted_on=call.today, **words)
    check_need(made)
    book.add(made)
    return Draw("needs.card", number)


@routes.button("needs.goal_form")
def open_goal(call: Call) -> Reply:
    one = _mine(call)
    options = _goals(call)
    if not options:
        raise RefusedError("There is no plan with a goal yet. A need feeds a goal once there is one.")
    return Open(goal_form(one, options))


def _goals(call: Call) -> list[Option]:
    """Goals of all plans that go on, drafts as far as whoever asks finds them."""
    plans, _ = PlanBook(call.tx, call.viewer).page(size=200)
    return [
        Option(value=f"{plan.number} {goal.nth}", label=f"{plan.number} {goal.nth} · {goal.statement}")
        for plan in plans
        if plan.state not in ENDED
        for goal in plan.goals
    ]


@routes.options("needs.goals")
def goals(call: Call) -> list[Option]:
    return [option for option in _goals(call) if call.text.casefold() in option.label.casefold()]


@routes.submit("needs.link", GoalForm)
def link(call: Call, form: GoalForm) -> Reply:
    one = _mine(call)
    if form.goal not in {option.value for option in _goals(call)}:
        raise RefusedError("Please choose one of the list.", field="goal")
    plan, nth = form.goal.split()
    goal = Feeds(plan=plan, goal=int(nth))
    check_feeds(one, goal)
    Needs(call.tx, call.viewer).link(one, goal)
    return Draw("needs.card", one.number)


@routes.button("needs.unlink", writes=True)
def unlink(call: Call) -> Reply:
    one = _mine(call)
    _, plan, nth = named(call.about, 3)
    goal = Feeds(plan=plan, goal=number_in(nth))
    if goal in one.goals:
        Needs(call.tx, call.viewer).unlink(one, goal)
    return Draw("needs.card", one.number)


@routes.button("needs.aside_form")
def open_aside(call: Call) -> Reply:
    return Open(aside_form(_mine(call)))


@routes.submit("needs.aside", AsideForm)
def aside(call: Call, form: AsideForm) -> Reply:
    one = _mine(call)
    if again := asked(form, aside_form(one)):
        return again
    Needs(call.tx, call.viewer).save(set_aside(one, form.reason, call.today), did="need.set_aside")
    return Draw("needs.card", one.number)


@routes.button("needs.again", writes=True)
def again(call: Call) -> Reply:
    one = _mine(call)
    Needs(call.tx, call.viewer).save(take_up_again(one), did="need.taken_up")
    return Draw("needs.card", one.number)
