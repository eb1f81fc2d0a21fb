"""The forms of a report: filing it, and deciding about it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.cars import (
    ALREADY_DONE_MAX,
    ANSWER_MAX,
    CAUSES,
    LINK_MAX,
    ON_BEHALF_OF_MAX,
    PHOTOS_MAX,
    REASON_MAX,
    REQUIREMENT_MAX,
    WHAT_MAX,
    Car,
    Kind,
    RejectionKind,
    Severity,
    Source,
)
from domain.moves import Accept
from domain.places import Place
from domain.settings import Settings
from views.cars import AS, FIRM, heading
from views.elements import Ask, Button, Buttons, Form, Note, Option, Part, Quote, Text

OPTION_MAX = 75  # characters of an answer that stands for itself
OBJECTIVES_MAX = 100  # to choose from; nobody steers by more
NO_NAMES = "No student names, initials, ID numbers, health or IEP details."
URGENT, HIDE_NAME = "urgent", "hide_name"
MARKS = (
    Option(value=URGENT, label="Urgent", detail="Somebody could get hurt, or school cannot go on"),
    Option(value=HIDE_NAME, label="Hide my name", detail="Only the management representative sees it"),
)
KINDS: Mapping[Kind, str] = {Kind.CORRECTIVE: "It happened", Kind.PREVENTIVE: "It could happen"}


def report_form(settings: Settings, schools: Sequence[Place], today: date, typed: Mapping[str, Any]) -> Form:
    """One box; the rest is optional or filled in. `typed` is what stands in it already."""
    more = "already_done" in typed
    asks: list[Part | Ask] = [
        Note(f"{settings['danger']}\n{settings['who_to_tell']}"),
        Ask(
            name="what",
            label="What happened?",
            kind="paragraph",
            hint=NO_NAMES,
            example="The latch of the playground gate does not close.",
            value=typed.get("what"),
            most=WHAT_MAX,
        ),
        *_place("school", "Which school?", schools, typed.get("school")),
        Ask(name="happened_on", label="When?", kind="date", value=typed.get("happened_on") or today),
        Ask(name="marks", label="Tick what fits", kind="ticks", optional=True, options=MARKS, value=typed.get("marks")),
    ]
    rest = _more_asks(typed) if more else [Buttons([Button(label="Add a photo, a link …", does="car.more")])]
    return Form(title="Report a problem", does="car.file", parts=[*asks, *rest])


def _place(name: str, label: str, places: Sequence[Place], value: str | None) -> list[Ask]:
    """A question about a school or department; none where the district has none."""
    if not places:
        return []
    options = [Option(value=place.id, label=place.name) for place in places]
    search = f"places.{name}"
    return [Ask(name=name, label=label, kind="choice", optional=True, options=options, search=search, value=value)]


def _more_asks(typed: Mapping[str, Any]) -> list[Ask]:
    return [
        Ask(name="photos", label="Photos", kind="photos", optional=True, most=PHOTOS_MAX, hint="No faces, please."),
        Ask(name="link", label="Link", kind="link", optional=True, most=LINK_MAX, value=typed.get("link")),
        Ask(
            name="already_done",
            label="What did you do about it already?",
            kind="paragraph",
            optional=True,
            most=ALREADY_DONE_MAX,
            value=typed.get("already_done"),
        ),
        Ask(
            name="on_behalf_of",
            label="Do you report it for somebody else?",
            hint="For a colleague without an account, such as a driver or a cook. Not for a student.",
            optional=True,
            most=ON_BEHALF_OF_MAX,
            value=typed.get("on_behalf_of"),
        ),
    ]


def accept_form(
    car: Car,
    suggested: Accept | None,
    schools: Sequence[Place],
    departments: Sequence[Place],
    objectives: Sequence[str],
) -> Form:
    """Everything that acceptance settles, filled in with what holds by default."""
    lead = "" if suggested else "Nobody is on file as principal of this school, so please choose who owns it. "
    if not schools and not departments:
        lead = "No school or department is on file, and a report needs one: add it first, in Settings on Home. "
    return Form(
        title="Accept a report",
        does="car.accept_with",
        about=car.number,
        submit="Accept",
        parts=[
            Text(f"{heading(car)}"),
            Note(f"{lead}Dates that you leave empty are set by the district's rules."),
            Ask(name="owner", label="Who owns it?", kind="person", value=suggested.owner if suggested else None),
            _options("severity", "How serious is it?", FIRM, Severity.MINOR),
            *_place("school", "Which school?", schools, car.school),
            *_place("department", "Which department?", departments, car.department),
            Ask(
                name="requirement",
                label="Which rule or promise was not met?",
                optional=True,
                most=REQUIREMENT_MAX,
                hint="Leave it empty if none is stated.",
            ),
            *_objective(objectives),
            _options("kind", "Has it happened?", KINDS, Kind.CORRECTIVE),
            _options("source", "Where does it come from?", SOURCES, Source.EMPLOYEE),
            Ask(name="plan_due", label="Plan due", kind="date", optional=True),
            Ask(name="implementation_due", label="Fix due", kind="date", optional=True),
            Ask(name="effectiveness_due", label="Check that it held", kind="date", optional=True),
        ],
    )


SOURCES: Mapping[Source, str] = {source: source.value.replace("_", " ").capitalize() for source in Source}


def _objective(objectives: Sequence[str]) -> list[Ask]:
    if not objectives:
        return []
    short = dict.fromkeys(name[:OPTION_MAX] for name in objectives)  # each once, or Slack opens no form
    options = [Option(value=name, label=name) for name in short][:OBJECTIVES_MAX]
    return [Ask(name="objective", label="Which objective does it hurt?", kind="choice", optional=True, options=options)]


def _options(name: str, label: str, words: Mapping[Any, str], value: str | None = None) -> Ask:
    options = [Option(value=str(v), label=said) for v, said in words.items()]
    return Ask(name=name, label=label, kind="choice", options=options, value=value)


def return_form(car: Car) -> Form:
    ask = _reason("Which detail is missing?", "The person who reported it reads this.")
    return Form(
        title="Return a report", does="car.return", about=car.number, submit="Return", parts=[Text(heading(car)), ask]
    )


def reject_form(car: Car) -> Form:
    return Form(
        title="Reject a report",
        does="car.reject",
        about=car.number,
        submit="Reject",
        parts=[
            Text(heading(car)),
            _options("as_", "Why is it not taken up?", AS, RejectionKind.NOT_A_NONCONFORMITY),
            Ask(name="related", label="Which record?", optional=True, most=40, example="CAR-2026-014"),
            _reason("What do you tell the person who reported it?", "One plain sentence is enough."),
        ],
    )


def fixed_form(car: Car, causes: Mapping[str, str] = CAUSES) -> Form:
    return Form(
        title="Fixed",
        does="car.fixed",
        about=car.number,
        submit="Close it",
        parts=[
            Text(heading(car)),
            _reason("Fixed, and nothing more is needed, because …", "The person who reported it reads this."),
            _options("category", "What was the cause?", causes),
        ],
    )


def answer_form(car: Car) -> Form:
    return Form(
        title="Add the detail",
        does="car.answer",
        about=car.number,
        submit="Send",
        parts=[
            Text(heading(car)),
            Quote(car.reason or ""),
            Ask(name="text", label="Your answer", kind="paragraph", hint=NO_NAMES, most=ANSWER_MAX),
        ],
    )


def _reason(label: str, hint: str) -> Ask:
    return Ask(name="reason", label=label, kind="paragraph", hint=hint, most=REASON_MAX)
