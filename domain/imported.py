"""A report that stood in another log: as one of ours, and the days on which it moved."""

from datetime import date, datetime

from domain.cars import NONE_STATED, Car, Outcome, Severity, State
from domain.deadlines import Dates, effectiveness_by, first_dates
from domain.frozen import dataclass
from domain.log_entries import Entry
from domain.people import PersonId
from domain.rules import Rules

#: Who filed what somebody filed of whom the district knows nothing: no person, so nobody has a requester's rights.
EARLIER_LOG = PersonId("earlier_log")


@dataclass(frozen=True, kw_only=True, slots=True)
class Formerly:
    """What the other log said of a report, beside what a report holds."""

    source: str
    process: str | None = None
    owner: str | None = None  # who had it there, where the district does not know them


def car_of(entry: Entry, number: str, filed_at: datetime, rules: Rules) -> Car:
    """The report as it stands now. Its first dates are its original ones: the old log tells no others."""
    dates = _dates(entry, rules)
    return Car(
        number=number,
        former=entry.former,
        what=entry.what,
        requester=entry.requester or EARLIER_LOG,
        on_behalf_of=entry.requester_said,
        filed_at=filed_at,
        filed_on=entry.filed_on,
        happened_on=entry.filed_on,
        school=entry.school,
        department=entry.department,
        state=entry.state,
        sealed=bool(entry.names_student),
        kind=entry.kind,
        source=entry.source,
        severity=entry.severity,
        requirement=entry.requirement or (NONE_STATED if entry.accepted_on else None),
        owner=entry.owner,
        already_done=entry.correction,
        reason=None if entry.state is State.CLOSED else entry.result,
        outcome=_outcome(entry),
        done=entry.done,
        cause=entry.cause,
        cause_category=entry.category,
        accepted_on=entry.accepted_on,
        plan_due=dates.plan if dates else entry.plan_due,
        original_plan_due=dates.plan if dates else entry.plan_due,
        implementation_due=dates.implementation if dates else entry.implementation_due,
        original_implementation_due=dates.implementation if dates else entry.implementation_due,
        effectiveness_due=dates.effectiveness if dates else entry.effectiveness_due,
        original_effectiveness_due=dates.effectiveness if dates else entry.effectiveness_due,
        closed_on=entry.closed_on if entry.state is State.CLOSED else None,
    )


def _outcome(entry: Entry) -> Outcome | None:
    """It held where the old log tells what the check showed."""
    if entry.state is not State.CLOSED:
        return None
    if entry.result:
        return Outcome.EFFECTIVE
    return Outcome.CHECKED if entry.accepted_on or entry.implemented_on else Outcome.FIXED


def _dates(entry: Entry, rules: Rules) -> Dates | None:
    """Of one that goes on here, those that the old log lacks are the district's; nothing is due of one that is over."""
    if entry.is_over or entry.accepted_on is None or entry.severity is None:
        return None
    calendar = rules.calendar_of(entry.school)
    usual = first_dates(entry.severity, entry.accepted_on, rules.clocks, calendar)
    fix = entry.implementation_due or usual.implementation
    if entry.severity is Severity.MINOR:
        return Dates(plan=entry.plan_due, implementation=fix, effectiveness=None)
    since = entry.implemented_on or fix
    proof = entry.effectiveness_due or effectiveness_by(since, entry.severity, rules.clocks, calendar)
    plan = entry.plan_due or min(usual.plan or fix, fix)
    return Dates(plan=plan, implementation=fix, effectiveness=proof)


def stays_of(entry: Entry) -> list[tuple[State, date]]:
    """The states in which it was and since when, in order: what every figure as of a past day is counted from.

    A fix was watched where that is its state, or where the old log tells what the check showed.
    """
    stays = [(State.SUBMITTED, entry.filed_on)]
    if entry.accepted_on:
        stays.append((State.ACCEPTED, entry.accepted_on))
    if entry.implemented_on:
        stays.append((State.VERIFYING, entry.implemented_on))
        if entry.state is State.MONITORING or _outcome(entry) is Outcome.EFFECTIVE:
            stays.append((State.MONITORING, entry.implemented_on))
    if entry.closed_on and entry.is_over:
        stays.append((entry.state, entry.closed_on))
    return stays if stays[-1][0] is entry.state else [*stays, (entry.state, stays[-1][1])]
