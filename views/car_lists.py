"""Reports in lists, and the line that says one was filed."""

from collections.abc import Mapping, Sequence

from domain.car_lines import OnALine
from domain.cars import Car
from domain.texts import command, joined, say
from views.cars import Look, car_items
from views.elements import Button, Card, Note, Text
from views.leavers import GIVE
from views.pages import page_of

TITLES: Mapping[str, str] = {
    "open": say("Open reports"),
    "mine": say("What you reported"),
    "owned": say("What you own"),
    "closed": say("Closed reports"),
    "all": say("All reports"),
    "triage": say("Waiting for your decision"),
    "turn": say("Your turn"),
    "returned": say("Waiting for your answer"),
    "left": say("Their owner left"),
    "handed": say("Handed over to you"),
}
PAGE = 10  # reports
#: What can be done with all that a list shows.
ACTS: Mapping[str, Sequence[Button]] = {"left": [GIVE]}


def list_card(cars: Sequence[OnALine], look: Look, *, scope: str, offset: int, total: int) -> Card:
    """One page of a list; `scope` is the word typed behind "/car list"."""
    if not cars:
        return Card(title=TITLES[scope], parts=[Text(say("None.")), _how()], buttons=[_report()])
    span = page_of(offset, len(cars), total)
    pages = [
        Button(label=say("Newer"), does="car.page", about=f"{scope} {max(0, offset - PAGE)}") if offset else None,
        Button(label=say("Older"), does="car.page", about=f"{scope} {offset + PAGE}")
        if offset + PAGE < total
        else None,
    ]
    return Card(
        title=say("{title} ({span})", title=TITLES[scope], span=span),
        parts=[car_items(cars, look), _how()],
        buttons=[*ACTS.get(scope, ()), *(button for button in pages if button)],
    )


def former_card(former: str, cars: Sequence[OnALine], look: Look) -> Card:
    """Several logs had a report with this number."""
    return Card(title=say("Reports that had the number {former}", former=former), parts=[car_items(cars, look), _how()])


def _how() -> Note:
    listed = say("{list} open, mine, owned, closed or all", list=command("car list"))
    return Note(joined(" · ", [listed, say("{show} and a number", show=command("car show"))]))


def filed_card(car: Car, *, missing: str) -> Card:
    """Said where somebody typed the report, with none of its words: nobody can take these back from there."""
    said = say("It is on record. Your copy is in your messages with Kaizen.")
    show = Button(label=say("Show"), does="car.show", about=car.number)
    return Card(title=joined(" · ", [car.number, car.seen]), parts=[Text(joined(" ", [said, missing]))], buttons=[show])


def filed_line(car: Car) -> Card:
    """The same in the chat in which their copy comes next: in few words, or all would be said twice."""
    return Card(title=joined(" · ", [car.number, car.seen]), parts=[Note(say("Your copy follows in this chat."))])


def _report() -> Button:
    return Button(label=say("Report a problem"), does="car.report", primary=True)
