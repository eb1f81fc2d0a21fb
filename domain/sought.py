"""Which reports somebody looks for: one value, written in one line, so that a button can carry it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from domain.cars import Severity, Source
from domain.frozen import dataclass
from domain.people import PersonId
from domain.periods import EVERYTHING, Filters, Period


class Status(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class Whose(StrEnum):
    """Whoever asks, and what they have to do with a report."""

    MINE = "mine"  # reported or owned by them
    REPORTED = "reported"
    OWNED = "owned"
    WAITING = "waiting"  # for something that they do


@dataclass(frozen=True, kw_only=True, slots=True)
class Sought:
    """None stands for all of them. A period holds both of its days."""

    status: Status = Status.OPEN
    whose: Whose | None = None
    filters: Filters = EVERYTHING
    filed: Period | None = None
    closed: Period | None = None
    due: Period | None = None  # the date of the step that a report is at
    overdue: bool = False
    urgent: bool = False

    @property
    def line(self) -> str:
        """As "open overdue school=id000001 filed=2026-03-01..2026-03-09"."""
        marks = [name for name in ("overdue", "urgent") if getattr(self, name)]
        kept = {one.name: getattr(self.filters, one.name) for one in fields(Filters)}
        kept |= {name: _written(getattr(self, name)) for name in PERIODS} | {"whose": self.whose}
        return " ".join([self.status, *marks, *(f"{name}={value}" for name, value in kept.items() if value)])


PERIODS = ("filed", "closed", "due")
KINDS: Mapping[str, type[StrEnum]] = {"severity": Severity, "source": Source}


@cache
def words_of(kind: type[StrEnum]) -> frozenset[str]:
    return frozenset(map(str, kind))


def read_sought(line: str) -> Sought:
    """What does not fit is left out: a line may be old."""
    words = line.split()
    pairs = dict(word.partition("=")[::2] for word in words if "=" in word)
    status = next((Status(word) for word in words if word in words_of(Status)), Status.OPEN)
    kept = {one.name: _value(one.name, pairs[one.name]) for one in fields(Filters) if one.name in pairs}
    whose = pairs.get("whose")
    return Sought(
        status=status,
        whose=Whose(whose) if whose in words_of(Whose) else None,
        filters=Filters(**kept),
        overdue="overdue" in words,
        urgent="urgent" in words,
        **{name: _read(pairs[name]) for name in PERIODS if name in pairs},
    )


def owned_by_whom(sought: Sought, owner: PersonId) -> Sought:
    return replace(sought, filters=replace(sought.filters, owner=owner))


def _value(name: str, value: str) -> Any:
    kind = KINDS.get(name)
    if kind is None:
        return value or None
    return kind(value) if value in words_of(kind) else None


def _written(period: Period | None) -> str:
    return f"{period.first.isoformat()}..{period.last.isoformat()}" if period else ""


def _read(value: str) -> Period | None:
    first, _, last = value.partition("..")
    try:
        return Period(first=date.fromisoformat(first), last=date.fromisoformat(last))
    except ValueError:
        return None
