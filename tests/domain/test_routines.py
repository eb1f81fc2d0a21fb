"""When a plan's routine is, and what it looks at."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.improvement import PlanState
from domain.measures import Measured, MeasureValue
from domain.plans import StepStatus
from domain.routines import WEEKS, Decided, Decision, Rhythm, agenda, check_rhythm, decide
from domain.school_calendar import WEEKDAYS, SchoolCalendar
from tests.domain.improving import AS_ANYBODY, AS_LEAD, LEAD, TODAY, plan, step

TUESDAYS = Rhythm(plan="PLAN-2026-001", first=date(2026, 3, 10), weeks=2)


@pytest.mark.parametrize(
    ("today", "on"),
    [
        ("2026-03-09", "2026-03-10"),
        ("2026-03-10", "2026-03-10"),
        ("2026-03-11", "2026-03-24"),
        ("2027-03-11", "2027-03-23"),
    ],
)
def test_every_second_tuesday(today: str, on: str) -> None:
    assert TUESDAYS.on_or_after(date.fromisoformat(today), WEEKDAYS) == date.fromisoformat(on)


def test_on_a_closed_day_it_is_on_the_next_open_one() -> None:
    calendar = SchoolCalendar(closed=frozenset({date(2026, 3, 10), date(2026, 3, 11)}))

    assert [TUESDAYS.on_or_after(date(2026, 3, n), calendar).day for n in (9, 11, 12, 13)] == [12, 12, 12, 24]


@given(
    weeks=st.sampled_from(WEEKS),
    closed=st.frozensets(st.dates(date(2026, 3, 1), date(2026, 6, 1)), max_size=30),
    today=st.dates(date(2026, 3, 1), date(2026, 6, 1)),
)
def test_the_next_one_is_never_past_nor_closed_and_no_day_has_another_before_it(
    weeks: int, closed: frozenset[date], today: date
) -> None:
    rhythm, calendar = replace(TUESDAYS, weeks=weeks), SchoolCalendar(closed=closed)
    on = rhythm.on_or_after(today, calendar)

    assert on >= today
    assert calendar.is_open(on)
    assert all(rhythm.on_or_after(today + timedelta(days=n), calendar) == on for n in range((on - today).days + 1))


def test_a_routine_looks_at_what_is_late_by_then_at_risk_and_to_be_measured() -> None:
    steps = (
        step(1, due=date(2026, 3, 12)),
        step(2, due=date(2026, 3, 5), status=StepStatus.AT_RISK),
        step(3, due=date(2026, 5, 1), status=StepStatus.OFF_TRACK),
        step(4, due=date(2026, 5, 1), status=StepStatus.ON_TRACK),
        step(5, due=date(2026, 3, 1), status=StepStatus.DONE),
        step(6, due=date(2026, 3, 1), cycle=2),
    )
    seen = agenda(plan(PlanState.IN_FORCE, steps=steps), [], date(2026, 3, 24), TODAY)

    assert [one.number for one in seen.late] == [2, 1]
    assert [one.number for one in seen.at_risk] == [3]
    assert [goal.nth for goal in seen.measures] == [1]  # the other one has no measure


@pytest.mark.parametrize(
    ("day", "by_when", "due"),
    [
        ("2026-03-01", None, False),
        ("2025-12-01", None, True),
        ("2026-02-01", "2026-04-01", True),
        ("2026-03-01", "2026-04-01", False),
    ],
)
def test_a_measure_is_due_after_a_quarter_and_before_its_goal_is_to_be_reached(
    day: str, by_when: str | None, *, due: bool
) -> None:
    known = plan(PlanState.IN_FORCE)
    goal = replace(known.goals[0], by_when=date.fromisoformat(by_when) if by_when else None)
    value = MeasureValue(
        plan=known.number, goal=1, strategy=0, of=Measured.GOAL, nth=1, day=date.fromisoformat(day), value=4, by=LEAD
    )

    assert bool(agenda(replace(known, goals=(goal,)), [value], date(2026, 3, 24), TODAY).measures) is due


def test_stay_or_adjust_is_said_with_a_reason_by_whoever_leads_the_plan() -> None:
    said = Decided(
        plan=TUESDAYS.plan, on=TODAY, goal=1, strategy=1, decision=Decision.STAY, because="It works", by=LEAD
    )
    known = plan(PlanState.IN_FORCE)

    assert decide(known, said, by=AS_LEAD) == said
    for wrong, field in ((replace(said, because=" "), "because"), (replace(said, strategy=9), "about")):
        with pytest.raises(RefusedError) as refused:
            decide(known, wrong, by=AS_LEAD)
        assert refused.value.field == field
    with pytest.raises(RefusedError, match="Only whoever leads it"):
        decide(known, said, by=AS_ANYBODY)


def test_a_rhythm_begins_today_or_later() -> None:
    for wrong, field in ((replace(TUESDAYS, first=date(2026, 3, 8)), "first"), (replace(TUESDAYS, weeks=5), "weeks")):
        with pytest.raises(RefusedError) as refused:
            check_rhythm(wrong, plan(PlanState.IN_FORCE), by=AS_LEAD, today=TODAY)
        assert refused.value.field == field
