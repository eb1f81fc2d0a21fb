"""The log as it stood at the end of a day that is over: what each report held then, of those that were filed by then.

Its numbers are those of the figures of that day (storage/figures.py); who finds a report is asked of today.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, bindparam, select

from domain.cars import Car, State
from domain.log import Rows, stood_in
from domain.people import Viewer
from domain.periods import DAY
from domain.rules import Rules
from storage.car_sight import NEWEST, C
from storage.car_table import passages
from storage.cars import CarLog
from storage.db import OURS, Moment, Tx
from storage.log import with_words
from storage.people import People
from storage.stood import Row, stood

P = passages.c
STAYS = (
    select(P.car, P.state)
    .where(P.district == OURS, P.car.in_(bindparam("numbers", type_=String, expanding=True)))
    .where(P.entered_at < bindparam("until", type_=Moment))
    .order_by(P.car, P.nth)
)
#: Days that a row from an earlier log may know already: what happened on them had not happened yet.
LATER_DAYS = ("accepted_on", "approved_on")


class LogThen:
    """`rows.as_of` says of which day."""

    def __init__(self, tx: Tx, viewer: Viewer, rows: Rows, rules: Rules, zone: ZoneInfo) -> None:
        if rows.as_of is None:
            raise ValueError("the log of which day?")
        self._tx = tx
        self._viewer = viewer
        self._day = rows.as_of
        self._rows = _with_one_owner(tx, rows)
        self._rules = rules
        self._until = datetime.combine(self._day + DAY, time(), tzinfo=zone)
        self._begun_later: set[str] = set()

    def stream(self) -> Iterator[list[Car]]:
        """All of them, newest first, some at a time."""
        where = (C.filed_at < self._until, *with_words(self._tx, self._rows))
        for cars in CarLog(self._tx, self._viewer).stream(where, NEWEST, self._held):
            yield [car for car in cars if stood_in(car, self._rows, self._rules)]

    def counted(self) -> tuple[int, int]:
        """How many there are, and of how many it is not on record what they held then."""
        numbers = [car.number for cars in self.stream() for car in cars]
        return len(numbers), len(self._begun_later.intersection(numbers))

    def _held(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        numbers = [row["number"] for row in rows]
        then = stood(self._tx, numbers, self._until)
        self._begun_later |= then.begun_later
        states = {row["car"]: row["state"] for row in self._tx.ask_once(STAYS, numbers=numbers, until=self._until)}
        return [self._row(then.back(row), states[row["number"]]) for row in rows]

    def _row(self, row: Row, state: str) -> dict[str, Any]:
        if row["handed_to"]:
            return dict(row)
        ended = {} if state == State.CLOSED else {"closed_on": None, "outcome": None}
        later = {name: None for name in LATER_DAYS if row[name] and row[name] > self._day}
        return {**row, **ended, **later, "state": state}


def _with_one_owner(tx: Tx, rows: Rows) -> Rows:
    """The owner under the id that reports are read with."""
    kept = rows.sought.filters
    owner = People(tx).canonical(kept.owner) if kept.owner else None
    return replace(rows, sought=replace(rows.sought, filters=replace(kept, owner=owner)))
