"""Reports that somebody works on, with their plans, as cards and forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from domain.cars import Outcome, Severity, State
from domain.cases import Case
from domain.extensions import Extension
from domain.people import Viewer
from domain.plans import CAUSES_MAX, Approval, Plan, Resources, RootCause, Step, StepStatus, Verdict
from domain.steps import STEPS_MAX
from domain.texts import day_text, say
from tests.domain.story import ANN, BOB, CAR, CAUSE, CHE, DONE_STEP, MIA, OLE, PLAN, STU, TODAY, case_at
from tests.views import auditors, files, logged, told
from tests.views.scene import car_at, look
from views.car_acts import Work
from views.cars import car_card
from views.elements import Card, Form
from views.more_time import decide_form, more_time_form
from views.plan_form import Room, plan_form, room_for, written
from views.similar import with_similar
from views.work_forms import (
    came_back_form,
    cancel_form,
    finish_form,
    hand_step_form,
    held_form,
    later_form,
    not_yet_form,
    owner_form,
    quick_form,
    refuse_form,
    reopen_form,
    resources_form,
    step_form,
)

STEPS = (
    replace(DONE_STEP, number=41, done_on=TODAY),
    Step(
        number=42,
        what="Check every gate",
        owner=STU.person,
        due=date(2026, 3, 27),
        status=StepStatus.AT_RISK,
        reason="The locksmith is away",
        asked_owner=BOB.person,
    ),
    Step(number=43, what="Buy oil", owner=OLE.person, due=TODAY, status=StepStatus.CANCELLED, reason="There is some"),
)
WRITTEN = replace(
    PLAN,
    steps=STEPS,
    causes=(
        RootCause(statement="The latch is weak", method=CAUSE.method, category="technical_failure", not_confirmed=True),
        replace(CAUSE, whys=("No list", "No time"), how_verified="Three custodians said so"),
    ),
    resources_asked="A gate for 900 dollars",
    version=2,
)
APPROVAL = Approval(version=2, digest=WRITTEN.digest, by=MIA.person, on=TODAY, resources_pending=True)
DECIDED = replace(
    WRITTEN,
    approval=replace(APPROVAL, resources_pending=False),
    resources=Resources.IN_PART,
    resources_given="Half of it, from the building fund",
)
ASKED = Extension(
    id="e1",
    car="CAR-2026-014",
    cycle=1,
    field="implementation_due",
    old=date(2026, 5, 1),
    new=date(2026, 5, 20),
    reason="The parts are late",
    asked_by=OLE.person,
    asked_at=datetime(2026, 3, 4, tzinfo=UTC),
)
VERDICT = Verdict(result="No open gate", documents="none, because nothing changed", lesson="Look twice a year")


def at(state: State, plan: Plan = DECIDED, **changes: object) -> Case:
    case = case_at(state)
    return replace(case, car=replace(case.car, **changes), plan=plan)  # type: ignore[arg-type]


def drawn(case: Case, viewer: Viewer, *asked: Extension, lead: str = "", whole: bool = False) -> Card:
    return car_card(case.car, look(viewer), lead=lead, whole=whole, work=Work(case=case, extensions=asked))


CLOSED = replace(at(State.CLOSED, outcome=Outcome.EFFECTIVE), verdict=VERDICT)
QUICK = Case(
    car=car_at(
        State.VERIFYING,
        checker=None,
        done="A new latch",
        cause="It was worn out",
        cause_category="technical_failure",
        elsewhere=True,
    )
)
PENDING = at(
    State.IMPLEMENTING, replace(WRITTEN, approval=APPROVAL), on_hold_since=TODAY, extensions=2, asked_owner=BOB.person
)
BEFORE = replace(CAR, number="CAR-2026-003", state=State.CLOSED, closed_on=TODAY)
WATCHED = at(State.MONITORING, signed_off_by=None)

#: What is typed in them.
TYPED = """
    Nobody owns the yearly check Put in calendar was tied The north which looked at as well
    No open in 60 days Three The custodian's round Check every Buy oil There is some latch weak list time Two
    locksmith is away custodians said so A for dollars Half of from building fund parts are late entry It still opens
    none because nothing changed Look twice a year A new was worn out Stu Stone
"""

#: Approved as they look on each platform.
MESSAGES: Mapping[str, Card] = {
    **logged.MESSAGES,
    **told.MESSAGES,
    "plan_review": drawn(at(State.PLAN_REVIEW, WRITTEN), MIA, lead=say("A plan for you to decide about.")),
    "steps": drawn(at(State.IMPLEMENTING), STU, lead=say("You do one step of this plan.")),
    "step_asked": drawn(at(State.IMPLEMENTING), BOB, lead=say("Do you take it?")),
    "on_hold": drawn(PENDING, MIA, ASKED),
    "quick_fix": drawn(QUICK, MIA, lead=say("Somebody says that this is done. Please check it.")),
    "watched": drawn(at(State.MONITORING), CHE),
    "closed_effective": drawn(CLOSED, ANN, whole=True),
}
FORMS: Mapping[str, Form] = {
    **logged.FORMS,
    "plan": plan_form(case_at(State.ACCEPTED), {}, Room()),
    "plan_changed": plan_form(at(State.IMPLEMENTING), written(at(State.IMPLEMENTING)), Room(steps=3)),
    "quick": quick_form(car_at(State.ACCEPTED)),
    "step": step_form(PENDING.car, STEPS[1]),
    "step_for_somebody": hand_step_form(PENDING.car, STEPS[1:2]),
    "held": held_form(WATCHED, early=True),
    "more_time": more_time_form(car_at(State.ACCEPTED), day_text(TODAY, year=False), alone=10),
    "decide_time": decide_form(PENDING.car, ASKED, day_text(ASKED.new, year=False)),
}
#: Read for texts that escape translation, and drawn within limits.
REST_OF_CARDS: Mapping[str, Card] = {
    **auditors.MORE,
    **files.CARDS,
    **logged.CARDS,
    **told.CARDS,
    "reads like another": with_similar(car_card(CAR, look(MIA)), CAR, [BEFORE], look(MIA)),
    "came back": car_card(replace(CAR, recurrence_of=BEFORE.number), look(MIA)),
    **{f"work at {state} for {who.person}": drawn(at(state), who) for state in State for who in (MIA, OLE, CHE)},
    "asked to own": drawn(PENDING, BOB),
    "minor that waits for a sign-off": drawn(WATCHED, MIA, whole=True),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "refuse": refuse_form(car_at(State.PLAN_REVIEW)),
    "not yet": not_yet_form(car_at(State.VERIFYING)),
    "finish": finish_form(car_at(State.IMPLEMENTING, reason="It still opens")),
    "came back": came_back_form(car_at(State.MONITORING)),
    "cancel": cancel_form(car_at(State.ACCEPTED)),
    "reopen": reopen_form(Case(car=car_at(State.CLOSED))),
    "reopen, no owner": reopen_form(Case(car=car_at(State.CLOSED, owner=None))),
    "later": later_form(car_at(State.MONITORING), TODAY),
    "resources": resources_form(PENDING),
    "a new owner who agrees": owner_form(car_at(State.ACCEPTED)),
    "more time for a major one": more_time_form(car_at(State.ACCEPTED, severity=Severity.MAJOR), "", alone=0),
    "a plan of many steps": plan_form(case_at(State.ACCEPTED), {}, Room(steps=STEPS_MAX - 2, causes=CAUSES_MAX)),
    "steps": plan_form(PENDING, written(PENDING), room_for(written(PENDING))),
}
