"""Papers to look at: a report at its beginning and at its end, public copies, the log, and half a page for families."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.cars import CAUSES, Car, State
from domain.dossiers import Dossier, Planned, Stay
from domain.families import half_page
from domain.needs import inventory
from domain.people import PersonId
from domain.periods import Period
from domain.public_copy import PublicRule, Release, Text, public_copy
from domain.rules import DEFAULT_RULES
from tests.domain.story import ANN, CAR, CHE, MIA, OLE, TODAY
from tests.views.needed import BOTH
from tests.views.planned import CHANGING, IN_FORCE, LINES, SUPPORTED, VALUES
from tests.views.roadmapped import CHANGED as CHANGED_SINCE
from tests.views.roadmapped import FOUND
from tests.views.roadmapped import PLAN as ROADMAP
from tests.views.scene import NAMES, car_at, look
from tests.views.worked import ASKED, CLOSED, DECIDED, VERDICT
from views.families import families_paper
from views.log_paper import LogPart, log_paper, public_log_paper
from views.need_papers import needs_paper
from views.paper import Paper
from views.papers import Called, Stamp, car_paper
from views.plan_paper import plan_paper, together_paper
from views.plan_sheet import Whole
from views.public_papers import STAFF, WITHHELD_NAME, public_paper
from views.roadmap_paper import roadmap_paper

ZONE = ZoneInfo("America/Chicago")
BEGAN = datetime(2026, 2, 27, 15, 30, tzinfo=UTC)
STAMP = Stamp(
    district="Sunrise Schools",
    at=datetime(2026, 6, 9, 15, tzinfo=UTC),
    zone=ZONE,
    entries=42,
    head="3fa9c1d2" * 8,
)
CALLED = Called(names=NAMES, cause=lambda key: CAUSES.get(key, key), zone=ZONE)
PUBLIC = replace(CALLED, unnamed=STAFF, hidden=WITHHELD_NAME)
MOVED = (
    (State.SUBMITTED, ANN),
    (State.ACCEPTED, MIA),
    (State.PLAN_REVIEW, OLE),
    (State.IMPLEMENTING, MIA),
    (State.VERIFYING, OLE),
    (State.MONITORING, CHE),
    (State.CLOSED, CHE),
)
STAYS = tuple(
    Stay(
        state=state,
        entered_at=BEGAN + timedelta(days=9 * nth),
        left_at=BEGAN + timedelta(days=9 * nth + 9) if state is not State.CLOSED else None,
        by=who.person,
    )
    for nth, (state, who) in enumerate(MOVED)
)
CLOSED_CAR = replace(
    CLOSED.car,
    requirement="Every bus on time",
    closed_on=date(2026, 6, 3),
    implementation_due=date(2026, 5, 20),
    extensions=1,
    link="https://example.org/file",
    already_done="Tied it shut",
)
GRANTED = replace(
    ASKED, decided_by=MIA.person, decided_at=datetime(2026, 3, 5, tzinfo=UTC), granted=ASKED.new, answer="Which gate?"
)
WHOLE = Dossier(
    car=CLOSED_CAR,
    title=CLOSED_CAR.title,
    planned=(Planned(cycle=1, plan=DECIDED),),
    verdicts=(VERDICT,),
    extensions=(GRANTED,),
    stays=STAYS,
)
NEW = Dossier(car=CAR, title=CAR.title, stays=STAYS[:1])
RULE = PublicRule(law="Request of March")
RELEASE = Release(
    car=CAR.number,
    title="Every gate closes",
    done="A new latch",
    texts=frozenset({Text.WHAT, Text.STEPS}),
    by=PersonId("mia"),
    at=BEGAN,
)
COPY, HELD = public_copy(WHOLE, RELEASE, RULE)
YEAR = Period(first=date(2025, 7, 1), last=date(2026, 6, 9))
SECOND = replace(CLOSED_CAR, number="CAR-2026-015", closed_on=date(2026, 6, 9))


def log(number: int) -> list[Car]:
    states = list(State)
    return [replace(car_at(states[n % len(states)]), number=f"CAR-2026-{n:03}") for n in range(number)]


def part(number: int, *, sealed: int = 0) -> LogPart:
    return LogPart(cars=log(number), filters="East School", total=number, as_of=TODAY, sealed=sealed)


NOTHING_FITS = part(0)
PAPERS: Mapping[str, Paper] = {
    "a plan": plan_paper(Whole(plan=IN_FORCE, values=VALUES, lines=LINES), look(OLE), STAMP),
    "a plan that nobody approved": plan_paper(Whole(plan=CHANGING), look(OLE), STAMP),
    "all plans together": together_paper(SUPPORTED, look(OLE), STAMP),
    "an inventory of needs": needs_paper(inventory(BOTH), BOTH, "Sunrise Schools", look(OLE), STAMP),
    "a roadmap": roadmap_paper(ROADMAP, FOUND, CHANGED_SINCE, look(OLE), STAMP),
    "a roadmap without an answer": roadmap_paper(ROADMAP, {}, [], look(OLE), STAMP),
    "an empty inventory": needs_paper(inventory([]), [], "Sunrise Schools", look(OLE), STAMP),
    "no plans together": together_paper([], look(OLE), STAMP),
    "a report that is closed": car_paper(WHOLE, CALLED, STAMP),
    "a report that was filed": car_paper(NEW, CALLED, STAMP),
    "a sealed report": car_paper(replace(NEW, car=replace(CAR, sealed=True)), CALLED, STAMP),
    "a public copy": public_paper(COPY, HELD, RULE, PUBLIC, STAMP),
    "the log": log_paper(part(60), CALLED, DEFAULT_RULES, STAMP),
    "an empty log": log_paper(NOTHING_FITS, CALLED, DEFAULT_RULES, STAMP),
    "a public log": public_log_paper(
        part(14, sealed=6), {"CAR-2026-003": RELEASE}, HELD[:2], RULE, PUBLIC, DEFAULT_RULES, STAMP
    ),
    "half a page": families_paper(half_page("East School", YEAR, [CLOSED_CAR, SECOND], [RELEASE], sealed=6), STAMP),
    "half a page of which nothing was released": families_paper(
        half_page("East School", YEAR, [CLOSED_CAR], [], sealed=0), STAMP
    ),
    "half a page without anything": families_paper(half_page("East School", YEAR, [], [], sealed=0), STAMP),
}
