"""The lifecycle of a corrective action request: the whole table, and the one way to move."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.cars import Car, State
from domain.cases import Case, Moment, Move
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.moves import (
    Accept,
    Answer,
    Appeal,
    ApprovePlan,
    Brings,
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
from domain.offices import office_name
from domain.people import Role, Viewer
from domain.rules import DEFAULT_RULES, Rules
from domain.texts import Said, noted, say
from domain.who import DECIDES, By, named, signs_off, why_not

__all__ = ["EDGE", "EDGES", "By", "Case", "Edge", "Party", "edges_for", "may", "move", "sign_off", "waits_for"]


@dataclass(frozen=True, slots=True)
class Edge:
    """One row of the table. `needs` is for the manual; the payload itself refuses what is missing."""

    source: State
    target: State
    by: By
    brings: type[Move]
    does: str  # ends "Only the owner can ..."
    needs: str


_S = State
_FIELDS = 'the requirement or "none stated", severity, owner, school or department, dates'
_WHY_NOT_TAKEN = "a reason: not a problem of this kind, a duplicate, or moved to feedback or ideas (which one)"
_PLAN = (
    'what was done at once or "none needed, because"; a cause with method and category; could it exist elsewhere; '
    "a step with owner and due date; how it will be known that it worked (criterion, baseline, method, date, checker)"
)

#: One entry an edge. Nothing moves but along these.
EDGES: tuple[Edge, ...] = (
    Edge(_S.SUBMITTED, _S.ACCEPTED, By.ACCEPTING, Accept, "accept a report", _FIELDS),
    Edge(_S.SUBMITTED, _S.RETURNED, By.TRIAGE, Return, "send a report back", "a reason; the requester is told"),
    Edge(_S.SUBMITTED, _S.REJECTED, By.TRIAGE, Reject, "turn a report down", _WHY_NOT_TAKEN),
    Edge(_S.ACCEPTED, _S.REJECTED, By.TRIAGE, Reject, "turn a report down", _WHY_NOT_TAKEN),
    Edge(_S.SUBMITTED, _S.CLOSED, By.TRIAGE, Fix, "close a report as fixed", '"because ..." and a cause category'),
    Edge(_S.SUBMITTED, _S.WITHDRAWN, By.REQUESTER, Withdraw, "take a report back", "nothing"),
    Edge(_S.RETURNED, _S.WITHDRAWN, By.REQUESTER, Withdraw, "take a report back", "nothing"),
    Edge(_S.RETURNED, _S.SUBMITTED, By.REQUESTER, Answer, "add the missing detail", "an answer"),
    Edge(_S.REJECTED, _S.SUBMITTED, By.REQUESTER, Appeal, "ask for a second look", "why; once; somebody else decides"),
    Edge(
        _S.ACCEPTED,
        _S.VERIFYING,
        By.OWNER,
        QuickFix,
        "report a quick fix",
        "minor only: what was done, the cause in one sentence with category, elsewhere yes or no",
    ),
    Edge(_S.ACCEPTED, _S.PLAN_REVIEW, By.OWNER, SubmitPlan, "hand in a plan", _PLAN),
    Edge(
        _S.PLAN_REVIEW,
        _S.IMPLEMENTING,
        By.APPROVER,
        ApprovePlan,
        "approve a plan",
        "not the owner; the version and hash of the plan; resources may be pending",
    ),
    Edge(_S.PLAN_REVIEW, _S.ACCEPTED, By.APPROVER, RefusePlan, "send a plan back", "a reason"),
    Edge(_S.IMPLEMENTING, _S.PLAN_REVIEW, By.OWNER_OR_MR, RevisePlan, "change an approved plan", "the changed plan"),
    Edge(
        _S.IMPLEMENTING,
        _S.VERIFYING,
        By.OWNER,
        FinishSteps,
        "say that the work is done",
        "every step done with evidence, or cancelled with a reason",
    ),
    Edge(_S.VERIFYING, _S.IMPLEMENTING, By.CHECKER, FailCheck, "check this work", "a reason"),
    Edge(_S.VERIFYING, _S.CLOSED, By.CHECKER, CloseChecked, "check this work", "minor only"),
    Edge(_S.VERIFYING, _S.MONITORING, By.CHECKER, StartMonitoring, "check this work", "a plan that says what to watch"),
    Edge(_S.MONITORING, _S.MONITORING, By.CHECKER, Inconclusive, "put the check off", "a new date; once"),
    Edge(
        _S.MONITORING,
        _S.CLOSED,
        By.CHECKER_OR_MR,
        Effective,
        "say that the fix held",
        "the date has come (earlier: the management representative, with a reason); the result against the criterion; "
        'documents and training updated or "none, because"; a lesson; a sign-off by the management representative',
    ),
    Edge(
        _S.MONITORING,
        _S.ACCEPTED,
        By.CHECKER,
        NotEffective,
        "say that the fix did not hold",
        'a reason; a new cycle begins, the old cause is kept as "not confirmed", the third cycle goes to the MRT',
    ),
    Edge(_S.CLOSED, _S.ACCEPTED, By.MR, Reopen, "open a closed report again", "a reason; an owner if there was none"),
    *(
        Edge(state, _S.CANCELLED, By.MR, Cancel, "stop a report", "a reason; listed on the next MRT agenda")
        for state in (_S.ACCEPTED, _S.PLAN_REVIEW, _S.IMPLEMENTING, _S.VERIFYING, _S.MONITORING)
    ),
)

EDGES_FROM: Mapping[State, tuple[Edge, ...]] = {
    state: tuple(edge for edge in EDGES if edge.source is state) for state in State
}
EDGE: Mapping[tuple[State, State], Edge] = {(edge.source, edge.target): edge for edge in EDGES}

_DOES: Mapping[type[Move], str] = {edge.brings: edge.does for edge in EDGES}


def move(case: Case, brings: Brings, *, by: Viewer, today: date, rules: Rules = DEFAULT_RULES) -> Case:
    """The case after the move that was brought, or a refusal. The state and the payload choose the edge."""
    edge = EDGE.get((case.car.state, brings.target))
    if edge is None or edge.brings is not type(brings):
        raise RefusedError(
            '{number} is at "{state}" now. Nobody can {deed} at that point. Please look at it again.',
            number=case.car.number,
            state=case.car.seen,
            deed=say(_DOES[type(brings)]),
        )
    refusal = _refusal(case, edge, by, rules)
    if refusal is not None:
        raise RefusedError(refusal)
    return brings.apply(case, Moment(by=by, today=today, rules=rules))


def may(case: Case, edge: Edge, viewer: Viewer, rules: Rules = DEFAULT_RULES) -> bool:
    """Whether this person gets the button; what they bring is looked at when they press it."""
    return edge.source is case.car.state and _refusal(case, edge, viewer, rules) is None


def edges_for(case: Case, viewer: Viewer, rules: Rules = DEFAULT_RULES) -> list[Edge]:
    return [edge for edge in EDGES_FROM[case.car.state] if may(case, edge, viewer, rules)]


def sign_off(case: Case, *, by: Viewer) -> Case:
    """The management representative's word that it may close; the fix still has to hold until its date."""
    if case.car.state is not State.MONITORING:
        raise RefusedError(
            '{number} is at "{state}" now. There is nothing to sign off yet.',
            number=case.car.number,
            state=case.car.seen,
        )
    if by.person == case.car.owner:
        raise RefusedError("You own this, so somebody else signs it off: a deputy or the superintendent.")
    if not signs_off(case, by):
        raise RefusedError("Only {who} can {deed}.", who=named(By.APPROVER, case.car), deed=say("sign off a fix"))
    return case.to(State.MONITORING, signed_off_by=by.person)


