"""The offices to which a report can be handed over: who answers for each, and the handing over itself."""

from collections.abc import Collection, Mapping

from domain.cars import NOTE_MAX, Car
from domain.offices import OFFICES, Office, office_name
from domain.texts import capital, say, say_many
from views.cars import heading
from views.elements import Ask, Button, Card, Form, Item, Items, Note, Option, Part, Text
from views.names import NO_NAMES

GIVEN_ON = say("Somebody else answers for this office now.")
MANDATED = say("Handing it over here does not replace a report that the law asks of you.")


def offices_form(officers: Mapping[Office, str]) -> Form:
    asks = [
        Ask(name=office, label=capital(name), kind="person", optional=True, value=officers.get(office))
        for office, name in OFFICES.items()
    ]
    said = say("Who answers for each office? They get a report that is handed over at once, with all that it says.")
    return Form(title=say("Offices"), does="offices.save", submit=say("Save"), parts=[Note(said), *asks])


def hand_over_form(car: Car, offices: Collection[Office]) -> Form:
    options = [Option(value=office, label=capital(OFFICES[office])) for office in offices]
    parts: list[Part | Ask] = [
        Text(heading(car)),
        Note(
            say(
                "The officer gets all of it at once. You keep number, time and office only. {mandated}",
                mandated=MANDATED,
            )
        ),
        Ask(name="office", label=say("To which office?"), kind="choice", options=options),
        Ask(
            name="note",
            label=say("A note for the officer"),
            kind="paragraph",
            hint=NO_NAMES,
            optional=True,
            most=NOTE_MAX,
        ),
    ]
    return Form(title=say("Hand over"), does="car.hand_over", about=car.number, submit=say("Hand over"), parts=parts)


def yours_card(reports: Mapping[Office, int]) -> Card:
    """To an officer: the offices that are theirs now, and how many reports are with each."""
    if not reports:
        return Card(title=GIVEN_ON)
    items = [Item(name=capital(OFFICES[office]), detail=_with_it(number)) for office, number in reports.items()]
    title = say_many("You answer for an office now", "You answer for {n} offices now", n=len(reports))
    said = say("A report that is handed over reaches you here. Only you and whoever reported it read it then.")
    show = Button(label=say("Show the reports"), does="car.page", about="handed")
    return Card(
        title=title,
        parts=[Items(items), Text(said), Note(MANDATED)],
        buttons=[show] if any(reports.values()) else [],
    )


def _with_it(number: int) -> str:
    if not number:
        return say("No report was handed over to it yet")
    return say_many("{n} report was handed over to it", "{n} reports were handed over to it", n=number)


def told_requester(office: Office) -> str:
    return say(
        "Your report was handed to {office}, which has all of it and goes on with it. {mandated}",
        office=office_name(office),
        mandated=MANDATED,
    )
