"""What is told of reports as it is looked at: answers to questions, and a story of two rounds."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from domain.asking import Unclear
from domain.cars import REDACTED, State
from domain.evidence import Piece, Problem, Shows
from domain.files import File, Purpose
from domain.offices import Office
from domain.sought import read_sought
from domain.story import SOMEBODY, Act, Stay, story_of
from tests.domain.story import BOB, CAR, MIA
from tests.views.scene import LONG, car_at, look, schools
from views.asking import found_card, nobody_card, unclear_card, which_card
from views.cars import car_card
from views.deeds import SENTENCES
from views.elements import Card
from views.evidence import refused_card, with_evidence
from views.story import PAGE, Ends, Reminded, story_act, story_card

BEGAN = datetime(2026, 2, 27, 15, 30, tzinfo=UTC)


def act(nr: int, did: str, by: str = "mia", *, table: str = "cars", key: str = CAR.number, **more: Any) -> Act:
    """The entry of a number, each four hours after the one before; those of one `at` were done at once."""
    at = BEGAN + timedelta(hours=4 * more.pop("at", nr))
    return Act(nr=nr, at=at, by=by, door=more.pop("door", "slack"), did=did, table=table, key=key, **more)


PLAN_DUE, LATER = date(2026, 3, 29), date(2026, 4, 8)
ACTS = [
    act(0, "car.filed", "", turned={"school": (None, "east")}, said={"already_done": "Tied it shut."}),
    act(1, "car.accepted", turned={"severity": (None, "major"), "owner": (None, "ole"), "plan_due": (None, PLAN_DUE)}),
    act(2, "extension.asked", "ole", table="extensions", key="x1", row={"old": PLAN_DUE, "new": LATER}),
    act(3, "car.time_asked", "ole", at=2),
    act(4, "car.time_given", turned={"plan_due": (PLAN_DUE, LATER)}, door="teams"),
    act(5, "car.plan_review", "ole", at=5),
    act(6, "causes", "ole", at=5, table="causes", key="1", said={"statement": LONG}),
    act(7, "car.plan_refused", said={"reason": REDACTED}),
    act(8, "step.done", "stu", at=8, door="web"),
    act(9, "step.done", "stu", at=8, table="steps", key="41", said={"evidence": "Tied it shut."}),
    act(10, "car.came_back", "che", said={"reason": "Which gate?"}),
    act(11, "car.owner_changed", "bob", turned={"owner": ("ole", "bob")}, door="clock"),
]
STAYS = [
    Stay(state=state, entered_at=BEGAN + timedelta(hours=4 * nr))
    for nr, state in ((0, State.SUBMITTED), (1, State.ACCEPTED), (5, State.PLAN_REVIEW), (7, State.ACCEPTED))
]
DEEDS = story_of(ACTS, STAYS)
EVERY = story_of([act(nr, did, "system", door="cli") for nr, did in enumerate([*SENTENCES, "before.us"])], [])
SOUGHT = read_sought("closed school=east severity=major whose=mine overdue urgent closed=2026-02-01..2026-02-28")
DATED = read_sought("all owner=ole source=survey filed=2026-03-02..2026-03-04 due=2026-03-04..2026-03-04")
PIECE = Piece(id="e1", car=CAR.number, part=Shows.STEP, step=41, link="https://example.org", by=BOB.person, at=BEGAN)
PIECES = [
    replace(PIECE, file="f1"),
    replace(PIECE, file="f2", part=Shows.FIX, step=None),
    replace(PIECE, part=Shows.CHECK, step=None),
    replace(PIECE, part=Shows.LATER, step=None, problem=Problem.LINK),
]
FILE = File(
    id="f1",
    about="cars:CAR-2026-014",
    purpose=Purpose.EVIDENCE,
    name="gate.jpg",
    media="image/jpeg",
    size=1_400_000,
    sha256="0" * 64,
    made_at=BEGAN,
    made_by=BOB.person,
)
KEPT = {"f1": FILE, "f2": replace(FILE, id="f2", erased_at=BEGAN)}
TWO = tuple(schools(2))
MESSAGES: Mapping[str, Card] = {
    "asked": found_card([CAR], look(BOB), SOUGHT, offset=8, total=25),
    "asked_unclear": unclear_card("closed at North", Unclear(places=TWO), [("School 0", SOUGHT)]),
    "asked_report": unclear_card("The latch of the south gate does not close.", Unclear(report=True), []),
    "story": story_card(
        car_at(State.ACCEPTED), DEEDS, look(MIA), offset=0, ends=Ends(entries=42, broken=0), words=True
    ),
}
CARDS: Mapping[str, Card] = {
    **{
        f"story from {offset}": story_card(CAR, EVERY, look(MIA), offset=offset, ends=Ends(entries=80, broken=2))
        for offset in range(0, len(EVERY), PAGE)
    },
    "asked with dates": found_card([], look(BOB), DATED, offset=0, total=0),
    "asked with a word that is not known": unclear_card("Which gate", Unclear(words=("gate",)), []),
    "asked with too much": unclear_card("Which gate", Unclear(words=("gate",) * 4), []),
    "asked with nothing": unclear_card("", Unclear(), []),
    "asked of nobody": nobody_card("Joe Cook"),
    "asked of two": which_card("Joe", [("Joe Cook", DATED), ("Ole Olsen", DATED)]),
    "with files": with_evidence(car_card(CAR, look(BOB)), PIECES, KEPT, look(BOB)),
    "with many files": with_evidence(car_card(CAR, look(BOB)), PIECES * 4, KEPT, look(BOB)),
    "with a link": with_evidence(car_card(CAR, look(BOB)), PIECES[-1:], {}, look(BOB)),
    "with no file": with_evidence(car_card(CAR, look(BOB)), [], {}, look(BOB)),
    **{f"refused: {why}": refused_card(replace(PIECES[0], problem=why)) for why in Problem if why is not Problem.LINK},
    "a story that is over": story_card(
        CAR,
        story_of([act(1, "car.handed_over", SOMEBODY, turned={"handed_to": (None, Office.TITLE_IX)})], []),
        look(MIA),
        offset=0,
        ends=None,
    ),
    "a story with reminders": story_card(
        CAR,
        DEEDS,
        look(MIA),
        offset=0,
        ends=None,
        reminded=Reminded(own=[date(2026, 3, 2), date(2026, 3, 4)], others=[date(2026, 3, 4)]),
    ),
    "a story of one reminder": story_card(
        CAR, DEEDS, look(MIA), offset=0, ends=None, reminded=Reminded(own=[date(2026, 3, 4)], others=())
    ),
    "the way to a story": car_card(CAR, look(MIA), beside=[story_act(CAR)]),
}
