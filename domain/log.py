"""Which rows of the Corrective Action Log somebody looks at, and in which order: one value, written in one line."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from domain.cars import TERMINAL, Kind, State
from domain.periods import Period
from domain.similar import stems
from domain.sought import Sought, Status, read_sought

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

    @property
    def line(self) -> str:
        """As "all overdue school=id000001 state=accepted by=due text=gate latch"."""
        return " ".join([self.wordless, *([f"text={self.text}"] if self.text else [])])

    @property
    def wordless(self) -> str:
        """The same without what somebody typed."""
        kept = {"state": self.state, "kind": self.kind, "by": "due" if self.by_due else ""}
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
    sought = read_sought(rest if set(words) & set(Status) else f"{Status.ALL} {rest}")
    chosen: Mapping[str, Any] = {name: _one_of(kind, pairs.get(name, "")) for name, kind in KINDS.items()}
    return Rows(sought=sought, text=text_of(text), by_due=pairs.get("by") == "due", **chosen)


KINDS: Mapping[str, type[StrEnum]] = {"state": State, "kind": Kind}


def _one_of(kind: type[StrEnum], value: str) -> Any:
    return kind(value) if value in set(kind) else None


def text_of(typed: str) -> str:
    """What somebody looks for, on one line and not too long."""
    return " ".join(typed.split())[:TEXT_MAX].strip()


def status_of(state: State) -> Status:
    """Where reports of a state are: a state that is chosen says more than "open" or "closed"."""
    return Status.CLOSED if state in TERMINAL else Status.OPEN


def periods_of(sought: Sought) -> dict[str, Period]:
    """The periods by which reports are chosen, by what happens in them."""
    found = {one.name: getattr(sought, one.name) for one in fields(Sought)}
    return {name: value for name, value in found.items() if isinstance(value, Period)}
