"""What came of an item of a meeting: its card, and the forms in which somebody writes it down and mends it."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.agendas import AgendaItem
from domain.cars import REASON_MAX
from domain.meetings import MeetingKind
from domain.minutes import KINDS, OUTPUTS, SHORT_MAX, TEXT_MAX, Outcome, OutcomeKind
from domain.plans import STEP_MAX, Resources
from domain.texts import say
from views.elements import Ask, Button, Card, Form, Note, Option, Part, Quote, Text
from views.look import Look
from views.minutes import Held, outcomes_part
from views.names import NO_NAMES
from views.plans import GIVEN, typed

Parts = list[Part | Ask]
ALL_READ = say("All staff can read a step, also who does it.")
COUNTS = ((say("For"), "votes_for"), (say("Against"), "against"), (say("Abstained"), "abstain"))
BY_CONSENT = say("Leave the counts empty where all agreed.")


def hands_on(held: Held, item: AgendaItem) -> bool:
    """Whether it may go to the Management Review Team: once, and not where the Cabinet is that team."""
    of_cabinet = held.meeting.kind is MeetingKind.CABINET and not held.small
    return of_cabinet and item.has_words and item.subject not in held.given


def target_card(held: Held, about: str, subject: str, sees: Sequence[Outcome], look: Look) -> Card:
    """What came of one item? Each kind of outcome has a form of its own."""
    kinds = [(kind, Button(label=KINDS[kind], does=f"minutes.{kind}_form", about=about)) for kind in OutcomeKind]
    first = [button for kind, button in kinds if kind is not OutcomeKind.RESOURCE]
    to_team = Button(label=say("To the Management Review Team"), does="minutes.to_team", about=about)
    item = next((one for one in held.items if one.id == about.rsplit(maxsplit=1)[-1]), None)
    return Card(
        title=say("What came of it?"),
        parts=[Quote(subject), *outcomes_part(held, sees, look), Note(held.room.words)],
        buttons=first,
        more=[
            *([button for kind, button in kinds if kind is OutcomeKind.RESOURCE] if held.room.quorum else []),
            *([to_team] if item and hands_on(held, item) else []),
            Button(label=say("All sections"), does="minutes.back", about=held.meeting.number),
        ],
    )


def _text(label: str, *, most: int = TEXT_MAX, value: str = "", optional: bool = False) -> Ask:
    return Ask(
        name="text", label=label, kind="paragraph", hint=NO_NAMES, most=most, value=value or None, optional=optional
    )


def _output(value: str | None = None) -> Ask:
    options = [Option(value=str(one), label=said) for one, said in OUTPUTS.items()]
    label = say("Which output of the review is it?")
    return Ask(name="output", label=label, kind="choice", options=options, optional=True, value=value)


def _form(kind: OutcomeKind, about: str, subject: str, parts: Sequence[Part | Ask], *, new: str = "") -> Form:
    """`new` is what somebody else wrote down of the same meanwhile."""
    return Form(
        title=KINDS[kind],
        does=f"minutes.{kind}",
        about=about,
        submit=say("Write it down"),
        parts=[*_meanwhile(new), Quote(subject), *parts],
    )


def _meanwhile(new: str) -> Parts:
    if not new:
        return []
    said = say("Meanwhile somebody else wrote down: “{new}”. If yours comes on top of that, send it again.", new=new)
    return [Text(said)]


def information_form(about: str, subject: str, *, new: str = "") -> Form:
    return _form(OutcomeKind.INFORMATION, about, subject, [_text(say("What was said?"))], new=new)


def decision_form(
    about: str, subject: str, voters: Mapping[str, str], plans: Sequence[Option], room: str, *, new: str = ""
) -> Form:
    """`voters` are those who vote and are here, by id; `plans` those that it may ask to change."""
    change = Ask(name="plan", label=say("Does a plan have to change?"), kind="choice", options=plans, optional=True)
    parts: Parts = [
        _text(say("What is decided?")),
        *_votes(voters, None),
        _output(),
        *([change] if plans else []),
        Note(room),
    ]
    return _form(OutcomeKind.DECISION, about, subject, parts, new=new)


def _votes(voters: Mapping[str, str], was: Outcome | None) -> Parts:
    who = [Option(value=person, label=name) for person, name in voters.items()]
    mover = was.mover if was and was.mover in voters else None
    moved = Ask(name="mover", label=say("Who moved it?"), kind="choice", options=who, optional=True, value=mover)
    counts = [
        Ask(name=name, label=label, optional=True, value=str(getattr(was, name)) if was and was.votes else None)
        for label, name in COUNTS
    ]
    return [*([moved] if who else []), *counts, Note(BY_CONSENT)]


def step_form(about: str, subject: str, due: date, *, new: str = "") -> Form:
    parts: Parts = [
        _text(say("What is to be done?"), most=STEP_MAX),
        Ask(name="owner", label=say("Who does it?"), kind="person"),
        Ask(name="due", label=say("Until when?"), kind="date", value=due),
        _output(),
        Note(ALL_READ),
    ]
    return _form(OutcomeKind.STEP, about, subject, parts, new=new)


def resource_form(about: str, subject: str, cars: Sequence[Option], *, new: str = "") -> Form:
    """`cars` are the reports whose work waits for resources."""
    options = [Option(value=str(one), label=said) for one, said in GIVEN.items()]
    asks = say("Which report waits for them?")
    parts: Parts = [
        Ask(name="car", label=asks, kind="choice", options=cars, value=cars[0].value if cars else None),
        Ask(name="as_", label=say("What is decided?"), kind="choice", options=options, value=str(Resources.ALLOCATED)),
        *amounts(),
        _text(say("What is it for?")),
    ]
    return _form(OutcomeKind.RESOURCE, about, subject, parts, new=new)


def amounts(was: Outcome | None = None) -> list[Ask]:
    asks = ((say("How much?"), "amount"), (say("Which people?"), "people"), (say("Paid by what?"), "fund"))
    return [
        Ask(name=name, label=label, optional=True, most=SHORT_MAX, value=getattr(was, name) or None if was else None)
        for label, name in asks
    ]


def correct_form(was: Outcome, subject: str, voters: Mapping[str, str]) -> Form:
    """What may be mended of it; its words, unless it is a step, which has an owner; or it is struck out."""
    fixed = was.kind in (OutcomeKind.STEP, OutcomeKind.RESOURCE)
    words: Parts = [Quote(typed(was.text))] if was.kind is OutcomeKind.STEP else [_text(say("Words"), value=was.text)]
    strike = Ask(
        name="why",
        label=say("Does it not belong into the minutes? Then say why"),
        kind="paragraph",
        optional=True,
        most=REASON_MAX,
    )
    return Form(
        title=say("Correct it"),
        does="minutes.correct",
        about=f"{was.id} {was.version}",
        submit=say("Save"),
        parts=[
            Text(subject),
            *words,
            *(_votes(voters, was) if was.kind is OutcomeKind.DECISION else []),
            *(amounts(was) if was.kind is OutcomeKind.RESOURCE else []),
            _output(str(was.output) if was.output else None),
            *([] if fixed else [strike]),
        ],
    )
