"""Who owns a report when its owner left: somebody else, by the hand of whoever decides about it."""

from collections.abc import Collection
from dataclasses import replace

from domain.cars import TERMINAL, Car
from domain.errors import RefusedError
from domain.lifecycle import left_triage
from domain.people import PersonId, Viewer
from domain.undo import settled
from domain.who import DECIDES, IN_CHARGE, leads


def reassign(car: Car, owner: PersonId, *, by: Viewer, concerned: Collection[PersonId]) -> Car:
    """The report with a new owner; everything else stays, its dates too. `concerned` are those whom it is about."""
    gone = left_triage(car)
    if gone:
        raise RefusedError(gone)
    if not leads(car, by):
        raise RefusedError(f"Only {IN_CHARGE[DECIDES[car.concerns]]} can give a report to another owner.")
    if car.owner is None or car.state in TERMINAL:
        raise RefusedError(f'{car.number} is at "{car.seen}" now, so nobody has to own it.')
    why = _why_not(car, owner, concerned)
    if why:
        raise RefusedError(f"{why} Please choose somebody else, or leave that report out.", field="owner")
    return settled(replace(car, owner=owner))


def _why_not(car: Car, owner: PersonId, concerned: Collection[PersonId]) -> str | None:
    if owner == car.owner:
        return f"They own {car.number} already."
    if owner in concerned:
        return f"{car.number} is about them."
    if owner == car.checker:
        return f"They check {car.number}, and nobody checks their own work."
    if owner == car.signed_off_by:
        return f"They signed {car.number} off, and nobody signs off their own work."
    return None
