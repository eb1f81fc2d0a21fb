"""The days a school works."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from domain.frozen import dataclass

SATURDAY, SUNDAY = 5, 6
DAYS_IN_WEEK = 7
DAY = timedelta(days=1)
KEPT = 2048  # answers, of all districts together


@dataclass(frozen=True, kw_only=True, slots=True)
class SchoolCalendar:
    """One school's closures. Every count leaves out the day it starts from."""

    closed: frozenset[date] = frozenset()
    weekend: frozenset[int] = frozenset({SATURDAY, SUNDAY})  # as date.weekday() counts

    def __post_init__(self) -> None:
        if self.weekend >= set(range(DAYS_IN_WEEK)):
            raise ValueError("a week needs a working day")

    def is_open(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.closed

    def next_working_day(self, day: date) -> date:
        """The first open day after this one."""
        return self._first_open(day + DAY, DAY)

    def working_day_before(self, day: date) -> date:
        """The last open day before this one."""
        return self._first_open(day - DAY, -DAY)

    def on_or_after(self, day: date) -> date:
        return self._first_open(day, DAY)

    def on_or_before(self, day: date) -> date:
        return self._first_open(day, -DAY)

    def add_business_days(self, day: date, n: int) -> date:
        """The n-th open day after this one; before it when n is negative, and the day itself for 0."""
        return _business_days_on(self, day, n)

    def business_days_between(self, start: date, end: date) -> int:
        """How many open days pass after `start` until `end` is over; negative when `end` comes first."""
        if end < start:
            return -self.business_days_between(end, start)
        return sum(self.is_open(start + n * DAY) for n in range(1, (end - start).days + 1))

    def _first_open(self, day: date, step: timedelta) -> date:
        while not self.is_open(day):
            day += step
        return day


@lru_cache(maxsize=KEPT)
def _business_days_on(calendar: SchoolCalendar, day: date, n: int) -> date:
    """Kept, since one look at the reports of a district asks it for the same days again and again."""
    step: Callable[[date], date] = calendar.next_working_day if n > 0 else calendar.working_day_before
    for _ in range(abs(n)):
        day = step(day)
    return day


WEEKDAYS = SchoolCalendar()
