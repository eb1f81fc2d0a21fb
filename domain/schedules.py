"""When something is due, as data: on which days, at which local times, and what a day without school does to it.

A *slot* is what a rule names. It is known by the day in the words of the wall calendar, "2027-03-08", with the time
behind it where a rule has several a day. When it falls due is computed anew each time, by the zone and the school
calendar of that moment: so neither a snow day nor another zone or time of day makes a slot that was done due again.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal
from zoneinfo import ZoneInfo

from domain.frozen import dataclass
from domain.school_calendar import DAYS_IN_WEEK, SchoolCalendar

DAY, WEEK = timedelta(days=1), timedelta(days=DAYS_IN_WEEK)
DAYS_OF_EVERY_MONTH, WEEKS_OF_EVERY_MONTH = 28, 4


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


WEEKDAYS = tuple(Weekday)  # as date.weekday() counts
#: Which of a month's days of one name, as people say it.
WEEKS: Mapping[str, int | Literal["last"]] = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": "last"}


class Closed(StrEnum):
    """What becomes of a slot on a day without school."""

    STAYS = "stays"
    BEFORE = "working_day_before"
    AFTER = "next_working_day"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True, slots=True)
class EveryDay:
    kind: Literal["every_day"] = "every_day"

    def names(self, day: date) -> bool:
        del day
        return True


@dataclass(frozen=True, kw_only=True, slots=True)
class Weekly:
    on: Weekday
    kind: Literal["weekly"] = "weekly"

    def names(self, day: date) -> bool:
        return WEEKDAYS[day.weekday()] is self.on


@dataclass(frozen=True, kw_only=True, slots=True)
class NthWeekday:
    """The second Tuesday of each month, or the last one."""

    nth: int | Literal["last"]
    on: Weekday
    kind: Literal["nth_weekday"] = "nth_weekday"

    def __post_init__(self) -> None:
        if self.nth != "last" and not 1 <= self.nth <= WEEKS_OF_EVERY_MONTH:
            raise ValueError("not every month has such a day; use 1 to 4, or last")

    def names(self, day: date) -> bool:
        if WEEKDAYS[day.weekday()] is not self.on:
            return False
        if self.nth == "last":
            return (day + WEEK).month != day.month
        return (day - (self.nth - 1) * WEEK).month == day.month != (day - self.nth * WEEK).month


@dataclass(frozen=True, kw_only=True, slots=True)
class DayOfMonth:
    day: int | Literal["last"]
    kind: Literal["day_of_month"] = "day_of_month"

    def __post_init__(self) -> None:
        if self.day != "last" and not 1 <= self.day <= DAYS_OF_EVERY_MONTH:
            raise ValueError("not every month has such a day; use 1 to 28, or last")

    def names(self, day: date) -> bool:
        return (day + DAY).day == 1 if self.day == "last" else day.day == self.day


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """`before` is how many days ahead of the named day, once that was moved off a closed one: for a preview."""

    days: EveryDay | Weekly | NthWeekday | DayOfMonth
    at: tuple[time, ...]  # on the wall clock, in order
    closed: Closed = Closed.STAYS
    before: int = 0

    def __post_init__(self) -> None:
        if not self.at or list(self.at) != sorted(set(self.at)) or self.before < 0:
            raise ValueError("a rule needs times in order, and no negative number of days")

    def names(self, day: date, calendar: SchoolCalendar) -> bool:
        return self.days.names(day) and (self.closed is not Closed.SKIPPED or calendar.is_open(day))

    def falls_on(self, named: date, calendar: SchoolCalendar) -> date:
        """The day on which a named day's slot falls."""
        return self._moved(self._moved(named, calendar) - self.before * DAY, calendar)

    def _moved(self, day: date, calendar: SchoolCalendar) -> date:
        match self.closed:
            case Closed.BEFORE:
                return calendar.on_or_before(day)
            case Closed.AFTER:
                return calendar.on_or_after(day)
            case _:
                return day

    def reach(self, first: date, last: date, calendar: SchoolCalendar) -> tuple[date, date]:
        """Named days between which every slot is found that falls between two days."""
        start = calendar.working_day_before(calendar.working_day_before(first))
        end = last + self.before * DAY
        if self.closed is Closed.BEFORE:
            end = calendar.next_working_day(calendar.next_working_day(last) + self.before * DAY)
        return start, end


def between(first: tuple[Weekday, time], then: tuple[Weekday, time]) -> timedelta:
    """From a time of the week to the next one of another, on the wall: more than nothing, and at most a week."""
    days = WEEKDAYS.index(then[0]) - WEEKDAYS.index(first[0])
    passed = timedelta(days=days) + (_of_day(then[1]) - _of_day(first[1]))
    return passed if passed > timedelta(0) else passed + WEEK


def _of_day(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def each_working_day(at: time) -> Rule:
    return Rule(days=EveryDay(), at=(at,), closed=Closed.SKIPPED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    slot: str
    at: datetime  # in UTC


def due_times(
    rule: Rule, after: datetime, until: datetime, *, zone: ZoneInfo, calendar: SchoolCalendar
) -> list[datetime]:
    """When a rule falls due after one instant, and until another one."""
    first, last = (instant.astimezone(zone).date() for instant in (after, until))
    found = slots(rule, *rule.reach(first, last, calendar), zone=zone, calendar=calendar)
    return [due.at for due in found if after < due.at <= until]


def slots(rule: Rule, first: date, last: date, *, zone: ZoneInfo, calendar: SchoolCalendar) -> list[Due]:
    """The slots of the named days from `first` to `last`, as they fall due.

    Those that fall on one moment, such as the Mondays of a long break, are one: the last of them.
    """
    found = {due.at: due for due in _slots(rule, _days(first, last), zone, calendar)}
    return [found[at] for at in sorted(found)]


def _slots(rule: Rule, days: Iterable[date], zone: ZoneInfo, calendar: SchoolCalendar) -> Iterator[Due]:
    for named in days:
        if rule.names(named, calendar):
            falls = rule.falls_on(named, calendar)
            for at in rule.at:
                local = on_wall(falls, at, zone)
                slot = f"{named} {local:%H:%M}" if len(rule.at) > 1 else str(named)
                yield Due(slot=slot, at=local.astimezone(UTC))


#: Each quarter of an hour of each day.
QUARTERS = Rule(days=EveryDay(), at=tuple(time(nth // 4, 15 * (nth % 4)) for nth in range(96)))


def on_wall(day: date, at: time, zone: ZoneInfo) -> datetime:
    """A wall time that a day has. One that is left out in spring is an hour later; of a double one, the first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC).astimezone(zone)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))
