"""A corrective action request with all that its rules look at, and what a move is."""

from abc import ABC, abstractmethod
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from domain.cars import Car, State
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.plans import Plan, Verdict
from domain.rules import Rules


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    car: Car
    plan: Plan | None = None
    verdict: Verdict | None = None

    @property
    def approved_plan(self) -> Plan | None:
        return self.plan if self.plan and self.plan.approval else None

    @property
    def doers(self) -> frozenset[PersonId]:
        """The owner and the owners of its steps: whoever may not check it."""
        owner = frozenset() if self.car.owner is None else frozenset({self.car.owner})
        return owner | (self.plan.step_owners if self.plan else frozenset())

    def to(self, state: State, **changes: Any) -> "Case":
        return replace(self, car=replace(self.car, state=state, **changes))


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """Who moves a case, on which day, under which rules."""

    by: Viewer
    today: date
    rules: Rules


@dataclass(frozen=True, kw_only=True, slots=True)
class Move(ABC):
    """What a person brings to move a case. It checks its own words; `apply` checks them against the case."""

    target: ClassVar[State]

    @classmethod
    def barred(cls, case: Case) -> str | None:  # noqa: ARG003 - most moves are barred by nothing
        """Why nobody at all may do this with this case, in a sentence."""
        return None

    @abstractmethod
    def apply(self, case: Case, at: Moment) -> Case: ...
