"""A small district to look at: its people and places by name, a report at every point of its life, and who looks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from domain.cars import Car, Severity, State
from domain.people import Viewer
from domain.places import Place, PlaceKind
from domain.rules import DEFAULT_RULES, Rules
from tests.domain.story import CAR, TODAY, case_at
from views.cars import Look, Names

NAMES = Names(
    people={
        "ann": "Ann Archer",
        "ole": "Ole Olsen",
        "mia": "Mia Moss",
        "bob": "Bob Byrd",
        "che": "Che Chow",
        "stu": "Stu Stone",
    },
    places={"east": "East School", "facilities": "Facilities"},
)
LONG = "The latch of the south gate does not close.\n" + "Pupils reach the street. " * 30


def look(viewer: Viewer, *, rules: Rules = DEFAULT_RULES, today: date = TODAY) -> Look:
    return Look(viewer=viewer, today=today, names=NAMES, rules=rules)


def car_at(state: State, **changes: Any) -> Car:
    """A quick fix where somebody owns it, since that is what most reports are."""
    return replace(case_at(state, Severity.MINOR).car, **{"plan_due": None, **changes})


def rejected(car: Car = CAR) -> Car:
    return replace(car, state=State.REJECTED, reason="It is how the gate is built.")


def schools(number: int) -> list[Place]:
    return [Place(id=f"id{n:06}", kind=PlaceKind.SCHOOL, name=f"School {n}") for n in range(number)]


def departments(number: int) -> list[Place]:
    return [Place(id=f"dp{n:06}", kind=PlaceKind.DEPARTMENT, name=f"Department {n}") for n in range(number)]


def text_objects(part: Any) -> Iterator[dict[str, Any]]:
    """Every text that a payload shows, as Slack is given it."""
    if isinstance(part, dict):
        if part.get("type") in ("plain_text", "mrkdwn"):
            yield part
        for inner in part.values():
            yield from text_objects(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from text_objects(inner)


def texts(part: Any) -> list[tuple[str, str]]:
    """The same in words, each with its type: plain_text or mrkdwn."""
    return [(found["type"], found["text"]) for found in text_objects(part)]


def shown(part: Any) -> str:
    """All that a payload shows, one text a line."""
    return "\n".join(text for _, text in texts(part))
