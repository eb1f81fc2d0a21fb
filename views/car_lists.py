"""Reports in lists, and the line that says one was filed."""

from collections.abc import Mapping, Sequence

from domain.cars import Car
from views.cars import Look, car_items
from views.elements import Button, Card, Note, Text
from views.leavers import GIVE

TITLES: Mapping[str, str] = {
    "open": "Open reports",
    "mine": "What you reported",
    "owned": "What you own",
    "closed": "Closed reports",
    "all": "All reports",
    "triage": "Waiting for your decision",
    "returned": "Waiting for your answer",
    "left": "Their owner left",
    "handed": "Handed over to you",
}
PAGE = 10  # reports
#: What can be done with all that a list shows.
ACTS: Mapping[str, Sequence[Button]] = {"left": [GIVE]}


def list_card(cars: Sequence[Car], look: Look, *, scope: str, offset: int, total: int) -> Card:
    """One page of a list; `scope` is the word typed behind "/car list"."""
    if not cars:
        return Card(title=TITLES[scope], parts=[Text("None."), _how()], buttons=[_report()])
    span = f"{offset + 1}–{offset + len(cars)} of {total}" if total > len(cars) else str(total)
    pages = [
        Button(label="Newer", does="car.page", about=f"{scope} {max(0, offset - PAGE)}") if offset else None,
        Button(label="Older", does="car.page", about=f"{scope} {offset + PAGE}") if offset + PAGE < total else None,
    ]
    return Card(
        title=f"{TITLES[scope]} ({span})",
        parts=[car_items(cars, look), _how()],
        buttons=[*ACTS.get(scope, ()), *(button for button in pages if button)],
    )


def _how() -> Note:
    return Note("/car list open, mine, owned, closed or all · /car show and a number")


def filed_card(car: Car, *, missing: str) -> Card:
    """Said where somebody typed the report, with none of its words: nobody can take these back from there."""
    said = "It is on record. Your copy is in your messages with Kaizen."
    show = Button(label="Show", does="car.show", about=car.number)
    return Card(title=f"{car.number} · {car.seen}", parts=[Text(f"{said} {missing}".strip())], buttons=[show])


def _report() -> Button:
    return Button(label="Report a problem", does="car.report", primary=True)
