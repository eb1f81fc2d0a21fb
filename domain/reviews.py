"""What the management review is told of: what was read of a district, and the facts that an agenda keeps of it.

A fact holds no words: numbers of records, days and counts. It is counted by the same rules as the figures, so that the
agenda, the figures and the log say the same of one evening.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum

from domain.figures import Check, Report
from domain.frozen import dataclass
from domain.numbers import REPORTS
from domain.periods import Period
from domain.plans import Resources, StepStatus
from domain.snapshots import Proposed, Snapshot, Step


class Says(StrEnum):
    """What a line says; domain/agenda_lines.py has its words."""

    MORE = "more"
    OPEN = "open"
    OVERDUE = "overdue"
    HAPPENED = "happened"
    SEALED = "sealed"
    BEGUN_LATER = "begun_later"
    ATTENTION = "attention"
    NOT_HELD = "not_held"
    LATE = "late"
    CANCELLED = "cancelled"
    TIME = "time"
    NEW = "new"
    CLOSED = "closed"
    FILED_TREND = "filed_trend"
    LATE_TREND = "late_trend"
    CAUSE = "cause"
    CAME_BACK = "came_back"
    OBJECTIVES = "objectives"
    PLAN = "plan"
    STEP_LATE = "step_late"
    STEP_RISK = "step_risk"
    STEP_DUE = "step_due"
    PREVENTIVE = "preventive"
    PENDING = "pending"
    RESOURCES = "resources"
    VOICES = "voices"
    VOICE = "voice"
    POLLS = "polls"
    SURVEY = "survey"  # that closed: `n` answered `of` those who were asked, `value` percent is the least favourable
    FIXED = "fixed"
    PROVEN = "proven"
    ON_TIME = "on_time"
    HELD = "held"
    MEASURE = "measure"
    PARTNER = "partner"
    IDEAS = "ideas"
    IDEA = "idea"
    ROADMAP = "roadmap"
    MINUTES = "minutes"
    OUTPUT = "output"
    DECIDED = "decided"
    HEARD = "heard"
    NEXT = "next"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A line without words. What the numbers are follows from what it `says`."""

    says: Says
    about: str = ""  # the number of a record
    step: int = 0
    n: int = 0
    of: int = 0
    counts: tuple[int, ...] = ()
    value: float = 0
    day: date | None = None
    until: date | None = None
    key: str = ""  # of a state, a cause, a party …
    place: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """All that an agenda tells of as of an evening: for each section its lines."""

    cut_off: date
    before: date  # the evening of the agenda before it
    sections: tuple[tuple[Fact, ...], ...] = ()
    annex: tuple[Fact, ...] = ()  # sealed reports: for those alone who may read them

    @property
    def cars(self) -> set[str]:
        return {fact.about for fact in self._all if fact.about.startswith(REPORTS)}

    @property
    def records(self) -> set[str]:
        """All that the post tells of, also by a step of theirs."""
        return {fact.about for fact in self._all if fact.about}

    @property
    def steps(self) -> set[int]:
        return {fact.step for fact in self._all if fact.step}

    @property
    def places(self) -> set[str]:
        return {fact.place for fact in self._all if fact.place}

    @property
    def _all(self) -> Iterator[Fact]:
        return (fact for section in self.sections for fact in section)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shift:
    """A date of a report that was moved, or that somebody asked to move."""

    car: str
    old: date
    new: date
    decided: bool
    granted: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """An open report whose plan asks for resources. `decided`: None while nobody has."""

    car: str
    since: date | None
    decided: Resources | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanSteps:
    """How the steps of a plan in force stand."""

    plan: str
    statuses: Mapping[StepStatus, int]
    late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Risk:
    step: int
    of: str
    status: StepStatus
    due: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """The newest value of a goal's measure, told since the last agenda; `was`: the one before it."""

    plan: str
    goal: int
    value: float
    was: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Promises:
    """Of a partnership: how many of its commitments are met, due and late."""

    plan: str
    met: int
    due: int
    late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Year:
    """What the figures of twelve months begin with."""

    period: Period
    filed: Sequence[Report] = ()
    followed: Sequence[Report] = ()
    due: Sequence[Report] = ()
    ended: Sequence[Report] = ()
    checks: Sequence[Check] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """All that was read for one agenda."""

    found: Snapshot
    year: Year
    attention: frozenset[str] = frozenset()  # open ones whose date was moved twice, or at their third try
    shifts: Sequence[Shift] = ()
    preventive: Sequence[str] = ()
    asking: Sequence[Asking] = ()
    plans: Sequence[PlanSteps] = ()
    late_steps: Sequence[Step] = ()
    risks: Sequence[Risk] = ()
    measures: Sequence[Measured] = ()
    partners: Sequence[Promises] = ()
    roadmap: Sequence[tuple[str, str, date]] = ()  # the plan, the phase, and when it was answered
    polls: int = 0  # that were closed
    ideas: Sequence[Proposed] = ()  # given to the team
    open_ideas: int = 0
    sealed: Sequence[Fact] = ()
    minutes: str = ""  # of the meeting before, if nobody approved them yet
    outputs: Sequence[Fact] = ()  # what earlier meetings decided
    voices: Sequence[Fact] = ()  # of surveys and conversations
    following: date | None = None  # when the next meeting is
    ahead: Sequence[Step] = ()  # due until then
    objectives: int = 0
    cause_words: Callable[[str], str] = field(default=str, compare=False)
