"""Which rows of the Corrective Action Log somebody looks at, and in which order: one value, written in one line."""

from collections.abc import Mapping
from dataclasses import field, fields
from datetime import date
from enum import StrEnum
from typing import Any

from domain.cars import TERMINAL, Car, Kind, State
from domain.deadlines import due_of
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.periods import EVERYTHING, Filters, Period
from domain.rules import Rules
from domain.similar import stems
from domain.sought import Sought, Status, read_sought, words_of

TEXT_MAX = 100  # letters that are looked for
STEMS_MAX = 5  # words of them


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """`sought` says whose, where and when; `text` is looked for in what happened. None stands for all of them."""

    sought: Sought = field(default_factory=lambda: Sought(status=Status.ALL))
    state: State | None = None
    kind: Kind | None = None
    text: str = ""
    by_due: bool = False  # the earliest date first, of what is open; else the newest report first
    as_of: date | None = None  # as they stood at the end of an earlier day; None: as they stand

    @property
    def line(self) -> str:
        """As "all overdue school=id000001 state=accepted by=due text=gate latch"."""
        return " ".join([self.wordless, *([f"text={self.text}"] if self.text else [])])

    @property
    def wordless(self) -> str:
        """The same without what somebody typed."""
        as_of = self.as_of.isoformat() if self.as_of else ""
        kept = {"state": self.state, "kind": self.kind, "by": "due" if self.by_due else "", "asof": as_of}
        return " ".join([self.sought.line, *(f"{name}={value}" for name, value in kept.items() if value)])

    @property
    def stems(self) -> list[str]:
        """What is looked for: words without their endings, since that is how those of a report are kept."""
        return sorted(stems(self.text))[:STEMS_MAX]

    @property
    def chosen(self) -> bool:
        """Whether it is less than the whole log."""
        return self.wordless.removesuffix(" by=due") != Rows().wordless or bool(self.text)


def read_rows(line: str) -> Rows:
    """What does not fit is left out: a line may be old."""
    rest, _, text = f" {line}".partition(" text=")
    words = rest.split()
    pairs = dict(word.partition("=")[::2] for word in words if "=" in word)
    sought = read_sought(rest if words_of(Status).intersection(words) else f"{Status.ALL} {rest}")
    chosen: Mapping[str, Any] = {name: _one_of(kind, pairs.get(name, "")) for name, kind in KINDS.items()}
    as_of = _day(pairs.get("asof", ""))
    return Rows(sought=sought, text=text_of(text), by_due=pairs.get("by") == "due", as_of=as_of, **chosen)


KINDS: Mapping[str, type[StrEnum]] = {"state": State, "kind": Kind}


def _one_of(kind: type[StrEnum], value: str) -> Any:
    return kind(value) if value in words_of(kind) else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def text_of(typed: str) -> str:
    """What somebody looks for, on one line and not too long."""
    return " ".join(typed.split())[:TEXT_MAX].strip()


def check_earlier(rows: Rows, today: date) -> None:
    """What the log of an earlier day can be asked for: everybody's reports, in one order, up to yesterday."""
    if rows.as_of and rows.as_of >= today:
        raise RefusedError("Choose a day before today, or leave it out for the log of now.", field="as_of")
    if rows.as_of and (rows.sought.whose or rows.by_due):
        raise RefusedError(
            "The log of an earlier day holds everybody's reports, the newest first. Take the other choice away.",
            field="as_of",
        )


def stood_in(car: Car, rows: Rows, rules: Rules) -> bool:
    """Whether a report, as it stood at the end of `rows.as_of`, is one of these: what is asked in SQL of today's.

    Of one that was handed over nothing is known any more by which it could be chosen, but the day of its filing.
    """
    sought, day = rows.sought, rows.as_of or LAST_DAY
    if sought.status is not Status.ALL and (sought.status is Status.OPEN) is is_over(car):
        return False
    plain = (sought.filters, rows.state, rows.kind, sought.urgent, sought.due, sought.closed, sought.overdue)
    if car.handed_to and plain != NOTHING:
        return False
    held = [(getattr(car, one.name), getattr(sought.filters, one.name)) for one in fields(Filters)]
    held += [(car.state, rows.state), (car.kind, rows.kind), (car.urgent, sought.urgent or None)]
    due = due_of(car, rules.clocks, rules.calendar_of(car.school))
    periods = [(car.filed_on, sought.filed), (car.closed_on, sought.closed), (due, sought.due)]
    return (
        all(wanted is None or value == wanted for value, wanted in held)
        and all(period is None or value in period for value, period in periods)
        and (not sought.overdue or (due is not None and due < day))
    )


def is_over(car: Car) -> bool:
    return car.handed_to is not None or car.state in TERMINAL


NOTHING = (EVERYTHING, None, None, False, None, None, False)
LAST_DAY = date.max


def status_of(state: State) -> Status:
    """Where reports of a state are: a state that is chosen says more than "open" or "closed"."""
    return Status.CLOSED if state in TERMINAL else Status.OPEN


def periods_of(sought: Sought) -> dict[str, Period]:
    """The periods by which reports are chosen, by what happens in them."""
    found = {one.name: getattr(sought, one.name) for one in fields(Sought)}
    return {name: value for name, value in found.items() if isinstance(value, Period)}
