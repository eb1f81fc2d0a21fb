"""What the leaders of a district are told of as of a cut-off: the facts, before anybody sorts them into sections.

A digest and an agenda are made of the same snapshot. It holds numbers of records, dates and places, and no words.
What was counted is of the end of a day; what waits for a decision is of now, since it is there to be decided.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from domain.cars import State
from domain.figures import Report
from domain.frozen import dataclass
from domain.periods import DAY, Period


class Wanted(StrEnum):
    """What is to be decided about a report."""

    TRIAGE = "triage"  # whether it is accepted
    PLAN = "plan"
    TIME = "time"  # more of it
    SIGN_OFF = "sign_off"


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    wanted: Wanted
    number: str
    since: date
    due: date | None = None  # the day that it is about, or until which it should be decided


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Of a plan or a report that all staff read."""

    number: int
    of: str
    due: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """Where a report stood before, and where it came to. `was`: None for a new one."""

    number: str
    was: State | None
    now: State


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposed:
    """An idea that waits for a decision."""

    number: str
    given_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Heard:
    """A wave of a survey that was closed: how many answered, and the least that is favourable of what may be shown."""

    number: str
    n: int
    asked: int
    least: int | None = None  # percent, and at least that
    question: str = ""  # the key of the question of which that is


@dataclass(frozen=True, kw_only=True, slots=True)
class Talk:
    """A meeting in which people were heard: how many themes they brought, and of how many it was said what was done."""

    number: str
    kind: str
    n: int
    did: int = 0
    place: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """`period` is what is told of: from the day after the last one's cut-off to this one's."""

    period: Period
    reports: Sequence[Report]  # open at the cut-off
    earlier: Sequence[Report]  # open at the last one's
    filed: Sequence[Report] = ()  # in the period
    moves: Sequence[Moved] = ()  # in the period, in order; one report may have several
    sealed: int = 0  # that nobody is told of but as a number
    decisions: Sequence[Decision] = ()
    ideas: Sequence[Proposed] = ()
    steps: Sequence[Step] = ()  # open and due in the weeks to come
    done: Sequence[Step] = ()  # said to be done in the period
    heard: Sequence[Heard] = ()  # surveys that closed in the period
    talks: Sequence[Talk] = ()  # meetings of the period in which people were heard
    missed: Sequence[date] = ()  # days on which one should have come and did not

    @property
    def cut_off(self) -> date:
        return self.period.last

    @property
    def before(self) -> date:
        """The cut-off of the last one."""
        return self.period.first - DAY


def whole_moves(moves: Iterable[Moved]) -> list[Moved]:
    """Each report once: from where it stood first to where it came to last; not where that is the same."""
    found: dict[str, Moved] = {}
    for one in moves:
        first = found.pop(one.number, one)
        found[one.number] = Moved(number=one.number, was=first.was, now=one.now)
    return [one for one in found.values() if one.was is not one.now]
