"""The plans of a district, a school or a department: goals, what is done for them and why that should help, and steps.

A plan of one report is another thing (domain/plans.py). Here a revision holds what was approved: the header, the goals
and the strategies. Steps are the work of this year: each change of one is a dated line of its own
(domain/step_updates.py), so that nobody signs again because a day moved (docs/decisions/0041-plans.md).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from domain.frozen import dataclass
from domain.people import PersonId, Role
from domain.plans import StepStatus
from domain.settings import SCHOOL_YEAR_STARTS
from domain.texts import say

TITLE_MAX, HEADER_MAX, GOAL_MAX, MEASURE_MAX, STEP_MAX, TEAM_MAX = 120, 1500, 600, 300, 500, 300  # letters
GOALS_MAX, STRATEGIES_MAX, STEPS_MAX = 20, 10, 400  # of a plan, of a goal, of a plan
REASON_MAX = 1000


class Kind(StrEnum):
    QUALITY = "quality"
    DISTRICT = "district"
    STRATEGIC = "strategic"
    SCHOOL = "school"
    ROADMAP = "roadmap"
    PARTNERSHIP = "partnership"


KINDS: Mapping[Kind, str] = {
    Kind.QUALITY: say("Quality Plan"),
    Kind.DISTRICT: say("District action plan"),
    Kind.STRATEGIC: say("Strategic plan"),
    Kind.SCHOOL: say("School improvement plan"),
    Kind.ROADMAP: say("Roadmap"),
    Kind.PARTNERSHIP: say("Partnership"),
}


class PlanState(StrEnum):
    DRAFT = "draft"
    REVIEW = "review"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    CLOSED = "closed"
    DROPPED = "dropped"  # a change that was given up before anybody approved it


STATES: Mapping[PlanState, str] = {
    PlanState.DRAFT: say("Draft"),
    PlanState.REVIEW: say("With those who approve it"),
    PlanState.IN_FORCE: say("In force"),
    PlanState.REPLACED: say("Replaced"),
    PlanState.CLOSED: say("Closed"),
    PlanState.DROPPED: say("Given up"),
}
#: Of the newest revision, in which a plan can be written.
OPEN = frozenset({PlanState.DRAFT, PlanState.REVIEW})
ENDED = frozenset({PlanState.REPLACED, PlanState.CLOSED})


class Stage(StrEnum):
    """How far something is in use."""

    EXPLORING = "exploring"
    PREPARING = "preparing"
    FIRST_USE = "first_use"
    FULL_USE = "full_use"


STAGES: Mapping[Stage, str] = {
    Stage.EXPLORING: say("Looking into it"),
    Stage.PREPARING: say("Getting ready"),
    Stage.FIRST_USE: say("First use"),
    Stage.FULL_USE: say("Full use"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Strategy:
    """A theory of action: if we do this, then adults will, and students will; each with what shows it."""

    nth: int  # within its goal; it never changes
    does: str
    adults: str | None = None
    adults_measure: str | None = None
    students: str | None = None
    students_measure: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Goal:
    nth: int  # within its plan; it never changes
    statement: str
    measure: str | None = None
    baseline: str | None = None
    target: str | None = None
    by_when: date | None = None
    supports: str | None = None  # the plan whose goal it supports,
    supports_goal: int | None = None  # and which goal of that
    strategies: tuple[Strategy, ...] = ()
    used: int = 0  # the highest number that a strategy of it ever had


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanStep:
    """One thing that one owner does by a date, for a goal of a plan and perhaps one of its strategies."""

    number: int
    of: str
    what: str
    owner: PersonId
    due: date
    goal: int
    strategy: int | None = None
    status: StepStatus = StepStatus.NOT_STARTED
    percent: int | None = None
    team: str | None = None  # who does what in it
    stage: Stage | None = None
    collects: str | None = None  # who collects which measure when
    evidence: str | None = None
    reason: str | None = None
    done_on: date | None = None
    cancelled_on: date | None = None
    cycle: int = 1  # the revision with which it came
    from_step: int | None = None  # of last year's plan, from which it was carried on
    asked_owner: PersonId | None = None  # who was asked to do it, until they answer
    version: int = 1

    @property
    def is_over(self) -> bool:
        return self.status in (StepStatus.DONE, StepStatus.CANCELLED)

    def is_late(self, today: date) -> bool:
        return not self.is_over and self.due < today


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """Somebody approved what had this digest."""

    role: Role
    by: PersonId
    on: date
    digest: str


#: What of a plan is signed, beside its goals and steps.
PROMISED = ("number", "kind", "title", "year", "place", "mission", "vision", "policy", "revision")


@dataclass(frozen=True, kw_only=True, slots=True)
class DistrictPlan:
    """A plan as one of its revisions has it, with the steps of now."""

    number: str  # "PLAN-2026-003"
    kind: Kind
    title: str
    year: int  # the school year begins in it
    lead: PersonId
    place: str | None = None  # a school or department; None for the district's
    mission: str | None = None
    vision: str | None = None
    policy: str | None = None
    goals: tuple[Goal, ...] = ()
    used: int = 0  # the highest number that a goal of it ever had
    steps: tuple[PlanStep, ...] = ()
    revision: int = 1
    state: PlanState = PlanState.DRAFT  # of this revision
    in_force: int | None = None  # the revision that was approved last
    newest: int = 1  # the revision that was begun last,
    newest_state: PlanState = PlanState.DRAFT  # and where it is
    signatures: tuple[Signature, ...] = ()
    why: str | None = None  # this revision was begun
    said: str | None = None  # when it was sent back, or why the plan was closed
    rolled_from: str | None = None  # the plan of the year before
    readers: frozenset[PersonId] = frozenset()  # who may read it before it is in force
    version: int = 1

    @property
    def digest(self) -> str:
        """The same for the same promises, whatever was done of them since."""
        kept: dict[str, Any] = {name: getattr(self, name) for name in PROMISED}
        kept["goals"] = [asdict(replace(goal, used=0)) for goal in self.goals]
        steps = [(s.number, s.what, s.owner, s.due.isoformat(), s.goal, s.strategy) for s in self.steps]
        return sha256(json.dumps(kept | {"steps": steps}, sort_keys=True, default=str).encode()).hexdigest()

    def goal(self, nth: int) -> Goal | None:
        return next((goal for goal in self.goals if goal.nth == nth), None)

    def steps_of(self, goal: int, strategy: int | None = None) -> tuple[PlanStep, ...]:
        """Those of a strategy; without one, those of the goal that belong to none of its strategies."""
        return tuple(step for step in self.steps if (step.goal, step.strategy) == (goal, strategy))


def school_year(today: date) -> int:
    """The calendar year in which the school year of a day begins."""
    return today.year if today.month >= SCHOOL_YEAR_STARTS else today.year - 1


def year_words(year: int) -> str:
    """As "2026-27"."""
    return f"{year}-{(year + 1) % 100:02}"


def last_day(year: int) -> date:
    """Of a school year."""
    return date(year + 1, SCHOOL_YEAR_STARTS - 1, 30)
