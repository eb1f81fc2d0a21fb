"""Who decides about a report in this district now, and what they are owed."""

from domain.cars import Car
from domain.people import PersonId, Role
from domain.rules import Rules
from domain.who import concerned, deciders, deciding_roles
from storage.car_sight import readers
from storage.db import Tx
from storage.outbox import Outbox
from storage.people import People


class Deciders:
    def __init__(self, tx: Tx, rules: Rules) -> None:
        self._tx = tx
        self._rules = rules
        self._people = People(tx)

    def of(self, car: Car) -> list[PersonId]:
        """Of the quality office two read a sealed report, so two decide about it."""

        def acting(role: Role) -> list[PersonId]:
            sealed = car.sealed and role is Role.MANAGEMENT_REPRESENTATIVE
            return readers(self._tx) if sealed else self._people.acting(role)

        return deciders(car, acting, self.concerned(car))

    def concerned(self, car: Car) -> set[PersonId]:
        return concerned(car, self._people.holders)

    def tell(self, car: Car) -> None:
        """Owe the report to whoever decides; while nobody does, it is kept for the seat."""
        key = f"car.triage:{car.number}:{car.version}"
        able = self.of(car)
        for person in dict.fromkeys([*able, *self._principals(car)]):
            Outbox(self._tx).owe("car.triage", car.number, to=person, key=key)
        empty = [role for role in deciding_roles(car) if not self._people.holders(role)]
        if not able and empty:
            Outbox(self._tx).owe_seat(empty[0], "car.triage", car.number, key=key)

    def _principals(self, car: Car) -> list[PersonId]:
        takes = self._rules.principals_triage and car.school and not car.sealed and not car.appealed
        return self._people.holders(Role.PRINCIPAL, car.school or "") if takes else []
