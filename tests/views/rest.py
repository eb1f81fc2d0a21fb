"""Cards and forms that no approved file shows: of people, of setting up, of leavers, and some in other states."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.cars import Concern, Severity, State
from domain.holds import Cause, Hold
from domain.imported import EARLIER_LOG, Formerly
from domain.leavers import LeftStep
from domain.lifecycle import Case
from domain.owners import why_not_at_once
from domain.pairs import Answer, Pair
from domain.people import Absence, Claim, PersonId, Role, not_staff
from domain.rules import Rules
from domain.set_up import Step
from domain.settings import Settings
from domain.texts import day_text, say
from tests.domain.story import ADA, ANN, CAR, MIA, OLE, SUE, TODAY
from tests.views import cabinet_scene, idea_scene, met, planned, polled, reminding, surveyed, worked
from tests.views.scene import NAMES, car_at, departments, look, rejected, schools
from views.absences import away_card, away_form, back_card
from views.calendar import EVERYWHERE, DaysOf, calendar_card, less, snow_card
from views.car_acts import Work
from views.car_lists import filed_card, former_card, list_card
from views.cars import acts_card, car_card
from views.elements import Card, Form
from views.holds import hold_form, holds_card
from views.home import home_card, outsider_card
from views.leavers import all_given_card, given_card, left_card, left_parts, none_left
from views.leavers import give_form as new_owner_form
from views.links import link_made_card
from views.messages import failed_card
from views.pages import unofficial
from views.pairs import pair_card, same_form
from views.people import (
    PAGE,
    Chair,
    Room,
    claimed_card,
    give_form,
    nobody_said,
    people_card,
    seat_words,
    seated_card,
    staff_card,
    staff_form,
    unseated_card,
    work_card,
    work_form,
)
from views.redaction import nothing_card, removed_card, tried_card, words_act, words_card
from views.set_up import set_up_parts
from views.settings import conversations_form, district_form, places_form, settings_card
from views.settings import staff_form as who_may_form
from views.triage_forms import accept_form
from views.workspaces import conversation_card

AWAY = Absence(person=PersonId("ann"), first=TODAY, last=date(2026, 3, 20), deputy=PersonId("bob"))
ROOM = Room(today=TODAY, people=NAMES.people, places={"east": "East School"}, away={"ann": AWAY})
PAIR = Pair(id="p1", kept=PersonId("ann"), also=PersonId("bob"), asked_by=PersonId("ann"), at=CAR.filed_at)
CLAIM = Claim(id="c1", person=PersonId("ann"), at=CAR.filed_at)
DISTRICT_HOLD = Hold(
    id="h2",
    about="",
    cause=Cause.LITIGATION,
    reason="",
    set_by=PersonId("bob"),
    set_at=datetime(2026, 3, 9, tzinfo=ZoneInfo("UTC")),
)
SMALL = Settings({"preset": "small", "staff": "named", "plan_days": "12"})
LEFT = [car_at(State.ACCEPTED), car_at(State.ACCEPTED, number="CAR-2026-015", owner=PersonId("bob"))]
CHAIRS = [
    *(Chair(role=role, person="bob") for role in Role),
    Chair(role=Role.PRINCIPAL, place="east", person="ann", deputy=True),
    Chair(role=Role.PRINCIPAL, place="gone", person="away"),
    Chair(role=Role.SUPERINTENDENT),
]
LEFT_STEPS = [
    LeftStep(number=number, of=of, what="Buy oil", owner=PersonId("bob"), due=TODAY)
    for number, of in enumerate((CAR.number, "IDEA-2026-001", "PLAN-2026-003"), 41)
]

CARDS: Mapping[str, Card] = {
    **worked.REST_OF_CARDS,
    **planned.REST_OF_CARDS,
    **reminding.REST_OF_CARDS,
    **idea_scene.REST_OF_CARDS,
    **polled.REST_OF_CARDS,
    **surveyed.REST_OF_CARDS,
    **met.REST_OF_CARDS,
    **cabinet_scene.REST_OF_CARDS,
    "people": people_card(CHAIRS, ROOM, offset=PAGE, total=99),
    "nobody": people_card([], ROOM, offset=0, total=0),
    "away": away_card(AWAY, ROOM),
    "back": back_card("Ann Archer"),
    "on the staff list": staff_card("Ann Archer", named=True),
    "not on the staff list": staff_card("Ann Archer", named=False),
    **{f"pair {answer}": pair_card(replace(PAIR, answer=answer), ROOM, asks=True) for answer in Answer},
    "seated": seated_card(Role.PRINCIPAL, "east", ROOM),
    "seated in the district": seated_card(Role.RECORDER, "", ROOM),
    "unseated": unseated_card(Role.PRINCIPAL, "east", ["ann"], ROOM),
    "unseated, and nobody is": unseated_card(Role.RECORDER, "", [], ROOM),
    "link made": link_made_card(CAR.number, TODAY, TODAY),
    "claimed": claimed_card(CLAIM, ROOM, reversible=True),
    "reversed": claimed_card(replace(CLAIM, reversed_by=PersonId("away")), ROOM, reversible=True),
    "set up": home_card(
        "Sunrise Schools", [], look(MIA), seat_is_empty=False, below=set_up_parts(list(Step), schools(3))
    ),
    "one principal": home_card(
        "", [], look(MIA), seat_is_empty=False, below=set_up_parts([Step.PRINCIPALS], schools(1))
    ),
    "outsider": outsider_card(not_staff("", "https://example.org"), look(ADA), seat_is_empty=True, failed=2),
    "guest": outsider_card(not_staff("Sunrise Schools", ""), look(ANN), seat_is_empty=False),
    "works": work_card(ROOM, "ann", ["east", "gone"]),
    "works nowhere": work_card(ROOM, "ann", []),
    "given": given_card("Ann Archer", 0),
    "given, some left": given_card("Ann Archer", 1, about="a", stays=2),
    "given, and taken back": all_given_card(2),
    "what waits for another owner": left_card(LEFT, LEFT_STEPS, look(MIA)),
    "nothing waits for another owner": none_left(),
    "home with steps of a leaver": home_card("", [], look(MIA), seat_is_empty=False, below=left_parts(LEFT_STEPS)),
    "former": former_card("OLD-12", [CAR], look(MIA)),
    "from another log": car_card(
        replace(car_at(State.CLOSED), former="OLD-12", requester=EARLIER_LOG, on_behalf_of="Che Chow"),
        look(MIA),
        work=Work(
            case=Case(car=replace(car_at(State.CLOSED), former="OLD-12")),
            formerly=Formerly(source="log.xlsx", process="Grounds", owner="Bob Byrd"),
        ),
    ),
    "left": list_card(LEFT, look(MIA), scope="left", offset=0, total=2),
    "nothing to remove": nothing_card(CAR),
    "tried": tried_card(CAR),
    "copy": unofficial(car_card(CAR, look(MIA)), CAR.filed_at, 12, "0" * 8),
    "held": words_card(CAR, held=True, removes=False),
    "removed": removed_card(CAR, say("Somebody who left"), day_text(TODAY, year=True), "A student's name", 1),
    "words": car_card(CAR, look(MIA), beside=[words_act(CAR)]),
    "acts": acts_card(Work(case=Case(car=CAR)), look(MIA), [words_act(CAR)]),
    "filed to nobody": filed_card(
        CAR, missing=nobody_said(seat_words(Role.PRINCIPAL, "East School"), say("your IT office"))
    ),
    "district held": holds_card([DISTRICT_HOLD], {}, TODAY, ZoneInfo("UTC"), lifts=(), everywhere=False),
    "nothing held": holds_card([], {}, TODAY, ZoneInfo("UTC"), lifts=(), everywhere=True),
    "none failed": failed_card([], TODAY, total=0),
    "small": settings_card(SMALL, 0, 2),
    "calendar of nobody": calendar_card(
        [DaysOf(place="", name=EVERYWHERE, closures=[])], TODAY, changes=False, snow=[]
    ),
    "less than a calendar": less(snow_card("", EVERYWHERE, closed=False), 1),
    "much less": less(snow_card("", EVERYWHERE, closed=False), 2),
    "open again": snow_card("", EVERYWHERE, closed=False),
    "deleted conversation": conversation_card("", [], None),
    "urgent in a small district": car_card(
        replace(car_at(State.ACCEPTED), severity=Severity.CRITICAL), look(MIA, rules=Rules(small=True))
    ),
    "turned down": car_card(rejected(), look(ANN)),
    "about the superintendent": car_card(replace(CAR, concerns=Concern.SUPERINTENDENT), look(SUE)),
    **{f"at {state}": car_card(car_at(state), look(OLE)) for state in State},
}
FORMS: Mapping[str, Form] = {
    **worked.REST_OF_FORMS,
    **planned.REST_OF_FORMS,
    **reminding.REST_OF_FORMS,
    **idea_scene.REST_OF_FORMS,
    **cabinet_scene.REST_OF_FORMS,
    **polled.REST_OF_FORMS,
    **surveyed.REST_OF_FORMS,
    **met.REST_OF_FORMS,
    "a seat": give_form([*schools(2), *departments(1)], None),
    "the seat of a principal": give_form(schools(2), Chair(role=Role.PRINCIPAL, place="id000001")),
    "a seat of a small district": give_form(schools(2), None, small=True),
    "away": away_form(TODAY, anybody=False),
    "where somebody works": work_form([*schools(2), *departments(1)]),
    "somebody is away": away_form(TODAY, anybody=True),
    "on the staff list": staff_form(add=True),
    "off the staff list": staff_form(add=False),
    "one person": same_form(),
    "who may use it": who_may_form(Settings({"staff": "domain:example.org"})),
    "a new owner": new_owner_form(LEFT, look(MIA)),
    "a new owner of steps": new_owner_form(LEFT, look(MIA), LEFT_STEPS),
    "a new owner of one": new_owner_form(LEFT[:1], look(MIA)),
    "accept in a small district": accept_form(CAR, why_not_at_once(None) or "", schools(1), [], [], Rules(small=True)),
    "schools of a small district": places_form([], [], small=True),
    "departments beyond a box": places_form([], departments(200)),
    "conversations of a small district": conversations_form(SMALL),
    "a district": district_form(SMALL),
    "hold the district": hold_form(""),
}
