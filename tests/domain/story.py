"""The people of one district and a report at every point of its life, for the tests of the rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from domain.cars import Car, RejectionKind, Severity, State
from domain.cases import Case, Move
from domain.lifecycle import Edge
from domain.moves import (
    Accept,
    Answer,
    Appeal,
    ApprovePlan,
    Cancel,
    CloseChecked,
    Effective,
    FailCheck,
    FinishSteps,
    Fix,
    Inconclusive,
    NotEffective,
    QuickFix,
    RefusePlan,
    Reject,
    Reopen,
    Return,
    RevisePlan,
    StartMonitoring,
    SubmitPlan,
    Withdraw,
)
from domain.people import PersonId, Role, Seat, Viewer
from domain.plans import Approval, EffectivenessPlan, Method, Plan, RootCause, Step, StepStatus
from domain.rules import Rules

TODAY = date(2026, 3, 4)  # a Wednesday


def viewer(name: str, role: Role | None = None, place: str | None = None, *, deputy: bool = False) -> Viewer:
    person = PersonId(name)
    seats = [] if role is None else [Seat(role=role, person=person, place=place, deputy=deputy)]
    return Viewer(person=person, seats=frozenset(seats), administrator=role is Role.ADMINISTRATOR)


ANN = viewer("ann")  # reported it
OLE = viewer("ole")  # owns it
STU = viewer("stu")  # owns a step of its plan
CHE = viewer("che")  # checks it
MIA = viewer("mia", Role.MANAGEMENT_REPRESENTATIVE)
DEB = viewer("deb", Role.MANAGEMENT_REPRESENTATIVE, deputy=True)
SUE = viewer("sue", Role.SUPERINTENDENT)
PAT = viewer("pat", Role.PRINCIPAL, "east")
WES = viewer("wes", Role.PRINCIPAL, "west")
ADA = viewer("ada", Role.ADMINISTRATOR)
DAN = viewer("dan", Role.DEPARTMENT_HEAD, "facilities")
MAX = viewer("max", Role.MRT_MEMBER)
CAT = viewer("cat", Role.CABINET_MEMBER)
BEA = viewer("bea", Role.BOARD_MEMBER)
ROY = viewer("roy", Role.RECORDER)
BOB = viewer("bob")  # any other member
EVERYBODY = (ANN, OLE, STU, CHE, MIA, DEB, SUE, PAT, WES, ADA, DAN, MAX, CAT, BEA, ROY, BOB)

PRINCIPALS_TRIAGE = Rules(principals_triage=True)

CAR = Car(
    number="CAR-2026-014",
    what="The gate latch at the bus loop is broken again.",
    requester=ANN.person,
    filed_at=datetime(2026, 2, 27, 15, 30, tzinfo=UTC),
    filed_on=date(2026, 2, 27),
    happened_on=date(2026, 2, 27),
    school="east",
)

CAUSE = RootCause(statement="Nobody owns the yearly check", method=Method.FIVE_WHYS, category="not_implemented")
STEP = Step(number=1, what="Put the check in the calendar", owner=STU.person, due=date(2026, 3, 20))
PLAN = Plan(
    correction="The latch was tied shut.",
    causes=(CAUSE,),
    elsewhere="The north gate, which was looked at as well",
    steps=(STEP,),
    effectiveness=EffectivenessPlan(
        criterion="No open gate in 60 days",
        baseline="Three in 60 days",
        method="The custodian's round",
        on=date(2026, 6, 1),
        checker=CHE.person,
    ),
)
DONE_STEP = replace(STEP, status=StepStatus.DONE, evidence="The calendar entry")
APPROVED = replace(
    PLAN,
    steps=(DONE_STEP,),
    approval=Approval(version=1, digest=PLAN.digest, by=MIA.person, on=TODAY),
)

ACCEPT = Accept(severity=Severity.MINOR, owner=OLE.person, school="east", implementation_due=date(2026, 4, 3))
ACCEPT_MAJOR = replace(ACCEPT, severity=Severity.MAJOR, plan_due=date(2026, 3, 20), effectiveness_due=date(2026, 6, 30))

#: Of every kind of move, one that is complete.
BRINGS: Mapping[type[Move], Any] = {
    type(move): move
    for move in (
        ACCEPT,
        Return(reason="Which gate?"),
        Reject(reason="It is how the gate is built.", as_=RejectionKind.NOT_A_NONCONFORMITY),
        Fix(reason="because the latch was replaced", category="technical_failure"),
        Withdraw(),
        Answer(text="The south one"),
        Appeal(why="Two children ran out."),
        QuickFix(done="A new latch", cause="It was worn out.", category="technical_failure", elsewhere=False),
        SubmitPlan(plan=PLAN),
        ApprovePlan(plan_version=1, plan_digest=PLAN.digest),
        RefusePlan(reason="Who pays?"),
        RevisePlan(plan=PLAN),
        FinishSteps(),
        FailCheck(reason="It still opens."),
        CloseChecked(),
        StartMonitoring(),
        Inconclusive(until=date(2026, 5, 1)),
        Effective(result="None in 60 days", documents="none, because nothing changed", lesson="Name who checks"),
        NotEffective(reason="Two in 60 days"),
        Reopen(reason="It broke again."),
        Cancel(reason="The gate is gone."),
    )
}

DECIDED = frozenset({State.SUBMITTED, State.RETURNED, State.WITHDRAWN, State.REJECTED})
APPROVED_IN = frozenset({State.IMPLEMENTING, State.VERIFYING, State.MONITORING, State.CLOSED})


def case_at(state: State, severity: Severity = Severity.MAJOR) -> Case:
    """A report that came this far along the ordinary way, with all that it gathered."""
    if state in DECIDED:
        return Case(car=replace(CAR, state=state, decided_by=MIA.person if state is State.REJECTED else None))
    car = replace(
        CAR,
        state=state,
        severity=severity,
        owner=OLE.person,
        checker=CHE.person,
        accepted_on=date(2026, 3, 2),
        plan_due=date(2026, 4, 1),
        implementation_due=date(2026, 5, 1),
        effectiveness_due=TODAY,
        original_plan_due=date(2026, 4, 1),
        original_implementation_due=date(2026, 5, 1),
        original_effectiveness_due=TODAY,
    )
    if state in APPROVED_IN:
        return Case(car=replace(car, approved_on=date(2026, 3, 3), signed_off_by=MIA.person), plan=APPROVED)
    return Case(car=car, plan=PLAN if state is State.PLAN_REVIEW else None)


def case_for(edge: Edge) -> Case:
    minor_only = edge.brings in (QuickFix, CloseChecked)
    return case_at(edge.source, Severity.MINOR if minor_only else Severity.MAJOR)
