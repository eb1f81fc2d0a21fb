"""Who decides about a report just now, by name, and what they are owed."""

from collections.abc import Collection

from domain.cars import Car, Concern
from domain.cases import Case
from domain.frozen import dataclass
from domain.people import PersonId, Role
from domain.rules import Rules
from domain.who import Sitting, Undecided, seats_that_decide, who_is_concerned, who_may_decide
from storage.car_sight import reading_now
from storage.db import Tx
from storage.outbox import Outbox
from storage.people import People


def deciders(tx: Tx, car: Undecided) -> list[PersonId]:
    """Whoever may, as seats and absences are now."""
    return who_may_decide(car, _acting(tx, car), People(tx).holders)


def _acting(tx: Tx, car: Undecided) -> Sitting:
    """Of the quality office two read a sealed report, so two decide about it."""

    def acting(role: Role) -> list[PersonId]:
        sealed = car.sealed and role is Role.MANAGEMENT_REPRESENTATIVE
        return reading_now(tx) if sealed else People(tx).acting(role)

    return acting


def missing(tx: Tx, car: Undecided) -> Role | None:
    """The seat for which a report waits, when nobody decides about it."""
    return None if deciders(tx, car) else _empty(tx, car)


def _empty(tx: Tx, car: Undecided) -> Role:
    roles = seats_that_decide(car, _acting(tx, car), People(tx).holders)
    return next((role for role in roles if not People(tx).holders(role)), roles[-1])


def concerned(tx: Tx, concerns: Concern) -> set[PersonId]:
    """Those in charge whom a report is about."""
    return who_is_concerned(concerns, People(tx).holders)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who is told of a report that waits for a decision, and the seat for which it is kept, where nobody decides."""

    told: list[PersonId]
    kept_for: Role | None


def deciding(tx: Tx, car: Car, rules: Rules) -> Deciding:
    able = deciders(tx, car)
    told = dict.fromkeys([*able, *_principals(tx, car, rules)])
    return Deciding([*told], None if able else _empty(tx, car))


def tell_deciders(tx: Tx, car: Car, who: Deciding) -> None:
    """Owe the report to whoever decides; while nobody does, it is kept for the seat."""
    key = f"car.triage:{car.number}:{car.version}"
    for person in who.told:
        Outbox(tx).owe("car.triage", car.number, to=person, key=key)
    if who.kept_for:
        Outbox(tx).keep(who.kept_for, "car.triage", car.number, key=key)


def _principals(tx: Tx, car: Car, rules: Rules) -> list[PersonId]:
    takes = rules.principals_triage and car.school and not car.sealed and not car.appealed
    return People(tx).acting(Role.PRINCIPAL, car.school or "") if takes else []


def approvers(tx: Tx, case: Case) -> list[PersonId]:
    """Who approves its plan and signs it off: whoever decides, but not its owner; else the superintendent."""
    return of_the_office(tx, case.car, {case.car.owner})


def checkers(tx: Tx, case: Case) -> list[PersonId]:
    """The named checker, or where nobody else is named whoever approves plans and had no part in the work."""
    return checkers_but(tx, case.car, case.car.checker, case.doers)


def checkers_but(tx: Tx, car: Undecided, named: PersonId | None, doers: Collection[PersonId]) -> list[PersonId]:
    return [named] if named is not None and named not in doers else of_the_office(tx, car, doers)


def of_the_office(tx: Tx, car: Undecided, barred: Collection[PersonId | None]) -> list[PersonId]:
    able = [person for person in deciders(tx, car) if person not in barred]
    stands_in = People(tx).acting(Role.SUPERINTENDENT) if car.concerns is Concern.NOBODY else []
    return able or [person for person in stands_in if person not in barred]
