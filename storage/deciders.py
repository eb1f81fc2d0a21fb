"""Who decides about a report just now, by name."""

from typing import Protocol

from domain.cars import Concern
from domain.people import PersonId, Role
from domain.who import ABOUT, ForDecision, deciding_roles
from storage.car_sight import readers
from storage.db import Tx
from storage.people import People


class Undecided(ForDecision, Protocol):
    @property
    def sealed(self) -> bool: ...
    @property
    def decided_by(self) -> PersonId | None: ...


def deciders(tx: Tx, car: Undecided) -> list[PersonId]:
    """Those of the first seat that decides in which somebody sits who may."""
    barred = concerned(tx, car.concerns) | ({car.decided_by} if car.appealed else set())
    for role in deciding_roles(car):
        office = role is Role.MANAGEMENT_REPRESENTATIVE
        held = readers(tx) if office and car.sealed else People(tx).acting(role)
        if able := [person for person in held if person not in barred]:
            return able
    return []


def concerned(tx: Tx, concerns: Concern) -> set[PersonId | None]:
    """Those in charge whom a report is about."""
    return {person for role in ABOUT[concerns] for person in People(tx).holders(role)}
