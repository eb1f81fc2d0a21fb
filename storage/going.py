"""Reports that somebody works on, many at once, as far as reminders need to know them."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from domain.people import PersonId
from domain.reminders import Going
from storage.car_sight import STAYED, C
from storage.car_table import STANDS_SINCE
from storage.car_turns import WORKED
from storage.db import OURS, Tx, read
from storage.people import People, as_one
from storage.step_table import steps

PERSONS = ("owner", "checker", "asked_owner", "decided_by", "signed_off_by")
NAMED = [C[name] for name in Going.__dataclass_fields__ if name != "since"]
GOING = select(*NAMED, STANDS_SINCE.label("since")).where(C.district == OURS, C.state.in_(WORKED), STAYED)
DOERS = select(steps.c.of, steps.c.cycle, steps.c.owner).where(
    steps.c.district == OURS, steps.c.place.is_not(None), steps.c.of.in_(bindparam("cars", expanding=True))
)


def going(tx: Tx, *where: ColumnElement[bool]) -> list[Going]:
    return _read(tx, tx.ask_once(GOING.where(*where)))


def going_by(tx: Tx, query: Select[Any], **given: Any) -> list[Going]:
    """The same by a query that was made once, of `GOING`."""
    return _read(tx, tx.ask(query, **given))


def _read(tx: Tx, rows: Iterable[Mapping[str, Any]]) -> list[Going]:
    return [read(Going, as_one(tx, row, *PERSONS)) for row in rows]


def doers_of(tx: Tx, found: Collection[Going]) -> dict[str, set[PersonId]]:
    """Who had a part in the work on each of these: its owner, and the owners of its steps."""
    doers = {car.number: {car.owner} if car.owner else set() for car in found}
    cycles = {car.number: car.cycle for car in found}
    for row in tx.ask(DOERS, cars=list(doers)) if doers else []:
        if row["cycle"] == cycles[row["of"]]:
            doers[row["of"]].add(People(tx).canonical(row["owner"]))
    return doers
