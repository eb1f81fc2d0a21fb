"""Reports as they stand in the tables, thousands at a time, and what happened to them as a list."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from domain.cars import State
from domain.lifecycle import EDGES_FROM
from storage.car_table import cars, passages
from storage.db import Tx

DEFAULTS: Mapping[str, Any] = {
    **{column.name: None for column in cars.columns if column.name != "district"},
    **dict.fromkeys(("urgent", "hide_name", "sealed", "appealed", "inconclusive"), False),
    "concerns": "nobody",
    "kind": "corrective",
    "source": "employee",
    "cycle": 1,
    "extensions": 0,
    "version": 1,
}
Stay = tuple[State, datetime]


@dataclass(frozen=True)
class Made:
    """A report and where it stood from when on."""

    row: Mapping[str, Any]
    stays: Sequence[Stay]


def noon(day: date) -> datetime:
    return datetime.combine(day, time(18), tzinfo=UTC)


def made(number: str, stays: Sequence[Stay], **more: Any) -> Made:
    filed = stays[0][1]
    row = {"number": number, "requester": "nobody", "filed_at": filed, "filed_on": filed.date()}
    row |= {"happened_on": filed.date(), "state": str(stays[-1][0])}
    return Made({**DEFAULTS, **row, **more}, stays)


def wandering(dice: random.Random, number: str, first: date, last: date, **more: Any) -> Made:
    """One that goes along the lifecycle by chance."""
    at = noon(first + timedelta(days=dice.randrange((last - first).days)))
    stays = [(State.SUBMITTED, at)]
    while dice.random() > 1 / 8 and EDGES_FROM[stays[-1][0]]:
        at += timedelta(days=dice.randrange(1, 40))
        if at.date() > last:
            break
        target = dice.choice([edge.target for edge in EDGES_FROM[stays[-1][0]]])
        if target is not stays[-1][0]:
            stays.append((target, at))
    dates = {name: first + timedelta(days=dice.randrange(400)) for name in DATES if dice.random() > 1 / 4}
    return made(number, stays, cause_category=dice.choice(CAUSES), **dates, **more)


DATES = ("plan_due", "implementation_due", "original_implementation_due", "effectiveness_due", "approved_on")
CAUSES = (None, "communication", "documentation")


def put(tx: Tx, many: Iterable[Made]) -> None:
    """Beside history and words: nobody reads these reports."""
    rows = list(many)
    tx.connection.execute(cars.insert(), [{**one.row, "district": tx.district} for one in rows])
    tx.connection.execute(passages.insert(), [stay for one in rows for stay in _stays(tx.district, one)])


def _stays(district: str, one: Made) -> Iterable[dict[str, Any]]:
    ends = [*(at for _, at in one.stays[1:]), None]
    for nth, ((state, at), end) in enumerate(zip(one.stays, ends, strict=True), 1):
        row = {"district": district, "car": one.row["number"], "nth": nth, "state": str(state), "by": "x"}
        yield row | {"entered_at": at, "left_at": end}
