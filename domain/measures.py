"""Values of a measure over time: each with its day, and what the newest says against the one before."""

import math
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from domain.asks import fit
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId
from domain.texts import day_text, joined, say

NOTE_MAX = 300
SHOWN = 5  # values in a trend


class Measured(StrEnum):
    GOAL = "goal"
    ADULTS = "adults"
    STUDENTS = "students"


@dataclass(frozen=True, kw_only=True, slots=True)
class MeasureValue:
    plan: str
    goal: int
    strategy: int  # 0: the goal's own measure
    of: Measured
    nth: int
    day: date
    value: float
    note: str | None = None
    by: PersonId
    undone: bool = False
    version: int = 1


def read_value(typed: str) -> float:
    """A number as people type it: "72", "72.5 %", "1,250"."""
    try:
        found = float(typed.replace(",", "").replace("%", "").strip())
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise RefusedError("Please give a number, such as 72 or 72.5.", field="value")
    return found


def check_value(value: MeasureValue, today: date) -> None:
    fit(value.note, field="note", at_most=NOTE_MAX)
    if value.day > today:
        raise RefusedError("Choose today or a day before today.", field="day")


def trend(values: Sequence[MeasureValue]) -> str:
    """As "64 → 68 → 72 (Mon 9 Mar), up 4"; empty where nothing was measured. They need not be in order."""
    told = sorted((one for one in values if not one.undone), key=lambda one: (one.day, one.nth))
    if not told:
        return ""
    last = told[-1]
    line = " → ".join(number(one.value) for one in told[-SHOWN:])
    dated = say("{values} ({day})", values=line, day=day_text(last.day, year=True))
    return joined(", ", [dated, _moved(last.value - told[-2].value) if len(told) > 1 else ""])


def _moved(by: float) -> str:
    if round(by, 6) == 0:
        return say("no change")
    return say("up {n}", n=number(by)) if by > 0 else say("down {n}", n=number(-by))


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
