"""Meetings as they are looked at: the list, one at each point of its way, a step that it decided, and the forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from domain.groups import Group
from domain.meeting_themes import Theme
from domain.meetings import ASKED, Attendee, Meeting, MeetingKind, Phase, Presence
from domain.people import PersonId
from domain.plans import Step, StepStatus
from domain.surveys import Phase as SurveyPhase
from domain.surveys import Wave
from domain.visits import AtSchool, SchoolSeen
from tests.domain.story import ANN, MIA, OLE, PAT, STU, SUE, TODAY
from tests.views import minuted, surveyed
from tests.views.scene import look, schools
from views.elements import Card, Form, Option
from views.meeting_forms import (
    PARTS,
    came_form,
    invite_form,
    kind_form,
    move_form,
    off_form,
    plan_form,
    redact_form,
    report_form,
    step_form,
)
from views.meeting_pulse import Pulse
from views.meeting_schools import Term, schools_card
from views.meeting_themes import BECOMES, did_form, heard_form, theme_card, themes_card, told_card
from views.meetings import Page, Shown, invited_lead, list_card, meeting_card, step_card

NOW = datetime(2026, 3, 4, 15, tzinfo=UTC)
FORUM = Meeting(
    number="MTG-2026-004",
    kind=MeetingKind.FORUM,
    title="Families of East",
    day=date(2026, 3, 20),
    start=time(18),
    length=90,
    place="Library",
    host=OLE.person,
    school="east",
    audience="Families of grade 3",
    purpose="What families need",
    groups=(Group.FAMILIES,),
)
VISIT = replace(FORUM, number="MTG-2026-005", kind=MeetingKind.VISIT, service="Reading groups", audience="", groups=())
ROUTINE = replace(FORUM, number="MTG-2026-006", kind=MeetingKind.ROUTINE, plan="PLAN-2026-003", for_all=True)
REVIEW = replace(FORUM, number="MTG-2026-007", kind=MeetingKind.MRT, school="", audience="", groups=())
OFF = replace(FORUM, phase=Phase.CALLED_OFF, off_because="Snow")
RUNNING = replace(FORUM, phase=Phase.RUNNING, day=TODAY)
THERE = [
    Attendee(nth=1, person=OLE.person, presence=Presence.PRESENT, votes=True),
    Attendee(nth=2, person=STU.person, presence=Presence.LATE),
    Attendee(nth=3, guest="Ms. Lee", presence=Presence.EXCUSED),
    *(Attendee(nth=nth, guest=f"Guest {nth}", presence=Presence.ABSENT) for nth in range(4, 14)),
]
EXPECTED = [replace(one, presence=Presence.EXPECTED) for one in THERE]
STEP = Step(number=41, what="Write to the families", owner=STU.person, due=date(2026, 3, 27))
DONE = replace(STEP, status=StepStatus.DONE, evidence="Sent on Monday", done_on=TODAY)
NOT_NEEDED = replace(STEP, number=42, status=StepStatus.CANCELLED, reason="They know", cancelled_on=TODAY)
SAID = Theme(meeting=FORUM.number, nth=1, said="Buses come late", by=OLE.person, at=NOW)
DID = replace(SAID, nth=2, did="A second bus runs", told_at=NOW)
TERM = Term(first=date(2026, 1, 1), last=date(2026, 6, 30), schools=12, unvisited=1, plans=True)
EAST = SchoolSeen(school="east", visits=AtSchool(following=date(2026, 3, 20)), talks=AtSchool(done=2, last=TODAY))


def pulse(wave: Wave, *, sees: bool = False) -> Pulse:
    return Pulse(wave=wave, when=surveyed.WHEN, sees=sees)


TYPED = (
    " Buses come late A second bus runs kaizen meetings tell "
    " MTG PLAN Families of East Library Families of grade 3 What families need Reading groups Snow Ms. Lee Guest "
    "Write to the families Sent on Monday They know kaizen meetings mine School "
)

MESSAGES: Mapping[str, Card] = {
    **minuted.MESSAGES,
    "meetings": list_card(
        Page(scope="coming", meetings=[FORUM, VISIT, OFF], offset=0, total=13, plans=True), look(MIA)
    ),
    "meeting": meeting_card(Shown(meeting=FORUM, there=EXPECTED, lead=invited_lead(FORUM, ())), look(MIA)),
    "meeting_running": meeting_card(Shown(meeting=RUNNING, there=THERE, steps=[STEP, DONE]), look(OLE)),
    "meeting_pulse": meeting_card(
        Shown(meeting=replace(FORUM, phase=Phase.CLOSED), there=THERE[:2], pulse=pulse(surveyed.DONE, sees=True)),
        look(MIA),
    ),
    "meeting_themes": themes_card(RUNNING, [SAID, replace(DID, told_at=None)], look(OLE), runs=True, persons=2),
    "meeting_told": told_card(FORUM, [DID], look(ANN)),
    "meeting_schools": schools_card([EAST] * 12, TERM, look(MIA), offset=0),
    "meeting_step": step_card(FORUM, STEP, look(STU), sees=True),
}
FORMS: Mapping[str, Form] = {
    **minuted.FORMS,
    "meeting": plan_form(
        MeetingKind.FORUM,
        {"title": "Families of East", "day": FORUM.day, "start": FORUM.start, "host": "ole", "groups": FORUM.groups},
        asked=ASKED[MeetingKind.FORUM],
        about="forum",
        known={"places": schools(2), "supports": [Option(value="PLAN-2026-003 1", label="PLAN-2026-003 1 · Reading")]},
    ),
    "heard": heard_form(RUNNING, list(BECOMES)),
    "who_came": came_form(RUNNING, EXPECTED[:10], look(OLE), offset=0, total=13),
}
REST_OF_CARDS: Mapping[str, Card] = {
    **minuted.REST_OF_CARDS,
    "a meeting with a survey that waits": meeting_card(
        Shown(meeting=FORUM, pulse=pulse(replace(surveyed.WAVE, phase=SurveyPhase.SET))), look(OLE)
    ),
    "a meeting with a survey that is open": meeting_card(Shown(meeting=RUNNING, pulse=pulse(surveyed.OPEN)), look(MIA)),
    "a meeting after which nobody was asked": meeting_card(
        Shown(meeting=replace(FORUM, phase=Phase.CLOSED)), look(OLE)
    ),
    "no meetings": list_card(Page(scope="mine", kind="visit"), look(ANN)),
    "more meetings": list_card(Page(scope="past", meetings=[FORUM], offset=10, total=21), look(ANN)),
    "a meeting to its guests": meeting_card(Shown(meeting=FORUM, there=EXPECTED), look(ANN)),
    "a meeting of today": meeting_card(Shown(meeting=replace(FORUM, day=TODAY)), look(OLE)),
    "a meeting that has passed": meeting_card(Shown(meeting=replace(VISIT, day=TODAY - timedelta(days=3))), look(PAT)),
    "a meeting that is over": meeting_card(Shown(meeting=replace(FORUM, phase=Phase.CLOSED), there=THERE), look(MIA)),
    "a routine that is over": meeting_card(
        Shown(meeting=replace(ROUTINE, phase=Phase.CLOSED), supports="PLAN-2026-003"), look(OLE)
    ),
    "a review": meeting_card(Shown(meeting=REVIEW, there=EXPECTED), look(MIA)),
    "a meeting called off": meeting_card(Shown(meeting=OFF), look(OLE)),
    "a forum that goes on": meeting_card(Shown(meeting=RUNNING), look(MIA)),
    "no themes": themes_card(RUNNING, [], look(OLE), runs=True, persons=0),
    "themes to those who were there": themes_card(RUNNING, [SAID, DID], look(ANN), runs=False, persons=2),
    "a theme": theme_card(RUNNING, DID, runs=True),
    "a theme to those who were there": theme_card(RUNNING, SAID, runs=False),
    "nothing told": told_card(FORUM, [], look(ANN)),
    "schools, all visited": schools_card(
        [replace(EAST, visits=AtSchool(done=1, last=TODAY))],
        replace(TERM, unvisited=0, plans=False),
        look(SUE),
        offset=10,
    ),
    "no schools": schools_card([], replace(TERM, schools=0, unvisited=2), look(SUE), offset=0),
    "a step that is not yours": step_card(FORUM, NOT_NEEDED, look(ANN), sees=False, lead="Ms. Lee"),
    "a step that is done": step_card(FORUM, DONE, look(STU), sees=False),
}
REST_OF_FORMS: Mapping[str, Form] = {
    **minuted.REST_OF_FORMS,
    "kinds of meetings": kind_form(list(MeetingKind)),
    "move a meeting": move_form(replace(FORUM, start=time(18, 5))),
    "call a meeting off": off_form(FORUM),
    "invite": invite_form(FORUM, place=True),
    "invite to one of the district": invite_form(REVIEW, place=False),
    "the last who came": came_form(RUNNING, THERE[10:], look(OLE), offset=10, total=13),
    "nobody who came": came_form(RUNNING, [], look(OLE), offset=0, total=0),
    "a step of a meeting": step_form(FORUM, PersonId("ole"), TODAY),
    "what was heard without needs": heard_form(RUNNING, ["theme", "problem", "idea"]),
    "what we did": did_form(DID),
    "what became of it": report_form(FORUM, STEP),
    "words of a meeting": redact_form(FORUM, PARTS),
    **{
        f"plan one: {kind}": plan_form(
            kind,
            {},
            asked=ASKED[kind],
            about=str(kind),
            known={"places": schools(2), "supports": [Option(value="PLAN-2026-003", label="PLAN-2026-003")]},
        )
        for kind in MeetingKind
    },
    "change one": plan_form(
        MeetingKind.COFFEE,
        {"title": "Families of East"},
        asked=ASKED[MeetingKind.COFFEE],
        about="MTG-2026-004",
        known={"places": [], "supports": []},
    ),
}
