"""Reports whose owner left: the one form that gives them another owner, and what it did."""

from collections.abc import Sequence

from domain.cars import Car
from domain.texts import say, say_many
from views.cars import Look, heading
from views.elements import Ask, Button, Card, Form, Note, Option, Text

GIVE = Button(label=say("Give them to somebody"), does="leavers.form", primary=True)
EVERYTHING, OF = "everything", "of "
TICKS, LEAVERS = 10, 4  # to choose from: what every platform shows, and how many of it are for one leaver's share


def give_form(cars: Sequence[Car], look: Look) -> Form:
    """All of them are ticked: who means only some ticks those instead."""
    return Form(
        title=say("Give to a new owner"),
        does="leavers.give",
        submit=say("Give"),
        parts=[
            Ask(
                name="which",
                label=say("Which reports?"),
                kind="ticks",
                options=_options(cars, look),
                value=[EVERYTHING],
            ),
            Ask(name="owner", label=say("Who owns them from now on?"), kind="person"),
            Note(say("They are told of each one. Dates stay as they are.")),
        ],
    )


def _options(cars: Sequence[Car], look: Look) -> list[Option]:
    shares: dict[str, int] = {}
    for car in cars:
        shares[car.owner or ""] = shares.get(car.owner or "", 0) + 1
    every = Option(
        value=EVERYTHING, label=say("All {total}", total=len(cars)) if len(cars) > 1 else say("The only one")
    )
    theirs = [
        Option(value=f"{OF}{owner}", label=say("All {count} of {person}", count=count, person=look.names.person(owner)))
        for owner, count in sorted(shares.items(), key=lambda share: (-share[1], share[0]))[:LEAVERS]
        if len(shares) > 1
    ]
    each = [
        Option(
            value=car.number,
            label=heading(car),
            detail=say("Owner until now: {person}", person=look.names.person(car.owner or "")),
        )
        for car in cars
    ]
    return [every, *theirs, *(each if len(cars) > 1 else [])][:TICKS]


def chosen(cars: Sequence[Car], ticked: Sequence[str]) -> list[Car]:
    """Those that were ticked, by themselves or with others."""
    return [car for car in cars if {EVERYTHING, f"{OF}{car.owner}", car.number} & set(ticked)]


def given_card(name: str, left: int) -> Card:
    told = Text(say("{name} owns them now and was told.", name=name))
    if not left:
        return Card(title=say("The reports have a new owner"), parts=[told])
    more = Text(say_many("{n} more still waits for one.", "{n} more still wait for one.", left))
    return Card(title=say("The reports have a new owner"), parts=[told, more], buttons=[GIVE])
