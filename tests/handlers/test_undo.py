"""Taking back a quick fix, the approval of a plan and the verdict of a check, as people press it."""

from datetime import timedelta

import pytest

from domain.cars import State
from domain.errors import RefusedError
from storage.verify import verify
from tests.conftest import MR, NOW, District
from tests.story import ask, drawn_again, seen, settled
from tests.working import (
    CHECKER,
    HELD,
    ON,
    OWNER,
    QUICK,
    STEPPER,
    accepted,
    approved,
    card,
    case_of,
    labels,
    press,
    watched,
)

LATER = NOW + timedelta(days=60)


def test_a_quick_fix_is_taken_back_and_whoever_checks_has_nothing_to_do_any_more(district: District) -> None:
    number = accepted(district)
    press(district, OWNER, "In your own words …", number, QUICK)
    assert "Undo" not in labels(card(district, MR, number))
    settled(district)
    press(district, OWNER, "Undo", number)

    now = seen(district, number)
    assert (now.state, now.done, now.cause, now.elsewhere) == (State.ACCEPTED, None, None, None)
    assert "Please check it" not in str(card(district, MR, number, "car.turn"))
    assert ("car.turn", MR) in drawn_again(district)
    press(district, OWNER, "In your own words …", number, QUICK)
    press(district, MR, "It is fixed", number)
    assert district.do(verify).broken == []


def test_an_approval_is_taken_back_until_a_step_is_reported(district: District) -> None:
    number = approved(district)
    settled(district)
    press(district, MR, "Undo", number)
    again = case_of(district, number)
    assert (again.car.state, again.car.approved_on, again.approved_plan) == (State.PLAN_REVIEW, None, None)
    assert {("car.turn", OWNER), ("step.yours", STEPPER)} <= set(drawn_again(district))
    assert "You do" not in str(card(district, STEPPER, number, "step.yours"))

    press(district, MR, "Approve", number)
    press(district, STEPPER, "Update", number, {"as_": "done", "said": "It hangs"})
    assert "Undo" not in labels(card(district, MR, number))
    with pytest.raises(RefusedError, match="while nothing else happened"):
        ask(district, MR, "car.undo", about=number)


def test_a_verdict_is_taken_back_with_its_round_and_what_it_ruled_out(district: District) -> None:
    number = watched(district)
    before = case_of(district, number)
    press(district, CHECKER, "It came back", number, {"reason": "Two open gates"})
    press(district, CHECKER, "Undo", number)

    again = case_of(district, number)
    assert (again.car.state, again.car.cycle, again.car.reason) == (State.MONITORING, 1, None)
    assert again.car.effectiveness_due == before.car.effectiveness_due
    assert again.plan
    assert before.plan
    assert (again.plan.approval, again.plan.causes) == (before.plan.approval, before.plan.causes)
    press(district, MR, "Sign off", number)
    press(district, CHECKER, "It held", number, HELD, now=LATER, today=ON)
    press(district, CHECKER, "Undo", number, now=LATER, today=ON)
    assert seen(district, number).outcome is None
    press(district, CHECKER, "It came back", number, {"reason": "Two open gates"}, now=LATER, today=ON)
    assert case_of(district, number).car.cycle == 2
    assert district.do(verify).broken == []
