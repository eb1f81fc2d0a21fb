"""The forms in which a report is decided, and what its requester says to a decision."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.cars import (
    ANSWER_MAX,
    CAUSES,
    REASON_MAX,
    REQUIREMENT_MAX,
    Car,
    Kind,
    RejectionKind,
    Severity,
    Source,
)
from domain.moves import Accept
from domain.places import Place
from views.car_forms import NO_NAMES, place_asks
from views.cars import AS, FIRM, heading
from views.elements import Ask, Form, Note, Option, Quote, Text

OPTION_MAX = 75  # characters of an answer that stands for itself
OBJECTIVES_MAX = 100  # to choose from; nobody steers by more
KINDS: Mapping[Kind, str] = {Kind.CORRECTIVE: "It happened", Kind.PREVENTIVE: "It could happen"}


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
            *place_asks("school", "Which school?", schools, car.school),
            *place_asks("department", "Which department?", departments, car.department),
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


def appeal_form(car: Car) -> Form:
    why = Ask(name="why", label="Why should somebody look again?", kind="paragraph", hint=NO_NAMES, most=REASON_MAX)
    return Form(
        title="Ask for a second look",
        does="car.appeal",
        about=car.number,
        submit="Send",
        parts=[
            Text(heading(car)),
            *([Quote(car.reason)] if car.reason else []),
            Note("Somebody else decides this time. You can ask once."),
            why,
        ],
    )
