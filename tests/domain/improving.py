"""A school's plan for the tests: two goals, a theory of action, and steps."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.improvement import DistrictPlan, Goal, Kind, PlanState, PlanStep, Strategy
from domain.people import PersonId, Role, Seat, Viewer
from domain.plans import StepStatus

TODAY = date(2026, 3, 9)
LEAD, PRIN, BOSS, QUALITY, SOMEBODY = (PersonId(name) for name in ("lea", "pia", "sue", "mia", "sam"))


def viewer(person: PersonId, *roles: Role, place: str | None = None) -> Viewer:
    return Viewer(person=person, seats=frozenset(Seat(role=role, person=person, place=place) for role in roles))


AS_LEAD, AS_ANYBODY = viewer(LEAD), viewer(SOMEBODY)
AS_PRINCIPAL = viewer(PRIN, Role.PRINCIPAL, place="east")
AS_CHIEF, AS_MR = viewer(BOSS, Role.SUPERINTENDENT), viewer(QUALITY, Role.MANAGEMENT_REPRESENTATIVE)


def step(number: int = 41, status: StepStatus = StepStatus.NOT_STARTED, **more: Any) -> PlanStep:
    known: dict[str, Any] = {
        "due": date(2026, 3, 20),
        "of": "PLAN-2026-001",
        "what": "Meet the families",
        "owner": SOMEBODY,
        "goal": 1,
    }
    return PlanStep(number=number, status=status, **{**known, **more})


READS = Strategy(
    nth=1, does="Read aloud each day", adults="plan together", students="read more", students_measure="pages"
)
GOALS = (
    Goal(nth=1, statement="Every student reads at grade level", measure="STAR", strategies=(READS,), used=1),
    Goal(nth=2, statement="Families come to school"),
)
PLAN = DistrictPlan(
    number="PLAN-2026-001",
    kind=Kind.SCHOOL,
    title="East School plan",
    year=2025,
    lead=LEAD,
    place="east",
    goals=GOALS,
    used=2,
)


def plan(state: PlanState = PlanState.DRAFT, **more: Any) -> DistrictPlan:
    in_force = 1 if state is PlanState.IN_FORCE else None
    return replace(PLAN, state=state, newest_state=state, in_force=in_force, **more)
