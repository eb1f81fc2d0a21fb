"""Taking back what was just done: as it was before, by whoever did it, and only while nothing else happened."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.cars import Severity, State
from domain.cases import Case, Move
from domain.errors import RefusedError
from domain.lifecycle import move
from domain.moves import (
    Accept,
    ApprovePlan,
    CloseChecked,
    Effective,
    FailCheck,
    Inconclusive,
    NotEffective,
    QuickFix,
    StartMonitoring,
)
from domain.people import PersonId, Viewer
from domain.plans import StepStatus
from domain.undo import DEEDS, REPLACED, may_undo, settled, undo, undoable
from tests.domain.story import (
    ACCEPT,
    BOB,
    BRINGS,
    CAR,
    CHE,
    DEB,
    EVERYBODY,
    MIA,
    OLE,
    PAT,
    SUE,
    TODAY,
    case_at,
)

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
SOON, LATE = NOW + timedelta(minutes=9), NOW + timedelta(minutes=10)
#: Each move that can be taken back, from where, and who makes it.
WAYS: dict[type[Move], tuple[State, Severity, Viewer]] = {
    Accept: (State.SUBMITTED, Severity.MINOR, MIA),
    QuickFix: (State.ACCEPTED, Severity.MINOR, OLE),
    ApprovePlan: (State.PLAN_REVIEW, Severity.MAJOR, MIA),
    CloseChecked: (State.VERIFYING, Severity.MINOR, CHE),
    StartMonitoring: (State.VERIFYING, Severity.MAJOR, CHE),
    FailCheck: (State.VERIFYING, Severity.MAJOR, CHE),
    Inconclusive: (State.MONITORING, Severity.MAJOR, CHE),
    Effective: (State.MONITORING, Severity.MAJOR, CHE),
    NotEffective: (State.MONITORING, Severity.MAJOR, CHE),
}


def taken(brings: type[Move]) -> tuple[Case, Case, Viewer]:
    """Before a move, after it, and who made it."""
    state, severity, by = WAYS[brings]
    was = case_at(state, severity)
    moved = move(was, BRINGS[brings], by=by, today=TODAY)
    return was, replace(moved, car=undoable(moved, was, brings, by=by, now=NOW)), by


def test_every_such_move_is_tried_here() -> None:
    assert set(WAYS) == set(DEEDS)


@pytest.mark.parametrize("brings", WAYS)
def test_taken_back_the_report_is_as_it_was(brings: type[Move]) -> None:
    was, moved, by = taken(brings)

    again = undo(moved, by=by, now=SOON)

    assert again.car == was.car
    if again.plan and was.plan and brings is not NotEffective:  # its approval stands with the round before
        assert again.plan == was.plan
    assert [cause.not_confirmed for cause in again.plan.causes] == [False] if again.plan else True


@pytest.mark.parametrize("brings", WAYS)
def test_only_whoever_did_it_takes_it_back_and_only_for_ten_minutes(brings: type[Move]) -> None:
    _, moved, by = taken(brings)
    office = {MIA, DEB} if brings is Accept else set()

    assert {one for one in EVERYBODY if may_undo(moved, one, SOON)} == {by} | office
    for who, when, words in ((BOB, SOON, "Only "), (by, LATE, "can be taken back for 10 minutes")):
        assert not may_undo(moved, who, when)
        with pytest.raises(RefusedError, match=words):
            undo(moved, by=who, now=when)


def test_after_any_other_move_there_is_nothing_to_take_back() -> None:
    _, moved, by = taken(QuickFix)
    checked = move(moved, CloseChecked(), by=CHE, today=TODAY)

    assert not may_undo(checked, by, SOON)
    assert not may_undo(replace(moved, car=settled(moved.car)), by, SOON)


def test_an_approval_is_not_taken_back_once_somebody_told_of_a_step() -> None:
    _, moved, by = taken(ApprovePlan)
    assert moved.plan
    told = replace(moved.plan, steps=(replace(moved.plan.steps[0], status=StepStatus.AT_RISK),))

    with pytest.raises(RefusedError, match="while nothing else happened"):
        undo(replace(moved, plan=told), by=by, now=SOON)


def test_what_was_found_missing_is_not_taken_back_once_a_step_is_open_again() -> None:
    _, moved, by = taken(FailCheck)
    assert moved.plan
    opened = replace(moved.plan, steps=(replace(moved.plan.steps[0], status=StepStatus.NOT_STARTED, evidence=None),))

    assert may_undo(moved, by, SOON)
    assert not may_undo(replace(moved, plan=opened), by, SOON)


def test_what_the_requester_said_stays_when_an_acceptance_is_taken_back() -> None:
    before = Case(car=replace(CAR, reason="Which gate?", answer="The south one"))
    accepted = move(before, ACCEPT, by=MIA, today=TODAY)

    fresh = undoable(accepted, before, Accept, by=MIA, now=NOW)

    assert undo(Case(car=fresh), by=DEB, now=SOON).car == before.car


@pytest.mark.parametrize("who", [BOB, SUE, PAT])
def test_an_acceptance_is_taken_back_by_the_office_and_by_whoever_accepted(who: Viewer) -> None:
    before = Case(car=CAR)
    accepted = move(before, ACCEPT, by=MIA, today=TODAY)

    def fresh(by: Viewer) -> Case:
        return Case(car=undoable(accepted, before, Accept, by=by, now=NOW))

    assert not may_undo(fresh(MIA), who, NOW)
    assert may_undo(fresh(who), who, NOW)


def test_without_what_it_was_nothing_is_taken_back() -> None:
    accepted = Case(car=replace(CAR, state=State.ACCEPTED, owner=PersonId("ole")))
    fresh = undoable(accepted, Case(car=CAR), Accept, by=PAT, now=NOW)

    for who in (PAT, MIA):
        assert not may_undo(Case(car=replace(fresh, before="(redacted)")), who, NOW)


def test_all_that_can_change_comes_back_with_its_kind() -> None:
    full = replace(case_at(State.CLOSED).car, on_hold_since=date(2026, 3, 1), elsewhere=True, extensions=2)
    was, moved = Case(car=full), Case(car=replace(full, state=State.ACCEPTED))

    back = undo(Case(car=undoable(moved, was, NotEffective, by=CHE, now=NOW)), by=CHE, now=SOON).car

    assert {name: getattr(back, name) for name in REPLACED} == {name: getattr(full, name) for name in REPLACED}
