"""A report that is sent around by anybody in any order still keeps the promises of the manual."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cars import TERMINAL, Outcome, Severity, State
from domain.cases import Case, Move
from domain.errors import RefusedError
from domain.lifecycle import EDGE, Edge, edges_for, move, sign_off
from domain.moves import (
    Accept,
    ApprovePlan,
    Cancel,
    Effective,
    FinishSteps,
    Inconclusive,
    Reopen,
    RevisePlan,
    SubmitPlan,
    Withdraw,
)
from domain.people import PersonId, Viewer
from domain.plans import StepStatus
from tests.domain.story import (
    ACCEPT,
    ACCEPT_MAJOR,
    ANN,
    BRINGS,
    CAR,
    CAUSE,
    CHE,
    DEB,
    EVERYBODY,
    MIA,
    OLE,
    PAT,
    PLAN,
    PRINCIPALS_TRIAGE,
    STEP,
    STU,
    SUE,
    TODAY,
)

PEOPLE = (ANN, OLE, STU, CHE, MIA, DEB, SUE, PAT)
STOPS = {State.REJECTED, State.WITHDRAWN, State.CANCELLED}
WORK = {State.ACCEPTED, State.PLAN_REVIEW, State.IMPLEMENTING, State.VERIFYING, State.MONITORING}


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    before: Case
    after: Case
    by: Viewer
    brings: Move


def adapted(case: Case, kind: type[Move], today: date, pick: int) -> Move:
    """What somebody would bring who read the case; owners and checkers come in many combinations."""
    owner = (OLE, MIA, PAT)[pick % 3].person
    checker = (CHE, MIA, DEB, OLE)[pick % 4].person
    plan = replace(
        PLAN,
        causes=(CAUSE,),
        steps=(replace(STEP, due=today, owner=(STU, OLE, CHE)[pick % 3].person),),
        effectiveness=replace(PLAN.effectiveness, on=today + timedelta(days=30), checker=checker),
    )
    changes: dict[type[Move], dict[str, Any]] = {
        Accept: {"owner": owner, "implementation_due": today + timedelta(days=30)},
        SubmitPlan: {"plan": plan},
        RevisePlan: {"plan": plan},
        ApprovePlan: {"plan_version": case.plan.version, "plan_digest": case.plan.digest} if case.plan else {},
        FinishSteps: {"done": "A new latch"},
        Inconclusive: {"until": today + timedelta(days=40)},
        Effective: {"early_because": "The gate is bricked up."} if pick % 2 else {},
        Reopen: {"acceptance": replace(ACCEPT, owner=owner, implementation_due=today + timedelta(days=30))},
    }
    base: Move = BRINGS[kind]
    if kind is Accept and pick % 2:
        far = today + timedelta(days=99)
        base = replace(ACCEPT_MAJOR, plan_due=today, effectiveness_due=far)
    return replace(base, **changes.get(kind, {}))


def worked(case: Case) -> Case:
    """The steps are done meanwhile."""
    if case.plan is None or case.car.state is not State.IMPLEMENTING:
        return case
    steps = tuple(replace(step, status=StepStatus.DONE, evidence="A photo") for step in case.plan.steps)
    return replace(case, plan=replace(case.plan, steps=steps))


def walk(picks: list[tuple[int, int]]) -> Iterator[Passage]:
    case, today = Case(car=CAR), TODAY
    for pick, days in picks:
        today += timedelta(days=days)
        case = worked(case)
        ways = _ways(case, may_stop=pick % 10 == 0)
        if not ways:
            return
        if case.car.state is State.MONITORING:
            case = _signed(case, PEOPLE[pick % len(PEOPLE)])
        edge, person = ways[pick % len(ways)]
        try:
            brings = adapted(case, edge.brings, today, pick // 7)
            moved = move(case, brings, by=person, today=today, rules=PRINCIPALS_TRIAGE)
        except RefusedError as refused:
            assert refused.sentence.endswith(".")  # noqa: PT017 - any refusal is a sentence
            continue
        yield Passage(before=case, after=moved, by=person, brings=brings)
        case = moved


def _ways(case: Case, *, may_stop: bool) -> list[tuple[Edge, Viewer]]:
    """Whatever anybody may do; what ends a walk early only now and then, so that most go far."""
    ways = [(edge, person) for person in PEOPLE for edge in edges_for(case, person, PRINCIPALS_TRIAGE)]
    onwards = [(edge, person) for edge, person in ways if edge.target not in STOPS]
    return ways if may_stop else onwards or ways


def _signed(case: Case, person: Viewer) -> Case:
    try:
        return sign_off(case, by=person)
    except RefusedError:
        return case


walks = st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 60)), max_size=40).map(
    lambda picks: list(walk(picks))
)
brief = settings(max_examples=60, deadline=None)


@brief
@given(walks)
def test_a_report_only_takes_rows_of_the_table(passages: list[Passage]) -> None:
    for passage in passages:
        edge = EDGE[passage.before.car.state, passage.after.car.state]
        assert edge.brings is type(passage.brings)


@brief
@given(walks)
def test_a_report_that_is_worked_on_has_an_owner_a_severity_and_a_date(passages: list[Passage]) -> None:
    for car in (passage.after.car for passage in passages if passage.after.car.state in WORK):
        assert car.owner
        assert car.severity
        assert car.implementation_due
        assert car.original_implementation_due


@brief
@given(walks)
def test_larger_work_begins_with_an_approved_plan(passages: list[Passage]) -> None:
    for case in (passage.after for passage in passages):
        if case.car.state in (State.IMPLEMENTING, State.VERIFYING) and case.car.severity is not Severity.MINOR:
            assert case.approved_plan
            assert case.plan
            assert case.approved_plan.approval
            assert case.approved_plan.approval.digest == case.plan.digest
            assert case.approved_plan.approval.by != case.car.owner


@brief
@given(walks)
def test_no_report_is_closed_unchecked_unless_it_was_fixed(passages: list[Passage]) -> None:
    checked: set[PersonId] = set()
    for passage in passages:
        if passage.before.car.state in (State.VERIFYING, State.MONITORING) and not isinstance(passage.brings, Cancel):
            assert passage.by.person not in passage.before.doers
            checked.add(passage.by.person)
        if passage.after.car.state is State.CLOSED:
            assert passage.after.car.outcome is Outcome.FIXED or checked
            assert passage.after.car.closed_on
            assert (passage.before.car.state is State.SUBMITTED) is (passage.after.car.outcome is Outcome.FIXED)
        if passage.after.car.state is State.ACCEPTED:
            checked.clear()


@brief
@given(walks)
def test_an_appeal_is_decided_by_somebody_else_and_only_once(passages: list[Passage]) -> None:
    for passage in passages:
        car = passage.before.car
        if car.appealed and car.state is State.SUBMITTED and not isinstance(passage.brings, Withdraw):
            assert passage.by.person != car.decided_by
    assert sum(passage.before.car.state is State.REJECTED for passage in passages) <= 1


@brief
@given(walks)
def test_a_new_cycle_is_counted_and_forgets_nothing(passages: list[Passage]) -> None:
    for passage in passages:
        before, after = passage.before.car, passage.after.car
        back = before.state is State.MONITORING and after.state is State.ACCEPTED
        assert after.cycle == before.cycle + back
        assert (after.number, after.what, after.requester, after.filed_at) == (
            CAR.number,
            CAR.what,
            CAR.requester,
            CAR.filed_at,
        )


@brief
@given(walks)
def test_an_open_report_always_has_somebody_who_can_move_it(passages: list[Passage]) -> None:
    for case in (passage.after for passage in passages):
        if case.car.state not in TERMINAL:
            assert any(edges_for(case, person, PRINCIPALS_TRIAGE) for person in EVERYBODY)


@brief
@given(st.lists(st.tuples(st.sampled_from(EVERYBODY), st.sampled_from(sorted(BRINGS, key=str))), max_size=60))
def test_whatever_anybody_presses_the_report_stays_on_the_table(presses: list[tuple[Viewer, type[Move]]]) -> None:
    case = Case(car=CAR)
    for person, kind in presses:
        before = case.car.state
        try:
            case = move(case, BRINGS[kind], by=person, today=TODAY)
        except RefusedError:
            continue
        assert (before, case.car.state) in EDGE
