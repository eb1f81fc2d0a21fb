"""The days without school: what is on file, and the forms that add to it and change it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.closures import Closure
from domain.frozen import dataclass
from domain.places import Place
from domain.texts import joined, say, say_many
from views.dates import day
from views.elements import Ask, Button, Buttons, Card, Form, Heading, Item, Items, Note, Option, Part, Text
from views.settings import BOX, box

SHOWN = 12  # coming days without school, of the district and of each school
EVERYWHERE = say("The whole district")
HOW = say(
    "One a line: 2026-11-26 Thanksgiving, or 12/21/2026 to 1/1/2027 Winter break. "
    "The text of a calendar file (.ics or .csv) works too."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class DaysOf:
    """Whose days these are: a school's, or with no place the whole district's."""

    place: str
    name: str
    closures: Sequence[Closure]


def calendar_card(lists: Sequence[DaysOf], today: date, *, changes: bool, snow: Sequence[Button]) -> Card:
    """The coming days without school, each place with a button for whoever may change them."""
    parts: list[Part] = []
    for days in lists:
        coming = [closure for closure in days.closures if closure.last >= today]
        parts += [
            Heading(days.name),
            Items([_item(c, today) for c in coming[:SHOWN]]) if coming else Text(say("None.")),
        ]
        if changes:
            parts.append(Buttons([Button(label=say("Change"), does="calendar.change_form", about=days.place)]))
    add = Button(label=say("Add days"), does="calendar.add_form", primary=True)
    return Card(
        title=say("Days without school"),
        parts=[*parts, Note(say("Business days and days of school leave these out, so due dates follow."))],
        buttons=[*([add] if changes else []), *snow],
    )


def less(card: Card, left_out: int) -> Card:
    """The same, which says what of a calendar file was not taken."""
    said = say_many(
        "{n} event of the file was left out: it repeats, was canceled, or is not a whole day. "
        "Add its days by their dates.",
        "{n} events of the file were left out: they repeat, were canceled, or are not whole days. "
        "Add their days by their dates.",
        n=left_out,
    )
    return replace(card, parts=[Text(said), *card.parts])


def _item(closure: Closure, today: date) -> Item:
    span = day(closure.first, today)
    if closure.last != closure.first:
        span = joined(" – ", [span, day(closure.last, today)])
    return Item(name=closure.name or say("No school"), detail=span)


def add_form(schools: Sequence[Place]) -> Form:
    days = Ask(name="days", label=say("Which days?"), kind="paragraph", hint=HOW, most=BOX)
    return Form(title=say("Add days"), does="calendar.add", submit=say("Add"), parts=[*_where(schools), days])


def _where(schools: Sequence[Place]) -> list[Ask]:
    if not schools:
        return []
    options = [Option(value=school.id, label=school.name) for school in schools]
    hint = say("Leave it empty for the whole district.")
    return [
        Ask(
            name="school",
            label=say("Which school?"),
            kind="choice",
            optional=True,
            options=options,
            search="places.school",
            hint=hint,
        )
    ]


def change_form(about: str, name: str, closures: Sequence[Closure]) -> Form:
    """`about` says whose days these are, and which list was read."""
    lines = [str(closure) for closure in closures]
    asked = box("days", say("Which days?"), lines, hint=say("Take out a line to open school again. {how}", how=HOW))
    return Form(
        title=say("Change days"), does="calendar.change", about=about, submit=say("Save"), parts=[Text(name), asked]
    )


def snow_button(place: str, name: str) -> Button:
    return Button(label=say("No school today: {name}", name=name), does="calendar.snow", about=place)


def snow_card(place: str, name: str, *, closed: bool) -> Card:
    if not closed:
        return Card(title=say("{name}: school is open today", name=name), buttons=[snow_button(place, name)])
    return Card(
        title=say("{name}: no school today", name=name),
        parts=[Text(say("Due dates that count business days or days of school leave today out."))],
        buttons=[Button(label=say("It is open after all"), does="calendar.undo_snow", about=place)],
    )
