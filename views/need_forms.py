"""The forms in which a need is written down, fed to a goal, and set aside."""

from collections.abc import Collection, Sequence
from typing import Any

from domain.groups import GROUPS
from domain.holds import REASON_MAX
from domain.needs import (
    ASIDE_MAX,
    EVIDENCE,
    FOUND,
    OTHERS_MAX,
    PARTS,
    PRIORITIES,
    SHOWS_MAX,
    SIDES,
    STATEMENT_MAX,
    Evidence,
    Need,
    Priority,
    Side,
)
from domain.places import Place
from domain.texts import joined, say
from views.elements import Ask, Button, Card, Form, Note, Option, Quote, Text
from views.look import Look
from views.names import NO_NAMES
from views.needs import place_of
from views.plans import typed


def _options(known: Any) -> list[Option]:
    return [Option(value=str(key), label=said) for key, said in known.items()]


def need_form(one: Need | None, places: Sequence[Place], *, district: bool, place: str | None = None) -> Form:
    """`places` are those for which whoever asks may write one; `district` is whether they may for all of it."""
    words: dict[str, Any] = {name: getattr(one, name) for name in ("statement", "shows", "others")} if one else {}
    return Form(
        title=say("Change the need") if one else say("New need"),
        does="needs.save",
        about=one.number if one else "",
        submit=say("Save"),
        parts=[
            Ask(
                name="statement",
                label=say("What is strong, or what is missing?"),
                kind="paragraph",
                value=words.get("statement"),
                most=STATEMENT_MAX,
                example=say("Families who work late cannot come to school meetings."),
                hint=NO_NAMES,
            ),
            _choice("side", say("Is it a gap or a strength?"), SIDES, one.side if one else Side.GAP),
            _choice("priority", say("How soon does it matter?"), PRIORITIES, one.priority if one else Priority.SECOND),
            _choice("evidence", say("What shows it?"), EVIDENCE, one.evidence if one else Evidence.STUDENT),
            _shows(words.get("shows")),
            _ticks("found_in", say("Where was it found?"), FOUND, one.found_in if one else ()),
            _ticks("groups", say("Who was heard?"), GROUPS, one.groups if one else ()),
            Ask(
                name="others",
                label=say("Who else was heard?"),
                hint=say("Name groups that are seldom asked, never one person."),
                optional=True,
                value=words.get("others"),
                most=OTHERS_MAX,
            ),
            *_place(places, one.place if one else place, district=district),
        ],
    )


def _shows(value: str | None) -> Ask:
    label = say("What do the data say?")
    return Ask(name="shows", label=label, kind="paragraph", optional=True, value=value, most=SHOWS_MAX, hint=NO_NAMES)


def _choice(name: str, label: str, known: Any, value: str) -> Ask:
    return Ask(name=name, label=label, kind="choice", options=_options(known), value=str(value))


def _ticks(name: str, label: str, known: Any, value: Sequence[str]) -> Ask:
    chosen = [str(one) for one in value]
    return Ask(name=name, label=label, kind="ticks", optional=True, options=_options(known), value=chosen)


def _place(places: Sequence[Place], value: str | None, *, district: bool) -> list[Ask]:
    hint = say("Leave it empty for the whole district.") if district else ""
    if not places:
        return []
    return [
        Ask(
            name="place",
            label=say("Which school or department is it for?"),
            kind="choice",
            optional=district,
            hint=hint,
            options=[Option(value=place.id, label=place.name) for place in places],
            search="places.any",
            value=value,
        )
    ]


def goal_form(one: Need, options: Sequence[Option]) -> Form:
    return Form(
        title=say("Which goal does it feed?"),
        does="needs.link",
        about=one.number,
        submit=say("Save"),
        parts=[
            Quote(typed(one.statement)),
            Ask(name="goal", label=say("Which goal answers it?"), kind="choice", options=options, search="needs.goals"),
        ],
    )


def redact_form(one: Need, kept: Collection[str]) -> Form:
    """`kept` are the columns that hold words, or once did."""
    why = say("It stays on record, so do not repeat here what you remove.")
    return Form(
        title=say("Remove words"),
        does="needs.redact",
        about=one.number,
        submit=say("Remove for good"),
        parts=[
            Text(joined(" · ", [one.number, typed(one.statement)])),
            Note(LEFT),
            Ask(
                name="parts",
                label=say("Which words?"),
                kind="ticks",
                options=[Option(value=name, label=said) for name, said in PARTS.items() if name in kept],
            ),
            Ask(name="reason", label=say("Why?"), kind="paragraph", hint=why, most=REASON_MAX),
        ],
    )


LEFT = say(
    "Every version of these words is removed for good; nobody can bring them back. "
    "Who removed them, when and why stays on record. Copies outside Kaizen are not reached from here."
)


def nothing_card(one: Need) -> Card:
    return Card(title=say("There are no words left to remove from {number}.", number=one.number))


def removed_card(one: Need, name: str, when: str, reason: str, look: Look) -> Card:
    """What was removed last."""
    return Card(
        title=joined(" · ", [one.number, typed(one.statement)]),
        parts=[
            Text(say("{name} removed words on {when}.", name=name, when=when)),
            Text(say("Why: {reason}", reason=reason)),
            Note(place_of(one, look)),
        ],
        buttons=[Button(label=say("Show"), does="needs.show", about=one.number)],
    )


def aside_form(one: Need) -> Form:
    label = say("Why is it no need any more?")
    return Form(
        title=say("Set it aside"),
        does="needs.aside",
        about=one.number,
        submit=say("Set aside"),
        parts=[
            Quote(typed(one.statement)),
            Ask(name="reason", label=label, kind="paragraph", most=ASIDE_MAX, hint=NO_NAMES),
        ],
    )
