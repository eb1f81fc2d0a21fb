"""When each thing is due, and what is overdue."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Protocol

from domain.cars import Car, Severity, State
from domain.frozen import dataclass
from domain.offices import Office
from domain.school_calendar import WEEKDAYS, SchoolCalendar

IMPLEMENTATION_DAYS = MappingProxyType({Severity.CRITICAL: 30, Severity.MAJOR: 60, Severity.MINOR: 30})
EFFECTIVENESS_DAYS = MappingProxyType({Severity.CRITICAL: 90, Severity.MAJOR: 60, Severity.MINOR: 60})


@dataclass(frozen=True, kw_only=True, slots=True)
class Clocks:
    """How long things may take. Calendar days unless the name says otherwise; a district may change each."""

    acknowledge_business_days: int = 2  # from filing
    triage_business_days: int = 5  # from filing
    contain_business_days: int = 1  # from filing, urgent ones
    plan_days: int = 30  # from acceptance
    # From approval; for a minor one, from acceptance.
    implementation_days: Mapping[Severity, int] = field(default_factory=lambda: IMPLEMENTATION_DAYS)
    # From implementation, in days of school.
    effectiveness_session_days: Mapping[Severity, int] = field(default_factory=lambda: EFFECTIVENESS_DAYS)
    quick_extension_days: int = 10  # a minor's owner, once


DEFAULT_CLOCKS = Clocks()


@dataclass(frozen=True, kw_only=True, slots=True)
class Dates:
    """What a cycle is given when it starts. A minor one needs no plan and is not watched afterwards."""

    plan: date | None
    implementation: date
    effectiveness: date | None


def acknowledge_by(filed_on: date, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS) -> date:
    return calendar.add_business_days(filed_on, clocks.acknowledge_business_days)


def triage_by(filed_on: date, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS) -> date:
    return calendar.add_business_days(filed_on, clocks.triage_business_days)


def contain_by(filed_on: date, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS) -> date:
    return calendar.add_business_days(filed_on, clocks.contain_business_days)


def plan_by(accepted_on: date, clocks: Clocks = DEFAULT_CLOCKS) -> date:
    return accepted_on + timedelta(days=clocks.plan_days)


def implementation_by(start: date, severity: Severity, clocks: Clocks = DEFAULT_CLOCKS) -> date:
    """`start` is the day of approval; for a minor one, of acceptance."""
    return start + timedelta(days=clocks.implementation_days[severity])


def effectiveness_by(
    implemented_on: date, severity: Severity, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS
) -> date:
    return calendar.add_business_days(implemented_on, clocks.effectiveness_session_days[severity])


def first_dates(
    severity: Severity, accepted_on: date, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS
) -> Dates:
    """The dates that acceptance gives; an approved plan moves the later two."""
    if severity is Severity.MINOR:
        return Dates(plan=None, implementation=implementation_by(accepted_on, severity, clocks), effectiveness=None)
    plan = plan_by(accepted_on, clocks)
    implementation = implementation_by(plan, severity, clocks)
    effectiveness = effectiveness_by(implementation, severity, clocks, calendar)
    return Dates(plan=plan, implementation=implementation, effectiveness=effectiveness)


def start_clocks(car: Car, accepted_on: date, dates: Dates) -> Car:
    """A cycle begins: its dates are also its original ones, and nothing of the last one counts any more."""
    return replace(
        car,
        accepted_on=accepted_on,
        approved_on=None,
        inconclusive=False,
        signed_off_by=None,
        closed_on=None,
        on_hold_since=None,
        asked_owner=None,
        extensions=0,
        plan_due=dates.plan,
        implementation_due=dates.implementation,
        effectiveness_due=dates.effectiveness,
        original_plan_due=dates.plan,
        original_implementation_due=dates.implementation,
        original_effectiveness_due=dates.effectiveness,
    )


class Dated(Protocol):
    """A report, or what is kept of one to count it: where it stands, and by when."""

    @property
    def state(self) -> State: ...
    @property
    def handed_to(self) -> Office | None: ...
    @property
    def filed_on(self) -> date: ...
    @property
    def approved_on(self) -> date | None: ...
    @property
    def plan_due(self) -> date | None: ...
    @property
    def implementation_due(self) -> date | None: ...
    @property
    def effectiveness_due(self) -> date | None: ...
    @property
    def on_hold_since(self) -> date | None: ...


def due_of(car: Dated, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS) -> date | None:
    """The date of the current state; None where nobody in the district is waited for."""
    if car.handed_to or (car.on_hold_since and car.state is State.IMPLEMENTING):
        return None
    match car.state:
        case State.SUBMITTED:
            return triage_by(car.filed_on, clocks, calendar)
        case State.ACCEPTED | State.PLAN_REVIEW if car.approved_on is None:
            return car.plan_due or car.implementation_due
        case State.ACCEPTED | State.PLAN_REVIEW | State.IMPLEMENTING | State.VERIFYING:
            return car.implementation_due
        case State.MONITORING:
            return car.effectiveness_due
        case _:
            return None


def is_overdue(car: Dated, today: date, clocks: Clocks = DEFAULT_CLOCKS, calendar: SchoolCalendar = WEEKDAYS) -> bool:
    """From the day after it was due."""
    due = due_of(car, clocks, calendar)
    return due is not None and due < today
