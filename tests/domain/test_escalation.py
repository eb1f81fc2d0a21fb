"""Who else hears of what is late, and when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.cars import Severity, State
from domain.escalation import Level, copies_supervisor, level_of, needs_attention
from domain.rules import DEFAULT_RULES, Rules
from domain.school_calendar import SchoolCalendar
from tests.domain.story import CAR

DUE = date(2027, 3, 5)  # a Friday
PLANNING = replace(CAR, state=State.ACCEPTED, severity=Severity.MAJOR, plan_due=DUE)
WORKING = replace(PLANNING, state=State.IMPLEMENTING, approved_on=date(2027, 2, 1), implementation_due=DUE)
LEVELS = [Level.NONE, Level.SUPERVISOR, Level.OFFICE, Level.ATTENTION]


def reached(rules: Rules = DEFAULT_RULES, school: str | None = "east") -> list[str]:
    """The days on which it goes one level up."""
    days = [DUE + timedelta(days=n) for n in range(50)]
    levels = [level_of(WORKING, school, day, rules) for day in days]
    return [str(days[levels.index(level)]) for level in LEVELS[1:]]


def test_after_three_seven_and_fourteen_business_days() -> None:
    assert reached() == ["2027-03-10", "2027-03-16", "2027-03-25"]


def test_days_without_school_at_its_own_school_make_it_pause() -> None:
    snow = SchoolCalendar(closed=frozenset({date(2027, 3, 8), date(2027, 3, 9)}))
    rules = replace(DEFAULT_RULES, calendars={"east": snow})

    assert reached(rules) == ["2027-03-12", "2027-03-18", "2027-03-29"]
    assert reached(rules, "west") == reached()


@pytest.mark.parametrize("state", State)
def test_what_is_over_or_undecided_goes_nowhere(state: State) -> None:
    car = replace(WORKING, state=state, effectiveness_due=DUE, filed_on=DUE)
    going = {State.ACCEPTED, State.PLAN_REVIEW, State.IMPLEMENTING, State.VERIFYING, State.MONITORING}

    assert (level_of(car, "east", date(2027, 6, 1)) is Level.ATTENTION) is (state in going)


def test_while_resources_are_waited_for_it_stands() -> None:
    assert level_of(replace(WORKING, on_hold_since=DUE), "east", date(2027, 6, 1)) is Level.NONE


def test_the_supervisor_hears_of_what_the_owner_is_late_with_unless_it_is_minor_or_switched_off() -> None:
    def hears(state: State = State.IMPLEMENTING, *, minor: bool = False, rules: Rules = DEFAULT_RULES) -> bool:
        return copies_supervisor(replace(WORKING, state=state), Level.SUPERVISOR, rules, minor=minor)

    assert hears()
    assert hears(State.ACCEPTED)
    assert not hears(State.PLAN_REVIEW)
    assert not hears(State.VERIFYING)
    assert not hears(minor=True)
    assert not hears(rules=replace(DEFAULT_RULES, supervisor_copies=False))
    assert not copies_supervisor(WORKING, Level.NONE, DEFAULT_RULES, minor=False)


def test_the_review_team_looks_at_what_is_late_for_long_moved_twice_or_came_back_twice() -> None:
    last_day = date(2027, 3, 24)

    assert not needs_attention(WORKING, last_day)
    assert needs_attention(WORKING, last_day + timedelta(days=1))
    assert not needs_attention(replace(WORKING, extensions=1), DUE)
    assert needs_attention(replace(WORKING, extensions=2), DUE)
    assert needs_attention(replace(WORKING, cycle=3), DUE)
