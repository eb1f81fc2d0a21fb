"""A report with everything that belongs to it, in every cycle: what is printed of one."""

from collections.abc import Iterator
from datetime import datetime

from domain.cars import Car, State
from domain.extensions import Extension
from domain.frozen import dataclass
from domain.people import PersonId
from domain.plans import Plan, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Stay:
    """How long a report was in a state, and who brought it there. `left_at` is None where it still is."""

    state: State
    entered_at: datetime
    left_at: datetime | None
    by: PersonId


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """The plan of one cycle."""

    cycle: int
    plan: Plan


@dataclass(frozen=True, kw_only=True, slots=True)
class Dossier:
    """Everything in order, the oldest first. `title` is the report's own unless a public copy has another one."""

    car: Car
    title: str
    planned: tuple[Planned, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    extensions: tuple[Extension, ...] = ()
    stays: tuple[Stay, ...] = ()

    @property
    def persons(self) -> frozenset[str]:
        """Everybody whom it names, by their ids."""
        car = self.car
        of_car = (car.requester, car.owner, car.checker, car.decided_by, car.signed_off_by, car.asked_owner)
        return frozenset(filter(None, (*of_car, *self._of_work())))

    def _of_work(self) -> Iterator[str | None]:
        for one in self.planned:
            yield from one.plan.persons
            yield one.plan.approval.by if one.plan.approval else None
        for extension in self.extensions:
            yield from (extension.asked_by, extension.decided_by)
        yield from (stay.by for stay in self.stays)
