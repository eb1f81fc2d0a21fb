"""A roadmap as it is looked at: its phases, one of them, what changed, and the form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.groups import Group
from domain.improvement import DistrictPlan, Kind, PlanState
from domain.people import PersonId
from domain.roadmap import Answers, Phase, changes
from tests.domain.story import ANN, OLE, STU, TODAY
from tests.views.scene import look
from views.elements import Card, Form
from views.roadmap import answer_form, changed_card, earlier_card, list_card, phase_card, roadmap_card

PLAN = DistrictPlan(
    number="PLAN-2026-003",
    kind=Kind.ROADMAP,
    title="Reading",
    year=2025,
    lead=OLE.person,
    place="east",
    state=PlanState.IN_FORCE,
    in_force=1,
)
FIRST = Answers(
    plan=PLAN.number,
    phase=Phase.NEEDS,
    nth=1,
    done="Families come to school",
    groups=(Group.FAMILIES, Group.NATIONS),
    heard="Look twice a year",
    unheard="Which gate?",
    by=OLE.person,
    day=date(2026, 1, 12),
)
SECOND = replace(
    FIRST, nth=2, to_do="Buy oil", by_when=date(2026, 3, 20), who=STU.person, nations="Two", done=None, day=TODAY
)
LINES = [FIRST, SECOND]
PLANNED = replace(FIRST, phase=Phase.VISION, nth=0, to_do="Buy oil", who=PersonId("stu"), day=date.min)
FOUND: Mapping[Phase, Answers] = {Phase.VISION: PLANNED, Phase.NEEDS: SECOND}
CHANGED = changes(LINES, date(2026, 2, 4))
TYPED = "PLAN Reading Families come to school Look twice a year Which gate Buy oil Two"

MESSAGES: Mapping[str, Card] = {
    "roadmap": roadmap_card(PLAN, FOUND, look(OLE)),
    "roadmap_phase": phase_card(PLAN, Phase.NEEDS, SECOND, LINES, look(OLE), writes=True),
    "roadmap_changed": changed_card(PLAN, CHANGED, date(2026, 2, 4), look(ANN)),
}
FORMS: Mapping[str, Form] = {"roadmap": answer_form(PLAN, Phase.NEEDS, SECOND)}
REST_OF_CARDS: Mapping[str, Card] = {
    "roadmap without an answer": roadmap_card(PLAN, {}, look(ANN)),
    "roadmap that changed nothing": changed_card(PLAN, [], date(2026, 2, 4), look(ANN)),
    "phase as the plan has it": phase_card(PLAN, Phase.VISION, PLANNED, [], look(ANN), writes=False),
    "phase without an answer": phase_card(PLAN, Phase.MONITOR, None, [], look(OLE), writes=True),
    "earlier answers": earlier_card(PLAN, Phase.NEEDS, LINES, look(ANN), offset=0),
    "older answers": earlier_card(PLAN, Phase.NEEDS, LINES * 4, look(ANN), offset=2),
    "roadmaps": list_card([PLAN, replace(PLAN, place=None)], look(ANN)),
    "no roadmaps": list_card([], look(ANN)),
}
REST_OF_FORMS: Mapping[str, Form] = {"a phase that nobody answered": answer_form(PLAN, Phase.VISION, None)}
