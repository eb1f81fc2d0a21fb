"""Reminders: what waits, without its words. A list is not drawn again when a report is sealed or its words removed."""

from collections.abc import Mapping, Sequence

from domain.cars import Car
from domain.reminders import URGENT_HOURS, Remind
from domain.texts import joined, say, say_many
from views.cars import Look
from views.dates import day
from views.elements import Button, Card, Item, Items, Note, Text

SHOWN = 30
LEADS: Mapping[Remind, str] = {
    Remind.LATE: say("Nobody has decided in time. Press Show, then decide."),
    Remind.URGENT: say("Somebody said that this cannot wait. Press Show, then decide."),
}
ENDS: Mapping[Remind, str] = {
    Remind.LATE: say("This comes once a working day, until nothing is late."),
    Remind.URGENT: say("This comes again every {hours} working hours until it is done.", hours=URGENT_HOURS),
}


def waiting_card(cars: Sequence[Car], look: Look, remind: Remind, total: int) -> Card:
    """All that waits for one person, the oldest first."""
    if not cars:
        return Card(title=say("Nothing waits for you any more"), parts=[Text(say("Somebody has decided."))])
    items = [Item(name=car.number, detail=_detail(car, look), button=_show(car)) for car in cars]
    more = [Note(say("and {n} more, on Home.", n=total - len(cars)))] if total > len(cars) else []
    listed = Items(items, say("On Home."))
    return Card(title=_title(remind, total), parts=[Text(LEADS[remind]), listed, *more, Note(ENDS[remind])])


def _title(remind: Remind, total: int) -> str:
    if remind is Remind.URGENT:
        return say_many("{n} urgent report waits for you", "{n} urgent reports wait for you", total)
    return say_many("{n} report waits for you", "{n} reports wait for you", total)


def _detail(car: Car, look: Look) -> str:
    reported = say("reported {day}", day=day(car.filed_on, look.today))
    return joined(" · ", [look.names.place(car.school), reported]) if car.school else reported


def _show(car: Car) -> Button:
    return Button(label=say("Show"), does="car.show", about=car.number)
