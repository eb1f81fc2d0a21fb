"""Counting the working days between two dates, for thousands of reports at a time."""

from bisect import bisect_right
from datetime import date, timedelta

from domain.school_calendar import DAYS_IN_WEEK, SchoolCalendar

WEEK = timedelta(days=DAYS_IN_WEEK)
MONDAY = date(1, 1, 1)


class OpenDays:
    """The same as `SchoolCalendar.business_days_between`, without a look at each day."""

    def __init__(self, calendar: SchoolCalendar) -> None:
        self._week = [weekday not in calendar.weekend for weekday in range(DAYS_IN_WEEK)]
        self._closed = sorted(day for day in calendar.closed if day.weekday() not in calendar.weekend)

    def between(self, start: date, end: date) -> int:
        """How many open days pass after `start` until `end` is over; negative when `end` comes first."""
        return self._until(end) - self._until(start)

    def _until(self, day: date) -> int:
        """How many open days there were from the first Monday of the calendar to this day."""
        weeks, days = divmod((day - MONDAY).days + 1, DAYS_IN_WEEK)
        return weeks * sum(self._week) + sum(self._week[:days]) - bisect_right(self._closed, day)
