"""How a plan comes into force, is changed, goes on and ends; and who may."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from domain.errors import RefusedError
from domain.improvement import GOALS_MAX, DistrictPlan, Goal, Kind, PlanState, Strategy, school_year, year_words
from domain.improvement_moves import (
    approve,
    change,
    close,
    drop_goal,
    give_back,
    give_up_change,
    recall,
    rolled,
    send,
    steps_on,
    take_back_approval,
    write_goal,
    write_header,
    write_strategy,
)
from domain.improvement_rights import approves_as, check_may_start, leads_plan, reads_drafts
from domain.people import Role, Viewer
from domain.plans import StepStatus
from tests.domain.improving import (
    AS_ANYBODY,
    AS_CHIEF,
    AS_LEAD,
    AS_MR,
    AS_PRINCIPAL,
    PLAN,
    SOMEBODY,
    TODAY,
    plan,
    step,
    viewer,
)

REVIEW, IN_FORCE = plan(PlanState.REVIEW), plan(PlanState.IN_FORCE)


def signed(one: DistrictPlan, *by: Viewer) -> DistrictPlan:
    for who in by:
        one = approve(one, one.revision, one.digest, by=who, today=TODAY)
    return one


def test_it_is_in_force_once_both_have_signed_and_not_before() -> None:
    half = signed(send(PLAN, by=AS_LEAD), AS_MR)
    whole = signed(half, AS_CHIEF)

    assert (half.state, half.in_force) == (PlanState.REVIEW, None)
    assert (whole.state, whole.in_force) == (PlanState.IN_FORCE, 1)
    assert {(one.role, one.by) for one in whole.signatures} == {
        (Role.MANAGEMENT_REPRESENTATIVE, AS_MR.person),
        (Role.SUPERINTENDENT, AS_CHIEF.person),
    }


def test_who_holds_both_seats_signs_for_both_at_once() -> None:
    both = viewer(SOMEBODY, Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT)

    assert signed(REVIEW, both).state is PlanState.IN_FORCE


def test_nobody_signs_twice_or_what_they_have_not_read() -> None:
    half = signed(REVIEW, AS_MR)

    for one, digest, by in ((half, half.digest, AS_MR), (half, half.digest, AS_LEAD), (half, "another", AS_CHIEF)):
        with pytest.raises(RefusedError):
            approve(one, 1, digest, by=by, today=TODAY)
    with pytest.raises(RefusedError, match="changed since you read it"):
        approve(replace(half, title="Another"), 1, half.digest, by=AS_CHIEF, today=TODAY)


def test_what_is_done_of_it_does_not_change_what_was_signed() -> None:
    worked = replace(PLAN, steps=(step(status=StepStatus.DONE, percent=100),), said="Good", version=9, used=7)

    assert worked.digest == replace(PLAN, steps=(step(),)).digest
    assert replace(PLAN, steps=(step(due=TODAY),)).digest != replace(PLAN, steps=(step(),)).digest


def test_a_word_that_is_changed_takes_back_what_was_signed() -> None:
    half = signed(REVIEW, AS_MR)

    for now in (
        write_header(half, replace(half, title="Another"), by=AS_LEAD),
        write_goal(half, Goal(nth=0, statement="Another"), by=AS_LEAD),
        write_strategy(half, 2, Strategy(nth=0, does="Call each family"), by=AS_LEAD),
        drop_goal(half, 2, by=AS_LEAD),
        recall(half, by=AS_LEAD),
        give_back(half, "No measures", by=AS_CHIEF),
        take_back_approval(half, by=AS_MR),
    ):
        assert now.signatures == ()
    with pytest.raises(RefusedError, match="have not approved"):
        take_back_approval(half, by=AS_CHIEF)


def test_a_change_is_a_new_revision_and_the_old_one_stays_in_force_until_it_is_approved() -> None:
    changing = change(IN_FORCE, "The audit asked for it", by=AS_LEAD)
    whole = signed(send(changing, by=AS_LEAD), AS_CHIEF, AS_MR)

    assert (changing.revision, changing.in_force, changing.state) == (2, 1, PlanState.DRAFT)
    assert (whole.revision, whole.in_force, whole.state) == (2, 2, PlanState.IN_FORCE)
    assert give_up_change(changing, by=AS_LEAD).state is PlanState.DROPPED
    with pytest.raises(RefusedError, match="changing this plan already"):
        change(replace(IN_FORCE, newest=2, newest_state=PlanState.REVIEW), "Again", by=AS_LEAD)


def test_numbers_of_goals_and_strategies_are_never_used_again() -> None:
    less = drop_goal(PLAN, 2, by=AS_LEAD)
    more = write_goal(less, Goal(nth=0, statement="Another"), by=AS_LEAD)
    also = write_strategy(more, 1, Strategy(nth=0, does="Tutor"), by=AS_LEAD)

    assert [goal.nth for goal in more.goals] == [1, 3]
    assert [one.nth for one in also.goals[0].strategies] == [1, 2]


def test_a_goal_that_is_written_again_keeps_its_strategies() -> None:
    now = write_goal(PLAN, Goal(nth=1, statement="Every student reads"), by=AS_LEAD)

    assert now.goals[0].strategies == PLAN.goals[0].strategies
    assert now.goals[0].statement == "Every student reads"


def test_a_goal_with_open_steps_does_not_go() -> None:
    with pytest.raises(RefusedError, match="still has open steps"):
        drop_goal(replace(PLAN, steps=(step(goal=2),)), 2, by=AS_LEAD)
    assert drop_goal(replace(PLAN, steps=(step(goal=2, status=StepStatus.DONE),)), 2, by=AS_LEAD).goal(2) is None


REFUSED: dict[str, Callable[[], object]] = {
    "to send a plan without a goal": lambda: send(replace(PLAN, goals=()), by=AS_LEAD),
    "to send one that is in force": lambda: send(IN_FORCE, by=AS_LEAD),
    "to write one that is in force": lambda: write_goal(IN_FORCE, Goal(nth=0, statement="A"), by=AS_LEAD),
    "a goal that says nothing": lambda: write_goal(PLAN, Goal(nth=0, statement=" "), by=AS_LEAD),
    "a goal that supports its own plan": lambda: write_goal(
        PLAN, Goal(nth=0, statement="A", supports=PLAN.number, supports_goal=1), by=AS_LEAD
    ),
    "a goal that is not there": lambda: write_goal(PLAN, Goal(nth=9, statement="A"), by=AS_LEAD),
    "a strategy that does nothing": lambda: write_strategy(PLAN, 1, Strategy(nth=0, does=""), by=AS_LEAD),
    "a strategy of no goal": lambda: write_strategy(PLAN, 9, Strategy(nth=0, does="A"), by=AS_LEAD),
    "too many goals": lambda: write_goal(
        replace(PLAN, goals=tuple(Goal(nth=n, statement="A") for n in range(1, GOALS_MAX + 1))),
        Goal(nth=0, statement="A"),
        by=AS_LEAD,
    ),
    "a title that is empty": lambda: write_header(PLAN, replace(PLAN, title=""), by=AS_LEAD),
    "to send back without a reason": lambda: give_back(REVIEW, "", by=AS_MR),
    "to send back what is theirs alone": lambda: give_back(REVIEW, "No", by=AS_LEAD),
    "to change without a reason": lambda: change(IN_FORCE, "", by=AS_LEAD),
    "to give up what was never in force": lambda: give_up_change(PLAN, by=AS_LEAD),
    "to close without a reason": lambda: close(IN_FORCE, "", by=AS_LEAD),
    "to close twice": lambda: close(plan(PlanState.CLOSED), "Again", by=AS_LEAD),
    "to roll over a draft": lambda: rolled(PLAN, "PLAN-2026-002", by=AS_LEAD),
    "to change what somebody else leads": lambda: change(IN_FORCE, "Why not", by=AS_ANYBODY),
}


@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused(what: str) -> None:
    with pytest.raises(RefusedError):
        REFUSED[what]()


def test_next_years_plan_is_a_draft_with_the_unfinished_steps_that_were_chosen_a_year_later() -> None:
    steps = (step(41), step(42, due=date(2028, 2, 29)), step(43, status=StepStatus.DONE), step(44))
    now = replace(IN_FORCE, steps=steps, signatures=signed(REVIEW, AS_MR).signatures)
    next_ = rolled(now, "PLAN-2026-009", by=AS_LEAD)
    on = steps_on(now, {41, 42, 43}, next_.number)

    assert (next_.state, next_.revision, next_.in_force, next_.year) == (PlanState.DRAFT, 1, None, now.year + 1)
    assert (next_.rolled_from, next_.signatures, next_.steps) == (now.number, (), ())
    assert next_.goals == now.goals
    assert [(one.from_step, one.of, one.due, one.number) for one in on] == [
        (41, "PLAN-2026-009", date(2027, 3, 20), 0),
        (42, "PLAN-2026-009", date(2029, 2, 28), 0),
    ]


def test_who_leads_and_who_reads_a_draft() -> None:
    elsewhere = viewer(SOMEBODY, Role.PRINCIPAL, place="west")
    let_in = replace(PLAN, readers=frozenset({SOMEBODY}))

    assert [leads_plan(PLAN, who) for who in (AS_LEAD, AS_PRINCIPAL, AS_MR, AS_CHIEF)] == [True] * 4
    assert [leads_plan(PLAN, who) for who in (AS_ANYBODY, elsewhere)] == [False] * 2
    assert [reads_drafts(one, AS_ANYBODY) for one in (PLAN, let_in)] == [False, True]
    assert approves_as(PLAN, AS_MR) == ()
    assert approves_as(REVIEW, AS_MR) == (Role.MANAGEMENT_REPRESENTATIVE,)


@pytest.mark.parametrize(
    ("who", "kind", "place", "may"),
    [
        (AS_MR, Kind.DISTRICT, None, True),
        (AS_CHIEF, Kind.SCHOOL, "west", True),
        (AS_PRINCIPAL, Kind.SCHOOL, "east", True),
        (AS_PRINCIPAL, Kind.SCHOOL, "west", False),
        (AS_PRINCIPAL, Kind.DISTRICT, None, False),
        (AS_ANYBODY, Kind.SCHOOL, "east", False),
        (AS_MR, Kind.SCHOOL, None, False),
    ],
)
def test_who_may_start_which_plan(who: Viewer, kind: Kind, place: str | None, *, may: bool) -> None:
    if may:
        check_may_start(who, kind, place)
        return
    with pytest.raises(RefusedError):
        check_may_start(who, kind, place)


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 6, 30), 2025), (date(2026, 7, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_school_year_begins_on_the_first_of_july(day: date, year: int) -> None:
    assert school_year(day) == year
    assert year_words(2099) == "2099-00"
