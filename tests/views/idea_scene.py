"""Ideas at every point, as those whom they concern see them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from domain.ideas import Idea, IdeaState, Moment, adopt, decline, put_off, report
from domain.people import PersonId, Role, Seat, Viewer
from domain.plans import Step
from domain.texts import say
from tests.domain.story import ANN, CAR, MIA, OLE, TODAY
from tests.views.scene import look, schools
from views.elements import Card, Form
from views.home import home_card
from views.ideas import (
    IdeaPile,
    adopt_form,
    decline_form,
    gone_card,
    idea_card,
    idea_form,
    idea_step_form,
    kept_card,
    later_form,
    list_card,
    raise_form,
    remove_form,
)

BOB = Viewer(person=PersonId("bob"), seats=frozenset({Seat(role=Role.CABINET_MEMBER, person=PersonId("bob"))}))
IDEA = Idea(
    number="IDEA-2026-003",
    what="One list of all substitute plans at the gate.\nEach morning somebody calls for it and waits.",
    by=ANN.person,
    given_at=CAR.filed_at,
    given_on=CAR.filed_on,
    school="east",
)
STEP = Step(number=41, what="Hang the list at the gate", owner=OLE.person, due=date(2026, 4, 8))
AT = Moment(by=BOB, today=TODAY, now=CAR.filed_at)
ADOPTED = adopt(IDEA, STEP, at=AT)
DONE = report(STEP, "It hangs there", needed=True, by=OLE, today=TODAY)
DROPPED = report(STEP, "There is one", needed=False, by=OLE, today=TODAY)
PUT_OFF = put_off(IDEA, date(2027, 5, 1), "After the audit", at=AT)

MESSAGES: Mapping[str, Card] = {
    "idea_new": idea_card(IDEA, None, look(BOB)),
    "idea_mr": idea_card(IDEA, None, look(MIA)),
    "idea_adopted": idea_card(ADOPTED, STEP, look(OLE), lead=say("You are asked to carry this out.")),
    "idea_undo": idea_card(ADOPTED, STEP, replace(look(BOB), now=CAR.filed_at)),
    "idea_declined": idea_card(decline(IDEA, "There is one in the office.", at=AT), None, look(ANN)),
    "idea_list": list_card([IDEA, PUT_OFF], look(BOB), scope="open", offset=10, total=25),
    "home_ideas": home_card(
        "Sunrise Schools",
        [IdeaPile(scope="decide", ideas=[IDEA], total=7), IdeaPile(scope="do", ideas=[ADOPTED], total=1)],
        look(BOB),
        seat_is_empty=False,
    ),
}
FORMS: Mapping[str, Form] = {
    "idea": idea_form(schools(2), {"what": "One list", "school": "id000001"}),
    "idea_adopt": adopt_form(IDEA, "bob", TODAY),
}
REST_OF_CARDS: Mapping[str, Card] = {
    "idea with the team": idea_card(replace(IDEA, state=IdeaState.REVIEW_TEAM), None, look(ANN)),
    "idea put off": idea_card(PUT_OFF, None, look(ANN)),
    "idea to decide again": idea_card(replace(PUT_OFF, until=TODAY), None, look(BOB)),
    "idea that is a report": idea_card(replace(IDEA, state=IdeaState.RAISED, car=CAR.number), None, look(ANN)),
    "idea that is done": idea_card(ADOPTED, DONE, look(OLE)),
    "idea that is not needed": idea_card(
        ADOPTED, report(STEP, "There is one", needed=False, by=OLE, today=TODAY), look(ANN)
    ),
    "idea kept": kept_card(IDEA),
    "idea gone": gone_card(IDEA.number),
    "no ideas": list_card([], look(ANN), scope="mine", offset=0, total=0),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "idea not now": later_form(IDEA),
    "idea declined": decline_form(IDEA),
    "idea as a report": raise_form(IDEA, schools(2), TODAY),
    "idea done": idea_step_form(IDEA, STEP),
    "words of an idea": remove_form(IDEA),
}
TYPED = """
    One list of all substitute plans at the gate Each morning somebody calls for it waits IDEA Hang audit After There is
    one in office hangs do decide idea mine there and
"""
