"""The story of a report: what its history adds up to, as deeds of people in order."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from itertools import groupby
from typing import Any

from domain.cars import Car, State
from domain.frozen import dataclass

CARS = "cars"
SOMEBODY = "somebody"  # who did what is left to tell of a report that an office has
#: What only the requester does; who that is may be hidden from whoever reads.
REQUESTERS = frozenset({"car.filed", "car.submitted", "car.withdrawn", "evidence.reported", "evidence.figure"})
#: What the requester may do beside others: named only where it was somebody else.
SHARED = frozenset({"car.recurs", "evidence.sent"})
#: What is left of a report that was handed over to those who do not read it any more.
LEFT = frozenset({"car.filed", "car.handed_over"})
CAME_BACK = "car.came_back"


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One entry of history. What the record held is told only where the entry's digest proves it."""

    nr: int
    at: datetime
    by: str  # a person's id, "system", `SOMEBODY`, or empty: somebody whose name is hidden
    door: str
    did: str
    table: str
    key: str  # of the record: "CAR-2026-014", or "41" of a step
    row: Mapping[str, Any] = field(default_factory=dict)  # the record after it, without words
    turned: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)  # of each such column that changed: old, new
    said: Mapping[str, str] = field(default_factory=dict)  # words that were put into it, as they read now


@dataclass(frozen=True, kw_only=True, slots=True)
class Deed:
    """What somebody did at once: an act on the report, and those on its plan, steps and dates beside it."""

    acts: tuple[Act, ...]
    cycle: int
    entered: State | None = None  # the state that it brought the report to,
    after_days: int | None = None  # and for how long it was where it came from

    @property
    def main(self) -> Act:
        """The act on the report says what it was; a date alone says it by itself."""
        return next((act for act in self.acts if act.table == CARS), self.acts[0])


@dataclass(frozen=True, kw_only=True, slots=True)
class Stay:
    """A passage of the report through a state."""

    state: State
    entered_at: datetime


def story_of(acts: Sequence[Act], stays: Sequence[Stay]) -> list[Deed]:
    """Deeds in order. A round ends with the deed that found that the fix did not hold."""
    found: list[Deed] = []
    cycle, entered = 1, {stay.entered_at: nth for nth, stay in enumerate(stays)}
    in_order = sorted(acts, key=lambda act: act.nr)
    for (at, _), together in groupby(in_order, key=lambda act: (act.at, act.by)):
        deed = _deed(tuple(together), cycle, stays, entered.get(at))
        found.append(deed)
        cycle += deed.main.did == CAME_BACK
    return found


def _deed(acts: tuple[Act, ...], cycle: int, stays: Sequence[Stay], nth: int | None) -> Deed:
    if nth is None:
        return Deed(acts=acts, cycle=cycle)
    before = (stays[nth].entered_at - stays[nth - 1].entered_at).days if nth else None
    return Deed(acts=acts, cycle=cycle, entered=stays[nth].state, after_days=before)


def is_left(car: Car) -> bool:
    """Whether an office has it and whoever looks reads none of it: all they learn is when."""
    return car.handed_to is not None and not car.what


def hides(did: str, *, by_requester: bool) -> bool:
    """Whether who did this is kept from somebody who may not know the requester."""
    return did in REQUESTERS or (did in SHARED and by_requester)
