"""The days a school works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.school_calendar import WEEKDAYS, SchoolCalendar

WED, FRI, SAT, MON = date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
BREAK = SchoolCalendar(closed=frozenset(MON + timedelta(days=n) for n in range(5)))

days = st.dates(date(2025, 1, 1), date(2027, 12, 31))
calendars = st.builds(
    SchoolCalendar, closed=st.frozensets(days, max_size=60), weekend=st.frozensets(st.integers(0, 6), max_size=6)
)


def test_school_is_closed_on_weekends_and_holidays() -> None:
    assert [WEEKDAYS.is_open(day) for day in (WED, FRI, SAT, MON)] == [True, True, False, True]
    assert not BREAK.is_open(MON)


def test_two_business_days_from_friday_are_tuesday() -> None:
    assert WEEKDAYS.add_business_days(FRI, 2) == date(2026, 3, 10)
    assert WEEKDAYS.add_business_days(SAT, 2) == date(2026, 3, 10)


def test_a_break_does_not_count() -> None:
    assert BREAK.add_business_days(FRI, 2) == date(2026, 3, 17)
    assert BREAK.business_days_between(FRI, date(2026, 3, 17)) == 2


def test_no_days_lead_nowhere() -> None:
    assert WEEKDAYS.add_business_days(SAT, 0) == SAT


def test_what_falls_on_a_closed_day_moves_to_the_working_day_before() -> None:
    assert WEEKDAYS.working_day_before(SAT) == FRI
    assert BREAK.working_day_before(date(2026, 3, 14)) == FRI
    assert WEEKDAYS.on_or_before(FRI) == FRI
    assert WEEKDAYS.on_or_before(SAT) == FRI


def test_the_next_working_day_is_never_the_same_day() -> None:
    assert WEEKDAYS.next_working_day(FRI) == MON
    assert WEEKDAYS.next_working_day(WED) == date(2026, 3, 5)
    assert WEEKDAYS.on_or_after(SAT) == MON
    assert WEEKDAYS.on_or_after(MON) == MON


def test_a_week_without_a_working_day_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="working day"):
        SchoolCalendar(weekend=frozenset(range(7)))


@given(calendars, days, st.integers(-40, 40))
def test_counting_back_finds_the_same_number_of_days(calendar: SchoolCalendar, day: date, n: int) -> None:
    there = calendar.add_business_days(day, n)

    assert n == 0 or calendar.is_open(there)
    assert n < 0 or calendar.business_days_between(day, there) == n


@given(calendars, days, days)
def test_days_between_are_negative_only_backwards(calendar: SchoolCalendar, start: date, end: date) -> None:
    between = calendar.business_days_between(start, end)

    assert between == -calendar.business_days_between(end, start)
    assert abs(between) <= abs((end - start).days)
    assert between >= 0 or end < start


@given(calendars, days)
def test_the_working_days_around_a_day_are_its_neighbours(calendar: SchoolCalendar, day: date) -> None:
    before, after = calendar.working_day_before(day), calendar.next_working_day(day)

    assert before < day < after
    assert calendar.business_days_between(before, after) == 1 + calendar.is_open(day)
