"""Reminders: what waits, without its words. A list is not drawn again when a report is sealed or its words removed."""

from collections.abc import Mapping, Sequence

from domain.cars import Car
from domain.reminders import URGENT_HOURS, Remind
from views.cars import Look
from views.dates import day
from views.elements import Button, Card, Item, Items, Note, Text

SHOWN = 30
LEADS: Mapping[Remind, str] = {
    Remind.LATE: "Nobody has decided in time. Press Show, then decide.",
    Remind.URGENT: "Somebody said that this cannot wait. Press Show, then decide.",
}
ENDS: Mapping[Remind, str] = {
    Remind.LATE: "This comes once on a working day, until nothing is late.",
    Remind.URGENT: f"This comes every {URGENT_HOURS} working hours, until somebody has decided.",
}


def waiting_card(cars: Sequence[Car], look: Look, remind: Remind, total: int) -> Card:
    """All that waits for one person, the oldest first."""
    if not cars:
        return Card(title="Nothing waits for you any more", parts=[Text("Somebody has decided.")])
    kind = "urgent " if remind is Remind.URGENT else ""
    title = f"1 {kind}report waits for you" if total == 1 else f"{total} {kind}reports wait for you"
    items = [Item(name=car.number, detail=_detail(car, look), button=_show(car)) for car in cars]
    more = [Note(f"and {total - len(cars)} more, on Home.")] if total > len(cars) else []
    return Card(title=title, parts=[Text(LEADS[remind]), Items(items, "On Home."), *more, Note(ENDS[remind])])


def _detail(car: Car, look: Look) -> str:
    reported = f"reported {day(car.filed_on, look.today)}"
    return f"{look.names.place(car.school)} · {reported}" if car.school else reported


def _show(car: Car) -> Button:
    return Button(label="Show", does="car.show", about=car.number)
