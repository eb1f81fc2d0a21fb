"""Steps of the plans of a district, and what was told of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import func, select

from domain.improvement import PlanStep
from domain.step_updates import StepUpdate
from storage.db import OURS, Tx, read
from storage.numbers import next_number
from storage.people import as_one
from storage.records import Records
from storage.step_table import steps
from storage.step_updates import StepUpdates


class PlanSteps:
    """Steps of plans that somebody found (storage/improvement.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, steps)
        self._told = StepUpdates(tx)

    def of(self, plans: Sequence[str]) -> Mapping[str, tuple[PlanStep, ...]]:
        """Those of each plan, in order."""
        found: dict[str, tuple[PlanStep, ...]] = defaultdict(tuple)
        for row in self._records.having(of=list(plans), order="place"):
            if row["place"] is not None:
                found[row["of"]] += (self._step(row),)
        return found

    def add(self, step: PlanStep, *, by: str) -> PlanStep:
        """The same with the next number of the district. Its place is behind those that the plan has."""
        last = select(func.max(steps.c.place).label("last")).where(steps.c.district == OURS, steps.c.of == step.of)
        place = (self._tx.ask_once(last)[0]["last"] or 0) + 1
        numbered = replace(step, number=next_number(self._tx, "step", 0))
        self._records.add(asdict(numbered) | {"place": place}, did="step.planned", by=by)
        return numbered

    def save(self, step: PlanStep, *, did: str, by: str) -> None:
        """Of two who change a step at once one is told."""
        self._records.save(asdict(step), did=did, by=by)

    def drop(self, step: PlanStep, *, by: str) -> None:
        """The plan goes without a step that nobody worked on yet; its row stays."""
        self._records.save(asdict(step) | {"place": None}, did="step.dropped", by=by)

    def updates(self, step: int) -> list[StepUpdate]:
        """All that was told of a step, in order."""
        return self._told.of(step)

    def tell(self, step: PlanStep, update: StepUpdate, *, did: str) -> None:
        """Keep a step that changed, with the line that says so."""
        self.save(step, did=did, by=update.by)
        self._told.add(update, did=did)

    def take_back(self, step: PlanStep, update: StepUpdate, *, by: str) -> None:
        self.save(step, did="step.taken_back", by=by)
        self._told.mark(update, did="step.taken_back", by=by)

    def _step(self, row: dict[str, Any]) -> PlanStep:
        return read(PlanStep, as_one(self._tx, {**row, "what": row["what"] or ""}, "owner", "asked_owner"))
