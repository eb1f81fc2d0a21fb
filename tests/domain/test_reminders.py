"""Until when a report has to be decided, and when one is urgent again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.cars import Concern
from domain.errors import RefusedError
from domain.reminders import Waiting, decide_by, urgent_again
from domain.rules import DEFAULT_RULES
from domain.schedules import Closed, EveryDay, Rule
from domain.school_calendar import WEEKDAYS, SchoolCalendar
from domain.working_hours import WorkingHours, read_working_hours

CHICAGO = ZoneInfo("America/Chicago")
HOURS = WorkingHours(start=time(8), end=time(16))
HOUR = timedelta(hours=1)


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=CHICAGO).astimezone(UTC)


REPORT = Waiting(
    number="CAR-2027-001",
    since=at("2027-03-08T10:00"),  # a Monday
    school="east",
    urgent=False,
    sealed=False,
    concerns=Concern.NOBODY,
    appealed=False,
    decided_by=None,
)
URGENT = replace(REPORT, urgent=True)


def hours_passed(since: str, until: str, calendar: SchoolCalendar = WEEKDAYS) -> float:
    return HOURS.passed(at(since), at(until), zone=CHICAGO, calendar=calendar) / HOUR


def test_it_is_to_be_decided_in_two_business_days() -> None:
    assert decide_by(REPORT, DEFAULT_RULES, CHICAGO) == date(2027, 3, 10)


def test_a_weekend_and_its_own_schools_closures_do_not_count() -> None:
    friday = replace(REPORT, since=at("2027-03-05T10:00"))
    snow = replace(DEFAULT_RULES, calendars={"east": SchoolCalendar(closed=frozenset({date(2027, 3, 9)}))})

    assert decide_by(friday, DEFAULT_RULES, CHICAGO) == date(2027, 3, 9)
    assert decide_by(friday, snow, CHICAGO) == date(2027, 3, 10)


def again(now: str, last: str | None = None, *waiting: Waiting) -> bool:
    before = at(last) if last else None
    return urgent_again(waiting or [URGENT], before, at(now), HOURS, zone=CHICAGO, calendar=WEEKDAYS)


def test_what_is_urgent_is_said_again_after_four_working_hours() -> None:
    assert [again(f"2027-03-08T{hour}:00") for hour in (11, 13, 14, 15)] == [False, False, True, True]
    assert not again("2027-03-09T09:00", "2027-03-08T14:00")
    assert again("2027-03-09T10:00", "2027-03-08T14:00")
    assert not urgent_again([], None, at("2027-03-09T10:00"), HOURS, zone=CHICAGO, calendar=WEEKDAYS)


def test_one_that_comes_later_waits_four_hours_of_its_own() -> None:
    newer = replace(URGENT, since=at("2027-03-08T15:00"))

    assert not again("2027-03-09T10:00", "2027-03-08T14:00", newer)
    assert again("2027-03-09T11:00", "2027-03-08T14:00", newer)


def test_only_working_hours_pass() -> None:
    assert hours_passed("2027-03-08T10:00", "2027-03-08T14:30") == 4.5
    assert hours_passed("2027-03-08T03:00", "2027-03-08T23:00") == 8
    assert hours_passed("2027-03-05T15:00", "2027-03-08T09:00") == 2  # Friday to Monday
    assert hours_passed("2027-03-06T15:00", "2027-03-07T09:00") == 0
    assert hours_passed("2027-03-08T10:00", "2027-03-08T09:00") == 0


def test_working_hours_are_read_as_people_write_them() -> None:
    assert str(read_working_hours("7:30 – 15:00")) == "07:30-15:00"
    for wrong in ("", "8-16", "16:00-08:00", "08:00-08:00", "25:00-26:00", "08:00"):
        with pytest.raises(RefusedError, match="such as 08:00-16:00"):
            read_working_hours(wrong)


def test_every_so_many_working_hours_is_counted_from_the_start_of_the_day() -> None:
    hours = read_working_hours("07:30-15:00")

    assert hours.every(4) == Rule(days=EveryDay(), at=(time(7, 30), time(11, 30)), closed=Closed.SKIPPED)
    assert len(hours.every(1).at) == 8
