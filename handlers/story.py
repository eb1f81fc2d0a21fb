"""The whole story of a report: who did what, when and why, from its history."""

from collections.abc import Iterator
from dataclasses import replace

from domain.cars import Car
from domain.holds import keeps_words, may_hold, sees_hold
from domain.numbers import car_number
from domain.story import Act, is_left, story_of
from domain.who import leads
from handlers.cars import start
from handlers.moving import look_at, seen
from handlers.routing import Call, Reply, Routes, Show
from storage.holds import Holds
from storage.offices import Offices
from storage.reminded import Reminded as Book
from storage.story import Story
from views.elements import Card
from views.story import Ends, Reminded, story_card

routes = Routes()

PERSONS, PLACES = ("owner", "checker", "asked_owner"), ("school", "department")


@routes.command("car history")
def typed(call: Call) -> Reply:
    """All that is no number is a report: "/car history books are torn"."""
    number = car_number(call.text, call.settings.number_year(call.today))
    if not number:
        return start(replace(call, text=f"history {call.text}".strip()))
    return Show(whole_story(call, seen(call, number)))


@routes.button("story.show")
def show(call: Call) -> Reply:
    return Show(whole_story(call, seen(call)), beside=True)


@routes.button("story.page")
def page(call: Call) -> Reply:
    number, _, offset = call.about.partition(" ")
    return Show(whole_story(call, seen(call, number), int(offset) if offset.isdecimal() else 0))


def whole_story(call: Call, car: Car, offset: int = 0) -> Card:
    offices = Offices(call.tx).of(call.viewer) if car.handed_to else ()
    held = [one.id for one in Holds(call.tx).of(car.number) if sees_hold(one, car, call.viewer, offices)]
    keeps = keeps_words(car, call.viewer, offices)
    story = Story(call.tx, car, held=held, removed=keeps)
    acts = story.acts()
    look = look_at(
        call, [car], also=set(_named(acts, *PERSONS)) | {a.by for a in acts}, there=set(_named(acts, *PLACES))
    )
    chain = story.chain()
    ends = None if is_left(car) else Ends(entries=chain.entries, broken=chain.broken)
    words, told = may_hold(car, call.viewer, offices), _reminded(call, car)
    deeds = story_of(acts, story.stays())
    return story_card(car, deeds, look, offset=offset, ends=ends, words=words, reminded=told)


def _reminded(call: Call, car: Car) -> Reminded | None:
    """As on its card: its owner's and the office's to know."""
    if not (car.owner == call.me or leads(car, call.viewer)):
        return None
    book = Book(call.tx)
    return Reminded(own=book.days_about(car.number, late=False), others=book.days_about(car.number, late=True))


def _named(acts: list[Act], *columns: str) -> Iterator[str]:
    """The ids that changed in these columns."""
    return (value for act in acts for name in columns for value in act.turned.get(name, ()) if value)
