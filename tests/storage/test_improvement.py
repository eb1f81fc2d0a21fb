"""The plans of a district as they are kept, and who finds what of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, true

from domain.errors import RefusedError
from domain.improvement import Goal, PlanState
from domain.improvement_moves import change, drop_goal, give_up_change, write_goal
from domain.measures import Measured, MeasureValue
from domain.people import PersonId, Role
from domain.plans import StepStatus
from domain.step_updates import Told, tell, undo
from storage.car_table import cars
from storage.db import Tx
from storage.history import history
from storage.improvement import PlanBook
from storage.improvement_tables import district_plans, plan_goals, plan_revisions, plan_strategies, step_updates
from storage.measures import Measures
from storage.plan_steps import PlanSteps
from storage.step_lists import StepLists
from storage.step_table import steps
from storage.verify import verify
from storage.words import words
from tests.conftest import ADMIN, DEPUTY, MR, NOW, District
from tests.improving import DOER, LEAD, NEWCOMER, drafted, finds, in_force, plan_of, saved
from tests.story import CHIEF, seat
from tests.working import approved

TODAY = NOW.date()


def told(district: District, number: str, step: int, status: StepStatus, comment: str | None = None) -> None:
    def work(tx: Tx) -> None:
        call = district.call(tx, DOER)
        plan = PlanBook(tx, call.viewer).get(number)
        (one,) = [known for known in plan.steps if known.number == step]
        nth = len(PlanSteps(tx).updates(step)) + 1
        now, line = tell(plan, one, Told(status=status, comment=comment), nth=nth, by=call.viewer, today=TODAY)
        PlanSteps(tx).tell(now, line, did="step.told")

    district.do(work)


def test_it_is_kept_as_it_was_written_and_stands_in_history(district: District) -> None:
    number = drafted(district)
    plan = plan_of(district, number)

    assert (plan.title, plan.state, plan.revision, plan.used) == ("East School plan", PlanState.DRAFT, 1, 2)
    assert plan.goals[0].strategies[0].adults == "plan together"
    assert [(step.goal, step.strategy, step.what) for step in plan.steps] == [(1, 1, "Meet the families")]
    assert district.do(verify).broken == []


def test_what_was_approved_stays_readable_when_the_plan_changes(district: District) -> None:
    number = in_force(district)
    mr = district.do(lambda tx: district.call(tx, MR).viewer)
    changing = saved(district, change(plan_of(district, number), "An audit", by=mr))
    now = saved(district, drop_goal(write_goal(changing, Goal(nth=0, statement="A third"), by=mr), 2, by=mr))

    assert [goal.nth for goal in now.goals] == [1, 3]
    assert now.goals[0].strategies == plan_of(district, number, revision=1).goals[0].strategies
    assert [goal.nth for goal in plan_of(district, number, revision=1).goals] == [1, 2]
    assert plan_of(district, number, revision=1).state is PlanState.IN_FORCE
    assert [nth for nth, _, _ in district.do(lambda tx: PlanBook(tx, mr).revisions(number))] == [1]
    assert district.do(verify).broken == []


def test_a_change_that_was_given_up_is_seen_by_nobody_and_leaves_the_plan_as_it_was(district: District) -> None:
    number = in_force(district)
    mr = district.do(lambda tx: district.call(tx, MR).viewer)
    changing = saved(district, change(plan_of(district, number), "An audit", by=mr))
    saved(district, give_up_change(changing, by=mr))

    assert (plan_of(district, number).revision, plan_of(district, number).state) == (1, PlanState.IN_FORCE)
    assert finds(district, number, NEWCOMER, 2) is None
    assert saved(district, change(plan_of(district, number), "Again", by=mr)).revision == 3
    assert finds(district, number, NEWCOMER, 2) is None


def test_a_draft_is_found_by_whom_it_concerns_and_nobody_else(district: District) -> None:
    number = drafted(district)
    seat(district, Role.SUPERINTENDENT, CHIEF)
    newcomer = PersonId(district.person(NEWCOMER))

    assert {who for who in (LEAD, MR, DEPUTY, CHIEF, DOER, NEWCOMER, ADMIN) if finds(district, number, who)} == {
        LEAD,
        MR,
        DEPUTY,
        CHIEF,
    }
    with pytest.raises(RefusedError, match="no plan PLAN-2026-001 that you can see"):
        plan_of(district, number, DOER)
    saved(district, replace(plan_of(district, number), readers=frozenset({newcomer})))
    assert finds(district, number, NEWCOMER)


def test_all_staff_read_what_is_in_force_and_not_how_it_is_being_changed(district: District) -> None:
    number = in_force(district)
    mr = district.do(lambda tx: district.call(tx, MR).viewer)
    saved(district, change(plan_of(district, number), "An audit", by=mr))

    assert plan_of(district, number, NEWCOMER).revision == 1
    assert plan_of(district, number, LEAD).revision == 2
    assert finds(district, number, NEWCOMER, 2) is None


def test_of_two_who_change_a_plan_at_once_one_is_told(district: District) -> None:
    number = drafted(district)
    was = plan_of(district, number)
    saved(district, replace(was, title="Mine"))

    with pytest.raises(RefusedError, match="Somebody else changed this"):
        saved(district, replace(was, title="Yours"))


def test_the_page_counts_what_somebody_finds(district: District) -> None:
    for _ in range(3):
        drafted(district)
    number = in_force(district)

    def page(who: str) -> tuple[list[str], int]:
        found, total = district.do(lambda tx: PlanBook(tx, district.call(tx, who).viewer).page(size=2))
        return [plan.number for plan in found], total

    assert page(NEWCOMER) == ([number], 1)
    assert page(MR) == ([number, "PLAN-2026-003"], 4)


def test_what_is_told_of_a_step_is_kept_and_taken_back(district: District) -> None:
    number = in_force(district)
    told(district, number, 1, StepStatus.AT_RISK, "No room")
    told(district, number, 1, StepStatus.DONE, "Photo")

    def take_back(tx: Tx) -> None:
        call = district.call(tx, DOER)
        plan, lines = PlanBook(tx, call.viewer).get(number), PlanSteps(tx).updates(1)
        PlanSteps(tx).take_back(*undo(plan, plan.steps[0], lines, 2, by=call.viewer), by=call.me)

    district.do(take_back)

    lines = district.do(lambda tx: PlanSteps(tx).updates(1))
    assert [(line.status, line.comment, line.undone) for line in lines] == [
        (StepStatus.AT_RISK, "No room", False),
        (StepStatus.DONE, "Photo", True),
    ]
    assert plan_of(district, number).steps[0].status is StepStatus.AT_RISK
    assert district.do(verify).broken == []


def test_mine_are_those_of_plans_and_reports_together_the_earliest_due_first(district: District) -> None:
    number = in_force(district)
    drafted(district)  # its step counts for nobody yet
    report = approved(district)
    doer = PersonId(district.person(DOER))

    mine = district.do(lambda tx: StepLists(tx).mine(doer, size=9))

    assert [(line.of, line.due) for line in mine] == [
        (number, date(2026, 3, 20)),
        (report, date(2026, 4, 1)),
        (report, date(2026, 4, 2)),
    ]
    assert district.do(lambda tx: StepLists(tx).count(doer, date(2026, 4, 2))) == (3, 2)
    assert [line.of for line in district.do(lambda tx: StepLists(tx).mine(doer, size=1, offset=2))] == [report]
    assert district.do(lambda tx: StepLists(tx).count(PersonId("x"), TODAY)) == (0, 0)


def test_what_is_due_late_and_told_since(district: District) -> None:
    number = in_force(district)
    report = approved(district)
    told(district, number, 1, StepStatus.ON_TRACK, "Two families so far")

    def ask(tx: Tx) -> list[list[str]]:
        lists = StepLists(tx)
        return [
            [line.of for line in lists.due(TODAY, date(2026, 4, 1), most=9)],
            [line.of for line in lists.due(date.min, date(2026, 4, 1), most=9)],
            [line.what for line in lists.of_plan(number)],
            [f"{line.of} {line.step} {line.status}" for line in lists.changed(NOW, most=9)],
            [line.of for line in lists.changed(NOW + timedelta(seconds=1), most=9)],
        ]

    assert district.do(ask) == [
        [number, report],
        [number, report],
        ["Meet the families"],
        [f"{number} 1 on_track"],
        [],
    ]


def test_the_step_of_a_sealed_report_is_in_its_owners_list_alone(district: District) -> None:
    report, doer = approved(district), PersonId(district.person(DOER))
    district.do(lambda tx: tx.change(cars, {"sealed": True}, true()))

    assert [one.of for one in district.do(lambda tx: StepLists(tx).mine(doer, size=9))] == [
        report,
        report,
    ]
    assert district.do(lambda tx: StepLists(tx).due(TODAY, date(2027, 1, 1), most=9)) == []


def test_values_of_a_measure_are_numbered_and_taken_back(district: District) -> None:
    number, lead = in_force(district), PersonId(district.person(LEAD))
    value = MeasureValue(
        plan=number, goal=1, strategy=0, of=Measured.GOAL, nth=0, day=TODAY, value=64.5, note="STAR", by=lead
    )

    def work(tx: Tx) -> None:
        first = Measures(tx).add(value)
        Measures(tx).add(replace(value, value=70))
        Measures(tx).take_back(first, by=lead)

    district.do(work)

    assert [(one.nth, one.value, one.note) for one in district.do(lambda tx: Measures(tx).of(number))] == [
        (2, 70.0, "STAR")
    ]


def test_no_word_of_a_plan_stands_outside_of_words(district: District) -> None:
    number = in_force(district)
    told(district, number, 1, StepStatus.AT_RISK, "No room")
    kept = district.do(lambda tx: {row.text for row in tx.connection.execute(select(words.c.text))})
    tables = (district_plans, plan_revisions, plan_goals, plan_strategies, steps, step_updates, history)
    rows = district.do(lambda tx: [str(row) for table in tables for row in tx.rows(table)])

    assert {"East School plan", "Read aloud each day", "Meet the families", "No room"} <= kept
    assert [row for row in rows if "Meet" in row or "No room" in row or "Read" in row or "East" in row] == []
