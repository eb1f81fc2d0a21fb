"""Meetings with minutes as they are looked at: while one goes on, once it is over, and in each form."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from domain.agendas import AgendaItem
from domain.meetings import Attendee, Meeting, MeetingKind, Phase, Presence
from domain.minutes import Minutes, Outcome, OutcomeKind, Output, room_of
from domain.people import PersonId
from domain.plans import Resources, Step
from tests.domain.story import ANN, MIA, OLE, STU, TODAY
from tests.views.scene import look
from views.agendas import added_card
from views.cabinet_agenda import add_form, before_card, none_planned_card
from views.corrections import change_card, gone_card, not_begun_card
from views.elements import Card, Form, Option
from views.minutes import (
    Held,
    minutes_card,
    post_card,
    running_card,
    section_card,
    section_name,
)
from views.minutes_forms import (
    correct_form,
    decision_form,
    information_form,
    resource_form,
    step_form,
    target_card,
)

BEGAN, ENDED = datetime(2026, 3, 9, 14, 2, tzinfo=UTC), datetime(2026, 3, 9, 15, 31, tzinfo=UTC)
MEETING = Meeting(
    number="MTG-2026-007",
    kind=MeetingKind.MRT,
    phase=Phase.RUNNING,
    title="March review",
    day=TODAY,
    start=time(9),
    place="Board room",
    host=MIA.person,
    started_at=BEGAN,
)
THERE = [
    Attendee(nth=1, person=MIA.person, title="Management Review Team", presence=Presence.PRESENT, votes=True),
    Attendee(nth=2, person=OLE.person, title="Management Review Team", presence=Presence.LATE, votes=True),
    Attendee(nth=3, person=STU.person, title="Management Review Team", presence=Presence.ABSENT, votes=True),
    Attendee(nth=4, person=ANN.person, title="Recorder", presence=Presence.PRESENT),
    Attendee(nth=5, guest="Ms. Lee", presence=Presence.PRESENT),
]
ITEM = AgendaItem(id="item1", meeting=MEETING.number, section=4, subject="Gates of East", by=MIA.person, done=True)
LATER = replace(ITEM, id="item2", subject="Late buses", done=False, carried_from="MTG-2026-003")


def outcome(nth: int, kind: OutcomeKind, text: str, **more: Any) -> Outcome:
    said: dict[str, Any] = {"section": 4, "item": ITEM.id, "by": ANN.person, "at": BEGAN, **more}
    return Outcome(id=f"o{nth}", meeting=MEETING.number, nth=nth, kind=kind, text=text, **said)


VOTED = {"votes_for": 2, "mover": OLE.person, "output": Output.IMPROVEMENT, "corrected_by": ANN.person}
DECIDED = outcome(1, OutcomeKind.DECISION, "Check all gates in August.", **VOTED)
GIVEN = outcome(2, OutcomeKind.STEP, "Ask for a price", step=41, owner=STU.person, due=date(2026, 3, 27))
ALLOCATED = outcome(
    3,
    OutcomeKind.RESOURCE,
    "For the gate.",
    section=10,
    item="",
    car="CAR-2026-001",
    resources=Resources.IN_PART,
    amount="$800",
    people="A locksmith",
    fund="Title I",
)
HEARD = outcome(4, OutcomeKind.INFORMATION, "Three gates are open.", section=2, item="")
SEALED = replace(ALLOCATED, id="o5", nth=5, car="CAR-2026-002")
ADVICE = replace(DECIDED, id="o6", nth=6, votes_for=0, advisory=True, plan="PLAN-2026-003", output=Output.CHANGE)
RUNNING = Held(
    meeting=MEETING,
    there=THERE,
    room=room_of(THERE),
    items=[ITEM, LATER],
    outcomes=[DECIDED, GIVEN, ALLOCATED, HEARD, SEALED],
    waiting=["MTG-2026-003"],
    steps={41: Step(number=41, what="Ask for a price", owner=STU.person, due=date(2026, 3, 27))},
    guarded=frozenset({"CAR-2026-002"}),
    runs=True,
)
THIN = replace(
    RUNNING, there=THERE[2:], room=room_of(THERE[2:]), outcomes=[ADVICE], items=[], runs=False, waiting=["MTG-2026-003"]
)
MADE = Minutes(meeting=MEETING.number, closed_by=MIA.person, closed_at=ENDED)
LATER_ON = datetime(2026, 4, 14, 15, tzinfo=UTC)
OVER = replace(RUNNING, meeting=replace(MEETING, phase=Phase.CLOSED, closed_at=ENDED), minutes=MADE, waiting=())
APPROVED = replace(
    OVER,
    meeting=replace(OVER.meeting, phase=Phase.APPROVED),
    minutes=replace(MADE, approved_in="MTG-2026-011", approved_by=MIA.person, approved_at=LATER_ON),
)
CABINET = replace(RUNNING, meeting=replace(MEETING, kind=MeetingKind.CABINET, title=""), outcomes=[], waiting=())
AHEAD = replace(
    CABINET,
    meeting=replace(CABINET.meeting, phase=Phase.PUBLISHED, started_at=None),
    items=[ITEM, LATER, replace(LATER, id="item3", subject="Reading", about="CAR-2026-001", carried_from="")],
    given={"Gates of East": "MTG-2026-011"},
    adds=True,
)
GATES = "gate " * 300  # wherever a text is cut, what is left of it is a word of ours
HUGE = replace(
    OVER,
    meeting=replace(OVER.meeting, title=GATES[:150], place=GATES[:200]),
    there=[replace(THERE[0], nth=nth, guest=GATES[:100], person=None) for nth in range(1, 40)],
    outcomes=[replace(DECIDED, id=f"h{nth}", nth=nth, section=nth % 16, text=GATES[:1500]) for nth in range(1, 60)],
    items=[],
)
SUBJECT, ABOUT = "Gates of East", f"{MEETING.number} 4 {ITEM.id}"
VOTERS = {"mia": "Mia", "ole": "Ole"}
PLANS = [Option(value="PLAN-2026-003", label="PLAN-2026-003 · Reading")]
CARS = [Option(value="CAR-2026-001", label="CAR-2026-001 · Gate latch")]
TYPED = (
    " MTG PLAN March review Board room Ms. Lee Gates of East Late buses Check all gates in August. Ask for a price "
    "For the gate. $800 A locksmith Title I Three gates are open. Reading Gate latch Recorder Management Review Team "
    "Mia Ole gate gat ga g "
)
MESSAGES: Mapping[str, Card] = {
    "review_running": running_card(RUNNING),
    "review_section": section_card(RUNNING, 4, look(MIA)),
    "review_target": target_card(RUNNING, ABOUT, SUBJECT, [DECIDED, GIVEN], look(MIA)),
    "cabinet_agenda": before_card(AHEAD, TODAY),
    "minutes": minutes_card(OVER, look(MIA)),
    "minutes_huge": minutes_card(HUGE, look(MIA)),
    "minutes_post": post_card(replace(OVER, runs=False), look(ANN)),
}
FORMS: Mapping[str, Form] = {
    "cabinet_agenda_add": add_form("MTG-2026-007", "Late buses", ""),
    "decision": decision_form(f"{ABOUT} 2", SUBJECT, VOTERS, PLANS, RUNNING.room.words),
    "decision_meanwhile": information_form(f"{ABOUT} 2", SUBJECT, new="Check all gates in August."),
    "resources_of_review": resource_form(f"{MEETING.number} 10 - 0", section_name(RUNNING, 10), CARS),
    "correct_decision": correct_form(DECIDED, SUBJECT, VOTERS),
}
REST_OF_CARDS: Mapping[str, Card] = {
    "a review without a quorum": running_card(THIN),
    "a section of it": section_card(THIN, 4, look(ANN)),
    "a meeting of the cabinet": running_card(CABINET),
    "a cabinet without an agenda": before_card(replace(AHEAD, items=[], runs=False, adds=False), TODAY),
    "a cabinet with a review": before_card(
        replace(AHEAD, meeting=replace(AHEAD.meeting, kind=MeetingKind.MRT), small=True, given={}), TODAY
    ),
    "no cabinet": none_planned_card(TODAY, TODAY, adds=True),
    "no cabinet for others": none_planned_card(TODAY, TODAY, adds=False),
    "something for the cabinet": added_card(LATER, AHEAD.meeting, TODAY),
    "a huge agenda of the cabinet": before_card(
        replace(AHEAD, items=[replace(LATER, id=str(n), subject=GATES[:300]) for n in range(60)], given={}), TODAY
    ),
    "an item of the cabinet": target_card(CABINET, ABOUT, SUBJECT, [], look(MIA)),
    "what came of it without a quorum": target_card(replace(THIN, runs=True), ABOUT, SUBJECT, [], look(MIA)),
    "minutes that are approved": minutes_card(APPROVED, look(ANN)),
    "minutes of nothing": minutes_card(replace(OVER, outcomes=[], there=[]), look(ANN)),
    "minutes for those who were expected": post_card(HUGE, look(ANN), lead="Ms. Lee"),
    "minutes of nothing in a post": post_card(replace(OVER, outcomes=[HEARD]), look(ANN)),
    "minutes that are not seen": gone_card(MEETING.number),
    "a review that has not begun": not_begun_card(replace(MEETING, phase=Phase.PUBLISHED)),
    "a review that was called off": not_begun_card(replace(MEETING, phase=Phase.CALLED_OFF)),
    "a plan to change": change_card(MEETING, ADVICE, leads=True),
    "a plan to change for others": change_card(MEETING, ADVICE, leads=False),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "a decision with nobody who votes": decision_form(f"{ABOUT} 2", SUBJECT, {}, [], THIN.room.words),
    "for information": information_form(f"{ABOUT} 2", SUBJECT),
    "a step of a review": step_form(f"{ABOUT} 2", SUBJECT, date(2026, 4, 8)),
    "correct a step": correct_form(GIVEN, SUBJECT, {}),
    "correct resources": correct_form(ALLOCATED, SUBJECT, {}),
    "correct what was said": correct_form(HEARD, SUBJECT, {PersonId("mia"): "Mia"}),
}
