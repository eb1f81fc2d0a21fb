"""The inventory of needs: of the district or one place, as a card shows it and as files hold it."""

from collections.abc import Sequence

from domain.errors import RefusedError
from domain.needs import Inventory, Need, inventory
from handlers.papers import Sheet, stamp_of
from handlers.plan_papers import Lines
from handlers.routing import Call
from storage.needs import Needs, of_place
from storage.people import People
from storage.places import Places
from views.look import Look, Names
from views.need_papers import needs_book, needs_paper
from views.sheets import book_lines


def look_on(call: Call, needs: Sequence[Need], *there: str) -> Look:
    """How people and places in needs are called."""
    people = People(call.tx).names(one.by for one in needs)
    places = Places(call.tx).names([*(one.place for one in needs), *there])
    zone = call.settings.zone
    names = Names(people=people, places=places)
    return Look(viewer=call.viewer, today=call.today, names=names, rules=call.settings.rules, zone=zone)


def inventory_of(call: Call) -> tuple[Inventory, list[Need]]:
    """Of the place that `call.about` names, or of all there are."""
    place = place_named(call)
    found = Needs(call.tx, call.viewer).every(*([of_place(place)] if place else []))
    return inventory(found), found


def place_named(call: Call) -> str:
    if call.about and not Places(call.tx).names([call.about]):
        raise RefusedError("There is no such school or department.")
    return call.about


def needs_sheet_of(call: Call, number: str) -> Lines:
    found, needs = inventory_of(call)
    look = look_on(call, needs, call.about)
    book = needs_book(found, needs, _where(call, look), look, stamp_of(call.tx, call.settings), number)
    return Lines(lines=book_lines(book, call.language), numbers=[one.number for one in needs])


def needs_paper_of(call: Call) -> Sheet:
    found, needs = inventory_of(call)
    look = look_on(call, needs, call.about)
    paper = needs_paper(found, needs, _where(call, look), look, stamp_of(call.tx, call.settings))
    return Sheet(paper=paper, numbers=[one.number for one in needs])


def _where(call: Call, look: Look) -> str:
    return look.names.place(call.about) if call.about else call.settings["name"] or call.tx.district
