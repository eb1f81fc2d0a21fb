"""What the owner of a corrective action request plans to do, and what became of it."""

import json
from dataclasses import asdict
from datetime import date
from enum import StrEnum
from hashlib import sha256

from domain.frozen import dataclass
from domain.people import PersonId

CAUSES_MAX = 2  # of one plan, beside those that were ruled out
PLAN_MAX, STEP_MAX = 600, 300  # letters of an answer: a form with all steps has to fit


class Method(StrEnum):
    FIVE_WHYS = "five_whys"
    FISHBONE = "fishbone"
    DATA_ANALYSIS = "data_analysis"
    OTHER = "other"


class StepStatus(StrEnum):
    NOT_STARTED = "not_started"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"
    DONE = "done"
    CANCELLED = "cancelled"


class Resources(StrEnum):
    """What the Management Review Team decided about the resources that a plan asks for."""

    ALLOCATED = "allocated"
    IN_PART = "in_part"
    DECLINED = "declined"


@dataclass(frozen=True, kw_only=True, slots=True)
class RootCause:
    statement: str
    method: Method
    category: str
    whys: tuple[str, ...] = ()
    how_verified: str | None = None
    not_confirmed: bool = False  # what was done about it did not help


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that one owner does by a date."""

    number: int
    what: str
    owner: PersonId
    due: date
    status: StepStatus = StepStatus.NOT_STARTED
    evidence: str | None = None
    reason: str | None = None  # for cancelling it; while it is open, the note to how it stands
    done_on: date | None = None
    cancelled_on: date | None = None
    asked_owner: PersonId | None = None  # was asked to do it, and has not said yes yet
    planned_owner: PersonId | None = None  # who had it in the plan that was approved, where it was handed over since
    cycle: int = 1  # of its report, in which it was planned
    version: int = 1  # storage compares it with every save, and counts it up

    @property
    def is_settled(self) -> bool:
        """Done with evidence, or cancelled with a reason."""
        words = {StepStatus.DONE: self.evidence, StepStatus.CANCELLED: self.reason}.get(self.status)
        return bool(words and words.strip())


@dataclass(frozen=True, kw_only=True, slots=True)
class EffectivenessPlan:
    """How it will be known whether it worked, written before anything is done."""

    criterion: str
    baseline: str
    method: str
    on: date
    checker: PersonId


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    version: int
    digest: str
    by: PersonId
    on: date
    resources_pending: bool = False  # the Management Review Team has yet to decide about them


#: What comes to a plan after it was handed in, and is no part of what it promises.
PROGRESS = {"approval": None, "resources": None, "resources_given": None}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    correction: str  # what was done at once, or "none needed, because ..."
    causes: tuple[RootCause, ...]
    elsewhere: str  # could it exist elsewhere?
    steps: tuple[Step, ...]
    effectiveness: EffectivenessPlan
    resources_asked: str | None = None
    resources: Resources | None = None  # what became of that,
    resources_given: str | None = None  # and how much, who and paid by what
    version: int = 1  # counted by the moves that bring a plan
    approval: Approval | None = None

    @property
    def is_settled(self) -> bool:
        return all(step.is_settled for step in self.steps)

    @property
    def step_owners(self) -> frozenset[PersonId]:
        return frozenset(step.owner for step in self.steps)

    @property
    def persons(self) -> frozenset[PersonId]:
        """Everybody whom its card names."""
        besides = {one for step in self.steps for one in (step.asked_owner, step.planned_owner) if one}
        return self.step_owners | besides | {self.effectiveness.checker}

    @property
    def handed(self) -> list[Step]:
        """Its steps that somebody else does than the plan says that was approved."""
        return [step for step in self.steps if step.planned_owner]

    @property
    def digest(self) -> str:
        """The same for the same promises, whatever progress was reported and whoever took a step over since."""
        kept = asdict(self) | PROGRESS | {"steps": [_promised(step) for step in self.steps]}
        return sha256(json.dumps(kept, sort_keys=True, default=str).encode()).hexdigest()


def cause_max(nth: int) -> int:
    """Letters of each answer about a cause: the first one has the most room."""
    return PLAN_MAX if nth == 1 else STEP_MAX


def is_over(plan: Plan) -> bool:
    """Whether it is the plan of an earlier round, since all that it took for the cause was not."""
    return all(cause.not_confirmed for cause in plan.causes)


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the last check found when it worked."""

    result: str  # against the criterion
    documents: str  # and training that were updated, or "none, because ..."
    lesson: str
    early_because: str | None = None  # why it did not wait for its date


def _promised(step: Step) -> tuple[int, str, str, str]:
    return step.number, step.what, step.planned_owner or step.owner, step.due.isoformat()
