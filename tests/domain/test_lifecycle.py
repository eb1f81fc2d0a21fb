"""The lifecycle: along every row by whoever may, by nobody else, and nowhere beside the table."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from domain.cars import SEEN, TERMINAL, Outcome, RejectionKind, Severity, State
from domain.cases import Move
from domain.deadlines import due_of
from domain.errors import RefusedError
from domain.lifecycle import EDGE, EDGES, By, Edge, Party, edges_for, may, move, sign_off, waits_for
from domain.moves import Accept, ApprovePlan, CloseChecked, Effective, Fix, NotEffective, Reopen
from domain.people import Role, Viewer
from domain.plans import Verdict
from domain.rules import DEFAULT_RULES
from tests.domain.story import (
    ACCEPT,
    ACCEPT_MAJOR,
    ANN,
    BRINGS,
    CHE,
    DEB,
    EVERYBODY,
    MIA,
    OLE,
    PAT,
    PLAN,
    PRINCIPALS_TRIAGE,
    STU,
    SUE,
    TODAY,
    WES,
    case_at,
    case_for,
    viewer,
)

#: In the story, on the day that the last check is due.
MAY: Mapping[By, frozenset[Viewer]] = {
    By.ACCEPTING: frozenset({MIA, DEB, PAT}),
    By.TRIAGE: frozenset({MIA, DEB}),
    By.MR: frozenset({MIA, DEB}),
    By.REQUESTER: frozenset({ANN}),
    By.OWNER: frozenset({OLE}),
    By.OWNER_OR_MR: frozenset({OLE, MIA, DEB}),
    By.APPROVER: frozenset({MIA, DEB, SUE}),
    By.CHECKER: frozenset({CHE}),
    By.CHECKER_OR_MR: frozenset({CHE}),
}

BOSS = replace(MIA, person=OLE.person)  # holds the seat and owns the report


def named(edge: Edge) -> str:
    return f"{edge.source}-{edge.target}"


def refusal(case_state: State, brings: Move, by: Viewer) -> str:
    with pytest.raises(RefusedError) as refused:
        move(case_at(case_state), brings, by=by, today=TODAY)
    return refused.value.sentence


def test_the_table_has_every_row_of_the_manual_once() -> None:
    assert len(EDGES) == len(EDGE) == 27


@pytest.mark.parametrize("edge", EDGES, ids=named)
def test_whoever_may_takes_the_edge(edge: Edge) -> None:
    for person in MAY[edge.by]:
        case = case_for(edge)

        moved = move(case, BRINGS[edge.brings], by=person, today=TODAY, rules=PRINCIPALS_TRIAGE)

        assert moved.car.state is edge.target
        assert may(case, edge, person, PRINCIPALS_TRIAGE)


@pytest.mark.parametrize("edge", EDGES, ids=named)
def test_nobody_else_takes_the_edge(edge: Edge) -> None:
    for person in set(EVERYBODY) - MAY[edge.by]:
        with pytest.raises(RefusedError) as refused:
            move(case_for(edge), BRINGS[edge.brings], by=person, today=TODAY, rules=PRINCIPALS_TRIAGE)

        assert refused.value.sentence.startswith(("Only ", "You ", "The date has come"))
        assert refused.value.sentence.endswith(".")


@pytest.mark.parametrize(("source", "target"), sorted(set(product(State, State)) - set(EDGE)))
def test_nothing_moves_beside_the_table(source: State, target: State) -> None:
    for brings in BRINGS.values():
        if brings.target is target:
            for person in EVERYBODY:
                assert "Nobody can" in refusal(source, brings, person)


def test_a_payload_that_has_the_right_target_still_belongs_to_its_own_edge() -> None:
    fix = BRINGS[Fix]

    assert "Nobody can close a report as fixed at that point" in refusal(State.VERIFYING, fix, CHE)


def test_every_move_has_its_edge_and_every_edge_its_words() -> None:
    assert set(BRINGS) == {edge.brings for edge in EDGES}
    assert all(edge.does and edge.needs for edge in EDGES)


def test_nothing_follows_withdrawn_or_cancelled() -> None:
    assert not {edge.source for edge in EDGES} & {State.WITHDRAWN, State.CANCELLED}


def test_every_state_is_reached_and_reaches_an_end() -> None:
    reached = {State.SUBMITTED}
    while more := {edge.target for edge in EDGES if edge.source in reached} - reached:
        reached |= more
    ending = set(TERMINAL)
    while more := {edge.source for edge in EDGES if edge.target in ending} - ending:
        ending |= more

    assert reached == ending == set(State)


def test_a_refusal_says_where_the_report_is_in_the_members_words() -> None:
    sentence = refusal(State.CLOSED, ACCEPT, MIA)

    expected = 'CAR-2026-014 is at "Closed" now. Nobody can accept a report at that point. Please look at it again.'
    assert sentence == expected


def test_members_have_words_for_every_state() -> None:
    assert set(SEEN) == set(State)
    assert len(set(SEEN.values())) == len(State)


def test_only_the_management_representative_accepts_where_principals_do_not() -> None:
    edge = EDGE[State.SUBMITTED, State.ACCEPTED]

    assert not may(case_for(edge), edge, PAT, DEFAULT_RULES)
    assert may(case_for(edge), edge, PAT, PRINCIPALS_TRIAGE)


def test_a_principal_accepts_minor_reports_of_their_own_school_only() -> None:
    case = case_at(State.SUBMITTED)
    tries: list[tuple[Viewer, Accept]] = [
        (PAT, ACCEPT_MAJOR),
        (PAT, replace(ACCEPT, school="west")),
        (WES, ACCEPT),
        (WES, replace(ACCEPT, school="west")),
    ]
    for person, accept in tries:
        with pytest.raises(RefusedError):
            move(case, accept, by=person, today=TODAY, rules=PRINCIPALS_TRIAGE)


def test_a_principal_never_accepts_a_sealed_report() -> None:
    case = case_at(State.SUBMITTED)
    sealed = replace(case, car=replace(case.car, sealed=True))

    assert not may(sealed, EDGE[State.SUBMITTED, State.ACCEPTED], PAT, PRINCIPALS_TRIAGE)


def test_the_owner_never_decides_about_their_own_plan() -> None:
    edge = EDGE[State.PLAN_REVIEW, State.IMPLEMENTING]

    assert "You own this" in refusal(State.PLAN_REVIEW, BRINGS[ApprovePlan], BOSS)
    assert not may(case_for(edge), edge, BOSS)
    assert may(case_for(edge), edge, SUE)


def test_whoever_had_a_part_in_the_work_never_checks_it() -> None:
    for worker in (OLE, STU):
        for state, brings in ((State.VERIFYING, BRINGS[CloseChecked]), (State.MONITORING, BRINGS[Effective])):
            case = case_at(state, Severity.MINOR)
            named_checker = replace(case, car=replace(case.car, checker=worker.person))
            with pytest.raises(RefusedError, match="somebody else has to check"):
                move(named_checker, brings, by=worker, today=TODAY)


def test_without_a_checker_the_management_representative_checks() -> None:
    case = case_at(State.VERIFYING, Severity.MINOR)
    nobody = replace(case, car=replace(case.car, checker=None))
    edge = EDGE[State.VERIFYING, State.CLOSED]

    assert {person for person in EVERYBODY if may(nobody, edge, person)} == {MIA, DEB, SUE}


def test_whoever_turned_a_report_down_does_not_decide_its_appeal() -> None:
    rejected = case_at(State.REJECTED)
    appealed = move(rejected, BRINGS[EDGE[State.REJECTED, State.SUBMITTED].brings], by=ANN, today=TODAY)
    triage = [edge for edge in EDGES if edge.source is State.SUBMITTED and edge.by is not By.REQUESTER]

    assert len(triage) == 4
    for edge in triage:
        with pytest.raises(RefusedError, match="You turned this report down"):
            move(appealed, BRINGS[edge.brings], by=MIA, today=TODAY)
        for other in (DEB, SUE):
            assert move(appealed, BRINGS[edge.brings], by=other, today=TODAY).car.state is edge.target


def test_a_deputy_who_turned_a_report_down_does_not_decide_its_appeal_in_another_seat() -> None:
    rejected = case_at(State.REJECTED)
    by_deb = replace(rejected, car=replace(rejected.car, decided_by=DEB.person))
    appealed = move(by_deb, BRINGS[EDGE[State.REJECTED, State.SUBMITTED].brings], by=ANN, today=TODAY)
    two_seats = replace(DEB, seats=DEB.seats | viewer("deb", Role.SUPERINTENDENT).seats)

    assert edges_for(appealed, two_seats) == []
    assert edges_for(appealed, MIA)


def test_an_appeal_is_decided_once_and_for_all() -> None:
    appealed = case_at(State.ACCEPTED)
    accepted = replace(appealed, car=replace(appealed.car, appealed=True, decided_by=MIA.person))
    again = case_at(State.REJECTED)
    twice = replace(again, car=replace(again.car, appealed=True))

    assert not may(accepted, EDGE[State.ACCEPTED, State.REJECTED], MIA)
    assert not may(twice, EDGE[State.REJECTED, State.SUBMITTED], ANN)


def test_the_superintendent_triages_appeals_only() -> None:
    assert edges_for(case_at(State.SUBMITTED), SUE) == []


def test_an_administrator_may_do_nothing_with_a_report() -> None:
    ada = next(person for person in EVERYBODY if person.administrator)

    assert [edge for state in State for edge in edges_for(case_at(state), ada, PRINCIPALS_TRIAGE)] == []


def test_a_fix_is_signed_off_by_somebody_who_does_not_own_it() -> None:
    case = case_at(State.MONITORING)
    unsigned = replace(case, car=replace(case.car, signed_off_by=None))
    for person, words in ((BOSS, "You own this"), (CHE, "Only "), (ANN, "Only ")):
        with pytest.raises(RefusedError, match=words):
            sign_off(unsigned, by=person)
    with pytest.raises(RefusedError, match="nothing to sign off"):
        sign_off(case_at(State.VERIFYING), by=MIA)

    assert sign_off(unsigned, by=DEB).car.signed_off_by == DEB.person


def test_every_open_state_waits_for_somebody_and_no_other() -> None:
    waited = {state for state in State if waits_for(case_at(state)) is not None}

    assert waited == set(State) - TERMINAL
    assert waits_for(case_at(State.RETURNED)) is Party.REQUESTER
    assert waits_for(case_at(State.IMPLEMENTING)) is Party.OWNER


def test_a_rejection_keeps_who_why_and_what_it_repeats() -> None:
    reject = replace(BRINGS[EDGE[State.ACCEPTED, State.REJECTED].brings], as_=RejectionKind.DUPLICATE, related="X-1")

    car = move(case_at(State.SUBMITTED), reject, by=DEB, today=TODAY).car

    assert (car.decided_by, car.rejection, car.related) == (DEB.person, RejectionKind.DUPLICATE, "X-1")


def test_a_report_that_was_closed_as_fixed_says_so() -> None:
    car = move(case_at(State.SUBMITTED), BRINGS[Fix], by=MIA, today=TODAY).car

    assert (car.outcome, car.closed_on, car.cause_category) == (Outcome.FIXED, TODAY, "technical_failure")


@pytest.mark.parametrize(
    ("state", "brings", "by", "cycle"),
    [(State.CLOSED, Reopen, MIA, 1), (State.MONITORING, NotEffective, CHE, 2)],
)
def test_what_begins_anew_has_new_dates_and_nothing_of_the_last_round_counts(
    state: State, brings: type[Move], by: Viewer, cycle: int
) -> None:
    last = case_at(state)
    used = replace(
        last.car,
        inconclusive=True,
        on_hold_since=TODAY,
        extensions=2,
        asked_owner=ANN.person,
        outcome=Outcome.EFFECTIVE if state is State.CLOSED else None,
        closed_on=TODAY if state is State.CLOSED else None,
    )
    verdict = Verdict(result="None", documents="none, because", lesson="Look twice")

    again = move(replace(last, car=used, verdict=verdict), BRINGS[brings], by=by, today=TODAY)

    car, plan_due, fix_due = again.car, date(2026, 4, 3), date(2026, 6, 2)
    assert (again.approved_plan, again.verdict, car.cycle) == (None, None, cycle)
    assert (car.approved_on, car.signed_off_by, car.closed_on, car.outcome) == (None, None, None, None)
    assert (car.inconclusive, car.on_hold_since, car.extensions, car.asked_owner) == (False, None, 0, None)
    assert (car.accepted_on, car.plan_due, car.implementation_due) == (TODAY, plan_due, fix_due)
    assert (car.original_plan_due, car.original_implementation_due) == (plan_due, fix_due)
    assert car.original_effectiveness_due == car.effectiveness_due
    assert due_of(car) == plan_due
    assert (car.owner, car.checker) == (last.car.owner, last.car.checker)


def test_the_approval_of_a_new_round_starts_its_own_clock() -> None:
    again = move(case_at(State.CLOSED), BRINGS[Reopen], by=MIA, today=TODAY)
    later = date(2026, 3, 30)
    handed = move(again, BRINGS[EDGE[State.ACCEPTED, State.PLAN_REVIEW].brings], by=OLE, today=later)
    assert handed.plan

    car = move(handed, ApprovePlan(plan_version=2, plan_digest=handed.plan.digest), by=MIA, today=later).car

    assert (car.approved_on, car.implementation_due) == (later, date(2026, 5, 29))
    assert car.original_implementation_due == car.implementation_due
    assert due_of(car) == car.implementation_due


def test_a_plan_is_numbered_by_the_move_that_brings_it() -> None:
    first = move(case_at(State.ACCEPTED), BRINGS[EDGE[State.ACCEPTED, State.PLAN_REVIEW].brings], by=OLE, today=TODAY)
    approve = ApprovePlan(plan_version=1, plan_digest=PLAN.digest)
    approved = move(first, approve, by=MIA, today=TODAY)
    revised = move(approved, BRINGS[EDGE[State.IMPLEMENTING, State.PLAN_REVIEW].brings], by=OLE, today=TODAY)

    assert [case.plan and case.plan.version for case in (first, approved, revised)] == [1, 1, 2]
    assert revised.approved_plan is None
    assert revised.car.original_implementation_due == approved.car.original_implementation_due
