"""The hours of a working day: when the district may be asked for something, and how much of them has passed."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.schedules import Closed, EveryDay, Rule
from domain.school_calendar import SchoolCalendar
from domain.texts import say

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TYPED = re.compile(r"(\d\d?):(\d\d)\s*[-–]\s*(\d\d?):(\d\d)")
ANY_DAY = date(2001, 1, 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingHours:
    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"

    def every(self, hours: int) -> Rule:
        """Every so many hours of each working day, counted from its start."""
        times, now = [], datetime.combine(ANY_DAY, self.start)
        while now < datetime.combine(ANY_DAY, self.end):
            times.append(now.time())
            now += hours * HOUR
        return Rule(days=EveryDay(), at=tuple(times), closed=Closed.SKIPPED)

    def passed(self, since: datetime, until: datetime, *, zone: ZoneInfo, calendar: SchoolCalendar) -> timedelta:
        """How long people were at work between two instants."""
        day, last = (instant.astimezone(zone).date() for instant in (since, until))
        total = timedelta(0)
        while day <= last:
            if calendar.is_open(day):
                total += max(
                    timedelta(0), min(until, _at(day, self.end, zone)) - max(since, _at(day, self.start, zone))
                )
            day += DAY
        return total


def _at(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def read_working_hours(text: str) -> WorkingHours:
    found = TYPED.fullmatch(text.strip())
    try:
        times = [time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))] if found else []
    except ValueError:
        times = []
    if not times or times[0] >= times[1]:
        raise RefusedError(say("{value} does not fit; use two times of one day, such as 08:00-16:00.", value=text))
    return WorkingHours(start=times[0], end=times[1])
