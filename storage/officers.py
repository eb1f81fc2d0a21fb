"""Naming officers, with all that follows: copies that one may not keep, and the news to the other."""

from collections.abc import Mapping

from sqlalchemy import func, select

from domain.offices import Office, check_officer
from domain.people import PersonId
from storage.car_table import cars
from storage.copies import draw_again_for
from storage.db import OURS, Tx
from storage.offices import Offices
from storage.outbox import Outbox
from storage.people import People

WITH_OFFICES = (
    select(cars.c.handed_to, func.count().label("number"))
    .where(cars.c.district == OURS, cars.c.handed_to.is_not(None))
    .group_by(cars.c.handed_to)
)


def name_officers(tx: Tx, named: Mapping[Office, str | None], *, by: str) -> None:
    """Say who answers for these offices, or that nobody does, which no office with reports may be left to."""
    offices, with_them = Offices(tx), reports_with(tx)
    before = _officers(tx)
    for office, person in named.items():
        check_officer(office, person, with_them.get(office, 0))
        offices.name(office, person, by=by)
    after = _officers(tx)
    changed = {office for office in Office if before.get(office) != after.get(office)}
    draw_again_for(tx, sorted({before[office] for office in changed if office in before}))
    key = f"offices.yours:{tx.mint()}"
    for person in dict.fromkeys(after[office] for office in Office if office in changed and office in after):
        Outbox(tx).owe("offices.yours", "", to=person, key=key)


def reports_with(tx: Tx) -> dict[Office, int]:
    """How many reports were handed to each office that has some."""
    return {Office(row["handed_to"]): row["number"] for row in tx.ask(WITH_OFFICES)}


def _officers(tx: Tx) -> dict[Office, PersonId]:
    return {office: People(tx).canonical(person) for office, person in Offices(tx).officers().items()}
