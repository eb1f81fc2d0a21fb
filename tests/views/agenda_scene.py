"""Agendas of the management review: of an empty district, a small one, a busy month and a huge district."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from domain.agenda_lines import Frozen, Known, shown
from domain.agendas import SUBJECT_MAX, AgendaItem, AgendaShown, Origin
from domain.meetings import Meeting, MeetingKind, Phase
from domain.people import PersonId
from domain.reviews import Fact, Facts, Says
from domain.settings import Settings
from views.agenda_setup import SetUp, missed_card, set_up_card, set_up_form
from views.agendas import (
    Told,
    add_form,
    added_card,
    agenda_card,
    annex_card,
    coming_note,
    gone_card,
    more_card,
    post_buttons,
)
from views.elements import Card, Form

DAY = date(2026, 3, 10)
ANN = PersonId("ann")
MEETING = Meeting(
    number="MTG-2026-004",
    kind=MeetingKind.MRT,
    phase=Phase.PUBLISHED,
    title="Management Review Team",
    day=DAY,
    start=time(14),
    place="Board room",
    host=ANN,
)
NOTHING: tuple[tuple[Fact, ...], ...] = ((),) * 16
EMPTY = Facts(cut_off=date(2026, 3, 9), before=date(2026, 2, 9), sections=NOTHING)
COUNTS = (
    Fact(says=Says.OPEN, n=14, of=12),
    Fact(says=Says.OVERDUE, n=3, of=4),
    Fact(says=Says.HAPPENED, counts=(5, 3, 1, 1)),
)


def sections(**told: tuple[Fact, ...]) -> tuple[tuple[Fact, ...], ...]:
    return tuple(told.get(f"s{nth}", ()) for nth in range(16))


def about(says: Says, number: str, **more: object) -> Fact:
    return Fact(says=says, about=number, **more)  # type: ignore[arg-type]


BUSY = replace(
    EMPTY,
    sections=sections(
        s0=(about(Says.MINUTES, "MTG-2026-002"),),
        s1=(
            about(Says.DECIDED, "MTG-2026-002", key="o1"),
            about(Says.OUTPUT, "MTG-2026-002", step=41, key="on_track", day=date(2026, 3, 20)),
        ),
        s3=(
            Fact(says=Says.OBJECTIVES, n=2),
            about(Says.PLAN, "PLAN-2026-001", n=12, counts=(4, 1, 2)),
            about(Says.STEP_LATE, "PLAN-2026-001", step=42, day=date(2026, 3, 2)),
        ),
        s4=(
            *COUNTS,
            Fact(says=Says.SEALED, n=5),
            Fact(says=Says.FILED_TREND, n=41, key="chance"),
            Fact(says=Says.LATE_TREND, n=4, of=20, key="few"),
            Fact(says=Says.CAUSE, key="communication", n=9, value=45),
            Fact(says=Says.CAUSE, key="other", n=11, value=100),
            Fact(says=Says.CAME_BACK, n=1, of=8),
            about(Says.ATTENTION, "CAR-2026-001", day=date(2026, 2, 10), key="late"),
            about(Says.NOT_HELD, "CAR-2026-002"),
            about(Says.LATE, "CAR-2026-001", day=date(2026, 2, 10), key="OWNER", place="east"),
            about(Says.CANCELLED, "CAR-2026-003"),
            about(Says.TIME, "CAR-2026-001", day=date(2026, 2, 10), until=date(2026, 4, 1), key="asked"),
            about(Says.NEW, "CAR-2026-004"),
            about(Says.CLOSED, "CAR-2026-005"),
        ),
        s5=(about(Says.PREVENTIVE, "CAR-2026-004"), about(Says.PENDING, "CAR-2026-002", day=date(2026, 3, 1))),
        s7=(
            Fact(says=Says.VOICES, key="complaint", n=2),
            Fact(says=Says.POLLS, n=1),
            about(Says.SURVEY, "PULSE-2026-001-1", n=31, of=52),
            about(Says.HEARD, "MTG-2026-003", key="coffee", day=date(2026, 3, 3)),
            about(Says.VOICE, "CAR-2026-004"),
        ),
        s8=(
            Fact(says=Says.FIXED, n=20, value=18.5, of=44),
            Fact(says=Says.ON_TIME, n=16, of=20),
            about(Says.MEASURE, "PLAN-2026-001", n=1, value=72, key="68.0"),
        ),
        s9=(about(Says.PARTNER, "PLAN-2026-001", counts=(4, 2, 1)),),
        s10=(Fact(says=Says.RESOURCES, counts=(1, 2, 0, 1)),),
        s11=(
            about(Says.STEP_RISK, "PLAN-2026-001", step=42, key="at_risk", day=date(2026, 3, 2)),
            Fact(says=Says.IDEAS, n=3),
        ),
        s12=(about(Says.ROADMAP, "PLAN-2026-001", key="needs", day=date(2026, 3, 4)),),
        s13=(about(Says.IDEA, "IDEA-2026-001", day=date(2026, 3, 5)),),
        s15=(Fact(says=Says.NEXT, day=date(2026, 4, 14)),),
    ),
    annex=(about(Says.NEW, "CAR-2026-009"),),
)
KNOWN = Known(
    year=2026,
    titles={
        **{f"CAR-2026-{n:03}": "Gate latch is broken" for n in range(1, 9)},
        "PLAN-2026-001": "Quality plan",
        "PULSE-2026-001-1": "How staff are",
        "IDEA-2026-001": "One list of all substitute plans",
    },
    steps={41: "Ask the bus company", 42: "Check every gate"},
    places={"east": "East School"},
    decided={"o1": "We try the other road"},
    objectives=("Every child reads", "Safe schools"),
    cause=lambda key: "Communication" if key == "communication" else key,
    sealed={"CAR-2026-009": "Somebody said a word"},
)
HEAD = "5f3c9e0a12b4d6780f1e2d3c4b5a69788776655443322110ffeeddccbbaa9988"
ITEM = AgendaItem(id="1", meeting=MEETING.number, section=8, subject="Why buses are late", by=ANN, place=1)
ITEMS = (
    ITEM,
    replace(ITEM, id="2", section=2, subject="A new bell schedule", origin=Origin.CARRIED, carried_from="MTG-2026-002"),
    replace(ITEM, id="3", section=4, subject="The gate again", about="CAR-2026-001", done=True, place=3),
)


def drawn(
    facts: Facts, items: tuple[AgendaItem, ...] = (), *, revision: int = 1, known: Known = KNOWN, small: bool = False
) -> Told:
    frozen = Frozen(meeting=MEETING.number, revision=revision, facts=facts, entries=1234, head=HEAD, by=ANN)
    made: AgendaShown = shown(frozen, items, known)
    return Told(agenda=made, meeting=MEETING, today=DAY, names={ANN: "Ann Archer"}, small=small)


TOLD = drawn(BUSY, ITEMS, revision=2)
LONG = tuple(
    replace(ITEM, id=str(n), section=n % 16, place=n, subject="Buses " * (SUBJECT_MAX // 6)) for n in range(60)
)
HUGE = replace(
    BUSY,
    sections=tuple(
        tuple(fact for fact in section for _ in range(20 if fact.about or fact.step else 1))
        for section in BUSY.sections
    ),
)
FAR = {number: f"{title} {'and again ' * 7}" for number, title in KNOWN.titles.items()}
VAST = drawn(HUGE, LONG, known=replace(KNOWN, titles=FAR))
SEALED_ALONE = replace(
    EMPTY,
    sections=sections(
        s4=(
            Fact(says=Says.OPEN),
            Fact(says=Says.OVERDUE),
            Fact(says=Says.HAPPENED, counts=(0, 0, 0, 0)),
            Fact(says=Says.SEALED, n=5),
        )
    ),
    annex=BUSY.annex,
)
SETTINGS = Settings({"mrt_channel": "C2", "timezone": "America/Chicago"})
SMALL = Settings({"mrt_channel": "C2", "preset": "small", "agenda_paused": "yes"})
SET_UP = SetUp(
    settings=SETTINGS,
    label="review",
    following=date(2026, 4, 14),
    review=date(2026, 4, 14),
    last=DAY,
    missed=[date(2026, 2, 10)],
)

MESSAGES: Mapping[str, Card] = {
    "agenda_empty": agenda_card(drawn(EMPTY), buttons=post_buttons(MEETING)),
    "agenda_busy": agenda_card(TOLD, buttons=post_buttons(MEETING)),
    "agenda_small": agenda_card(drawn(SEALED_ALONE, small=True), buttons=post_buttons(MEETING)),
    "agenda_sealed": agenda_card(drawn(SEALED_ALONE), buttons=post_buttons(MEETING)),
    "agenda_huge": agenda_card(VAST, buttons=post_buttons(MEETING)),
    "agenda_thread": more_card(TOLD, 4),
    "agenda_huge_thread": more_card(VAST, 4),
    "agenda_annex": annex_card(TOLD),
    "agenda_set_up": set_up_card(SET_UP, DAY),
}
FORMS: Mapping[str, Form] = {
    "agenda_add": add_form(MEETING.number, "Why buses are late", 8, ""),
    "agenda_set_up": set_up_form(SETTINGS),
}
REST_OF_CARDS: Mapping[str, Card] = {
    "agenda before it comes": agenda_card(
        replace(TOLD, meeting=None), note=coming_note(date(2026, 4, 14), DAY), threads=False
    ),
    "annex without anything": annex_card(drawn(EMPTY)),
    "agenda that nobody set up": set_up_card(SetUp(settings=Settings({})), DAY),
    "agenda that rests": set_up_card(
        SetUp(settings=SMALL, problem=("is shared with another district or firm", "Choose another.")), DAY
    ),
    "agenda of a meeting that is over": agenda_card(
        drawn(EMPTY), buttons=post_buttons(replace(MEETING, phase=Phase.CLOSED))
    ),
    "missed agenda": missed_card(date(2026, 3, 10), DAY),
    "no agenda": gone_card(),
    "something on the agenda": added_card(ITEM, MEETING, DAY),
}
REST_OF_FORMS: Mapping[str, Form] = {"agenda of a small district": set_up_form(SMALL)}
TYPED = """
    review use this for the agenda Why buses are late A new bell schedule The gate again Gate latch is broken
    Quality plan One list of all substitute plans Ask the bus company Check every gate Every child reads Safe schools
    add MTG PULSE How staff are We try the other road agai
    Somebody said a word Board room Ann Archer Buses Bus and again Communication
"""
