"""Needs as they are looked at: a list, one of them, the inventory, and the forms."""

from collections.abc import Mapping
from dataclasses import replace

from domain.groups import Group
from domain.needs import Evidence, Feeds, Found, Need, Priority, Side, inventory
from domain.texts import day_text
from tests.domain.story import ANN, MIA, OLE, TODAY
from tests.views.scene import look, schools
from views.elements import Card, Form, Option
from views.need_forms import aside_form, goal_form, need_form, nothing_card, redact_form, removed_card
from views.needs import inventory_card, list_card, need_card

GAP = Need(
    number="NEED-2026-001",
    statement="Families come to school",
    side=Side.GAP,
    priority=Priority.FIRST,
    evidence=Evidence.PERCEPTION,
    shows="There is some",
    found_in=(Found.FORUM, Found.SURVEY),
    groups=(Group.FAMILIES, Group.NATIONS),
    others="Two",
    place="east",
    by=OLE.person,
    noted_on=TODAY,
    goals=(Feeds(plan="PLAN-2026-003", goal=1),),
)
STRENGTH = replace(
    GAP,
    number="NEED-2026-002",
    side=Side.STRENGTH,
    priority=Priority.THIRD,
    evidence=Evidence.STUDENT,
    shows=None,
    found_in=(),
    groups=(),
    others=None,
    place=None,
    goals=(),
)
ASIDE = replace(GAP, aside="Reading", aside_on=TODAY)
BOTH = [GAP, STRENGTH]
MANY = [replace(GAP, number=f"NEED-2026-{nth:03}", goals=()) for nth in range(1, 11)]
GOALS = [Option(value="PLAN-2026-003 1", label="PLAN-2026-003 1 · Reading")]
TYPED = "NEED PLAN Families come to school There is some Two Reading plan needs gaps"

MESSAGES: Mapping[str, Card] = {
    "needs": list_card(BOTH, look(MIA), scope="all", offset=0, total=12, writes=True),
    "need": need_card(GAP, look(MIA), writes=True),
    "inventory": inventory_card(inventory(BOTH), BOTH, look(ANN), place="", offset=0, total=2),
}
FORMS: Mapping[str, Form] = {"need": need_form(GAP, schools(2), district=True)}
REST_OF_CARDS: Mapping[str, Card] = {
    "no needs": list_card([], look(ANN), scope="mine", offset=0, total=0, writes=False, place="east"),
    "more needs": list_card(MANY, look(MIA), scope="aside", offset=10, total=40, writes=True),
    "a need that nobody heard of": need_card(STRENGTH, look(ANN), writes=False),
    "a need that was fed by its reader's goal": need_card(GAP, look(ANN), writes=False),
    "a need set aside": need_card(ASIDE, look(OLE), writes=True),
    "words of a need are removed": removed_card(GAP, "Ann Archer", day_text(TODAY, year=True), "Reading", look(MIA)),
    "no words of a need left": nothing_card(GAP),
    "an empty inventory": inventory_card(inventory([]), [], look(ANN), place="", offset=0, total=0),
    "a long inventory": inventory_card(inventory(MANY), MANY, look(ANN), place="east", offset=10, total=40),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "a new need": need_form(None, schools(2), district=True),
    "a new need of one school": need_form(None, schools(1), district=False, place="id000001"),
    "words of a need": redact_form(GAP, ["statement", "others"]),
    "which goal a need feeds": goal_form(GAP, GOALS),
    "why a need is set aside": aside_form(GAP),
}
