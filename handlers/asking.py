"""What somebody asks in plain words: a small grammar understands it, lists and cards that there are answer it."""

from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from domain.asking import AboutMany, AboutOne, Around, Aspect, ForHelp, Unclear, understand
from domain.cars import Car
from domain.deadlines import due_of
from domain.people import PersonId
from domain.places import Place
from domain.sought import Sought, owned_by_whom, read_sought
from domain.texts import say
from handlers.moving import draw_card, look_at, seen
from handlers.routing import Call, Reply, Routes, Show
from handlers.story import whole_story
from storage.cars import CarLog
from storage.places import Places
from storage.sought import called, sought_by
from views.asking import PAGE, found_card, nobody_card, unclear_card, understood, which_card
from views.dates import due
from views.elements import Button, Card
from views.home import help_card
from views.look import Look

routes = Routes()

#: What people mistype, and the button that does what they meant.
MEANT = {
    "help": Button(label=say("Help"), does="help.show"),
    "list": Button(label=say("Open reports"), does="car.page", about="open"),
    "car": Button(label=say("Report a problem"), does="car.report"),
    "report": Button(label=say("Report a problem"), does="car.report"),
}
PLAIN = Sought()


@routes.button("unknown")
def ask(call: Call) -> Reply:
    """Words that are no command: a question, a mistyped command, or what should be reported."""
    around = Around(places=Places(call.tx).all(), today=call.today, year=call.settings.number_year(call.today))
    match understand(call.text, around):
        case AboutOne(number=number, aspect=aspect):
            return Show(_one(call, number, aspect))
        case AboutMany(sought=sought, owner=owner):
            return Show(_of_owner(call, sought, owner) if owner else _list(call, sought, 0))
        case ForHelp():
            return Show(help_card())
        case Unclear() as unclear:
            return Show(_not_understood(call, unclear))


@routes.button("ask.list")
def list_(call: Call) -> Reply:
    at, _, line = call.about.partition(" ")
    offset = int(at) if at.isdecimal() else 0
    return Show(_list(call, read_sought(line), offset), beside=not offset)


def _one(call: Call, number: str, aspect: Aspect) -> Card:
    car = seen(call, number)
    match aspect:
        case Aspect.HISTORY:
            return whole_story(call, car)
        case Aspect.OWNER:
            return draw_card(call, car, lead=_owner(call, car))
        case Aspect.DUE:
            return draw_card(call, car, lead=_due(call, car))
        case Aspect.CARD:
            return draw_card(call, car)


def _owner(call: Call, car: Car) -> str:
    if car.handed_to:
        return ""
    look = look_at(call, [car])
    return say("Owner: {who}.", who=look.person(car.owner)) if car.owner else say("Nobody owns it yet.")


def _due(call: Call, car: Car) -> str:
    rules = call.settings.rules
    when = due_of(car, rules.clocks, rules.calendar_of(car.school))
    return say("Due {due}.", due=due(when, call.today)) if when else say("Nothing is due on it now.")


def _list(call: Call, sought: Sought, offset: int) -> Card:
    where = sought_by(sought, call.viewer, call.today, call.settings.rules)
    found = CarLog(call.tx, call.viewer).page(*where, offset=offset, size=PAGE)
    return found_card(found.cars, _look(call, sought, found.cars), sought, offset=offset, total=found.total)


def _look(call: Call, sought: Sought, cars: list[Car]) -> Look:
    wanted = sought.filters
    there = [place for place in (wanted.school, wanted.department) if place]
    return look_at(call, cars, also=[wanted.owner] if wanted.owner else [], there=there)


def _of_owner(call: Call, sought: Sought, name: str) -> Card:
    """Those of whoever is called so, of all who own something that this person finds."""
    people = owners_called(call, name)
    if not people:
        return nobody_card(name)
    if len(people) > 1:
        return which_card(name, [(known, owned_by_whom(sought, person)) for person, known in people.items()])
    return _list(call, owned_by_whom(sought, PersonId(*people)), 0)


def owners_called(call: Call, name: str) -> dict[PersonId, str]:
    log = CarLog(call.tx, call.viewer)
    return {
        person: known
        for person, known in called(call.tx, name).items()
        if log.page(*sought_by(owned_by_whom(ALL, person), call.viewer, call.today, call.settings.rules), size=1).cars
    }


ALL = read_sought("all")


def _not_understood(call: Call, unclear: Unclear) -> Card:
    near = get_close_matches(call.text.lower(), MEANT, 1)
    if near:
        lead = say("“{text}” is not something Kaizen knows.", text=call.text)
        return help_card(lead=lead, suggestion=MEANT[near[0]])
    meant: list[tuple[str, Sought]]
    if unclear.places:
        meant = [(say("At {place}", place=place.name), _at(unclear.rest, place)) for place in unclear.places]
    else:
        meant = [] if unclear.rest == PLAIN else [_named(call, unclear.rest)]
    return unclear_card(call.text, unclear, meant)


def _named(call: Call, sought: Sought) -> tuple[str, Sought]:
    return understood(sought, _look(call, sought, [])), sought


def _at(rest: Sought, place: Place) -> Sought:
    at: dict[str, Any] = {str(place.kind): place.id}
    return replace(rest, filters=replace(rest.filters, **at))
