"""Digests of the Cabinet: of an empty, a small and a huge district, a busy week, sealed reports alone; their set-up."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from domain.agendas import AgendaItem
from domain.cars import State
from domain.digests import Counts, Dated, Digest, Section, listed
from domain.ideas import IdeaState
from domain.lifecycle import Party
from domain.meetings import Meeting, MeetingKind, Phase
from domain.people import PersonId
from domain.settings import Settings
from domain.snapshots import Decision, Moved, Proposed, Step, Talk, Wanted
from domain.surveys import heard
from tests.views import agenda_scene, surveyed
from tests.views.idea_scene import IDEA
from tests.views.scene import NAMES, car_at
from views.cabinet import SAMPLES, Told, digest_card, more_card, said
from views.cabinet_setup import (
    SetUp,
    broken_words_card,
    gone_card,
    missed_card,
    set_up_card,
    set_up_form,
    word_form,
    words_card,
)
from views.elements import Card, Form
from views.health import Health, JobHealth, health_card

DAY = date(2026, 3, 16)
QUIET = Digest(cut_off=date(2026, 3, 15), before=date(2026, 3, 8))


def numbers(first: int, many: int) -> list[str]:
    return [f"CAR-2026-{n:03}" for n in range(first, first + many)]


def dated(number: str, day: int, waits: Party = Party.OWNER) -> Dated:
    return Dated(number=number, due=date(2026, 3, day), waits=waits.name, place="east")


BUSY = replace(
    QUIET,
    now=Counts(open=14, overdue=3),
    then=Counts(open=12, overdue=4),
    sealed=5,
    missed=(date(2026, 3, 2),),
    decisions=listed(
        Decision(wanted=wanted, number=number, since=date(2026, 3, 9))
        for wanted, number in zip(Wanted, numbers(1, 4), strict=True)
    ),
    overdue=listed([dated("CAR-2026-005", 5), dated("CAR-2026-006", 12, Party.CHECKER), dated("CAR-2026-007", 13)]),
    due=listed([dated("CAR-2026-008", 18)]),
    due_steps=listed([Step(number=41, of="PLAN-2026-001", due=date(2026, 3, 20))]),
    new=listed([Moved(number="CAR-2026-009", was=None, now=State.SUBMITTED)]),
    moved=listed([Moved(number="CAR-2026-010", was=State.ACCEPTED, now=State.PLAN_REVIEW)]),
    came_back=listed([Moved(number="CAR-2026-011", was=State.MONITORING, now=State.ACCEPTED)]),
    escalated=listed([dated("CAR-2026-005", 5)]),
    closed=listed([Moved(number="CAR-2026-012", was=State.VERIFYING, now=State.CLOSED)]),
    done_steps=listed([Step(number=42, of="PLAN-2026-001", due=date(2026, 3, 11))]),
    heard=listed([heard(surveyed.ANSWERED)]),
    talks=listed([Talk(number="MTG-2026-004", kind="coffee", n=3, did=1, place="east")]),
    ideas=listed([Proposed(number=f"IDEA-2026-00{n}", given_on=date(2026, 3, n)) for n in (3, 4)]),
    checks=listed([dated("CAR-2026-013", 27)]),
    coming_steps=listed([Step(number=43, of="CAR-2026-013", due=date(2026, 3, 26))]),
    free=(date(2026, 3, 23), date(2026, 3, 24)),
)
ALL = {number: replace(car_at(State.IMPLEMENTING), number=number) for number in numbers(1, 400)}
KNOWN = {
    "cars": ALL,
    "ideas": {
        "IDEA-2026-003": IDEA,
        "IDEA-2026-004": replace(IDEA, number="IDEA-2026-004", state=IdeaState.REVIEW_TEAM, decided_at=IDEA.given_at),
    },
    "waves": {surveyed.ANSWERED.number: surveyed.ANSWERED},
    "after": {surveyed.ANSWERED.number: surveyed.MEETING},
    "talks": {"MTG-2026-004": "Buses come late"},
    "steps": {41: "Check every gate", 42: "Hang the list at the gate", 43: "Buy oil"},
    "places": NAMES.places,
    "waits": frozenset((one.wanted, one.number) for one in BUSY.decisions.lines[1:]),
}
MEETING = Meeting(
    number="MTG-2026-007",
    kind=MeetingKind.CABINET,
    phase=Phase.PUBLISHED,
    title="Cabinet",
    day=DAY,
    start=time(10),
    place="Board room",
    host=PersonId("mia"),
)
BUSES = AgendaItem(
    id="item1", meeting=MEETING.number, section=2, subject="Late buses", by=PersonId("mia"), about="CAR-2026-001"
)
TOLD = Told(digest=BUSY, day=DAY, meeting=MEETING, items=[BUSES], **KNOWN)  # type: ignore[arg-type]
HUGE = replace(
    BUSY,
    now=Counts(open=12_000, overdue=3_000),
    overdue=replace(listed([dated(number, 1) for number in numbers(1, 200)]), n=3_000),
    moved=replace(
        listed([Moved(number=n, was=State.ACCEPTED, now=State.IMPLEMENTING) for n in numbers(200, 200)]), n=900
    ),
    ideas=listed([Proposed(number="IDEA-2026-003", given_on=date(2026, 3, 3))] * 40),
)
VAST = replace(TOLD, digest=HUGE, items=[replace(BUSES, subject=("gate " * 60).strip())] * 60)
SETTINGS = Settings({"digest_channel": "C1", "timezone": "America/Chicago"})
AT = datetime(2026, 3, 16, 8, 0).astimezone()
SET_UP = SetUp(settings=SETTINGS, label="cabinet", following=AT, last=date(2026, 3, 9), missed=[date(2026, 3, 2)])
WORDS = {section: (said(TOLD, section), section is Section.WINS) for section in SAMPLES}

CALM = Told(digest=QUIET, day=DAY)
MESSAGES: Mapping[str, Card] = {
    **agenda_scene.MESSAGES,
    "digest_quiet": digest_card(Told(digest=QUIET, day=DAY)),
    "digest_busy": digest_card(TOLD),
    "digest_small": digest_card(replace(TOLD, small=True)),
    "digest_huge": digest_card(VAST),
    "digest_sealed": digest_card(Told(digest=replace(QUIET, sealed=5), day=DAY)),
    "digest_thread": more_card(TOLD, Section.DUE),
    "digest_of_a_meeting": digest_card(replace(CALM, meeting=MEETING)),
    "digest_set_up": set_up_card(SET_UP, DAY),
    "health": health_card(
        Health(
            jobs=[
                JobHealth(name="cabinet.digest", last=AT, following=AT, passed_over=AT),
                JobHealth(name="reminders.daily", following=AT, failed=AT, fault="7F3A-21", why="TimeoutError"),
                JobHealth(name="absences.back"),
            ],
            conversations=[("#cabinet", "was archived", "Open it again.")],
            people=[f"Ann Archer {n}" for n in range(12)],
            ledger={"sent": 12, "pending": 1, "failed": 2, "unfilled": 0, "skipped": 3},
        )
    ),
}
FORMS: Mapping[str, Form] = {"digest_set_up": set_up_form(SETTINGS), **agenda_scene.FORMS}
REST_OF_CARDS: Mapping[str, Card] = {
    **agenda_scene.REST_OF_CARDS,
    "digest of a meeting that is over": digest_card(replace(CALM, meeting=replace(MEETING, phase=Phase.CLOSED))),
    "digest of a meeting that is off": digest_card(replace(CALM, meeting=replace(MEETING, phase=Phase.CALLED_OFF))),
    "huge thread": more_card(VAST, Section.DUE),
    "digest that nobody set up": set_up_card(SetUp(settings=Settings({})), DAY),
    "digest that rests": set_up_card(
        SetUp(
            settings=Settings({"digest_channel": "C1", "digest_paused": "yes"}),
            problem=("is shared with another district or firm", "Choose another."),
        ),
        DAY,
    ),
    "missed digest": missed_card(date(2026, 3, 9), DAY),
    "no digest": gone_card(),
    "words of a digest": words_card(WORDS),
    "words that broke": broken_words_card(Section.DUE, "It cannot be read."),
    "health of a well one": health_card(Health(jobs=[], ledger={"sent": 1})),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "words of a section": word_form(Section.STATE, "{{ open }}", ["open", "overdue"]),
    **agenda_scene.REST_OF_FORMS,
}
TYPED = (
    """
    Late buses Board room gat ga g MTG gate
    cabinet digest use this for the PLAN Check every gate Hang the list Buy oil open overdue was archived Open it again
    is shared with another district or firm aga gat Choose another It cannot be read TimeoutError Monday
"""
    + agenda_scene.TYPED
)
