"""What reports held at the end of an earlier day: from what they hold now one goes back, change by change.

History says when a report changed, and `changes` what it held before. Who finds a report, and whose name stands in it,
is asked of today, so columns that decide about that are left as they are.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import JSON, ColumnElement, Select, String, and_, bindparam, cast, func, select

from domain.frozen import dataclass
from storage.car_table import cars
from storage.db import OURS, Moment, Tx
from storage.history import changes, history, value_of

Row = Mapping[str, Any]
Columns = Mapping[str, Sequence[Any]]

#: Where a report stood is told by its passages, which know it of reports from an earlier log as well.
LEFT_ALONE = frozenset(
    {"district", "number", "requester", "on_behalf_of", "photos", "hide_name", "sealed", "concerns"}
    | {"handed_to", "handed_at", "handed_note", "undo_until", "before", "version", "state"}
)
H, W = history.c, changes.c
SINCE, ABOUT = bindparam("since", type_=Moment), "about"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stood:
    """What reports held else than now, by number, and those whose record of changes begins only later."""

    was: Mapping[str, Row] = field(default_factory=dict)
    begun_later: frozenset[str] = frozenset()

    def back(self, row: Row) -> Row:
        """A row of today as it was then, with those columns alone that it has. What was handed over stays as it is."""
        held = self.was.get(row["number"])
        if not held or row.get("handed_to"):
            return row
        return {**row, **{name: value for name, value in held.items() if name in row}}

    def columns(self, today: Columns) -> Columns:
        """The same column by column, with one more that says of which the record begins later."""
        was = {name: list(cells) for name, cells in today.items()}
        for nth, number in enumerate(today["number"]):
            if number in self.was:
                for name in was.keys() & self.was[number].keys():
                    was[name][nth] = self.was[number][name]
        return {**was, "begun_later": [number in self.begun_later for number in today["number"]]}


def stood(tx: Tx, numbers: Iterable[str], since: datetime) -> Stood:
    """What these reports held just before a moment, by one statement: it looks up what happened to them since."""
    names = [f"{cars.name}:{number}" for number in numbers]
    query = _since(tx.connection.dialect.name)
    rows = tx.ask(query, since=since, **{ABOUT: json.dumps(names)}) if names else []
    was: dict[str, dict[str, Any]] = {}
    later = set()
    for row in sorted(rows, key=lambda row: row["nr"]):  # the first change after the moment says what was before it
        number = row["about"].partition(":")[2]
        if row["was"] is None:
            later.add(number)
            continue
        was[number] = _held(json.loads(row["was"])) | was.get(number, {})
    return Stood(was=was, begun_later=frozenset(later))


def _held(was: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value_of(cars.c[name], value) for name, value in was.items() if name not in LEFT_ALONE}


@cache
def _since(dialect: str) -> Select[Any]:
    """An entry without a change is from before these were kept, or the first of a report that was brought in."""
    same = and_(W.district == H.district, W.nr == H.nr)
    return (
        select(H.nr, H.about, W.was)
        .select_from(history.outerjoin(changes, same))
        .where(H.district == OURS, H.at >= SINCE, _named(dialect))
    )


def _named(dialect: str) -> ColumnElement[bool]:
    """One of many names that are given as one value: a text of their own for each number of them would be no use."""
    given = bindparam(ABOUT, type_=String)
    read = func.json_each(given) if dialect == "sqlite" else func.json_array_elements_text(cast(given, JSON))
    return H.about.in_(select(read.table_valued("value").c.value))
