"""Asking for more time, and what was said to it."""

from collections.abc import Sequence
from datetime import date

from domain.cars import REASON_MAX, Car
from domain.escalation import needs_attention
from domain.extensions import Extension
from domain.texts import joined, say, say_many
from views.car_acts import Work
from views.dates import day
from views.elements import Ask, Form, Note, Option, Part, Quote, Text
from views.look import Look
from views.names import NO_NAMES

GRANT, OTHER, DECLINE = "grant", "other", "decline"


def time_parts(work: Work, look: Look) -> list[Part]:
    """What was asked for and is not decided yet, and that a date was moved."""
    car, asked = work.case.car, work.asked
    parts: list[Part] = []
    if asked:
        who, new = look.person(asked.asked_by), day(asked.new, look.today)
        parts.append(Text(say("More time: {who} asks for {day}, because: {why}", who=who, day=new, why=asked.reason)))
    if car.asked_owner:
        parts.append(Text(say("{who} is asked to own it.", who=look.person(car.asked_owner))))
    if car.extensions:
        dates = [
            say("{what}: {new}, at first {old}", what=what, new=day(new, look.today), old=day(old, look.today))
            for what, new, old in _dates(car)
            if new and old and new != old
        ]
        moved = say_many("Its date was moved once.", "Its dates were moved {n} times.", car.extensions)
        parts.append(Text(joined(" ", [moved, joined(" · ", dates)])))
    if needs_attention(car, look.today, look.rules):
        parts.append(Text(say("The Management Review Team looks at it at its next meeting.")))
    return parts


def _dates(car: Car) -> list[tuple[str, date | None, date | None]]:
    """Each date that can be moved, as it is and as it was at first."""
    return [
        (say("Plan due"), car.plan_due, car.original_plan_due),
        (say("Fix due"), car.implementation_due, car.original_implementation_due),
    ]


def more_time_form(car: Car, old: str, *, alone: int) -> Form:
    """`alone` is by how many days its owner may move it without asking; 0 when they have to ask."""
    told = (
        say("It is due {day}. You can move it by up to {n} days once; for more, somebody decides.", day=old, n=alone)
        if alone
        else say("It is due {day}. Somebody decides, and you hear here.", day=old)
    )
    return Form(
        title=say("More time"),
        does="time.ask",
        about=car.number,
        submit=say("Send"),
        parts=[
            Text(joined(" · ", [car.number, car.title])),
            Note(told),
            Ask(name="new", label=say("Until when?"), kind="date"),
            Ask(
                name="reason",
                label=say("Why does it take longer?"),
                kind="paragraph",
                hint=NO_NAMES,
                most=REASON_MAX,
            ),
        ],
    )


CHOICES: Sequence[Option] = (
    Option(value=OTHER, label=say("Another day")),
    Option(value=DECLINE, label=say("The date stays")),
)


def decide_form(car: Car, asked: Extension, new: str) -> Form:
    return Form(
        title=say("More time"),
        does="time.decide",
        about=car.number,
        submit=say("Send"),
        parts=[
            Text(joined(" · ", [car.number, car.title])),
            Note(say("Asked for: {day}", day=new)),
            Quote(asked.reason),
            Ask(name="as_", label=say("What do you say?"), kind="choice", options=CHOICES, value=OTHER),
            Ask(name="granted", label=say("Which day?"), kind="date", optional=True),
            Ask(
                name="answer",
                label=say("What do you tell the owner?"),
                kind="paragraph",
                hint=joined(" ", [say("Needed where the date stays."), NO_NAMES]),
                optional=True,
                most=REASON_MAX,
            ),
        ],
    )
