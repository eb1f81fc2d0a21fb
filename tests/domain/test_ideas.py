"""Ideas: who decides about them, what each decision leaves, and the way back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.cars import REDACTED
from domain.errors import RefusedError
from domain.ideas import (
    Idea,
    IdeaState,
    Moment,
    adopt,
    again_on,
    check_moves,
    decline,
    may_decide,
    may_undo,
    put_off,
    raised,
    reopen,
    report,
    to_review_team,
    undo,
)
from domain.numbers import idea_number, numbers_in
from domain.people import PersonId, Role, Seat, Viewer
from domain.plans import Step, StepStatus
from tests.domain.story import CAR

NOW, TODAY = datetime(2026, 3, 9, 15, tzinfo=UTC), date(2026, 3, 9)
IDEA = Idea(number="IDEA-2026-003", what="One list", by=PersonId("ann"), given_at=NOW, given_on=TODAY)


def sits(person: str, *roles: Role) -> Viewer:
    seats = frozenset(Seat(role=role, person=PersonId(person)) for role in roles)
    return Viewer(person=PersonId(person), seats=seats)


CABINET, TEAM, TEACHER = sits("bob", Role.CABINET_MEMBER), sits("cho", Role.MRT_MEMBER), sits("ann")
AT = Moment(by=CABINET, today=TODAY, now=NOW)
STEP = Step(number=41, what="Make the list", owner=PersonId("ole"), due=date(2026, 4, 8))
DECISIONS: tuple[Callable[[Idea], Idea], ...] = (
    lambda idea: adopt(idea, STEP, at=AT),
    lambda idea: to_review_team(idea, at=AT),
    lambda idea: put_off(idea, date(2026, 5, 1), "After the audit", at=AT),
    lambda idea: decline(idea, "There is one", at=AT),
)


@pytest.mark.parametrize("role", [Role.CABINET_MEMBER, Role.SUPERINTENDENT, Role.MANAGEMENT_REPRESENTATIVE], ids=str)
def test_the_cabinet_the_superintendent_and_the_representative_decide(role: Role) -> None:
    assert may_decide(IDEA, sits("bob", role))


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.CABINET_MEMBER, Role.SUPERINTENDENT)], ids=str
)
def test_nobody_else_does_but_of_what_the_review_team_was_given_its_members(role: Role) -> None:
    given, mine = replace(IDEA, state=IdeaState.REVIEW_TEAM), role is Role.MANAGEMENT_REPRESENTATIVE

    assert may_decide(IDEA, sits("bob", role)) is mine
    assert may_decide(given, sits("bob", role)) is (mine or role is Role.MRT_MEMBER)


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_can_be_taken_back_for_ten_minutes_and_leaves_nothing(decision: Callable[[Idea], Idea]) -> None:
    later = replace(AT, now=NOW + timedelta(minutes=10))
    put = put_off(IDEA, TODAY + timedelta(days=1), "Not yet", at=AT)

    assert undo(decision(IDEA), None, at=AT) == IDEA
    assert undo(decision(put), None, at=AT) == replace(put, undo_until=None, before=None)
    with pytest.raises(RefusedError):
        undo(decision(IDEA), None, at=later)
    assert not may_undo(decision(IDEA), TEACHER, NOW)
    assert may_undo(decision(IDEA), sits("mia", Role.MANAGEMENT_REPRESENTATIVE), NOW)


def test_nothing_is_decided_twice_and_nothing_by_others() -> None:
    declined = decline(IDEA, "There is one", at=AT)

    with pytest.raises(RefusedError, match='is at "Not taken up" now'):
        adopt(declined, STEP, at=AT)
    with pytest.raises(RefusedError, match="Only the Cabinet"):
        decline(IDEA, "No", at=replace(AT, by=TEACHER))
    with pytest.raises(RefusedError, match="has it already"):
        to_review_team(to_review_team(IDEA, at=AT), at=AT)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (lambda: decline(IDEA, " ", at=AT), "reason"),
        (lambda: put_off(IDEA, TODAY, None, at=AT), "until"),
        (lambda: adopt(IDEA, replace(STEP, what=""), at=AT), "what"),
        (lambda: adopt(IDEA, replace(STEP, due=date(2026, 3, 8)), at=AT), "due"),
        (lambda: adopt(IDEA, replace(STEP, what="x" * 301), at=AT), "what"),
    ],
)
def test_what_is_missing_is_said_at_its_question(wrong: Callable[[], Idea], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        wrong()

    assert refused.value.field == field


def test_not_now_is_over_on_its_day_and_not_before() -> None:
    put = put_off(IDEA, date(2026, 3, 10), None, at=AT)

    assert not again_on(put, TODAY)
    assert again_on(put, date(2026, 3, 10))
    assert may_decide(put, CABINET), "somebody may have thought better of it"


def test_a_step_that_was_reported_on_keeps_its_decision() -> None:
    ole = sits("ole")
    done = report(STEP, "It hangs there", needed=True, by=ole, today=TODAY)

    assert (done.status, done.evidence, done.is_settled) == (StepStatus.DONE, "It hangs there", True)
    assert reopen(done, by=ole) == STEP
    with pytest.raises(RefusedError, match="reported on already"):
        undo(adopt(IDEA, STEP, at=AT), done, at=AT)
    with pytest.raises(RefusedError, match="Only whoever does step 41"):
        report(STEP, "Done", needed=True, by=TEACHER, today=TODAY)
    with pytest.raises(RefusedError, match="changed step 41 already"):
        report(done, "Again", needed=True, by=ole, today=TODAY)


def test_a_report_that_was_made_of_it_has_no_way_back_and_is_made_once() -> None:
    made = raised(IDEA, "CAR-2026-014", at=AT)

    assert (made.state, made.car, made.undo_until) == (IdeaState.RAISED, "CAR-2026-014", None)
    with pytest.raises(RefusedError, match="was a report already"):
        raised(replace(IDEA, car="CAR-2026-001"), "CAR-2026-014", at=AT)


@pytest.mark.parametrize("kept", [{"sealed": True}, {"hide_name": True}, {"what": f"{REDACTED} is gone"}])
def test_what_not_everybody_reads_becomes_no_idea_by_itself(kept: dict[str, object]) -> None:
    check_moves(CAR)
    with pytest.raises(RefusedError) as refused:
        check_moves(replace(CAR, **kept))  # type: ignore[arg-type]

    assert refused.value.field == "related"


def test_an_idea_goes_by_the_numbers_that_people_type() -> None:
    typed = ("3", "IDEA-2026-003", "idea 3", "2026-3")

    assert {idea_number(one, 2026) for one in typed} == {"IDEA-2026-003"}
    assert idea_number("one list", 2026) is None
    assert numbers_in("IDEA-2026-003 became CAR-2026-014") == {"IDEA-2026-003", "CAR-2026-014"}
