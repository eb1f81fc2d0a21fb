"""A person's own page, and the list of what they can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.cars import Car
from views.cars import Look, car_items
from views.elements import Button, Buttons, Card, Heading, Note, Part, Text

REPORT = Button(label="Report a problem", does="car.report", primary=True)
SET_UP = (Button(label="Settings", does="settings.open"), Button(label="Offices", does="offices.open"))
SHOWN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Pile:
    """Some of the reports that concern a person, and how many there are."""

    title: str
    cars: Sequence[Car]
    total: int
    scope: str  # of "/car list", which shows them all


def home_card(name: str, piles: Sequence[Pile], look: Look, *, seat_is_empty: bool) -> Card:
    parts: list[Part] = [*_seat(look, seat_is_empty), Buttons(_acts(look))]
    for pile in piles:
        parts += _pile(pile, look)
    if not piles:
        parts.append(Text(WELCOME))
    return Card(title=name or "Kaizen", parts=[*parts, Note(HOW)])


WELCOME = (
    "Something is broken, unsafe or does not work as it should? Say it in one sentence: it gets a number, "
    "somebody who puts it right, and you hear what came of it.\nNothing waits for you now."
)
HOW = "Anywhere in this workspace: /car and what happened. /kaizen help shows what else there is."


def _seat(look: Look, seat_is_empty: bool) -> list[Part]:  # noqa: FBT001 - read together with its name just above
    if not seat_is_empty:
        return []
    if not look.viewer.administrator:
        return [Note("Nobody is management representative yet. An admin of this workspace can take the seat here.")]
    said = "Nobody is management representative yet. Reports wait until somebody decides about them."
    return [Text(said), Buttons([Button(label="Become management representative", does="people.claim")])]


def _acts(look: Look) -> list[Button]:
    return [REPORT, Button(label="Open reports", does="car.page", about="open"), *(SET_UP if look.viewer.is_mr else ())]


def _pile(pile: Pile, look: Look) -> list[Part]:
    parts: list[Part] = [Heading(f"{pile.title} ({pile.total})"), car_items(pile.cars, look)]
    if pile.total > len(pile.cars):
        parts.append(Buttons([Button(label=f"All {pile.total}", does="car.page", about=pile.scope)]))
    return parts


def help_card(*, lead: str = "", suggestion: Button | None = None) -> Card:
    """The things that anybody can do, as buttons."""
    return Card(
        title="What Kaizen can do",
        parts=[
            *([Text(lead)] if lead else []),
            *([Buttons([suggestion])] if suggestion else []),
            Text(
                "Report a problem: /car and what happened\n"
                "See what is open: /car list\n"
                "Look one up: /car show 12\n"
                "What you reported: /car list mine\n"
                "What you own: /car list owned"
            ),
            Note("From a message: choose Report a problem in its menu. Your own page: Home of this app."),
        ],
        buttons=[
            REPORT,
            Button(label="Open reports", does="car.page", about="open"),
            Button(label="What I reported", does="car.page", about="mine"),
        ],
    )
