"""While the work goes on: its steps, resources that are waited for, more time, and handing it to somebody else."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.cars import REASON_MAX, Car, Severity, State
from domain.cases import Case, Moment
from domain.checking import may_close, may_sign_off
from domain.deadlines import due_of
from domain.errors import RefusedError
from domain.extensions import Extension, Wish, ask_more_time, decide, extended
from domain.lifecycle import move
from domain.moves import ApprovePlan, FinishSteps, SubmitPlan
from domain.owners import ask_over, decline_over, take_over
from domain.people import Viewer
from domain.planning import awaits_resources, decide_resources
from domain.plans import Resources, StepStatus
from domain.rules import DEFAULT_RULES
from domain.steps import ON_THE_WAY, cancel_step, finish_step, may_report, planned_again, reopen_step, tell_step
from tests.domain.story import (
    APPROVED,
    BOB,
    CAR,
    CHE,
    DEB,
    DONE_STEP,
    EVERYBODY,
    MIA,
    OLE,
    PLAN,
    STEP,
    STU,
    SUE,
    TODAY,
    case_at,
)

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
ASKS = replace(PLAN, resources_asked="A new gate")
WORKING = replace(case_at(State.IMPLEMENTING), plan=replace(APPROVED, steps=(STEP,)))


def at(by: Viewer, today: date = TODAY) -> Moment:
    return Moment(by=by, today=today, rules=DEFAULT_RULES)


def asked(car: Car, new: date, *before: Extension, by: Viewer = OLE) -> Extension:
    return ask_more_time(car, Wish(new=new, reason="The parts are late"), before, at=at(by), now=NOW, id_="e1")


# Steps


def test_a_step_is_done_with_what_shows_it_and_undone_again() -> None:
    done = finish_step(WORKING, 1, "The calendar entry", by=STU, today=TODAY)

    assert done.plan
    assert (done.plan.steps[0].status, done.plan.steps[0].done_on) == (StepStatus.DONE, TODAY)
    assert done.plan.digest == PLAN.digest
    assert move(done, FinishSteps(), by=OLE, today=TODAY).car.state is State.VERIFYING
    assert reopen_step(done, 1, by=STU).plan == WORKING.plan


def test_a_settled_step_that_asks_for_something_else_is_another_step() -> None:
    new = replace(STEP, number=0, what="Put the check in two calendars", due=date(2026, 4, 3))

    assert planned_again(DONE_STEP, new) == new
    assert planned_again(STEP, new) == replace(new, number=STEP.number)
    assert planned_again(DONE_STEP, replace(STEP, number=0, due=new.due)) == replace(DONE_STEP, due=new.due)


def test_a_plan_is_not_looked_at_in_the_past() -> None:
    with pytest.raises(RefusedError, match="has passed") as refused:
        move(case_at(State.ACCEPTED), SubmitPlan(plan=PLAN), by=OLE, today=PLAN.effectiveness.on + timedelta(days=1))

    assert refused.value.field == "on"


def test_a_step_is_cancelled_with_a_reason() -> None:
    cancelled = cancel_step(WORKING, 1, "The gate is gone", by=STU, today=TODAY)

    assert cancelled.plan
    assert cancelled.plan.is_settled
    assert cancelled.plan.steps[0].cancelled_on == TODAY


def test_nobody_else_reports_on_a_step_and_nobody_at_another_time() -> None:
    for person in set(EVERYBODY) - {STU}:
        assert not may_report(WORKING, STEP, person)
        with pytest.raises(RefusedError, match="Only whoever does step 1"):
            finish_step(WORKING, 1, "It is", by=person, today=TODAY)
    with pytest.raises(RefusedError, match="nobody reports on its steps"):
        finish_step(case_at(State.VERIFYING), 1, "It is", by=STU, today=TODAY)
    with pytest.raises(RefusedError, match="There is no step 2"):
        finish_step(WORKING, 2, "It is", by=STU, today=TODAY)


def test_a_step_needs_words_and_is_reported_once() -> None:
    with pytest.raises(RefusedError, match="what shows that it is done"):
        finish_step(WORKING, 1, " ", by=STU, today=TODAY)
    with pytest.raises(RefusedError, match="why this step is not needed"):
        cancel_step(WORKING, 1, "", by=STU, today=TODAY)
    with pytest.raises(RefusedError, match="Somebody changed step 1 already"):
        finish_step(finish_step(WORKING, 1, "It is", by=STU, today=TODAY), 1, "It is", by=STU, today=TODAY)


@pytest.mark.parametrize("status", ON_THE_WAY)
def test_how_an_open_step_stands_is_a_dated_line(status: StepStatus) -> None:
    step, line = tell_step(WORKING, 1, status, "The vendor", nth=3, by=STU, today=TODAY)

    assert step == replace(STEP, status=status, reason="The vendor")
    assert (line.step, line.nth, line.of, line.day, line.by) == (1, 3, CAR.number, TODAY, STU.person)
    assert (line.status, line.comment) == (status, "The vendor")
    told = replace(WORKING, plan=replace(APPROVED, steps=(step,)))
    assert told.plan
    assert told.plan.digest == PLAN.digest
    done = finish_step(told, 1, "It hangs", by=STU, today=TODAY)
    assert reopen_step(done, 1, by=STU, last=line) == told
    with pytest.raises(RefusedError, match="Step 1 is open"):
        move(told, FinishSteps(), by=OLE, today=TODAY)


@pytest.mark.parametrize("status", [StepStatus.AT_RISK, StepStatus.OFF_TRACK])
def test_what_does_not_go_well_needs_a_note(status: StepStatus) -> None:
    for note in ("", "  ", "x" * (REASON_MAX + 1)):
        with pytest.raises(RefusedError) as refused:
            tell_step(WORKING, 1, status, note, nth=1, by=STU, today=TODAY)
        assert refused.value.field == "said"
    assert tell_step(WORKING, 1, StepStatus.ON_TRACK, "", nth=1, by=STU, today=TODAY)[1].comment is None
    for person in set(EVERYBODY) - {STU}:
        with pytest.raises(RefusedError, match="Only whoever does step 1"):
            tell_step(WORKING, 1, status, "The vendor", nth=1, by=person, today=TODAY)


# Resources


def pending() -> Case:
    approve = ApprovePlan(plan_version=1, plan_digest=ASKS.digest, resources_pending=True)
    return move(replace(case_at(State.PLAN_REVIEW), plan=ASKS), approve, by=MIA, today=TODAY)


def test_resources_may_wait_for_the_review_team_and_the_clock_stands() -> None:
    assert awaits_resources(pending())
    assert due_of(pending().car) is None
    plain = ApprovePlan(plan_version=1, plan_digest=PLAN.digest, resources_pending=True)
    with pytest.raises(RefusedError, match="asks for no resources"):
        move(case_at(State.PLAN_REVIEW), plain, by=MIA, today=TODAY)


def test_the_date_moves_on_by_as_long_as_they_were_waited_for() -> None:
    due = pending().car.implementation_due
    assert due

    decided = decide_resources(pending(), Resources.IN_PART, "Half of it", by=SUE, today=TODAY + timedelta(days=12))

    assert due_of(decided.car) == due + timedelta(days=12)
    assert decided.car.original_implementation_due == case_at(State.PLAN_REVIEW).car.original_implementation_due or due
    assert decided.plan
    assert (decided.plan.resources, decided.plan.digest) == (Resources.IN_PART, ASKS.digest)
    with pytest.raises(RefusedError, match="waits for no resources"):
        decide_resources(decided, Resources.IN_PART, "Half of it", by=SUE, today=TODAY)
    with pytest.raises(RefusedError, match="Only the management representative"):
        decide_resources(pending(), Resources.IN_PART, "Half of it", by=OLE, today=TODAY)


# More time

MINOR = replace(case_at(State.ACCEPTED, Severity.MINOR).car, plan_due=None)  # due on 1 May
MAJOR = case_at(State.ACCEPTED).car  # its plan on 1 April


def test_the_owner_of_a_minor_report_moves_its_date_once_by_ten_days() -> None:
    moved = asked(MINOR, date(2026, 5, 11))
    car = extended(MINOR, moved)

    assert moved.by_owner
    assert (car.implementation_due, car.original_implementation_due) == (date(2026, 5, 11), date(2026, 5, 1))
    assert asked(MINOR, date(2026, 5, 12)).is_open
    assert asked(car, date(2026, 5, 12), moved).is_open


def test_all_else_is_a_request_and_both_dates_are_kept() -> None:
    request = asked(MAJOR, date(2026, 4, 5))
    assert request.is_open
    assert (request.field, request.old) == ("plan_due", date(2026, 4, 1))

    granted = decide(Case(car=MAJOR), request, date(2026, 4, 3), None, at=at(MIA), now=NOW)
    car = extended(MAJOR, granted)

    assert (car.plan_due, car.original_plan_due, car.extensions) == (date(2026, 4, 3), date(2026, 4, 1), 1)
    assert not car.moved_often
    assert extended(car, replace(granted, old=date(2026, 4, 3), granted=date(2026, 4, 9))).moved_often


def test_a_plan_is_never_due_after_its_fix() -> None:
    granted = decide(Case(car=MAJOR), asked(MAJOR, date(2026, 5, 9)), date(2026, 5, 9), None, at=at(MIA), now=NOW)

    assert extended(MAJOR, granted).implementation_due == date(2026, 5, 9)


def test_a_request_is_declined_with_a_reason() -> None:
    request = asked(MAJOR, date(2026, 4, 5))
    with pytest.raises(RefusedError, match="why the date stays"):
        decide(Case(car=MAJOR), request, None, "", at=at(MIA), now=NOW)

    declined = decide(Case(car=MAJOR), request, None, "The inspector comes", at=at(MIA), now=NOW)

    assert extended(MAJOR, declined) == MAJOR
    with pytest.raises(RefusedError, match="decided already"):
        decide(Case(car=MAJOR), declined, None, "No", at=at(DEB), now=NOW)


def test_nobody_decides_about_their_own_request() -> None:
    owner = replace(MIA, person=OLE.person)
    request = asked(MAJOR, date(2026, 4, 5))

    with pytest.raises(RefusedError, match="You asked for this, so somebody else decides"):
        decide(Case(car=MAJOR), request, request.new, None, at=at(owner), now=NOW)
    for person in set(EVERYBODY) - {MIA, DEB, SUE, OLE}:
        with pytest.raises(RefusedError, match=r"Only .* can decide about more time"):
            decide(Case(car=MAJOR), request, request.new, None, at=at(person), now=NOW)


def test_what_cannot_be_asked_for() -> None:
    for person in set(EVERYBODY) - {OLE}:
        with pytest.raises(RefusedError, match="Only the owner can ask for more time"):
            asked(MAJOR, date(2026, 4, 5), by=person)
    with pytest.raises(RefusedError, match="choose a day after Wed 1 Apr"):
        asked(MAJOR, date(2026, 4, 1))
    with pytest.raises(RefusedError, match="You asked for more time already"):
        asked(MAJOR, date(2026, 4, 5), asked(MAJOR, date(2026, 4, 9)))
    with pytest.raises(RefusedError, match="needs no more time"):
        asked(case_at(State.VERIFYING).car, date(2026, 6, 5))
    verifying = case_at(State.VERIFYING)
    with pytest.raises(RefusedError, match="its date does not matter any more"):
        decide(verifying, asked(MAJOR, date(2026, 4, 5)), None, "No", at=at(MIA), now=NOW)


# A new owner, who agrees


def test_a_report_is_handed_to_somebody_who_agrees() -> None:
    offered = ask_over(MAJOR, BOB.person, by=OLE, concerned=())
    assert offered.owner == OLE.person

    taken = take_over(offered, by=BOB)

    assert (taken.owner, taken.asked_owner, taken.plan_due) == (BOB.person, None, MAJOR.plan_due)
    assert decline_over(offered, by=BOB) == MAJOR


def test_only_who_is_asked_takes_it_over_and_only_owner_and_office_ask() -> None:
    with pytest.raises(RefusedError, match="You are not asked to own"):
        take_over(MAJOR, by=BOB)
    with pytest.raises(RefusedError, match="Only the owner or the management representative can ask somebody"):
        ask_over(MAJOR, BOB.person, by=BOB, concerned=())
    with pytest.raises(RefusedError, match=r"They check CAR-2026-014.*Please choose somebody else"):
        ask_over(MAJOR, CHE.person, by=MIA, concerned=())
    with pytest.raises(RefusedError, match="while it is open"):
        ask_over(case_at(State.CLOSED).car, BOB.person, by=MIA, concerned=())


# The end of watching


def test_before_its_date_only_the_office_closes_and_on_it_the_checker() -> None:
    watched, unsigned = case_at(State.MONITORING), case_at(State.MONITORING)
    unsigned = replace(unsigned, car=replace(unsigned.car, signed_off_by=None))
    early = TODAY - timedelta(days=1)

    assert [may_close(watched, who, early) for who in (MIA, CHE, SUE, OLE)] == [True, False, False, False]
    assert [may_close(watched, who, TODAY) for who in (MIA, CHE, OLE)] == [False, True, False]
    assert not may_close(unsigned, CHE, TODAY)
    assert [may_sign_off(unsigned, who) for who in (MIA, SUE, CHE, OLE)] == [True, True, False, False]
    assert not may_sign_off(watched, MIA)
