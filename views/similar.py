"""Telling that a report reads like one that is closed."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cars import Car
from domain.similar import may_say_it_recurs
from domain.texts import say
from views.dates import day
from views.elements import Button, Buttons, Card, Part, Text
from views.look import Look


def with_similar(card: Card, car: Car, others: Sequence[Car], look: Look) -> Card:
    """The card, and what came before that reads like it; without its words, which stay where they are."""
    if car.recurrence_of or not others or not may_say_it_recurs(car, look.viewer):
        return card
    return replace(card, parts=[*card.parts, *(part for other in others for part in _offer(car, other, look))])


def _offer(car: Car, other: Car, look: Look) -> list[Part]:
    when = day(other.closed_on, look.today) if other.closed_on else ""
    told = say("{number}, closed {day}, reads much like this. Did it come back?", number=other.number, day=when)
    yes = Button(label=say("It came back"), does="car.recurs", about=f"{car.number} {other.number}")
    show = Button(label=say("Show {number}", number=other.number), does="car.show", about=other.number)
    return [Text(told), Buttons([yes, show])]
