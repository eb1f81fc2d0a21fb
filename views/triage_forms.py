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
)
from domain.moves import Accept
from domain.places import Place
from domain.rules import DEFAULT_RULES, Rules
from domain.texts import joined, say
from views.car_forms import place_asks
from views.cars import AS, SOURCES, firm, heading
from views.elements import Ask, Form, Note, Option, Quote, Text
from views.names import NO_NAMES

OPTION_MAX = 75  # characters of an answer that stands for itself
OBJECTIVES_MAX = 100  # to choose from; nobody steers by more
KINDS: Mapping[Kind, str] = {Kind.CORRECTIVE: say("It happened"), Kind.PREVENTIVE: say("It could happen")}


def accept_form(
    car: Car,
    suggested: Accept | str,
    schools: Sequence[Place],
    departments: Sequence[Place],
    objectives: Sequence[str],
    rules: Rules = DEFAULT_RULES,
) -> Form:
    """Everything that acceptance settles, filled in with what holds by default, or why there is no default."""
    lead = suggested if isinstance(suggested, str) else ""
    owner = None if isinstance(suggested, str) else suggested.owner
    if not schools and not departments:
        lead = say("No school or department is on file, and a report needs one: add it first, in Settings on Home.")
    return Form(
        title=say("Accept a report"),
        does="car.accept_with",
        about=car.number,
        submit=say("Accept"),
        parts=[
            Text(heading(car)),
            Note(joined(" ", [lead, say("Dates that you leave empty are set by the district's rules.")])),
            Ask(name="owner", label=say("Who owns it?"), kind="person", value=owner),
            _options("severity", say("How serious is it?"), firm(rules), Severity.MINOR),
            *place_asks("school", say("Which school?"), schools, car.school),
            *place_asks("department", say("Which department?"), departments, car.department),
            Ask(
                name="requirement",
                label=say("Which rule or promise was not met?"),
                optional=True,
                most=REQUIREMENT_MAX,
                hint=joined(" ", [say("Leave it empty if none is stated."), NO_NAMES]),
            ),
            *_objective(objectives),
            _options("kind", say("Has it happened?"), KINDS, car.kind),
            _options("source", say("Where does it come from?"), SOURCES, car.source),
            Ask(name="plan_due", label=say("Plan due"), kind="date", optional=True),
            Ask(name="implementation_due", label=say("Fix due"), kind="date", optional=True),
            Ask(name="effectiveness_due", label=say("Check that it held"), kind="date", optional=True),
        ],
    )


def _objective(objectives: Sequence[str]) -> list[Ask]:
    if not objectives:
        return []
    short = dict.fromkeys(name[:OPTION_MAX] for name in objectives)  # each once, or Slack opens no form
    options = [Option(value=name, label=name) for name in short][:OBJECTIVES_MAX]
    return [
        Ask(name="objective", label=say("Which objective does it hurt?"), kind="choice", optional=True, options=options)
    ]


def _options(name: str, label: str, words: Mapping[Any, str], value: str | None = None) -> Ask:
    options = [Option(value=str(v), label=said) for v, said in words.items()]
    return Ask(name=name, label=label, kind="choice", options=options, value=value)


def return_form(car: Car) -> Form:
    ask = _reason(say("Which detail is missing?"), say("The person who reported it reads this."))
    return Form(
        title=say("Return a report"),
        does="car.return",
        about=car.number,
        submit=say("Return"),
        parts=[Text(heading(car)), ask],
    )


def reject_form(car: Car) -> Form:
    return Form(
        title=say("Reject a report"),
        does="car.reject",
        about=car.number,
        submit=say("Reject"),
        parts=[
            Text(heading(car)),
            _options("as_", say("Why is it not taken up?"), AS, RejectionKind.NOT_A_NONCONFORMITY),
            Ask(
                name="related",
                label=say("Which record?"),
                optional=True,
                most=40,
                example="CAR-2026-014",
                hint=say("Of an idea leave it empty: Kaizen makes one of this report."),
            ),
            _reason(say("What do you tell the person who reported it?"), say("One plain sentence is enough.")),
        ],
    )


def fixed_form(car: Car, causes: Mapping[str, str] = CAUSES) -> Form:
    return Form(
        title=say("Fixed"),
        does="car.fixed",
        about=car.number,
        submit=say("Close it"),
        parts=[
            Text(heading(car)),
            _reason(say("Fixed, and nothing more is needed, because …"), say("The person who reported it reads this.")),
            _options("category", say("What was the cause?"), causes),
        ],
    )


def answer_form(car: Car) -> Form:
    return Form(
        title=say("Add the detail"),
        does="car.answer",
        about=car.number,
        submit=say("Send"),
        parts=[
            Text(heading(car)),
            Quote(car.reason or ""),
            Ask(name="text", label=say("Your answer"), kind="paragraph", hint=NO_NAMES, most=ANSWER_MAX),
        ],
    )


def _reason(label: str, hint: str) -> Ask:
    said = joined(" ", [hint, NO_NAMES])
    return Ask(name="reason", label=label, kind="paragraph", hint=said, most=REASON_MAX)


def appeal_form(car: Car) -> Form:
    why = Ask(
        name="why", label=say("Why should somebody look again?"), kind="paragraph", hint=NO_NAMES, most=REASON_MAX
    )
    return Form(
        title=say("Ask for a second look"),
        does="car.appeal",
        about=car.number,
        submit=say("Send"),
        parts=[
            Text(heading(car)),
            *([Quote(car.reason)] if car.reason else []),
            Note(say("Somebody else decides this time. You can ask once.")),
            why,
        ],
    )
