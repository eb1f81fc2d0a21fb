"""Reports whose owner left: the one form that gives them another owner, and what it did."""

from collections.abc import Sequence

from domain.cars import Car
from views.cars import Look, heading
from views.elements import Ask, Button, Card, Form, Note, Option, Text

GIVE = Button(label="Give them to somebody", does="leavers.form", primary=True)
EVERYTHING, OF = "everything", "of "
TICKS, LEAVERS = 10, 4  # to choose from: what every platform shows, and how many of it are for one leaver's share


def give_form(cars: Sequence[Car], look: Look) -> Form:
    """All of them are ticked: who means only some ticks those instead."""
    return Form(
        title="Give to a new owner",
        does="leavers.give",
        submit="Give",
        parts=[
            Ask(name="which", label="Which reports?", kind="ticks", options=_options(cars, look), value=[EVERYTHING]),
            Ask(name="owner", label="Who owns them from now on?", kind="person"),
            Note("They are told of each one. Dates stay as they are."),
        ],
    )


def _options(cars: Sequence[Car], look: Look) -> list[Option]:
    shares: dict[str, int] = {}
    for car in cars:
        shares[car.owner or ""] = shares.get(car.owner or "", 0) + 1
    every = Option(value=EVERYTHING, label=f"All {len(cars)}" if len(cars) > 1 else "The only one")
    theirs = [
        Option(value=f"{OF}{owner}", label=f"All {count} of {look.names.person(owner)}")
        for owner, count in sorted(shares.items(), key=lambda share: (-share[1], share[0]))[:LEAVERS]
        if len(shares) > 1
    ]
    each = [
        Option(value=car.number, label=heading(car), detail=f"Owner until now: {look.names.person(car.owner or '')}")
        for car in cars
    ]
    return [every, *theirs, *(each if len(cars) > 1 else [])][:TICKS]


def chosen(cars: Sequence[Car], ticked: Sequence[str]) -> list[Car]:
    """Those that were ticked, by themselves or with others."""
    return [car for car in cars if {EVERYTHING, f"{OF}{car.owner}", car.number} & set(ticked)]


def given_card(name: str, left: int) -> Card:
    told = Text(f"{name} owns them now and was told.")
    if not left:
        return Card(title="The reports have a new owner", parts=[told])
    more = Text(f"{left} more still wait for one." if left > 1 else "1 more still waits for one.")
    return Card(title="The reports have a new owner", parts=[told, more], buttons=[GIVE])
