"""What others are late with, for those who hear of it: the head of its school or department, then who leads it.

Nobody hears here of a sealed report who may not read it: heads of schools and departments of none, and of those who
lead only whoever decides about it.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, true

from domain.cars import Concern
from domain.deadlines import due_of
from domain.escalation import OFFICE_DAYS, OWNERS_TURN, SUPERVISOR_DAYS, Level, copies_supervisor, level_of
from domain.items import Item, ItemKind
from domain.people import PLACED, PersonId, Role
from domain.reminders import Going
from storage.car_items import LEADING, seated
from storage.car_sight import C
from storage.db import Tx
from storage.deciders import deciders
from storage.going import going
from storage.people import People, seats_held
from storage.settings import DistrictSettings
from storage.sources import Persons, Source


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    theirs = _theirs(tx, persons)
    if theirs is None:
        return
    settings = DistrictSettings(tx).all()
    today, rules = tx.now.astimezone(settings.zone).date(), settings.rules
    before = today - timedelta(days=min(SUPERVISOR_DAYS, OFFICE_DAYS))
    late = or_(C.plan_due < before, C.implementation_due < before, C.effectiveness_due < before)
    for car in going(tx, late, theirs):
        calendar = rules.calendar_of(car.school)
        due = due_of(car, rules.clocks, calendar) or today
        for person, days in _hear(tx, car, level_of(car, car.school, today, rules)).items():
            if person in persons and person != car.owner:
                yield Item(
                    kind=ItemKind.COPY,
                    about=car.number,
                    of=car.number,
                    whose=person,
                    since=calendar.add_business_days(due, days),
                    due=due,
                    place=car.place,
                    minor=car.is_minor,
                    copied=car.owner if car.state in OWNERS_TURN else None,
                )


def _theirs(tx: Tx, persons: Persons) -> ColumnElement[bool] | None:
    """Where they may hear of what is late: everywhere, in the schools and departments whose heads they are, nowhere."""
    if persons & seated(tx, LEADING):
        return true()
    heads = {
        seat.place
        for seat in seats_held(tx)
        if seat.role in PLACED and persons & set(People(tx).acting(seat.role, seat.place or ""))
    }
    return or_(C.school.in_(heads), C.department.in_(heads)) if heads else None


def _hear(tx: Tx, car: Going, level: Level) -> dict[PersonId, int]:
    """Who hears of it now, and after how many business days they did."""
    rules = DistrictSettings(tx).all().rules
    hidden = car.sealed or car.concerns is not Concern.NOBODY
    copied = copies_supervisor(car, level, rules, minor=car.is_minor) and not hidden
    office = dict.fromkeys(deciders(tx, car), OFFICE_DAYS) if level >= Level.OFFICE else {}
    return office | (dict.fromkeys(supervisors(tx, car), SUPERVISOR_DAYS) if copied else {})


def supervisors(tx: Tx, car: Going) -> list[PersonId]:
    """The head of its school; of its department where it has no school, or its school's head owns it."""
    people = People(tx)
    for role, place in ((Role.PRINCIPAL, car.school), (Role.DEPARTMENT_HEAD, car.department)):
        heads = [person for person in people.acting(role, place) if person != car.owner] if place else []
        if heads:
            return heads
    return []


COPIES = Source(whom=seated, items=_items)
