"""Steps in lists, whatever they belong to, and what was told of them."""

from datetime import date

from domain.frozen import dataclass
from domain.people import PersonId
from domain.plans import StepStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class StepLine:
    number: int
    of: str
    what: str
    owner: PersonId
    due: date
    status: StepStatus
    percent: int | None = None
    goal: int | None = None  # of a plan

    def is_late(self, today: date) -> bool:
        return self.status not in (StepStatus.DONE, StepStatus.CANCELLED) and self.due < today


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What was told of a step, without its words."""

    step: int
    of: str
    day: date
    status: StepStatus
