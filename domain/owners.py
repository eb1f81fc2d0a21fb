"""Who owns a report: its school's principal with one press, and somebody else where they cannot or when they left."""

from collections.abc import Collection
from dataclasses import replace

from domain.cars import TERMINAL, Car
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.lifecycle import left_triage
from domain.people import PersonId, Viewer
from domain.texts import joined, say
from domain.undo import settled
from domain.who import DECIDES, IN_CHARGE, By, leads, named


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """The principal of a report's school, as far as it matters to owning it unasked."""

    concerned: bool = False  # it is about them
    away: bool = False
    reached: bool = True  # they are staff, and have an account that works


def why_not_at_once(principal: Candidate | None) -> str | None:
    """Why a report is not the principal's with one press, and somebody has to choose who owns it."""
    if principal is None:
        return say("Nobody is on file as principal of this school, so please choose who owns it.")
    if principal.concerned:
        return say("This report is about the principal of this school, so please choose who owns it.")
    if principal.away:
        return say("The principal of this school is away, so please choose who owns it.")
    if not principal.reached:
        return say("The principal of this school is not reached here just now, so please choose who owns it.")
    return None


def reassign(car: Car, owner: PersonId, *, by: Viewer, concerned: Collection[PersonId]) -> Car:
    """The report with a new owner; everything else stays, its dates too. `concerned` are those whom it is about."""
    gone = left_triage(car)
    if gone:
        raise RefusedError(gone)
    if not leads(car, by):
        raise RefusedError(
            "Only {who} can {deed}.", who=IN_CHARGE[DECIDES[car.concerns]], deed=say("give a report to another owner")
        )
    if car.owner is None or car.state in TERMINAL:
        raise RefusedError('{number} is at "{state}" now, so nobody has to own it.', number=car.number, state=car.seen)
    why = _why_not(car, owner, concerned)
    if why:
        raise RefusedError(
            joined(" ", [why, say("Please choose somebody else, or leave that report out.")]), field="owner"
        )
    return settled(replace(car, owner=owner, asked_owner=None))


def may_ask_over(car: Car, viewer: Viewer) -> bool:
    """Whether this person may ask somebody to take the report over."""
    owned = car.owner is not None and car.state not in TERMINAL and car.handed_to is None
    return owned and (viewer.person == car.owner or leads(car, viewer))


def ask_over(car: Car, to: PersonId, *, by: Viewer, concerned: Collection[PersonId]) -> Car:
    """Somebody is asked to own the report; until they say yes, its owner stays."""
    gone = left_triage(car)
    if gone:
        raise RefusedError(gone)
    if not may_ask_over(car, by):
        raise RefusedError(
            "Only {who} can {deed}, while it is open.",
            who=named(By.OWNER_OR_MR, car),
            deed=say("ask somebody to own it"),
        )
    why = _why_not(car, to, concerned)
    if why:
        raise RefusedError(joined(" ", [why, say("Please choose somebody else.")]), field="owner")
    return settled(replace(car, asked_owner=to))


def take_over(car: Car, *, by: Viewer) -> Car:
    """Whoever was asked owns it from now on; its dates stay."""
    _check_asked(car, by)
    why = _why_not(car, by.person, ())
    if why:
        raise RefusedError(why)
    return settled(replace(car, owner=by.person, asked_owner=None))


def decline_over(car: Car, *, by: Viewer) -> Car:
    _check_asked(car, by)
    return settled(replace(car, asked_owner=None))


def is_asked(car: Car, viewer: Viewer) -> bool:
    return car.asked_owner == viewer.person and car.state not in TERMINAL and car.handed_to is None


def _check_asked(car: Car, by: Viewer) -> None:
    if not is_asked(car, by):
        raise RefusedError("You are not asked to own {number}, or not any more.", number=car.number)


def _why_not(car: Car, owner: PersonId, concerned: Collection[PersonId]) -> str | None:
    if owner == car.owner:
        return say("They own {number} already.", number=car.number)
    if owner in concerned:
        return say("{number} is about them.", number=car.number)
    if owner == car.checker:
        return say("They check {number}, and nobody checks their own work.", number=car.number)
    if owner == car.signed_off_by:
        return say("They signed {number} off, and nobody signs off their own work.", number=car.number)
    return None
