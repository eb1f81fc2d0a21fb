"""Urgent reports that wait, without their words. A list is not drawn again when a report is sealed or words go."""

from collections.abc import Sequence

from domain.cars import Car
from domain.reminders import URGENT_HOURS
from domain.texts import joined, say, say_many
from views.dates import day
from views.elements import Button, Card, Item, Items, Note, Text
from views.look import Look

SHOWN = 30
ENDS = say("This comes again every {hours} working hours until it is done.", hours=URGENT_HOURS)


def waiting_card(cars: Sequence[Car], look: Look, total: int) -> Card:
    """All that waits for one person, the oldest first."""
    if not cars:
        return Card(title=say("Nothing waits for you any more"), parts=[Text(say("Somebody has decided."))])
    items = [Item(name=car.number, detail=_detail(car, look), button=_show(car)) for car in cars]
    more = [Note(say("and {n} more, on Home.", n=total - len(cars)))] if total > len(cars) else []
    listed, lead = Items(items, say("On Home.")), say("Somebody said that this cannot wait. Press Show, then decide.")
    title = say_many("{n} urgent report waits for you", "{n} urgent reports wait for you", total)
    return Card(title=title, parts=[Text(lead), listed, *more, Note(ENDS)])


def _detail(car: Car, look: Look) -> str:
    reported = say("reported {day}", day=day(car.filed_on, look.today))
    return joined(" · ", [look.names.place(car.school), reported]) if car.school else reported


def _show(car: Car) -> Button:
    return Button(label=say("Show"), does="car.show", about=car.number)
