"""Reports as far as reminders need to know them, and when one that nobody has decided about is urgent again."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cars import Concern, Severity, State
from domain.deadlines import acknowledge_by
from domain.frozen import dataclass
from domain.offices import Office
from domain.people import PersonId
from domain.rules import Rules
from domain.school_calendar import SchoolCalendar
from domain.working_hours import WorkingHours

URGENT_HOURS = 4  # of work, between two reminders of what is urgent


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A report that waits for a decision, as far as a reminder needs to know: none of its words."""

    number: str
    since: datetime  # when it came to whoever decides, also after an answer or for a second look
    school: str | None
    urgent: bool
    sealed: bool
    concerns: Concern
    appealed: bool
    decided_by: PersonId | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Going:
    """The same of a report that somebody works on."""

    number: str
    state: State
    since: datetime  # when it came to this state
    severity: Severity | None
    school: str | None
    department: str | None
    owner: PersonId | None
    checker: PersonId | None
    asked_owner: PersonId | None
    decided_by: PersonId | None
    signed_off_by: PersonId | None
    sealed: bool
    concerns: Concern
    appealed: bool
    cycle: int
    handed_to: Office | None
    filed_on: date
    approved_on: date | None
    plan_due: date | None
    implementation_due: date | None
    effectiveness_due: date | None
    on_hold_since: date | None

    @property
    def is_minor(self) -> bool:
        return self.severity is Severity.MINOR

    @property
    def place(self) -> str | None:
        return self.school or self.department


def decide_by(waiting: Waiting, rules: Rules, zone: ZoneInfo) -> date:
    """Until when it has to be acknowledged, which is to say: decided."""
    since = waiting.since.astimezone(zone).date()
    return acknowledge_by(since, rules.clocks, rules.calendar_of(waiting.school))


def urgent_again(
    waiting: Sequence[Waiting],
    last: datetime | None,
    now: datetime,
    hours: WorkingHours,
    *,
    zone: ZoneInfo,
    calendar: SchoolCalendar,
) -> bool:
    """Whether one has waited for four working hours, and as many have passed since the last reminder."""
    since = [max(one.since, last) if last else one.since for one in waiting]
    longest = timedelta(hours=URGENT_HOURS)
    return any(hours.passed(start, now, zone=zone, calendar=calendar) >= longest for start in since)
