"""Removing words from a report: the form, and what it did."""

from collections.abc import Collection, Mapping

from domain.cars import Car
from domain.holds import REASON_MAX
from domain.texts import joined, say, say_many
from domain.undo import TYPED
from views.cars import heading
from views.elements import Ask, Button, Card, Form, Note, Option, Text

EVERYTHING = "everything"
#: What stands in other tables than the report: its table and column.
WORK = (
    *(f"plans.{name}" for name in ("correction", "elsewhere_found", "criterion", "baseline", "method")),
    *(f"plans.{name}" for name in ("resources_asked", "resources_given")),
    *(f"causes.{name}" for name in ("statement", "whys", "how_verified")),
    *(f"verdicts.{name}" for name in ("result", "documents", "lesson", "early_because")),
    *(f"extensions.{name}" for name in ("reason", "answer")),
    *(f"steps.{name}" for name in ("what", "evidence", "reason", "team", "collects")),
    *(f"step_updates.{name}" for name in ("comment", "what_was")),
)
#: What can be chosen, and the columns of a report that it means; no more than Slack shows of boxes to tick.
PARTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    EVERYTHING: (say("Everything that was typed"), ()),
    "what": (say("What happened"), ("what", "releases.title", "releases.done")),
    "on_behalf_of": (say("For whom it was reported"), ("on_behalf_of", "imported.owner")),
    "already_done": (say("What was done before reporting"), ("already_done",)),
    "files": (say("The link and the photos"), ("link", "photos", "evidence.link")),
    "requirement": (say("The rule or promise that was not met"), ("requirement", "imported.process")),
    "reason": (say("The reasons and notes of decisions"), ("reason", "related", "handed_note")),
    "answer": (say("The answer to a question"), ("answer",)),
    "appeal": (say("The request for a second look"), ("appeal",)),
    "fix": (say("The fix: why, plan, steps, checks, more time"), ("done", "cause", *WORK)),
}
LEFT = say(
    "Every version of these words is removed for good; nobody can bring them back. "
    "Who removed them, when and why stays on record. "
    "A file itself stays where it was posted: ask whoever posted it to delete it there. Kaizen's own copy goes."
)


def columns_of(chosen: Collection[str], kept: Collection[str]) -> set[str]:
    """The columns that were chosen, of those that hold words."""
    if EVERYTHING in chosen:
        return set(kept)
    columns = {column for part in chosen for column in PARTS[part][1]}
    copied = {"before"} if columns & set(TYPED) else set()  # what an acceptance replaced stands there once more
    return (columns | copied) & set(kept)


def redact_form(car: Car, kept: Collection[str]) -> Form:
    """`kept` are the columns of the report that hold words."""
    offered = [part for part, (_, columns) in PARTS.items() if part == EVERYTHING or set(columns) & set(kept)]
    return Form(
        title=say("Remove words"),
        does="redaction.make",
        about=car.number,
        submit=say("Remove for good"),
        parts=[
            Text(heading(car)),
            Note(LEFT),
            Ask(
                name="parts",
                label=say("Which words?"),
                kind="ticks",
                options=[Option(value=part, label=PARTS[part][0]) for part in offered],
            ),
            Ask(
                name="reason",
                label=say("Why?"),
                kind="paragraph",
                hint=say("It stays on record, so do not repeat here what you remove."),
                most=REASON_MAX,
            ),
        ],
    )


def words_act(car: Car) -> Button:
    return Button(label=say("Words and holds …"), does="redaction.menu", about=car.number)


def words_card(car: Car, *, held: bool, removes: bool) -> Card:
    remove = Button(label=say("Remove words …"), does="redaction.open", about=car.number)
    hold = Button(label=say("Set a hold …"), does="holds.open", about=car.number)
    return Card(
        title=heading(car),
        parts=[Text(say("A hold keeps its words from being removed.") if held else say("Its words are not held."))],
        buttons=[*([remove] if removes and not held else []), hold, Button(label=say("All holds"), does="holds.list")],
    )


def nothing_card(car: Car) -> Card:
    return Card(title=say("There are no words left to remove from {number}.", number=car.number))


def left_card(car: Car, left: int) -> Card:
    """To whoever looks after a report: messages that show what they should not any more."""
    if not left:
        return Card(title=heading(car), parts=[Text(say("No message of Kaizen shows what it should not any more."))])
    told = say_many(
        "{n} message of Kaizen about this report could not be changed or taken away.",
        "{n} messages of Kaizen about this report could not be changed or taken away.",
        n=left,
    )
    why = say("They may still show words that were removed, or that their reader should not see any more.")
    help_ = say("Try again. If it stays so, ask your IT office: whoever runs your chat can delete them.")
    again = Button(label=say("Try again"), does="redaction.again", about=car.number, primary=True)
    return Card(title=heading(car), parts=[Text(joined(" ", [told, why])), Note(help_)], buttons=[again])


def tried_card(car: Car) -> Card:
    return Card(title=heading(car), parts=[Text(say("They are drawn again now. If one still fails, you hear of it."))])


def removed_card(car: Car, name: str, when: str, reason: str, copies: int) -> Card:
    """What was removed last, as its history has it."""
    told = say_many(
        "{n} message of Kaizen is drawn again without them.",
        "{n} messages of Kaizen are drawn again without them.",
        copies,
    )
    return Card(
        title=heading(car),
        parts=[
            Text(joined(" ", [say("{name} removed words on {when}.", name=name, when=when), told if copies else ""])),
            Text(say("Why: {reason}", reason=reason)),
            Note(
                say(
                    "Copies outside Kaizen are not reached from here: "
                    "backups, exports, what people wrote to each other."
                )
            ),
        ],
        buttons=[Button(label=say("Show"), does="car.show", about=car.number)],
    )
