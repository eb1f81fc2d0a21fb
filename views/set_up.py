"""What is still to be set up: a line and one button for each step."""

from collections.abc import Mapping, Sequence

from domain.people import Role
from domain.places import Place
from domain.set_up import Step
from domain.texts import joined, say, say_many
from views.elements import Button, Heading, Item, Items, Note, Part

#: What each step is called, why it is worth a minute, and its button.
STEPS: Mapping[Step, tuple[str, str, Button]] = {
    Step.DISTRICT: (
        say("Name, size and who to tell"),
        say("The texts stand above every report. Read them once and save."),
        Button(label=say("Fill in"), does="settings.district"),
    ),
    Step.SCHOOLS: (
        say("Schools and departments"),
        say("Every report belongs to one."),
        Button(label=say("Add schools"), does="settings.places"),
    ),
    Step.PRINCIPALS: (say("Principals"), "", Button(label=say("Name a principal"), does="people.give_form")),
    Step.SUPERINTENDENT: (
        say("Superintendent"),
        say("Decides about reports that concern you."),
        Button(label=say("Name the superintendent"), does="people.give_form", about=f"{Role.SUPERINTENDENT}/"),
    ),
    Step.STAFF: (
        say("Who may use Kaizen"),
        say("Now everybody but guests. In Teams, where pupils are too, only who is on the staff list."),
        Button(label=say("Choose who"), does="settings.staff"),
    ),
    Step.OFFICES: (
        say("Offices"),
        say("Who takes over what is not for you: Title IX, personnel, child protection."),
        Button(label=say("Name the officers"), does="offices.open"),
    ),
    Step.CONVERSATION: (
        say("Where the Cabinet reads its digest"),
        say("A channel of yours."),
        Button(label=say("Choose a channel"), does="settings.conversations"),
    ),
}


HAND_ON = say("Is somebody else to be management representative? Give them the seat: People, above.")


def set_up_parts(steps: Sequence[Step], schools: Sequence[Place]) -> list[Part]:
    """`schools` are those without a principal: one press names that of the first."""
    if not steps:
        return []
    items = [_principals(schools) if step is Step.PRINCIPALS else _item(step) for step in steps]
    return [Heading(say("Still to set up ({n})", n=len(steps))), Items(items), Note(HAND_ON)]


def _item(step: Step) -> Item:
    name, why, button = STEPS[step]
    return Item(name=name, detail=why, button=button)


def _principals(schools: Sequence[Place]) -> Item:
    name, _, button = STEPS[Step.PRINCIPALS]
    first, rest = schools[0], len(schools) - 1
    none = say("{school} has none.", school=first.name)
    if rest:
        none = say_many("{school} and {n} more have none.", "{school} and {n} more have none.", rest, school=first.name)
    why = joined(" ", [none, say("They own the quick fixes of their school.")])
    give = Button(label=button.label, does=button.does, about=f"{Role.PRINCIPAL}/{first.id}")
    return Item(name=name, detail=why, button=give)
