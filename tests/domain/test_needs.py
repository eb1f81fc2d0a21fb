"""What each move needs, and the sentence that asks for what is missing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.cars import REASON_MAX, RejectionKind, Severity, State
from domain.cases import Case, Move
from domain.errors import RefusedError
from domain.lifecycle import move
from domain.moves import (
    Accept,
    Answer,
    Appeal,
    ApprovePlan,
    Cancel,
    CloseChecked,
    Effective,
    FailCheck,
    FinishSteps,
    Fix,
    Inconclusive,
    NotEffective,
    QuickFix,
    RefusePlan,
    Reject,
    Reopen,
    Return,
    RevisePlan,
    StartMonitoring,
    SubmitPlan,
)
from domain.people import Viewer
from domain.plans import StepStatus
from tests.domain.story import (
    ACCEPT,
    ACCEPT_MAJOR,
    ANN,
    BRINGS,
    CAUSE,
    CHE,
    DEB,
    MIA,
    OLE,
    PLAN,
    STEP,
    STU,
    TODAY,
    case_at,
)

NO_PLAN_BY = "Please say by when the plan is due."
EFFECT = PLAN.effectiveness
Build = Callable[[], Any]

#: What cannot even be brought: how it is built, the question to blame, and how the sentence begins.
INCOMPLETE: list[tuple[Build, str, str]] = [
    (lambda: replace(ACCEPT, owner=" "), "owner", "Please say who owns"),
    (lambda: replace(ACCEPT, school=None), "school", "Please say which school or department"),
    (lambda: replace(ACCEPT, requirement=" "), "requirement", "Please say which rule was not met"),
    (lambda: replace(ACCEPT, checker=OLE.person), "checker", "The owner cannot check"),
    (lambda: replace(ACCEPT_MAJOR, plan_due=None), "plan_due", NO_PLAN_BY),
    (lambda: replace(ACCEPT_MAJOR, severity=Severity.CRITICAL, plan_due=None), "plan_due", NO_PLAN_BY),
    (lambda: replace(ACCEPT_MAJOR, effectiveness_due=None), "effectiveness_due", "Please say when it is checked"),
    (lambda: replace(ACCEPT_MAJOR, plan_due=date(2026, 4, 4)), "plan_due", "The plan is due before the fix"),
    (lambda: replace(ACCEPT_MAJOR, effectiveness_due=TODAY), "effectiveness_due", "Whether the fix held"),
    (lambda: Return(reason=" "), "reason", "Please say which detail"),
    (lambda: Reject(reason="", as_=RejectionKind.NOT_A_NONCONFORMITY), "reason", "Please say why this report"),
    (lambda: Reject(reason="x", as_=RejectionKind.DUPLICATE), "related", "Please name the report"),
    (lambda: Reject(reason="x", as_=RejectionKind.MOVED_TO_FEEDBACK), "related", "Please name the feedback"),
    (lambda: Reject(reason="x", as_=RejectionKind.MOVED_TO_OPPORTUNITY), "related", "Please name the idea"),
    (lambda: Fix(reason="\n", category="documentation"), "reason", "Please say why nothing more"),
    (lambda: Answer(text=""), "text", "Please write an answer"),
    (lambda: Appeal(why=""), "why", "Please say why it should"),
    (lambda: replace(BRINGS[QuickFix], done=""), "done", "Please say what was done"),
    (lambda: replace(BRINGS[QuickFix], cause=" "), "cause", "Please say in one sentence"),
    (lambda: SubmitPlan(plan=replace(PLAN, correction="")), "correction", "Please say what was done at once"),
    (lambda: SubmitPlan(plan=replace(PLAN, elsewhere="")), "elsewhere", "Please say whether it could exist"),
    (lambda: SubmitPlan(plan=replace(PLAN, causes=())), "causes", "Please name at least one cause"),
    (
        lambda: SubmitPlan(plan=replace(PLAN, causes=(replace(CAUSE, not_confirmed=True),))),
        "causes",
        "Please name at least one cause",
    ),
    (lambda: SubmitPlan(plan=replace(PLAN, causes=(replace(CAUSE, statement=""),))), "causes", "Please say why"),
    (lambda: SubmitPlan(plan=replace(PLAN, steps=())), "steps", "Please add at least one step"),
    (lambda: SubmitPlan(plan=replace(PLAN, steps=(replace(STEP, what=""),))), "steps", "Please say what each"),
    (lambda: SubmitPlan(plan=replace(PLAN, steps=(replace(STEP, owner=""),))), "steps", "Please say who does"),
    *(
        (
            lambda field=field: SubmitPlan(plan=replace(PLAN, effectiveness=replace(EFFECT, **{field: " "}))),
            field,
            "Please say ",
        )
        for field in ("criterion", "baseline", "method", "checker")
    ),
    (
        lambda: RevisePlan(plan=replace(PLAN, effectiveness=replace(EFFECT, on=STEP.due - timedelta(days=1)))),
        "on",
        "Please check whether it worked after",
    ),
    (lambda: RefusePlan(reason=""), "reason", "Please say what the plan"),
    (lambda: FailCheck(reason=""), "reason", "Please say what is still"),
    (lambda: replace(BRINGS[Effective], result=""), "result", "Please say what the check"),
    (lambda: replace(BRINGS[Effective], documents=""), "documents", "Please say which documents"),
    (lambda: replace(BRINGS[Effective], lesson=""), "lesson", "Please say what others"),
    (lambda: NotEffective(reason=""), "reason", "Please say what the check"),
    (lambda: Reopen(reason=""), "reason", "Please say why this is opened"),
    (lambda: Cancel(reason=" "), "reason", "Please say why this stops"),
    (lambda: Cancel(reason="x" * (REASON_MAX + 1)), "reason", "Please use 1,000 letters or fewer"),
]


@pytest.mark.parametrize(("build", "field", "words"), INCOMPLETE)
def test_an_incomplete_answer_is_refused_with_a_sentence_at_its_question(build: Build, field: str, words: str) -> None:
    with pytest.raises(RefusedError) as refused:
        build()

    assert refused.value.field == field
    assert refused.value.sentence.startswith(words)


def refused(case: Case, brings: Move, by: Viewer, today: date = TODAY) -> str:
    with pytest.raises(RefusedError) as error:
        move(case, brings, by=by, today=today)
    return error.value.sentence


def test_no_report_is_accepted_with_a_date_that_has_passed() -> None:
    accept = replace(ACCEPT, implementation_due=date(2026, 3, 3))

    expected = "Tue 3 Mar 2026 has passed. Please choose today or a later day."
    assert refused(case_at(State.SUBMITTED), accept, MIA) == expected


def test_a_cause_is_one_of_the_districts() -> None:
    sentence = "Please choose one of the listed causes."
    minor = case_at(State.ACCEPTED, Severity.MINOR)
    plan = replace(PLAN, causes=(replace(CAUSE, category="weather"),))

    assert refused(case_at(State.SUBMITTED), Fix(reason="x", category="weather"), MIA) == sentence
    assert refused(minor, replace(BRINGS[QuickFix], category=""), OLE) == sentence
    assert refused(case_at(State.ACCEPTED), SubmitPlan(plan=plan), OLE) == sentence


def test_a_report_does_not_repeat_itself() -> None:
    itself = Reject(reason="x", as_=RejectionKind.DUPLICATE, related="CAR-2026-014")

    assert "cannot repeat itself" in refused(case_at(State.SUBMITTED), itself, MIA)


@pytest.mark.parametrize("severity", [Severity.MAJOR, Severity.CRITICAL])
def test_only_minor_reports_are_fixed_quickly_or_closed_after_the_check(severity: Severity) -> None:
    assert "needs a plan first" in refused(case_at(State.ACCEPTED, severity), BRINGS[QuickFix], OLE)
    assert "Watch first" in refused(case_at(State.VERIFYING, severity), BRINGS[CloseChecked], CHE)


def test_an_appeal_is_heard_once() -> None:
    case = case_at(State.REJECTED)
    heard = replace(case, car=replace(case.car, appealed=True))

    assert "looked at again once already" in refused(heard, BRINGS[Appeal], ANN)


@pytest.mark.parametrize("worker", [OLE, STU])
def test_a_plan_names_a_checker_who_does_none_of_the_work(worker: Viewer) -> None:
    plan = replace(PLAN, effectiveness=replace(EFFECT, checker=worker.person))

    assert "cannot check it" in refused(case_at(State.ACCEPTED), SubmitPlan(plan=plan), OLE)
    assert "cannot check it" in refused(case_at(State.IMPLEMENTING), RevisePlan(plan=plan), OLE)


@pytest.mark.parametrize(
    "approve",
    [replace(BRINGS[ApprovePlan], **{key: value}) for key, value in (("plan_version", 2), ("plan_digest", "0"))],
)
def test_approval_is_for_the_plan_that_was_read(approve: ApprovePlan) -> None:
    assert "changed while you were reading" in refused(case_at(State.PLAN_REVIEW), approve, MIA)


def test_work_is_finished_when_every_step_is() -> None:
    case = case_at(State.IMPLEMENTING)
    open_step = replace(STEP, number=7, status=StepStatus.DONE)
    half = replace(case, plan=case.plan and replace(case.plan, steps=(*case.plan.steps, open_step)))

    assert refused(half, FinishSteps(), OLE).startswith("Step 7 is open.")


def test_a_quick_fix_that_failed_its_check_says_what_was_done_now() -> None:
    minor = case_at(State.VERIFYING, Severity.MINOR)
    failed = move(replace(minor, plan=None), BRINGS[FailCheck], by=CHE, today=TODAY)

    assert refused(failed, FinishSteps(), OLE) == "Please say what was done."
    assert move(failed, FinishSteps(done="A new one"), by=OLE, today=TODAY).car.done == "A new one"


def test_nothing_is_watched_that_nobody_planned_to_watch() -> None:
    for plan in (None, PLAN):
        case = replace(case_at(State.VERIFYING, Severity.MINOR), plan=plan)
        assert "Nothing was planned to watch" in refused(case, BRINGS[StartMonitoring], CHE)


def test_a_check_is_put_off_once_and_forwards() -> None:
    case = case_at(State.MONITORING)
    later = Inconclusive(until=TODAY + timedelta(days=1))

    assert "Please choose a day after" in refused(case, Inconclusive(until=TODAY), CHE)
    once = move(case, later, by=CHE, today=TODAY)
    assert once.car.effectiveness_due == TODAY + timedelta(days=1)
    assert "put off once already" in refused(once, Inconclusive(until=TODAY + timedelta(days=9)), CHE)


def test_before_its_date_only_the_management_representative_closes_and_says_why() -> None:
    early = TODAY - timedelta(days=1)
    case = case_at(State.MONITORING)
    effective = BRINGS[Effective]
    because = replace(effective, early_because="The gate was bricked up.")

    expected = "The check is due on Wed 4 Mar 2026. Only the management representative can close it before that day."
    assert refused(case, because, CHE, early) == expected
    assert refused(case, effective, MIA, early) == "Please say why this closes before its date."
    assert move(case, because, by=DEB, today=early).car.state is State.CLOSED


def test_from_its_date_on_only_the_checker_closes() -> None:
    assert "only the checker" in refused(case_at(State.MONITORING), BRINGS[Effective], MIA)


def test_the_sign_off_is_waited_for() -> None:
    case = case_at(State.MONITORING)
    unsigned = replace(case, car=replace(case.car, signed_off_by=None))

    assert "signs this off before it closes" in refused(unsigned, BRINGS[Effective], CHE)


def test_a_pass_by_the_management_representative_is_the_sign_off() -> None:
    case = case_at(State.MONITORING)
    theirs = replace(case, car=replace(case.car, signed_off_by=None, checker=MIA.person))

    assert move(theirs, BRINGS[Effective], by=MIA, today=TODAY).car.signed_off_by == MIA.person


def test_what_did_not_work_keeps_its_cause_as_not_confirmed() -> None:
    again = move(case_at(State.MONITORING), BRINGS[NotEffective], by=CHE, today=TODAY)

    assert again.plan
    assert [cause.not_confirmed for cause in again.plan.causes] == [True]
    assert "at least one cause" in _refused_plan(again)


def _refused_plan(again: Case) -> str:
    assert again.plan
    with pytest.raises(RefusedError) as error:
        SubmitPlan(plan=again.plan)
    return error.value.sentence


def test_a_report_that_nobody_owned_is_reopened_with_an_owner() -> None:
    fixed = move(case_at(State.SUBMITTED), BRINGS[Fix], by=MIA, today=TODAY)
    accept: Accept = ACCEPT

    assert "Please say who owns it now" in refused(fixed, Reopen(reason="Again"), MIA)
    car = move(fixed, Reopen(reason="Again", acceptance=accept), by=MIA, today=TODAY).car
    assert (car.state, car.owner, car.reason, car.outcome) == (State.ACCEPTED, OLE.person, "Again", None)
