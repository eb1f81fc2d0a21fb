"""What was told of steps, whatever they belong to: lines that are added, and never changed but for being taken back."""

from dataclasses import asdict

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
        rows = self._told.rows(step_updates.c.step == step, order=step_updates.c.nth)
        return [read(StepUpdate, as_one(self._tx, row, "by", "owner_was")) for row in rows]

    def add(self, line: StepUpdate, *, did: str) -> None:
        self._told.add(asdict(line) | {"at": self._tx.now}, did=did, by=line.by)

    def mark(self, line: StepUpdate, *, did: str, by: str) -> None:
        """Keep that a line was taken back."""
        self._told.save(asdict(line), did=did, by=by)
