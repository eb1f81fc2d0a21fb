"""A report with its plan, steps, causes and verdict, as it is kept."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.cars import Severity, State
from domain.cases import Case
from domain.errors import RefusedError
from domain.lifecycle import move
from domain.moves import Accept, ApprovePlan, Brings, Effective, FinishSteps, NotEffective, StartMonitoring, SubmitPlan
from domain.people import PersonId
from domain.plans import Method, Plan, RootCause, Step
from domain.steps import finish_step
from storage.cases import Cases
from storage.db import Tx
from storage.plans import plans
from storage.step_table import steps
from storage.steps import Steps
from storage.verify import verify
from tests.conftest import ADMIN, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.domain.story import PLAN
from tests.story import filed, finds

TODAY = NOW.date()
OWNER, STEPPER, CHECKER = PRINCIPAL, OTHER, "U30"


def cases(tx: Tx, district: District, who: str) -> Cases:
    return Cases(tx, district.call(tx, who).viewer)


def get(district: District, number: str, who: str = MR) -> Case:
    case: Case = district.do(lambda tx: cases(tx, district, who).get(number))
    return case


def change(district: District, who: str, number: str, work: Callable[[Case, Any], Case]) -> Case:
    def do(tx: Tx) -> None:
        call = district.call(tx, who)
        was = Cases(tx, call.viewer).get(number)
        Cases(tx, call.viewer).save(work(was, call), was=was, did="test")

    district.do(do)
    return get(district, number)


def bring(district: District, who: str, number: str, brings: Brings) -> Case:
    return change(district, who, number, lambda was, call: move(was, brings, by=call.viewer, today=TODAY))


def plan(district: District, case: Case, *texts: str) -> Plan:
    """A plan with these steps, numbered."""
    due, who = PLAN.steps[0].due, PersonId(district.person(STEPPER))
    new = [Step(number=0, what=text, owner=who, due=due, cycle=case.car.cycle) for text in texts]
    cause = RootCause(
        statement=f"Nobody looks, {case.car.cycle}",
        method=Method.FIVE_WHYS,
        category="communication",
        whys=("No list", "No time"),
        how_verified="Asked three of them",
    )
    effect = replace(PLAN.effectiveness, checker=PersonId(district.person(CHECKER)), on=due)
    numbered = district.do(lambda tx: Steps(tx).numbered(new))
    old = case.plan.causes if case.plan else ()
    return replace(PLAN, causes=(*old, cause), steps=numbered, effectiveness=effect, resources_asked="A list")


def accepted(district: District, **form: Any) -> str:
    number = filed(district, **form).number
    accept = Accept(
        severity=Severity.MAJOR,
        owner=PersonId(district.person(OWNER)),
        school=district.school(),
        plan_due=TODAY,
        implementation_due=TODAY,
        effectiveness_due=TODAY,
    )
    bring(district, MR, number, accept)
    return number


def handed_in(district: District, **form: Any) -> str:
    number = accepted(district, **form)
    bring(district, OWNER, number, SubmitPlan(plan=plan(district, get(district, number), "Make a list", "Hang it up")))
    return number


def approved(district: District, **form: Any) -> str:
    number = handed_in(district, **form)
    found = get(district, number).plan
    assert found
    bring(district, MR, number, ApprovePlan(plan_version=found.version, plan_digest=found.digest))
    return number


def watched(district: District) -> str:
    number = approved(district)
    for step in planned(district, number).steps:
        report(district, number, step.number)
    bring(district, OWNER, number, FinishSteps())
    bring(district, CHECKER, number, StartMonitoring())
    return number


def report(district: District, number: str, step: int) -> Case:
    return change(
        district, STEPPER, number, lambda was, call: finish_step(was, step, "It hangs", by=call.viewer, today=TODAY)
    )


def planned(district: District, number: str) -> Plan:
    found = get(district, number).plan
    assert found
    return found


def test_a_plan_is_kept_as_it_was_handed_in(district: District) -> None:
    number = accepted(district)
    brought = plan(district, get(district, number), "Make a list", "Hang it up")
    bring(district, OWNER, number, SubmitPlan(plan=brought))

    assert planned(district, number) == brought
    assert planned(district, number).digest == brought.digest
    assert [step.number for step in brought.steps] == [1, 2]
    assert district.do(verify).broken == []


def test_steps_of_all_reports_are_one_series(district: District) -> None:
    handed_in(district)
    second = handed_in(district)

    assert [step.number for step in planned(district, second).steps] == [3, 4]
    assert district.do(lambda tx: Steps(tx).of_whom(3)) == second


def test_a_step_that_a_changed_plan_goes_without_stays_on_record(district: District) -> None:
    number = handed_in(district)
    first = planned(district, number)
    change(district, MR, number, lambda was, _: was.to(State.ACCEPTED))
    shorter = replace(first, steps=first.steps[1:], causes=first.causes[:1])
    bring(district, OWNER, number, SubmitPlan(plan=shorter))

    assert [step.number for step in planned(district, number).steps] == [2]
    assert planned(district, number).version == 2
    assert len(district.do(lambda tx: tx.rows(steps))) == 2
    assert district.do(verify).broken == []


def test_progress_is_kept_and_the_approval_holds(district: District) -> None:
    number = approved(district)
    was = planned(district, number)

    now = report(district, number, 1).plan

    assert now
    assert (now.steps[0].evidence, now.steps[0].done_on, now.steps[0].version) == ("It hangs", TODAY, 2)
    assert (now.digest, now.approval) == (was.digest, was.approval)


def test_the_next_cycle_begins_with_the_old_plan_not_approved_and_its_cause_not_confirmed(district: District) -> None:
    number = watched(district)

    again = bring(district, CHECKER, number, NotEffective(reason="It fell down"))

    assert again.car.cycle == 2
    assert again.plan
    assert again.plan.approval is None
    assert [cause.not_confirmed for cause in again.plan.causes] == [True]
    bring(district, OWNER, number, SubmitPlan(plan=plan(district, again, "Screw it on")))
    second = planned(district, number)
    assert [cause.statement for cause in second.causes] == ["Nobody looks, 1", "Nobody looks, 2"]
    assert [step.what for step in second.steps] == ["Screw it on"]
    rows = district.do(lambda tx: tx.rows(plans, order=plans.c.cycle))
    assert [row["approved_by"] is None for row in rows] == [False, True]  # that of the first cycle is on record
    assert [step.what for step in district.do(lambda tx: Steps(tx).earlier(number, 2))] == ["Make a list", "Hang it up"]
    assert district.do(verify).broken == []


def test_a_verdict_is_kept(district: District) -> None:
    number = watched(district)
    effective = Effective(result="It hangs", documents="none, because", lesson="Screws", early_because="Sure")
    change(district, MR, number, lambda was, _: was.to(State.MONITORING, effectiveness_due=PLAN.effectiveness.on))
    closed = bring(district, MR, number, effective)

    assert closed.verdict
    assert (closed.verdict.result, closed.verdict.early_because) == ("It hangs", "Sure")
    assert district.do(verify).broken == []


def test_of_two_who_move_it_at_once_one_is_told(district: District) -> None:
    number = approved(district)
    stale = get(district, number, STEPPER)
    report(district, number, 1)

    def late(tx: Tx) -> None:
        viewer = district.call(tx, STEPPER).viewer
        cases(tx, district, STEPPER).save(finish_step(stale, 1, "Mine", by=viewer, today=TODAY), was=stale, did="test")

    with pytest.raises(RefusedError, match="Somebody else changed this just now"):
        district.do(late)
    assert planned(district, number).steps[0].evidence == "It hangs"


def test_who_does_a_step_or_checks_finds_a_sealed_report_and_nobody_else_does(district: District) -> None:
    number = approved(district, marks=["sealed"], what="Xyzzy")

    found = {who: bool(finds(district, number, who)) for who in (TEACHER, OWNER, STEPPER, CHECKER, MR, ADMIN, "U31")}

    assert found == {TEACHER: True, OWNER: True, STEPPER: True, CHECKER: True, MR: True, ADMIN: False, "U31": False}


def test_what_somebody_has_to_do(district: District) -> None:
    number = approved(district)
    mine = PersonId(district.person(STEPPER))

    assert district.do(lambda tx: Steps(tx).open_of(mine, 9)) == [(number, 1), (number, 2)]
    report(district, number, 1)
    assert district.do(lambda tx: Steps(tx).open_of(mine, 9)) == [(number, 2)]
