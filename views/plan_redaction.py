"""Removing words of a plan: the form, and what it did."""

from collections.abc import Collection, Sequence

from domain.holds import REASON_MAX
from domain.improvement import DistrictPlan
from domain.plan_words import PARTS, Part
from domain.texts import joined, say
from views.elements import Ask, Button, Card, Form, Note, Option, Text
from views.plans import typed
from views.redaction import EVERYTHING

LEFT = say(
    "Every version of these words is removed for good; nobody can bring them back. "
    "Who removed them, when and why stays on record, and so do days, owners and how each step stands."
)
COPIES = say(
    "A plan of the next year that began with this one has its own words: remove them there as well. "
    "Copies outside Kaizen are not reached from here: backups, files that were saved, what people wrote to each other."
)


def redact_form(plan: DistrictPlan, kept: Collection[Part], where: Sequence[Option]) -> Form:
    """`kept` are the kinds of words that are there, `where` its goals and steps."""
    kinds = [Option(value=str(part), label=said) for part, said in PARTS.items() if part in kept]
    only = Ask(
        name="only",
        label=say("Only of one goal or step?"),
        kind="choice",
        options=where,
        search="plan.redact_where",
        optional=True,
    )
    return Form(
        title=say("Remove words"),
        does="plan.redact",
        about=plan.number,
        submit=say("Remove for good"),
        parts=[
            Text(_head(plan)),
            Note(LEFT),
            Ask(
                name="parts",
                label=say("Which words?"),
                kind="ticks",
                options=[Option(value=EVERYTHING, label=say("Everything that was typed")), *kinds],
            ),
            *([only] if where else []),
            Ask(
                name="reason",
                label=say("Why?"),
                kind="paragraph",
                hint=say("It stays on record, so do not repeat here what you remove."),
                most=REASON_MAX,
            ),
        ],
    )


def nothing_card(plan: DistrictPlan) -> Card:
    return Card(title=say("There are no words left to remove from {number}.", number=plan.number))


def removed_card(plan: DistrictPlan, name: str, when: str, reason: str) -> Card:
    """What was removed last."""
    return Card(
        title=_head(plan),
        parts=[
            Text(say("{name} removed words on {when}.", name=name, when=when)),
            Text(say("Why: {reason}", reason=reason)),
            Note(COPIES),
        ],
        buttons=[Button(label=say("Show"), does="plan.show_pressed", about=plan.number)],
    )


def _head(plan: DistrictPlan) -> str:
    return joined(" · ", [plan.number, typed(plan.title)])
