"""Asking once about words that look like they tell who a student is."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.texts import joined, say
from views.elements import Ask, Form, Option, Part, Text

NO_NAMES = say("No student names, initials, ID numbers, health or IEP details.")
SEALED, NO_STUDENT = "sealed", "no_student"
AS_IT_IS = Option(value=NO_STUDENT, label=say("It names no student: keep it as it is"))
FILE = (
    Option(value=SEALED, label=say("File it sealed: only those whom it concerns see it")),
    Option(value=NO_STUDENT, label=say("It names no student: file it as it is")),
)
SEAL = (Option(value=SEALED, label=say("Seal the report: only those whom it concerns see it")), AS_IT_IS)


def asked_again(form: Form, typed: Mapping[str, Any], found: Sequence[str], *, seals: bool) -> Form:
    """A form with all that was typed, and the question above it; `seals` where the report can be sealed instead."""
    parts = [replace(part, value=_value(part, typed)) if isinstance(part, Ask) else part for part in form.parts]
    kept = [*(typed.get("kept") or ()), *(typed.get("files") or ())]
    added = [kept_ask(kept)] if kept and not any(ask.name == "kept" for ask in form.asks) else []
    return replace(form, parts=[*attention(found, SEAL if seals else ()), *parts, *added])


def _value(ask: Ask, typed: Mapping[str, Any]) -> Any:
    return None if ask.kind == "photos" else typed.get(ask.name, ask.value)  # no platform puts files back


def attention(found: Sequence[str], choices: Sequence[Option]) -> list[Part | Ask]:
    """Whoever changes the words and sends them again is not held up."""
    kinds = joined(", ", [say(kind) for kind in found])
    if choices:
        said = say("This looks like: {found}. Please take it out below, or choose what holds.", found=kinds)
        options = Ask(name="names", label=say("If it stays in"), kind="choice", options=choices, value=SEALED)
        return [Text(said), options]
    said = say("This looks like: {found}. Please take it out below. If it is none, say so.", found=kinds)
    return [
        Text(said),
        Ask(name="names", label=say("If it stays in"), kind="choice", optional=True, options=[AS_IT_IS]),
    ]


def kept_ask(links: Sequence[str]) -> Ask:
    """Files that came with a form before it was shown again: no platform puts them back into their box."""
    options = [Option(value=link, label=say("File {n}", n=n)) for n, link in enumerate(links, 1)]
    return Ask(
        name="kept", label=say("Files you added"), kind="ticks", optional=True, options=options, value=list(links)
    )
