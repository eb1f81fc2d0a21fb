"""Dates in words."""

from datetime import date, time, timedelta
from gettext import NullTranslations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.texts import into
from views.dates import clock, day, distance, due
from views.languages import Catalogue

TODAY = date(2026, 3, 17)  # a Tuesday


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (date(2026, 3, 20), "Fri 20 Mar (in 3 days)"),
        (date(2026, 3, 18), "Wed 18 Mar (tomorrow)"),
        (TODAY, "Tue 17 Mar (today)"),
        (date(2026, 3, 16), "Mon 16 Mar (1 day overdue)"),
        (date(2026, 3, 7), "Sat 7 Mar (10 days overdue)"),
        (date(2027, 1, 4), "Mon 4 Jan 2027 (in 293 days)"),
        (date(2025, 12, 31), "Wed 31 Dec 2025 (76 days overdue)"),
    ],
)
def test_a_due_date_says_the_weekday_and_how_far_away_it_is(when: date, expected: str) -> None:
    assert expected == due(when, TODAY)


def test_the_year_is_said_only_where_it_is_another_one() -> None:
    assert day(date(2026, 12, 31), TODAY) == "Thu 31 Dec"
    assert day(date(2027, 1, 1), TODAY) == "Fri 1 Jan 2027"


@pytest.mark.parametrize(
    ("when", "english", "spanish"),
    [
        (time(0, 5), "12:05 AM", "12:05 a.m."),
        (time(8), "8:00 AM", "8:00 a.m."),
        (time(12), "12:00 PM", "12:00 p.m."),
        (time(15, 30), "3:30 PM", "3:30 p.m."),
    ],
)
def test_a_time_is_written_as_in_the_united_states(when: time, english: str, spanish: str) -> None:
    said = into(clock(when), Catalogue("es", NullTranslations()))  # type: ignore[arg-type]

    assert clock(when) == english
    assert " ".join(said.split()) == spanish


def test_a_leap_day_is_a_day() -> None:
    assert due(date(2028, 2, 29), date(2028, 2, 28)) == "Tue 29 Feb (tomorrow)"


@given(st.dates(), st.integers(-4000, 4000))
def test_only_what_has_passed_is_overdue(today: date, days: int) -> None:
    try:
        when = today + timedelta(days=days)
    except OverflowError:
        return

    assert ("overdue" in distance(when, today)) == (days < 0)
    assert str(abs(days)) in distance(when, today) or days in (0, 1)
