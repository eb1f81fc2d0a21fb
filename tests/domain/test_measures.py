"""Values of a measure over time."""

from datetime import date

import pytest

from domain.errors import RefusedError
from domain.measures import Measured, MeasureValue, check_value, read_value, trend
from domain.people import PersonId

TODAY = date(2026, 3, 9)


def value(nth: int, what: float, day: date = TODAY, **more: bool) -> MeasureValue:
    return MeasureValue(
        plan="PLAN-2026-001",
        goal=1,
        strategy=0,
        of=Measured.GOAL,
        nth=nth,
        day=day,
        value=what,
        by=PersonId("a"),
        **more,
    )


@pytest.mark.parametrize(
    ("typed", "read"), [("72", 72), (" 72.5 % ", 72.5), ("1,250", 1250), ("-3", -3), ("0", 0), (".5", 0.5)]
)
def test_a_number_as_people_type_it(typed: str, read: float) -> None:
    assert read_value(typed) == read


@pytest.mark.parametrize("typed", ["", "many", "72 of 90", "nan", "inf", "1e999"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(RefusedError):
        read_value(typed)


def test_a_value_is_of_today_or_before() -> None:
    check_value(value(1, 5), TODAY)
    with pytest.raises(RefusedError):
        check_value(value(1, 5, date(2026, 3, 10)), TODAY)


def test_the_trend_says_the_newest_against_the_one_before() -> None:
    values = [
        value(1, 64, date(2025, 11, 3)),
        value(3, 72),
        value(2, 68.25, date(2026, 1, 12)),
        value(4, 9, undone=True),
    ]

    assert trend(values) == "64 → 68.25 → 72 (Mon 9 Mar 2026), up 3.75"
    assert trend(values[:1]) == "64 (Mon 3 Nov 2025)"
    assert trend([value(1, 5), value(2, 4)]) == "5 → 4 (Mon 9 Mar 2026), down 1"
    assert trend([value(1, 5), value(2, 5)]) == "5 → 5 (Mon 9 Mar 2026), no change"
    assert trend([]) == ""
