"""What one row of a log that was kept elsewhere brings, and what the district has to read it by."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from domain.cars import CAUSES, TERMINAL, Kind, Severity, Source, State
from domain.frozen import dataclass
from domain.people import PersonId
from domain.places import Place, PlaceKind
from domain.rules import DEFAULT_RULES, Rules


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the district has when a log is brought in. People by e-mail; by name only those of its list of staff."""

    today: date
    places: Sequence[Place] = ()
    emails: Mapping[str, PersonId] = field(default_factory=dict)
    names: Mapping[str, PersonId] = field(default_factory=dict)  # in small letters, and only one person's
    rules: Rules = DEFAULT_RULES

    @property
    def causes(self) -> dict[str, str]:
        """Categories by their name and by their words; those that are not offered any more as well."""
        every = {**CAUSES, **self.rules.causes}
        return {str(name): key for key, said in every.items() for name in (said, key)}

    def at(self, kind: PlaceKind) -> dict[str, str]:
        return {place.name: place.id for place in self.places if place.kind is kind}


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One row of the log, as far as it fits."""

    line: int
    former: str
    filed_on: date
    what: str
    state: State
    school: str | None = None
    department: str | None = None
    process: str | None = None
    requirement: str | None = None
    kind: Kind = Kind.CORRECTIVE
    source: Source = Source.EMPLOYEE
    severity: Severity | None = None
    requester: PersonId | None = None
    requester_said: str | None = None  # who it was, where the district does not know them
    owner: PersonId | None = None
    owner_said: str | None = None
    accepted_on: date | None = None
    plan_due: date | None = None
    implementation_due: date | None = None
    effectiveness_due: date | None = None
    implemented_on: date | None = None
    closed_on: date | None = None
    cause: str | None = None
    category: str | None = None
    correction: str | None = None
    done: str | None = None
    result: str | None = None
    names_student: tuple[str, ...] = ()  # what its words seem to tell of a student

    @property
    def key(self) -> str:
        """By which a second run knows it again."""
        return key_of(self.former)

    @property
    def is_over(self) -> bool:
        return self.state in TERMINAL


def key_of(former: str) -> str:
    return " ".join(former.casefold().split())
