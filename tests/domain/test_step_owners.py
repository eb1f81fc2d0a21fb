"""A step of a report goes to somebody who agrees."""

from dataclasses import replace

import pytest

from domain.cars import State
from domain.errors import RefusedError
from domain.people import PersonId, Viewer
from domain.plans import StepStatus
from domain.step_owners import ask_for_step, asked_for, decline_step, handable, take_step
from domain.steps import cancel_step, finish_step, planned_again
from domain.who import checks
from tests.domain.story import APPROVED, BOB, CHE, DEB, EVERYBODY, MIA, OLE, STEP, STU, TODAY, case_at

AT_RISK = replace(STEP, status=StepStatus.AT_RISK, reason="The vendor")
WORKING = replace(case_at(State.IMPLEMENTING), plan=replace(APPROVED, steps=(AT_RISK,)))
ASKERS = (STU, OLE, MIA, DEB)


@pytest.mark.parametrize("by", ASKERS)
def test_who_does_it_who_owns_the_report_and_the_office_ask(by: Viewer) -> None:
    asked = ask_for_step(WORKING, 1, BOB.person, by=by, concerned=())

    assert handable(WORKING, by) == [AT_RISK]
    assert asked.plan
    assert asked.plan.steps == (replace(AT_RISK, asked_owner=BOB.person),)
    assert asked_for(asked, BOB) == list(asked.plan.steps)
    assert BOB.person in asked.plan.persons
    assert BOB.person not in asked.doers


def test_it_is_theirs_from_their_yes_on_with_its_day_and_how_it_stands() -> None:
    asked = ask_for_step(WORKING, 1, BOB.person, by=STU, concerned=())
    taken = take_step(asked, 1, by=BOB)

    assert taken.plan
    assert WORKING.plan
    assert taken.plan.steps == (replace(AT_RISK, owner=BOB.person, planned_owner=STU.person),)
    assert taken.plan.digest == WORKING.plan.digest
    assert not checks(taken, BOB)
    assert decline_step(asked, 1, by=BOB) == WORKING


def test_nobody_else_asks_and_nobody_else_answers() -> None:
    asked = ask_for_step(WORKING, 1, BOB.person, by=STU, concerned=())
    for person in set(EVERYBODY) - set(ASKERS):
        assert handable(WORKING, person) == []
        with pytest.raises(RefusedError, match="Only whoever does step 1, or the owner or the management repr"):
            ask_for_step(WORKING, 1, PersonId("new"), by=person, concerned=())
    for person in set(EVERYBODY) - {BOB}:
        for answers in (take_step, decline_step):
            with pytest.raises(RefusedError, match="You are not asked to do step 1"):
                answers(asked, 1, by=person)


@pytest.mark.parametrize(
    ("to", "why"), [(CHE, "nobody checks their own work"), (STU, "do step 1 already"), (BOB, "is about them")]
)
def test_some_cannot_be_asked(to: Viewer, why: str) -> None:
    with pytest.raises(RefusedError, match=why) as refused:
        ask_for_step(WORKING, 1, to.person, by=OLE, concerned={BOB.person})

    assert refused.value.field == "owner"


def test_who_came_to_check_it_since_they_were_asked_does_not_take_it() -> None:
    asked = ask_for_step(WORKING, 1, BOB.person, by=STU, concerned=())
    checker = replace(asked, car=replace(asked.car, checker=BOB.person))

    with pytest.raises(RefusedError, match="nobody checks their own work"):
        take_step(checker, 1, by=BOB)
    assert decline_step(checker, 1, by=BOB).plan == WORKING.plan


def test_what_is_settled_or_not_worked_on_stays_where_it_is() -> None:
    asked = ask_for_step(WORKING, 1, BOB.person, by=STU, concerned=())
    for over in (
        finish_step(asked, 1, "It hangs", by=STU, today=TODAY),
        cancel_step(asked, 1, "It is gone", by=STU, today=TODAY),
        replace(asked, car=replace(asked.car, state=State.PLAN_REVIEW)),
    ):
        assert asked_for(over, BOB) == []
        with pytest.raises(RefusedError, match="You are not asked"):
            take_step(over, 1, by=BOB)
        with pytest.raises(RefusedError, match="Nobody works on step 1 now"):
            ask_for_step(over, 1, BOB.person, by=STU, concerned=())
    assert asked.plan
    assert planned_again(asked.plan.steps[0], replace(STEP, number=0)).asked_owner is None
