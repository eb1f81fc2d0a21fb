"""The reports that nobody has decided about yet, for reminders: whom each waits for, and none of its words."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, select

from domain.cars import State
from domain.people import PersonId
from domain.reminders import Waiting
from storage.car_table import STANDS_SINCE, cars
from storage.db import OURS, Tx, read
from storage.deciders import deciders
from storage.people import as_one

C = cars.c
NAMED = (C.number, C.school, C.urgent, C.sealed, C.concerns, C.appealed, C.decided_by)
SINCE = STANDS_SINCE.label("since")
WAITING = (
    select(*NAMED, SINCE)
    .where(C.district == OURS, C.state == State.SUBMITTED, C.handed_to.is_(None))
    .order_by(SINCE, C.number)
)


def undecided(tx: Tx) -> list[Waiting]:
    """All that nobody has decided about, the oldest first."""
    return [read(Waiting, as_one(tx, row, "decided_by")) for row in tx.ask(WAITING)]


def urgent(tx: Tx) -> list[Waiting]:
    """Those of them that cannot wait."""
    return [one for one in undecided(tx) if one.urgent]


def by_decider(tx: Tx, found: Iterable[Waiting]) -> dict[PersonId, list[str]]:
    """The numbers that wait for each person."""
    known: dict[object, list[PersonId]] = {}
    theirs: dict[PersonId, list[str]] = {}
    for one in found:
        alike = (one.concerns, one.sealed, one.appealed, one.decided_by)
        if alike not in known:
            known[alike] = deciders(tx, one)
        for person in known[alike]:
            theirs.setdefault(person, []).append(one.number)
    return theirs


def among(numbers: Collection[str]) -> ColumnElement[bool]:
    return C.number.in_(numbers)
