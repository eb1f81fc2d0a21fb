"""Taking a move back while it is fresh: no row of the lifecycle, but a move of its own that history names."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from domain.cars import Car, Kind, Outcome, RejectionKind, Severity, Source, State
from domain.cases import Case, Move
from domain.errors import RefusedError
from domain.moves import (
    Accept,
    ApprovePlan,
    CloseChecked,
    Effective,
    FailCheck,
    Inconclusive,
    NotEffective,
    QuickFix,
    StartMonitoring,
)
from domain.people import Viewer
from domain.plans import Plan, StepStatus
from domain.texts import noted, say
from domain.who import YOU_REJECTED_IT, leads, rejected_it

MINUTES = 10


class Deed(StrEnum):
    """What can be taken back."""

    ACCEPTANCE = "acceptance"
    QUICK_FIX = "quick_fix"
    APPROVAL = "approval"
    CHECK = "check"


CHECKS = (CloseChecked, StartMonitoring, FailCheck, Inconclusive, Effective, NotEffective)
DEEDS: Mapping[type[Move], Deed] = {
    Accept: Deed.ACCEPTANCE,
    QuickFix: Deed.QUICK_FIX,
    ApprovePlan: Deed.APPROVAL,
    **dict.fromkeys(CHECKS, Deed.CHECK),
}
#: Who takes it back, where it is not for the office as well.
ONLY_THEY: Mapping[Deed, str] = {
    Deed.ACCEPTANCE: noted("Only the management representative, or whoever accepted a report, can take that back."),
    Deed.QUICK_FIX: noted("Only whoever said that it is done can take that back."),
    Deed.APPROVAL: noted("Only whoever approved the plan can take that back."),
    Deed.CHECK: noted("Only whoever checked it can take that back."),
}

DATES = (
    "accepted_on",
    "approved_on",
    "plan_due",
    "implementation_due",
    "effectiveness_due",
    "original_plan_due",
    "original_implementation_due",
    "original_effectiveness_due",
    "closed_on",
    "on_hold_since",
)
KINDS: Mapping[str, Callable[[Any], Any]] = {
    "state": State,
    "severity": Severity,
    "kind": Kind,
    "source": Source,
    "rejection": RejectionKind,
    "outcome": Outcome,
    **dict.fromkeys(DATES, date.fromisoformat),
}
#: Of these, what people typed: it stands in `before` once more.
TYPED = ("requirement", "reason", "related", "done", "cause")
PLAIN = (*TYPED, "owner", "asked_owner", "checker", "school", "department", "objective", "cause_category")
#: All that such a move replaces.
REPLACED = (*PLAIN, "inconclusive", "signed_off_by", "elsewhere", "extensions", "cycle", *KINDS)


def undoable(moved: Case, was: Case, brings: type[Move], *, by: Viewer, now: datetime) -> Car:
    """A report that remembers for some minutes what it was, what was done to it and by whom."""
    causes = [cause.not_confirmed for cause in was.plan.causes] if was.plan else []
    before = {name: getattr(was.car, name) for name in REPLACED}
    before |= {"by": by.person, "deed": DEEDS[brings], "to": moved.car.state, "ruled_out": causes}
    return replace(moved.car, undo_until=now + timedelta(minutes=MINUTES), before=json.dumps(before, default=str))


def settled(car: Car) -> Car:
    """After any other move there is no way back."""
    return replace(car, undo_until=None, before=None)


def may_undo(case: Case, viewer: Viewer, now: datetime) -> bool:
    """The second look is somebody else's, also where it ended in an acceptance."""
    looks_again = deed_of(case.car) is Deed.ACCEPTANCE and rejected_it(case.car, viewer)
    return _is_fresh(case, now) and _may(case.car, viewer) and not looks_again


def deed_of(car: Car) -> Deed:
    """What can be taken back of it, as long as it can be."""
    return Deed(_before(car).get("deed", Deed.ACCEPTANCE))


def undo(case: Case, *, by: Viewer, now: datetime) -> Case:
    """The report as it was before. Of a round that ended, its approval comes back with the plan as it was kept."""
    car, deed = case.car, deed_of(case.car)
    if _before(car) and not _may(car, by):
        raise RefusedError(ONLY_THEY[deed])
    if deed is Deed.ACCEPTANCE and car.state is State.ACCEPTED and rejected_it(car, by):
        raise RefusedError(YOU_REJECTED_IT)
    if not _is_fresh(case, now):
        raise RefusedError(_too_late(car))
    before = _before(car)
    values: dict[str, Any] = {name: _value(name, before[name]) for name in REPLACED if name in before}
    restored = settled(replace(car, **{"state": State.SUBMITTED, **values}))
    return replace(case, car=restored, verdict=None, plan=_plan_again(case, before))


def _plan_again(case: Case, before: Mapping[str, Any]) -> Plan | None:
    """The plan without the approval that is taken back; what a check ruled out may be the cause again."""
    plan = case.plan
    if plan is None:
        return None
    if before.get("deed") == Deed.APPROVAL:
        return replace(plan, approval=None)
    ruled_out = before.get("ruled_out") or [one.not_confirmed for one in plan.causes]
    pairs = zip(plan.causes, ruled_out, strict=True)
    return replace(plan, causes=tuple(replace(cause, not_confirmed=was) for cause, was in pairs))


def _is_fresh(case: Case, now: datetime) -> bool:
    car, before = case.car, _before(case.car)
    stands = car.state == before.get("to", State.ACCEPTED) and car.handed_to is None
    begun = car.state is State.IMPLEMENTING and _begun(case, deed_of(car))
    return bool(before) and stands and not begun and car.undo_until is not None and now < car.undo_until


def _begun(case: Case, deed: Deed) -> bool:
    """Whether somebody told of a step since: then the plan was begun, or what was found missing is worked on."""
    steps = case.plan.steps if case.approved_plan and case.plan else ()
    if deed is Deed.APPROVAL:
        return any(step.status is not StepStatus.NOT_STARTED for step in steps)
    return not all(step.is_settled for step in steps)


def _too_late(car: Car) -> str:
    if car.state is State.ACCEPTED and deed_of(car) is Deed.ACCEPTANCE:
        return say(
            '{number} is at "{state}" now. An acceptance can be taken back for {minutes} minutes, '
            "while nothing else happened. The management representative can still turn the report"
            " down.",
            number=car.number,
            state=car.seen,
            minutes=MINUTES,
        )
    return say(
        '{number} is at "{state}" now. What was said can be taken back for {minutes} minutes, '
        "while nothing else happened.",
        number=car.number,
        state=car.seen,
        minutes=MINUTES,
    )


def _may(car: Car, viewer: Viewer) -> bool:
    theirs = _before(car).get("by") in viewer.ids
    return theirs or (deed_of(car) is Deed.ACCEPTANCE and leads(car, viewer))


def _value(name: str, kept: Any) -> Any:
    return KINDS[name](kept) if name in KINDS and kept is not None else kept


def _before(car: Car) -> dict[str, Any]:
    """Empty when there is nothing, or its words were removed."""
    if not (car.before or "").startswith("{"):
        return {}
    found: dict[str, Any] = json.loads(car.before or "{}")
    return found
