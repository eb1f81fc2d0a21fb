"""Copies of messages that somebody may not read any more, because they left a seat or an office."""

from collections.abc import Iterable

from sqlalchemy import or_, select

from domain.cars import Concern
from domain.people import PersonId
from storage.car_table import cars
from storage.db import OURS, Tx
from storage.exports import Exports
from storage.files import Files
from storage.outbox import Outbox, posted
from storage.people import People
from storage.reminded import reminded


def draw_files_again(tx: Tx, number: str) -> None:
    """Owe that files of a report, and exports that hold it, are taken back where they may not be read any more."""
    for file in Files(tx).of(f"cars:{number}"):
        Outbox(tx).refresh(file.id)
    for export in Exports(tx).holding(number):
        Outbox(tx).refresh(export)


def draw_again_for(tx: Tx, persons: Iterable[PersonId]) -> None:
    """Owe them each copy of a report that is not open to every member, as they may see it now."""
    guarded = or_(cars.c.sealed.is_(True), cars.c.hide_name.is_(True), cars.c.concerns != Concern.NOBODY)
    for person in persons:
        ids = sorted(People(tx).ids_of(person))
        told = select(posted.c.about).where(posted.c.district == OURS, posted.c.person.in_(ids))
        on_a_day = select(reminded.c.of).where(reminded.c.district == OURS, reminded.c.person.in_(ids))
        named = or_(cars.c.number.in_(told), cars.c.number.in_(on_a_day))
        for row in tx.rows(cars, guarded, named, order=cars.c.number):
            Outbox(tx).refresh(row["number"], person=person)
