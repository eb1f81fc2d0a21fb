"""Many people who each do many steps of plans: what a large district reminds of in one morning."""

from dataclasses import replace
from datetime import date, timedelta

from domain.improvement import DistrictPlan, PlanState, PlanStep, Signature
from domain.improvement_rights import APPROVE
from domain.people import PersonId
from storage.db import Tx
from storage.improvement import PlanBook
from storage.people import People
from storage.plan_steps import PlanSteps
from tests.conftest import MR, WORKSPACE, District
from tests.domain.improving import GOALS, PLAN

MORNING = "2026-04-08T08:00"  # a Wednesday
DUE = date(2026, 4, 8)
OF_A_PLAN = 400  # steps, which is the most


def many_steps(district: District, *, people: int, each: int) -> list[PersonId]:
    """So many people with so many steps each, of plans in force; one of each person's is due on the morning."""
    owners: list[PersonId] = district.do(lambda tx: [_meet(tx, n) for n in range(people)])
    wanted = [(owner, nth) for owner in owners for nth in range(each)]
    for at in range(0, len(wanted), OF_A_PLAN):
        some = wanted[at : at + OF_A_PLAN]
        district.do(lambda tx, some=some: _plan(tx, district, some))
    return owners


def _meet(tx: Tx, n: int) -> PersonId:
    return PersonId(People(tx).meet("slack", WORKSPACE, f"V{n}", f"Person {n}").person)


def _plan(tx: Tx, district: District, wanted: list[tuple[PersonId, int]]) -> None:
    viewer = district.call(tx, MR).viewer
    book = PlanBook(tx, viewer)
    draft = replace(PLAN, number=book.next_number(2026), lead=viewer.person, goals=GOALS)
    book.add(draft)
    for owner, nth in wanted:
        PlanSteps(tx).add(_step(draft, owner, nth), by=viewer.person)
    book.save(approved(book.get(draft.number), viewer.person), book.get(draft.number), did="test")


def _step(plan: DistrictPlan, owner: PersonId, nth: int) -> PlanStep:
    due = DUE + timedelta(days=nth * 5)
    return PlanStep(number=0, of=plan.number, what=f"Meet the families, {nth}", owner=owner, due=due, goal=1)


def approved(plan: DistrictPlan, by: PersonId) -> DistrictPlan:
    on = date(2026, 3, 9)
    signed = tuple(Signature(role=role, by=by, on=on, digest=plan.digest) for role in APPROVE)
    now = {"state": PlanState.IN_FORCE, "newest_state": PlanState.IN_FORCE, "in_force": plan.revision}
    return replace(plan, signatures=signed, **now)
