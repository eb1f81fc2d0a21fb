"""Something in each table of plans, and all that storage answers about them: for who looks from elsewhere."""

from dataclasses import replace
from datetime import date

from domain.improvement import PlanState, Signature
from domain.measures import Measured, MeasureValue
from domain.needs import Feeds as Goal
from domain.people import PersonId, Role, Viewer
from domain.step_updates import Told, tell
from storage.db import Tx
from storage.feeds import Feeds
from storage.improvement import PlanBook
from storage.measures import Measures
from storage.needs import Needs, standing
from storage.partners import PartnerLinks
from storage.plan_steps import PlanSteps
from storage.roadmaps import Roadmaps
from storage.step_lists import StepLists
from storage.step_updates import StepUpdates
from tests.conftest import NOW
from tests.domain.improving import PLAN
from tests.domain.improving import step as plan_step
from tests.domain.test_plan_needs import GAP
from tests.views.roadmapped import FIRST

NUMBER = "PLAN-2026-001"


def filled(tx: Tx, person: PersonId) -> None:
    """A plan that is in force, with a step of which something was told, a value that was measured, and a calendar."""
    viewer = Viewer(person=person)
    signed = Signature(role=Role.SUPERINTENDENT, by=person, on=NOW.date(), digest="d")
    plan = replace(PLAN, lead=person, signatures=(signed,), state=PlanState.IN_FORCE, in_force=1)
    PlanBook(tx, viewer).add(plan)
    step = PlanSteps(tx).add(plan_step(owner=person), by=person)
    told, line = tell(plan, step, Told(percent=20), nth=1, by=viewer, today=NOW.date())
    PlanSteps(tx).tell(told, line, did="test")
    of = Measured.GOAL
    value = MeasureValue(plan=plan.number, goal=1, strategy=0, of=of, nth=0, day=NOW.date(), value=1, by=person)
    Measures(tx).add(value)
    Feeds(tx).renew(person)
    PartnerLinks(tx).renew(NUMBER, by=person)
    Roadmaps(tx).add(replace(FIRST, plan=plan.number, by=person))
    need = replace(GAP, by=person, goals=())
    Needs(tx, viewer).add(need)
    Needs(tx, viewer).link(need, Goal(plan=plan.number, goal=1))


def asked(tx: Tx, viewer: Viewer) -> list[object]:
    return [
        PlanBook(tx, viewer).page()[0],
        PlanBook(tx, viewer).revisions(NUMBER),
        PlanSteps(tx).of([NUMBER]),
        PlanSteps(tx).updates(2),
        StepUpdates(tx).of_plan(NUMBER),
        Measures(tx).of(NUMBER),
        StepLists(tx).mine(viewer.person, size=9),
        StepLists(tx).count(viewer.person, NOW.date())[0],
        StepLists(tx).due(NOW.date(), date.max, most=9),
        StepLists(tx).changed(NOW, most=9),
        StepLists(tx).of_plan(NUMBER),
        Feeds(tx).of(viewer.person),
        Feeds(tx).dated(viewer.person),
        Needs(tx, viewer).page()[0],
        Needs(tx, viewer).every(standing()),
        Needs(tx, viewer).of_goal(NUMBER, 1),
        Needs(tx, viewer).changed(NOW, most=9),
        Needs(tx, viewer).led_places(),
        Roadmaps(tx).of(NUMBER),
        Roadmaps(tx).changed(NOW, most=9),
    ]
