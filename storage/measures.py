"""Values that were measured for the goals and strategies of a plan."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import ColumnElement

from domain.measures import Measured, MeasureValue
from storage.db import Tx, read
from storage.improvement_tables import measure_values
from storage.people import as_one
from storage.records import Records

M = measure_values.c


class Measures:
    """Those of a plan that somebody found (storage/improvement.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, measure_values)

    def of(self, plan: str) -> list[MeasureValue]:
        """All that count, in the order in which they were told."""
        rows = self._records.having(plan=plan, undone=False, order="nth")
        return [read(MeasureValue, as_one(self._tx, row, "by")) for row in rows]

    def add(self, value: MeasureValue) -> MeasureValue:
        """The same with its number among those of its measure."""
        nth = len(self._tx.rows(measure_values, *_same(value))) + 1
        numbered = replace(value, nth=nth)
        self._records.add(_row(numbered), did="measure.told", by=value.by)
        return numbered

    def take_back(self, value: MeasureValue, *, by: str) -> None:
        self._records.save(_row(replace(value, undone=True)), did="measure.taken_back", by=by)


def _row(value: MeasureValue) -> dict[str, Any]:
    return asdict(value) | {"value": repr(value.value)}


def _same(value: MeasureValue) -> tuple[ColumnElement[bool], ...]:
    of = M.of == str(Measured(value.of))
    return (M.plan == value.plan, M.goal == value.goal, M.strategy == value.strategy, of)
