"""How plans stand by their steps."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.improvement import Goal, PlanStep, Strategy
from domain.improvement_state import Standing, consolidated, of_goal, of_plan, of_steps, of_supported, together
from domain.plans import StepStatus
from tests.domain.improving import PLAN, TODAY, step

S, DONE, RISK, OFF, ON = (StepStatus[n] for n in ("NOT_STARTED", "DONE", "AT_RISK", "OFF_TRACK", "ON_TRACK"))
NO = StepStatus.CANCELLED
LATE = {"due": TODAY.replace(day=1)}


@pytest.mark.parametrize(
    ("statuses", "standing"),
    [
        ([], Standing.NO_STEPS),
        ([S, S], Standing.NOT_STARTED),
        ([S, NO], Standing.NOT_STARTED),
        ([ON, S], Standing.ON_TRACK),
        ([DONE, S], Standing.ON_TRACK),
        ([DONE, ON], Standing.ON_TRACK),
        ([DONE, RISK, ON], Standing.AT_RISK),
        ([OFF, RISK, DONE], Standing.OFF_TRACK),
        ([DONE, DONE], Standing.DONE),
        ([DONE, NO], Standing.DONE),
        ([NO, NO], Standing.CANCELLED),
    ],
)
def test_the_worst_of_what_is_open_counts(statuses: list[StepStatus], standing: Standing) -> None:
    assert of_steps([step(n, status) for n, status in enumerate(statuses)], TODAY).standing is standing


@pytest.mark.parametrize(
    ("status", "standing", "late"),
    [
        (S, Standing.AT_RISK, 1),
        (ON, Standing.AT_RISK, 1),
        (OFF, Standing.OFF_TRACK, 1),
        (DONE, Standing.DONE, 0),
        (NO, Standing.CANCELLED, 0),
    ],
)
def test_what_is_late_counts_as_at_risk(status: StepStatus, standing: Standing, late: int) -> None:
    stand = of_steps([step(1, status, **LATE)], TODAY)

    assert (stand.standing, stand.late) == (standing, late)


def test_it_is_late_from_the_day_after_it_was_due() -> None:
    assert not step(due=TODAY).is_late(TODAY)
    assert step(**LATE).is_late(TODAY)


def test_a_goal_stands_by_its_strategies_and_a_plan_by_its_goals() -> None:
    steps = (step(41, DONE, strategy=1), step(42, RISK), step(43, S, goal=2))
    plan = replace(PLAN, steps=steps)

    assert of_goal(plan, plan.goals[0], TODAY).words == "At risk · 1 of 2 steps done"
    assert of_goal(plan, plan.goals[1], TODAY).standing is Standing.NOT_STARTED
    assert of_plan(plan, TODAY).words == "At risk · 1 of 3 steps done"


def test_a_strategy_without_a_step_keeps_its_goal_from_being_done() -> None:
    two = replace(PLAN.goals[0], strategies=(*PLAN.goals[0].strategies, Strategy(nth=2, does="Tutor")))
    plan = replace(PLAN, goals=(two,), steps=(step(41, DONE, strategy=1),))

    assert of_goal(plan, two, TODAY).standing is Standing.ON_TRACK


def test_it_is_told_in_words_with_what_is_late() -> None:
    late = of_steps([step(1, **LATE), step(2, DONE), step(3, NO)], TODAY)

    assert late.words == "At risk · 1 of 2 steps done · 1 late"
    assert of_steps([], TODAY).words == "No steps yet"
    assert of_steps([step(1, NO)], TODAY).words == "Not needed"


@given(st.lists(st.lists(st.sampled_from(StepStatus), min_size=1, max_size=4), min_size=1, max_size=4))
def test_putting_groups_together_is_as_bad_as_all_their_steps(groups: list[list[StepStatus]]) -> None:
    def made(statuses: list[StepStatus]) -> list[PlanStep]:
        return [step(n, status) for n, status in enumerate(statuses)]

    apart = together([of_steps(made(group), TODAY) for group in groups])

    assert apart == of_steps(made([status for group in groups for status in group]), TODAY)


def test_the_consolidated_plan_is_what_supports_what() -> None:
    goal = Goal(nth=1, statement="All read", supports=PLAN.number, supports_goal=1)
    west = replace(PLAN, number="PLAN-2026-002", goals=(goal,), steps=(step(50, OFF),))
    other = replace(west, number="PLAN-2026-003", goals=(replace(goal, supports_goal=9),))

    (one,) = consolidated([PLAN, west, other])

    assert (one.plan.number, one.goal.nth) == (PLAN.number, 1)
    assert [(plan.number, goal.nth) for plan, goal in one.by] == [("PLAN-2026-002", 1)]
    assert of_supported(one, TODAY).standing is Standing.OFF_TRACK
