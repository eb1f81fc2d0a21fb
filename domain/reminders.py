"""Which reports that nobody has decided about are worth a reminder, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.cars import Concern
from domain.deadlines import acknowledge_by
from domain.people import PersonId
from domain.rules import Rules
from domain.school_calendar import SchoolCalendar
from domain.working_hours import WorkingHours

URGENT_HOURS = 4  # of work, between two reminders of what is urgent


class Remind(StrEnum):
    """Of what: each is one message that lists all."""

    LATE = "late"
    URGENT = "urgent"


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


def is_late(waiting: Waiting, today: date, rules: Rules, zone: ZoneInfo) -> bool:
    """Nobody has acknowledged it in time, which is to say: decided. Of what is urgent there are other reminders."""
    since = waiting.since.astimezone(zone).date()
    by = acknowledge_by(since, rules.clocks, rules.calendar_of(waiting.school))
    return not waiting.urgent and by < today


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
