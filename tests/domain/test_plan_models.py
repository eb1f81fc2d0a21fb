"""Models to begin a plan with."""

import json
from dataclasses import replace

import pytest

from domain.improvement import GOAL_MAX, GOALS_MAX, STEP_MAX, STRATEGIES_MAX, TITLE_MAX, Kind
from domain.improvement_moves import check_goal, check_strategy
from domain.improvement_state import Standing, of_plan
from domain.plan_models import begun, steps_of
from domain.step_updates import check_step
from storage.plan_models import FOLDER, models
from tests.domain.improving import PLAN, TODAY

EMPTY = replace(PLAN, goals=(), used=0)


@pytest.mark.parametrize("key", sorted(path.stem for path in FOLDER.glob("*.json")))
def test_each_model_is_offered_and_makes_a_plan_that_could_be_sent(key: str) -> None:
    model = models()[key]
    plan = begun(EMPTY, model)
    steps = steps_of(plan, model)
    filled = replace(plan, steps=tuple(replace(step, number=nth) for nth, step in enumerate(steps, 1)))

    for goal in plan.goals:
        check_goal(goal)
        for strategy in goal.strategies:
            check_strategy(strategy)
    for step in steps:
        check_step(plan, step)
    assert len(model.title) <= TITLE_MAX
    assert len(plan.goals) <= GOALS_MAX
    assert all(len(goal.strategies) <= STRATEGIES_MAX and len(goal.statement) <= GOAL_MAX for goal in plan.goals)
    assert all(len(step.what) <= STEP_MAX for step in steps)
    assert of_plan(filled, TODAY).standing is Standing.NOT_STARTED
    assert json.loads((FOLDER / f"{key}.json").read_text())["from"]


def test_the_quality_plan_has_its_five_objectives_with_measures_to_be_set_and_examples_that_say_so() -> None:
    model = models()["quality"]
    plan = begun(EMPTY, model)

    assert model.kind is Kind.QUALITY
    assert [goal.statement.split()[0] for goal in plan.goals] == [
        "Strengthen",
        "Build",
        "Improve",
        "Strengthen",
        "Implement",
    ]
    assert {goal.measure for goal in plan.goals} == {None}
    assert all(step.what.startswith("Example: ") for step in steps_of(plan, model))


def test_the_roadmap_has_five_phases_and_the_partnership_both_sides() -> None:
    phases = [goal.statement.partition(":")[0] for goal in begun(EMPTY, models()["roadmap"]).goals]
    sides = [goal.statement for goal in begun(EMPTY, models()["partnership"]).goals]

    assert phases == [
        "Set the Vision",
        "Assess Needs",
        "Create Strategic Plan",
        "Implement Plan",
        "Monitor and Adjust / Routines",
    ]
    assert sides[:2] == ["What the partner does", "What the district does"]


def test_what_counts_in_a_partnership_is_a_measure() -> None:
    district = begun(EMPTY, models()["partnership"]).goals[1]

    assert [one.adults_measure for one in district.strategies if one.adults_measure] == [
        "Updates this year: 1",
        "Trainings this year: at least 2",
        "Board members who attended",
    ]
