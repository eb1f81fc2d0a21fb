"""What is told of a step of a plan."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import RefusedError
from domain.improvement import PlanState, PlanStep
from domain.people import Viewer
from domain.plans import StepStatus
from domain.step_updates import (
    StepUpdate,
    Told,
    add_step,
    as_told,
    change_step,
    is_live,
    may_undo,
    newest,
    tell,
    undo,
)
from tests.domain.improving import AS_ANYBODY, AS_LEAD, AS_PRINCIPAL, LEAD, TODAY, plan, step, viewer

S, DONE, RISK, OFF, ON = (StepStatus[n] for n in ("NOT_STARTED", "DONE", "AT_RISK", "OFF_TRACK", "ON_TRACK"))
NO = StepStatus.CANCELLED
IN_FORCE = plan(PlanState.IN_FORCE)


def told(one: PlanStep, *, by: Viewer = AS_ANYBODY, nth: int = 1, **more: object) -> tuple[PlanStep, StepUpdate]:
    return tell(IN_FORCE, one, Told(**more), nth=nth, by=by, today=TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", [RISK, OFF, NO, DONE])
def test_these_need_a_comment(status: StepStatus) -> None:
    for comment in (None, "", "  "):
        with pytest.raises(RefusedError) as refused:
            told(step(), status=status, comment=comment)
        assert refused.value.field == "comment"


@pytest.mark.parametrize("status", [S, ON])
def test_these_need_none(status: StepStatus) -> None:
    assert told(step(), status=status)[0].status is status


@pytest.mark.parametrize(
    ("was", "percent", "status", "kept"),
    [
        (S, 50, ON, 50),
        (S, 0, S, 0),
        (RISK, 50, RISK, 50),
        (ON, 100, DONE, 100),
        (DONE, 80, ON, 80),
    ],
)
def test_a_percent_alone_says_how_far_it_is(was: StepStatus, percent: int, status: StepStatus, kept: int) -> None:
    now, line = told(step(status=was), percent=percent, comment="Half of it")

    assert (now.status, now.percent, line.percent) == (status, kept, kept)


@pytest.mark.parametrize("percent", [-1, 101])
def test_a_percent_is_between_none_and_all(percent: int) -> None:
    with pytest.raises(RefusedError) as refused:
        told(step(), percent=percent)
    assert refused.value.field == "percent"


def test_the_line_keeps_the_day_the_comment_and_who() -> None:
    now, line = told(step(), status=DONE, comment="A photo in the folder")

    assert (now.evidence, now.done_on, now.reason, now.percent) == ("A photo in the folder", TODAY, None, 100)
    assert (line.step, line.day, line.status, line.comment, line.by) == (41, TODAY, DONE, now.evidence, now.owner)


def test_what_is_over_is_opened_again_with_a_reason_only() -> None:
    over, _ = told(step(), status=DONE, comment="Photo")

    with pytest.raises(RefusedError, match="open again"):
        told(over, status=ON)
    again, _ = told(over, status=ON, comment="It fell down")
    assert (again.status, again.done_on, again.evidence, again.percent) == (ON, None, None, None)


@pytest.mark.parametrize("by", [AS_ANYBODY, AS_LEAD, AS_PRINCIPAL])
def test_its_owner_and_who_leads_the_plan_report(by: Viewer) -> None:
    assert told(step(), by=by, status=ON)[1].by == by.person


def test_nobody_else_does() -> None:
    with pytest.raises(RefusedError, match="Only whoever does step 41"):
        told(step(owner=LEAD), status=ON)


@pytest.mark.parametrize(
    ("state", "in_force", "cycle", "live"),
    [
        (PlanState.DRAFT, None, 1, False),
        (PlanState.REVIEW, None, 1, False),
        (PlanState.IN_FORCE, 1, 1, True),
        (PlanState.DRAFT, 1, 1, True),  # of the revision in force, while another is written
        (PlanState.DRAFT, 1, 2, False),
        (PlanState.CLOSED, 1, 1, False),
        (PlanState.REPLACED, 1, 1, False),
    ],
)
def test_only_what_was_approved_is_worked_on(state: PlanState, in_force: int | None, cycle: int, *, live: bool) -> None:
    one = replace(IN_FORCE, state=state, in_force=in_force)

    assert is_live(one, step(cycle=cycle)) is live
    if not live:
        with pytest.raises(RefusedError, match="not in force"):
            tell(one, step(cycle=cycle), Told(status=ON), nth=1, by=AS_ANYBODY, today=TODAY)


def test_taken_back_it_is_as_it_was_before() -> None:
    first, one = told(step(), status=RISK, percent=20, comment="No vendor")
    second, two = told(first, nth=2, status=DONE, comment="Found one")

    back, marked = undo(IN_FORCE, second, [one, two], 2, by=AS_ANYBODY)
    at_first, _ = undo(IN_FORCE, back, [one, marked], 1, by=AS_ANYBODY)

    assert back == first
    assert marked == replace(two, undone=True)
    assert at_first == step()
    assert newest([one, marked]) == one


def test_only_the_newest_is_taken_back_and_by_whom_it_concerns() -> None:
    first, one = told(step(), status=ON)
    second, two = told(first, nth=2, status=RISK, comment="No vendor")

    with pytest.raises(RefusedError, match="told more"):
        undo(IN_FORCE, second, [one, two], 1, by=AS_ANYBODY)
    with pytest.raises(RefusedError, match="Only whoever wrote it"):
        undo(IN_FORCE, second, [one, two], 2, by=viewer(LEAD.__class__("else")))
    assert may_undo(IN_FORCE, second, [one, two], AS_LEAD)
    assert not may_undo(IN_FORCE, step(), [], AS_LEAD)


def test_a_day_that_is_moved_is_a_line_with_its_reason_and_can_be_taken_back() -> None:
    later = replace(step(), due=date(2026, 4, 1), what="Meet all families")

    with pytest.raises(RefusedError) as refused:
        change_step(IN_FORCE, step(), later, "", nth=1, by=AS_LEAD, today=TODAY)
    now, line = change_step(IN_FORCE, step(), later, "Snow", nth=1, by=AS_LEAD, today=TODAY)
    assert line is not None
    back, _ = undo(IN_FORCE, now, [line], 1, by=AS_LEAD)

    assert refused.value.field == "why"
    assert (line.due_was, line.what_was, line.owner_was, line.status) == (step().due, step().what, None, S)
    assert (back.due, back.what) == (step().due, step().what)


def test_in_a_draft_a_step_is_changed_without_a_line() -> None:
    assert change_step(plan(), step(), step(due=TODAY), None, nth=1, by=AS_LEAD, today=TODAY) == (step(due=TODAY), None)


@pytest.mark.parametrize("fault", [{"goal": 9}, {"strategy": 9}, {"what": " "}, {"goal": 2, "strategy": 1}])
def test_a_step_belongs_to_a_goal_of_its_plan(fault: dict[str, object]) -> None:
    with pytest.raises(RefusedError):
        add_step(plan(), step(**fault), by=AS_LEAD)


def test_a_step_counts_with_the_revision_in_which_it_was_planned() -> None:
    assert add_step(IN_FORCE, step(cycle=0), by=AS_LEAD).cycle == 1
    assert add_step(replace(IN_FORCE, revision=2, state=PlanState.DRAFT), step(), by=AS_LEAD).cycle == 2
    with pytest.raises(RefusedError, match="not in force any more"):
        add_step(plan(PlanState.CLOSED), step(), by=AS_LEAD)


def test_as_told_without_a_line_it_is_as_at_first() -> None:
    assert as_told(step(status=DONE, done_on=TODAY - timedelta(days=1)), None) == step()
