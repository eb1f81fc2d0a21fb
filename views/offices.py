"""The offices to which a report can be handed over: who answers for each, and the handing over itself."""

from collections.abc import Collection, Mapping

from domain.cars import NOTE_MAX, Car
from domain.offices import OFFICES, Office, office_name
from views.cars import heading
from views.elements import Ask, Form, Note, Option, Part, Text

MANDATED = "Handing it over here does not replace a report that the law asks of you."


def offices_form(officers: Mapping[Office, str]) -> Form:
    asks = [
        Ask(name=office, label=f"{name[0].upper()}{name[1:]}", kind="person", optional=True, value=officers.get(office))
        for office, name in OFFICES.items()
    ]
    said = "Who answers for each office? They get a report that is handed over at once, with all that it says."
    return Form(title="Offices", does="offices.save", submit="Save", parts=[Note(said), *asks])


def hand_over_form(car: Car, offices: Collection[Office]) -> Form:
    options = [Option(value=office, label=f"{OFFICES[office][0].upper()}{OFFICES[office][1:]}") for office in offices]
    parts: list[Part | Ask] = [
        Text(heading(car)),
        Note(f"The officer gets all of it at once. You keep number, time and office only. {MANDATED}"),
        Ask(name="office", label="To which office?", kind="choice", options=options),
        Ask(name="note", label="A note for the officer", kind="paragraph", optional=True, most=NOTE_MAX),
    ]
    return Form(title="Hand over", does="car.hand_over", about=car.number, submit="Hand over", parts=parts)


def told_requester(office: Office) -> str:
    return f"Your report was handed to {office_name(office)}, which has all of it and goes on with it. {MANDATED}"
