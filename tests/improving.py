"""Plans of a district as people make them, for tests that need some."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.improvement import DistrictPlan, PlanState, PlanStep
from domain.improvement_moves import approve, send
from domain.people import PersonId, Role
from storage.db import Tx
from storage.improvement import PlanBook
from storage.plan_steps import PlanSteps
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.domain.improving import GOALS, PLAN
from tests.story import CHIEF, seat

LEAD, DOER, NEWCOMER = PRINCIPAL, OTHER, TEACHER


def with_chief(district: District) -> District:
    seat(district, Role.SUPERINTENDENT, CHIEF)
    return district


def drafted(district: District, *, who: str = LEAD, **more: Any) -> str:
    """A plan of East School that its principal writes, with one step of the nurse's."""
    lead, doer, school = (PersonId(district.person(LEAD)), PersonId(district.person(DOER)), district.school())

    def work(tx: Tx) -> str:
        book = PlanBook(tx, district.call(tx, who).viewer)
        known: dict[str, Any] = {"goals": GOALS, **more}
        made = replace(PLAN, number=book.next_number(2026), lead=lead, place=school, **known)
        book.add(made)
        step = PlanStep(number=0, of=made.number, what="Meet the families", owner=doer, due=date(2026, 3, 20), goal=1)
        PlanSteps(tx).add(replace(step, strategy=1), by=lead)
        return made.number

    number: str = district.do(work)
    return number


def plan_of(district: District, number: str, who: str = MR, revision: int | None = None) -> DistrictPlan:
    found: DistrictPlan = district.do(lambda tx: PlanBook(tx, district.call(tx, who).viewer).get(number, revision))
    return found


def finds(district: District, number: str, who: str, revision: int | None = None) -> DistrictPlan | None:
    found: DistrictPlan | None = district.do(
        lambda tx: PlanBook(tx, district.call(tx, who).viewer).find(number, revision)
    )
    return found


def saved(district: District, now: DistrictPlan, *, who: str = MR) -> DistrictPlan:
    """Keep a plan that a rule made, as somebody."""

    def work(tx: Tx) -> None:
        book = PlanBook(tx, district.call(tx, who).viewer)
        book.save(now, book.get(now.number), did="test")

    district.do(work)
    return plan_of(district, now.number)


def in_force(district: District, **more: Any) -> str:
    """The same plan, signed by both."""
    with_chief(district)
    number = drafted(district, **more)
    plan = plan_of(district, number)
    for who in (MR, CHIEF):
        viewer = district.do(lambda tx, who=who: district.call(tx, who).viewer)
        plan = send(plan, by=viewer) if plan.state is PlanState.DRAFT else plan
        plan = approve(plan, plan.revision, plan.digest, by=viewer, today=date(2026, 3, 9))
    saved(district, plan)
    return number
