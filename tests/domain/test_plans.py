"""What a plan promises, and what became of it."""

from dataclasses import replace
from datetime import date

import pytest

from domain.plans import Plan, StepStatus
from tests.domain.story import APPROVED, CAUSE, CHE, DONE_STEP, PLAN, STEP


def test_a_digest_outlives_progress() -> None:
    assert PLAN.digest == APPROVED.digest


@pytest.mark.parametrize(
    "changed",
    [
        replace(PLAN, correction="none needed, because nobody was hurt"),
        replace(PLAN, version=2),
        replace(PLAN, steps=(replace(STEP, due=date(2026, 3, 21)),)),
        replace(PLAN, steps=(replace(STEP, owner=CHE.person),)),
        replace(PLAN, causes=(replace(CAUSE, statement="Another"),)),
        replace(PLAN, effectiveness=replace(PLAN.effectiveness, criterion="Fewer")),
    ],
)
def test_a_digest_tells_another_plan(changed: Plan) -> None:
    assert changed.digest != PLAN.digest


def test_a_step_is_settled_with_evidence_or_with_a_reason() -> None:
    steps = [
        DONE_STEP,
        replace(STEP, status=StepStatus.CANCELLED, reason="The gate is gone."),
        replace(STEP, status=StepStatus.DONE),
        replace(STEP, status=StepStatus.DONE, reason="Just so", evidence="  "),
        replace(STEP, status=StepStatus.CANCELLED, evidence="A photo"),
        replace(STEP, status=StepStatus.ON_TRACK, evidence="A photo", reason="x"),
    ]

    assert [step.is_settled for step in steps] == [True, True, False, False, False, False]
