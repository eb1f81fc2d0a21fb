"""What was told of steps, whatever they belong to: lines that are added, and never changed but for being taken back."""

from dataclasses import asdict

from sqlalchemy import ColumnElement

from domain.step_updates import StepUpdate
from storage.db import Tx, read
from storage.improvement_tables import step_updates
from storage.people import as_one
from storage.records import Records


class StepUpdates:
    """Of steps that somebody found. The step itself is saved with each line, so of two at once one is told."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._told = Records(tx, step_updates)

    def of(self, step: int) -> list[StepUpdate]:
        """All that was told of a step, in order."""
        return self._read(step_updates.c.step == step)

    def of_plan(self, plan: str) -> list[StepUpdate]:
        """The same of all steps of a plan, step by step."""
        return self._read(step_updates.c.of == plan)

    def _read(self, which: ColumnElement[bool]) -> list[StepUpdate]:
        rows = self._told.rows(which)
        found = [read(StepUpdate, as_one(self._tx, row, "by", "owner_was")) for row in rows]
        return sorted(found, key=lambda line: (line.step, line.nth))

    def add(self, line: StepUpdate, *, did: str) -> None:
        self._told.add(asdict(line) | {"at": self._tx.now}, did=did, by=line.by)

    def mark(self, line: StepUpdate, *, did: str, by: str) -> None:
        """Keep that a line was taken back."""
        self._told.save(asdict(line), did=did, by=by)
