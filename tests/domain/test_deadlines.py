"""When each thing is due, and what is overdue."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.cars import TERMINAL, Severity, State
from domain.deadlines import (
    Clocks,
    acknowledge_by,
    contain_by,
    due_of,
    effectiveness_by,
    first_dates,
    implementation_by,
    is_overdue,
    plan_by,
    triage_by,
)
from domain.lifecycle import move
from domain.moves import ApprovePlan, NotEffective, StartMonitoring, default_acceptance
from domain.school_calendar import SchoolCalendar
from tests.domain.story import BRINGS, CAR, CHE, MIA, PAT, PLAN, TODAY, case_at

FRIDAY = date(2026, 2, 27)
DAY = timedelta(days=1)


def test_a_report_is_acknowledged_in_two_business_days_and_triaged_in_five() -> None:
    assert acknowledge_by(FRIDAY) == date(2026, 3, 3)
    assert triage_by(FRIDAY) == date(2026, 3, 6)
    assert contain_by(FRIDAY) == date(2026, 3, 2)


def test_a_snow_day_gives_another_day() -> None:
    snow = SchoolCalendar(closed=frozenset({date(2026, 3, 2)}))

    assert acknowledge_by(FRIDAY, calendar=snow) == date(2026, 3, 4)


@pytest.mark.parametrize(("severity", "days"), [(Severity.CRITICAL, 30), (Severity.MAJOR, 60), (Severity.MINOR, 30)])
def test_the_fix_has_its_days_by_severity(severity: Severity, days: int) -> None:
    assert implementation_by(TODAY, severity) == TODAY + days * DAY


def test_a_plan_has_thirty_days() -> None:
    assert plan_by(TODAY) == date(2026, 4, 3)


def test_effectiveness_is_checked_after_days_of_school() -> None:
    assert effectiveness_by(TODAY, Severity.MAJOR) == date(2026, 5, 27)
    assert effectiveness_by(TODAY, Severity.CRITICAL) == date(2026, 7, 8)


def test_a_district_changes_its_clocks() -> None:
    slow = Clocks(plan_days=45, triage_business_days=10)

    assert plan_by(TODAY, slow) == TODAY + 45 * DAY
    assert triage_by(FRIDAY, slow) == date(2026, 3, 13)


def test_a_minor_report_needs_one_date() -> None:
    dates = first_dates(Severity.MINOR, TODAY)

    assert (dates.plan, dates.implementation, dates.effectiveness) == (None, TODAY + 30 * DAY, None)


def test_the_dates_of_a_larger_one_follow_each_other() -> None:
    for severity in (Severity.MAJOR, Severity.CRITICAL):
        dates = first_dates(severity, TODAY)
        assert dates.plan
        assert dates.effectiveness
        assert TODAY < dates.plan < dates.implementation < dates.effectiveness


def test_accepting_with_one_press_is_minor_and_the_principals() -> None:
    accept = default_acceptance(CAR, PAT.person, TODAY)

    assert (accept.severity, accept.owner, accept.school) == (Severity.MINOR, PAT.person, "east")
    assert (accept.requirement, accept.implementation_due) == ("none stated", TODAY + 30 * DAY)
    car = move(case_at(State.SUBMITTED), accept, by=MIA, today=TODAY).car
    assert car.original_implementation_due == car.implementation_due == due_of(car)


def test_overdue_begins_the_day_after() -> None:
    for state in set(State) - TERMINAL - {State.RETURNED}:
        car = case_at(state).car
        due = due_of(car)
        assert due is not None, state
        assert [is_overdue(car, day) for day in (due - DAY, due, due + DAY)] == [False, False, True]


def test_nothing_is_overdue_that_waits_for_nobody_in_the_district() -> None:
    for state in TERMINAL | {State.RETURNED}:
        assert not is_overdue(case_at(state).car, date(2036, 1, 1))


def test_each_state_has_its_own_date() -> None:
    car = case_at(State.IMPLEMENTING).car
    found = {state: due_of(replace(car, state=state, approved_on=None)) for state in State}

    assert found[State.SUBMITTED] == triage_by(car.filed_on)
    assert found[State.ACCEPTED] == found[State.PLAN_REVIEW] == car.plan_due
    assert found[State.IMPLEMENTING] == found[State.VERIFYING] == car.implementation_due
    assert found[State.MONITORING] == car.effectiveness_due


def test_a_revised_plan_is_not_late_for_its_first_date() -> None:
    car = replace(case_at(State.IMPLEMENTING).car, state=State.PLAN_REVIEW)

    assert due_of(car) == car.implementation_due


def test_approval_starts_the_clock_of_the_work() -> None:
    car = move(case_at(State.PLAN_REVIEW), BRINGS[ApprovePlan], by=MIA, today=TODAY).car

    assert car.implementation_due == car.original_implementation_due == TODAY + 60 * DAY
    assert car.effectiveness_due == car.original_effectiveness_due == PLAN.effectiveness.on


def test_approving_a_revision_keeps_all_dates() -> None:
    review = case_at(State.PLAN_REVIEW)
    again = replace(review, car=replace(review.car, approved_on=TODAY - 9 * DAY))

    car = move(again, BRINGS[ApprovePlan], by=MIA, today=TODAY).car

    assert (car.approved_on, car.implementation_due) == (TODAY - 9 * DAY, again.car.implementation_due)
    assert car.original_effectiveness_due == again.car.original_effectiveness_due


def test_a_minor_report_keeps_its_date_when_a_plan_is_approved() -> None:
    review = case_at(State.PLAN_REVIEW, Severity.MINOR)

    car = move(review, BRINGS[ApprovePlan], by=MIA, today=TODAY).car

    assert car.implementation_due == car.original_implementation_due == review.car.implementation_due


def test_watching_lasts_as_planned_unless_the_work_took_longer() -> None:
    case = case_at(State.VERIFYING)
    planned = replace(case, car=replace(case.car, effectiveness_due=TODAY + 20 * DAY))
    late = replace(case, car=replace(case.car, effectiveness_due=TODAY))

    assert due_of(move(planned, BRINGS[StartMonitoring], by=CHE, today=TODAY).car) == TODAY + 20 * DAY
    assert due_of(move(late, BRINGS[StartMonitoring], by=CHE, today=TODAY).car) == date(2026, 5, 27)


def test_a_new_cycle_has_dates_of_its_own() -> None:
    car = move(case_at(State.MONITORING), BRINGS[NotEffective], by=CHE, today=TODAY).car

    assert (car.cycle, car.accepted_on, car.approved_on, car.signed_off_by) == (2, TODAY, None, None)
    assert car.plan_due == car.original_plan_due == due_of(car) == TODAY + 30 * DAY