def _refusal(case: Case, edge: Edge, viewer: Viewer, rules: Rules) -> str | None:
    return left_triage(case.car) or why_not(edge.by, case, viewer, rules, edge.does) or edge.brings.barred(case)


def as_rows() -> list[dict[str, str]]:
    """The table for machines and for the manual."""
    return [
        {"from": str(edge.source), "to": str(edge.target), "by": str(edge.by.words), "needs": edge.needs}
        for edge in EDGES
    ]


def left_triage(car: Car) -> str | None:
    """Why nobody here goes on with a report that was handed over, in a sentence."""
    if car.handed_to is None:
        return None
    return say(
        "{number} was handed to {office}. Only that office goes on with it.",
        number=car.number,
        office=office_name(car.handed_to),
    )


class Party(StrEnum):
    """Who is waited for, in words."""

    MR = noted("the management representative")
    SUPERINTENDENT = noted("the superintendent")
    BOARD_CHAIR = noted("the chair of the board")
    REQUESTER = noted("the person who reported it")
    OWNER = noted("the owner")
    CHECKER = noted("the checker")

    @property
    def words(self) -> Said:
        return say(self.value)


WAITS_FOR: Mapping[State, Party] = {
    State.SUBMITTED: Party.MR,
    State.RETURNED: Party.REQUESTER,
    State.ACCEPTED: Party.OWNER,
    State.PLAN_REVIEW: Party.MR,
    State.IMPLEMENTING: Party.OWNER,
    State.VERIFYING: Party.CHECKER,
    State.MONITORING: Party.CHECKER,
}


#: Who is waited for where most reports wait for the management representative.
LEADERS: Mapping[Role, Party] = {
    Role.MANAGEMENT_REPRESENTATIVE: Party.MR,
    Role.SUPERINTENDENT: Party.SUPERINTENDENT,
    Role.BOARD_CHAIR: Party.BOARD_CHAIR,
}


def waits_for(case: Case) -> Party | None:
    """None at the end of the road, and when it was handed over."""
    if case.car.handed_to:
        return None
    waited = WAITS_FOR.get(case.car.state)
    return LEADERS[DECIDES[case.car.concerns]] if waited is Party.MR else waited
