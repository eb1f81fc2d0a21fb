"""Reports as the lines of a list show them: ten of these are read where one whole report would have sixty columns."""

from datetime import date

from domain.cars import Car, Severity, State, seen_as, titled
from domain.frozen import dataclass
from domain.offices import Office
from domain.people import PersonId


@dataclass(frozen=True, kw_only=True, slots=True)
class CarLine:
    """What a line says of a report, and when it is due."""

    number: str
    what: str  # empty once redacted
    filed_on: date
    state: State
    severity: Severity | None
    school: str | None
    owner: PersonId | None
    urgent: bool
    sealed: bool
    handed_to: Office | None
    approved_on: date | None
    plan_due: date | None
    implementation_due: date | None
    effectiveness_due: date | None
    on_hold_since: date | None

    @property
    def title(self) -> str:
        return titled(self.what, self.handed_to)

    @property
    def seen(self) -> str:
        return seen_as(self.state, self.handed_to)


OnALine = Car | CarLine


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """A page of a list. Where more than `COUNTED` are found, `total` may be less."""

    cars: list[CarLine]
    total: int
