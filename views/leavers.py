"""What somebody did who left: the list, the one form that gives it to others, and what that did."""

from collections.abc import Mapping, Sequence

from domain.cars import Car
from domain.leavers import LeftStep
from domain.texts import joined, say, say_many
from views.cars import Look, heading
from views.dates import due
from views.elements import Ask, Button, Buttons, Card, Form, Heading, Item, Items, Note, Option, Part, Text
from views.plans import typed

GIVE = Button(label=say("Give them to somebody"), does="leavers.form", primary=True)
EVERYTHING, OF, STEP = "everything", "of ", "step:"
TICKS, LEAVERS = 10, 4  # to choose from: what every platform shows, and how many of it are for one leaver's share
SHOWN = 20  # lines of a list


def left_card(cars: Sequence[Car], steps: Sequence[LeftStep], look: Look) -> Card:
    """All that waits for another owner."""
    reports = [
        Item(name=heading(car), detail=_owner(car.owner or "", look), button=_show("car.show", car.number))
        for car in cars[:SHOWN]
    ]
    lines = [_line(step, look) for step in steps[:SHOWN]]
    more = len(cars) + len(steps) - len(reports) - len(lines)
    parts: list[Part] = []
    if cars:
        parts += [Heading(say("Reports ({n})", n=len(cars))), Items(reports)]
    if steps:
        parts += [Heading(say("Steps ({n})", n=len(steps))), Items(lines)]
    if more:
        parts.append(Note(say("and {n} more.", n=more)))
    return Card(title=say("Their owner left"), parts=parts, buttons=[GIVE])


def _line(step: LeftStep, look: Look) -> Item:
    detail = joined(" · ", [_owner(step.owner, look), say("due {due}", due=due(step.due, look.today))])
    return Item(name=_step(step), detail=detail, button=_show_of(step))


def none_left() -> Card:
    return Card(title=say("All that is open has an owner."))


def left_parts(steps: Sequence[LeftStep]) -> list[Part]:
    """On Home, beside the reports."""
    if not steps:
        return []
    return [Heading(say("Steps whose owner left ({n})", n=len(steps))), Buttons([GIVE])]


#: How what a step belongs to is opened, by what its number begins with.
SHOWS: Mapping[str, str] = {"CAR": "car.show", "IDEA": "idea.show"}


def _show_of(step: LeftStep) -> Button:
    does = SHOWS.get(step.of.partition("-")[0])
    return _show(does, step.of) if does else _show("steps.show", str(step.number))


def _show(does: str, about: str) -> Button:
    return Button(label=say("Show"), does=does, about=about)


def _step(step: LeftStep) -> str:
    return joined(" · ", [step.of, say("step {n}", n=step.number), typed(step.what)])


def _owner(owner: str, look: Look) -> str:
    return say("Owner until now: {person}", person=look.names.person(owner))


def give_form(cars: Sequence[Car], look: Look, steps: Sequence[LeftStep] = ()) -> Form:
    """All of them are ticked: who means only some ticks those instead."""
    return Form(
        title=say("Give to a new owner"),
        does="leavers.give",
        submit=say("Give"),
        parts=[
            Ask(
                name="which",
                label=say("Which reports and steps?") if steps else say("Which reports?"),
                kind="ticks",
                options=_options(cars, steps, look),
                value=[EVERYTHING],
            ),
            Ask(name="owner", label=say("Who has them from now on?"), kind="person"),
            Note(say("They are told of each one. Dates stay as they are, and it can be taken back.")),
        ],
    )


def _options(cars: Sequence[Car], steps: Sequence[LeftStep], look: Look) -> list[Option]:
    shares: dict[str, int] = {}
    for owner in [*(car.owner or "" for car in cars), *(step.owner for step in steps)]:
        shares[owner] = shares.get(owner, 0) + 1
    total = len(cars) + len(steps)
    every = Option(value=EVERYTHING, label=say("All {total}", total=total) if total > 1 else say("The only one"))
    theirs = [
        Option(value=f"{OF}{owner}", label=say("All {count} of {person}", count=count, person=look.names.person(owner)))
        for owner, count in sorted(shares.items(), key=lambda share: (-share[1], share[0]))[:LEAVERS]
        if len(shares) > 1
    ]
    each = [Option(value=car.number, label=heading(car), detail=_owner(car.owner or "", look)) for car in cars]
    each += [Option(value=f"{STEP}{one.number}", label=_step(one), detail=_owner(one.owner, look)) for one in steps]
    return [every, *theirs, *(each if total > 1 else [])][:TICKS]


def chosen(cars: Sequence[Car], ticked: Sequence[str]) -> list[Car]:
    """Those that were ticked, by themselves or with others."""
    return [car for car in cars if {EVERYTHING, f"{OF}{car.owner}", car.number} & set(ticked)]


def chosen_steps(steps: Sequence[LeftStep], ticked: Sequence[str]) -> list[LeftStep]:
    return [step for step in steps if {EVERYTHING, f"{OF}{step.owner}", f"{STEP}{step.number}"} & set(ticked)]


def given_card(name: str, left: int, *, about: str = "", stays: int = 0) -> Card:
    """`about` names what was given together; `stays`: how much of it has changed hands since, or is done."""
    told = Text(say("{name} has them now and was told.", name=name))
    undo = [Button(label=say("Undo"), does="leavers.undo", about=about)] if about else []
    moved = say_many(
        "{n} of them is done or has changed hands since.", "{n} of them are done or have changed hands since.", stays
    )
    kept = [Note(moved)] if stays else []
    return Card(title=say("They have a new owner"), parts=[told, *_more(left), *kept], buttons=[*_again(left), *undo])


def all_given_card(left: int) -> Card:
    """After it was taken back."""
    said = Text(say("They are with whoever left, as before."))
    return Card(title=say("Taken back"), parts=[said, *_more(left)], buttons=_again(left))


def _more(left: int) -> list[Part]:
    if not left:
        return []
    return [Text(say_many("{n} more still waits for one.", "{n} more still wait for one.", left))]


def _again(left: int) -> list[Button]:
    return [GIVE] if left else []
