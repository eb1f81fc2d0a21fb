"""Removing words from a report: the form, and what it did."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from domain.cars import Car
from domain.holds import REASON_MAX, may_hold
from domain.people import Viewer
from views.cars import heading
from views.elements import MOST_RARE, Ask, Button, Card, Form, Note, Option, Text

EVERYTHING = "everything"
#: What can be chosen, and the columns of a report that it means; no more than Slack shows of boxes to tick.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    EVERYTHING: ("Everything that was typed", ()),
    "what": ("What happened", ("what",)),
    "on_behalf_of": ("For whom it was reported", ("on_behalf_of",)),
    "already_done": ("What was done before reporting", ("already_done",)),
    "files": ("The link and the photos", ("link", "photos")),
    "requirement": ("The rule or promise that was not met", ("requirement",)),
    "reason": ("The reasons of decisions", ("reason", "related")),
    "answer": ("The answer to a question", ("answer",)),
    "appeal": ("The request for a second look", ("appeal",)),
    "fix": ("What was fixed, and the cause", ("done", "cause")),
}
LEFT = (
    "Every version of these words is removed for good; nobody can bring them back. "
    "Who removed them, when and why stays on record. "
    "A photo itself stays in Slack: ask whoever posted it to delete it there."
)


def columns_of(chosen: Collection[str], kept: Collection[str]) -> set[str]:
    """The columns that were chosen, of those that hold words."""
    if EVERYTHING in chosen:
        return set(kept)
    return {column for part in chosen for column in PARTS[part][1]} & set(kept)


def redact_form(car: Car, kept: Collection[str]) -> Form:
    """`kept` are the columns of the report that hold words."""
    offered = [part for part, (_, columns) in PARTS.items() if part == EVERYTHING or set(columns) & set(kept)]
    return Form(
        title="Remove words",
        does="redaction.make",
        about=car.number,
        submit="Remove for good",
        parts=[
            Text(heading(car)),
            Note(LEFT),
            Ask(
                name="parts",
                label="Which words?",
                kind="ticks",
                options=[Option(value=part, label=PARTS[part][0]) for part in offered],
            ),
            Ask(
                name="reason",
                label="Why?",
                kind="paragraph",
                hint="It stays on record, so do not repeat here what you remove.",
                most=REASON_MAX,
            ),
        ],
    )


def with_words_act(card: Card, car: Car, viewer: Viewer) -> Card:
    """A report's card with the way to its words and holds, for those who may."""
    if not may_hold(viewer) or len(card.more) >= MOST_RARE:
        return card
    act = Button(label="Words and holds …", does="redaction.menu", about=car.number)
    return replace(card, more=[*card.more, act])


def words_card(car: Car, *, held: bool, removes: bool) -> Card:
    remove = Button(label="Remove words …", does="redaction.open", about=car.number)
    hold = Button(label="Set a hold …", does="holds.open", about=car.number)
    return Card(
        title=heading(car),
        parts=[Text("A hold keeps its words from being removed." if held else "Its words are not held.")],
        buttons=[*([remove] if removes and not held else []), hold, Button(label="All holds", does="holds.list")],
    )


def nothing_card(car: Car) -> Card:
    return Card(title=f"There are no words left to remove from {car.number}.")


def removed_card(car: Car, name: str, when: str, reason: str, copies: int) -> Card:
    """What was removed last, as its history has it."""
    told = f" {copies} of Kaizen's messages about it are drawn again without them." if copies else ""
    return Card(
        title=heading(car),
        parts=[
            Text(f"{name} removed words on {when}.{told}"),
            Text(f"Why: {reason}"),
            Note(
                "Copies outside Kaizen (backups, exports, what people wrote to each other) are not reached from here."
            ),
        ],
        buttons=[Button(label="Show", does="car.show", about=car.number)],
    )
