"""What is still to be set up: a line and one button for each step."""

from collections.abc import Mapping, Sequence

from domain.people import Role
from domain.places import Place
from domain.set_up import Step
from views.elements import Button, Heading, Item, Items, Note, Part

#: What each step is called, why it is worth a minute, and its button.
STEPS: Mapping[Step, tuple[str, str, Button]] = {
    Step.DISTRICT: (
        "Name, size and who to tell",
        "The texts stand above every report. Read them once and save.",
        Button(label="Fill in", does="settings.district"),
    ),
    Step.SCHOOLS: (
        "Schools and departments",
        "Every report belongs to one.",
        Button(label="Add schools", does="settings.places"),
    ),
    Step.PRINCIPALS: ("Principals", "", Button(label="Name a principal", does="people.give_form")),
    Step.SUPERINTENDENT: (
        "Superintendent",
        "Decides about reports that concern you.",
        Button(label="Name the superintendent", does="people.give_form", about=f"{Role.SUPERINTENDENT}/"),
    ),
    Step.STAFF: (
        "Who may use Kaizen",
        "Now everybody in this workspace but guests.",
        Button(label="Choose who", does="settings.staff"),
    ),
    Step.OFFICES: (
        "Offices",
        "Who takes over what is not for you: Title IX, personnel, child protection.",
        Button(label="Name the officers", does="offices.open"),
    ),
    Step.CONVERSATION: (
        "Where the Cabinet reads its digest",
        "A channel of this workspace.",
        Button(label="Choose a channel", does="settings.conversations"),
    ),
}


HAND_ON = "Is somebody else to be management representative? Give them the seat: People, above."


def set_up_parts(steps: Sequence[Step], schools: Sequence[Place]) -> list[Part]:
    """`schools` are those without a principal: one press names that of the first."""
    if not steps:
        return []
    items = [_principals(schools) if step is Step.PRINCIPALS else _item(step) for step in steps]
    return [Heading(f"Still to set up ({len(steps)})"), Items(items), Note(HAND_ON)]


def _item(step: Step) -> Item:
    name, why, button = STEPS[step]
    return Item(name=name, detail=why, button=button)


def _principals(schools: Sequence[Place]) -> Item:
    name, _, button = STEPS[Step.PRINCIPALS]
    first = schools[0]
    more = f" and {len(schools) - 1} more have none" if len(schools) > 1 else " has none"
    give = Button(label=button.label, does=button.does, about=f"{Role.PRINCIPAL}/{first.id}")
    return Item(name=name, detail=f"{first.name}{more}. They own the quick fixes of their school.", button=give)
