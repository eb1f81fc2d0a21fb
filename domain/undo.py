"""Taking an acceptance back while it is fresh: no row of the lifecycle, but a move of its own that history names."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from domain.cars import Car, Kind, Outcome, RejectionKind, Severity, Source, State
from domain.errors import RefusedError
from domain.people import Viewer
from domain.who import YOU_REJECTED_IT, leads, rejected_it

MINUTES = 10

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
)
KINDS: Mapping[str, Callable[[Any], Any]] = {
    "severity": Severity,
    "kind": Kind,
    "source": Source,
    "rejection": RejectionKind,
    "outcome": Outcome,
    **dict.fromkeys(DATES, date.fromisoformat),
}
PLAIN = ("owner", "checker", "school", "department", "requirement", "objective", "reason", "related")
#: Of these, what people typed: it stands in `before` once more.
TYPED = ("requirement", "reason", "related")
#: All that an acceptance replaces.
REPLACED = (*PLAIN, "inconclusive", "signed_off_by", *KINDS)


def undoable(accepted: Car, was: Car, *, by: Viewer, now: datetime) -> Car:
    """An accepted report that remembers for some minutes what it was, and who accepted it."""
    before = {name: getattr(was, name) for name in REPLACED} | {"by": by.person}
    return replace(accepted, undo_until=now + timedelta(minutes=MINUTES), before=json.dumps(before, default=str))


def settled(car: Car) -> Car:
    """After any other move there is no way back."""
    return replace(car, undo_until=None, before=None)


def may_undo(car: Car, viewer: Viewer, now: datetime) -> bool:
    """The second look is somebody else's, also where it ended in an acceptance."""
    fresh = car.state is State.ACCEPTED and car.undo_until is not None and now < car.undo_until
    before = _before(car)
    return fresh and bool(before) and _may(car, viewer) and not rejected_it(car, viewer)


def _may(car: Car, viewer: Viewer) -> bool:
    return leads(car, viewer) or _before(car).get("by") in viewer.ids


def undo_accept(car: Car, *, by: Viewer, now: datetime) -> Car:
    """The report as it was before it was accepted."""
    if car.state is State.ACCEPTED and not _may(car, by):
        raise RefusedError("Only the management representative, or whoever accepted a report, can take that back.")
    if car.state is State.ACCEPTED and rejected_it(car, by):
        raise RefusedError(YOU_REJECTED_IT)
    if not may_undo(car, by, now):
        raise RefusedError(
            '{number} is at "{state}" now. An acceptance can be taken back for {minutes} minutes, '
            "while nothing else happened. The management representative can still turn the report"
            " down.",
            number=car.number,
            state=car.seen,
            minutes=MINUTES,
        )
    before = _before(car)
    values: dict[str, Any] = {name: _value(name, before[name]) for name in REPLACED}
    return settled(replace(car, state=State.SUBMITTED, **values))


def _value(name: str, kept: Any) -> Any:
    return KINDS[name](kept) if name in KINDS and kept is not None else kept


def _before(car: Car) -> dict[str, Any]:
    """Empty when there is nothing, or its words were removed."""
    if not (car.before or "").startswith("{"):
        return {}
    found: dict[str, Any] = json.loads(car.before or "{}")
    return found
