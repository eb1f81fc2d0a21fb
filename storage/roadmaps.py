"""What was answered to the five questions of each phase of a roadmap: lines that are added and never changed."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Date, Index, Integer, String, and_, select

from domain.roadmap import Answers
from storage.db import OURS, Moment, Tx, read
from storage.history import History
from storage.improvement_sight import P, in_force
from storage.improvement_tables import district_plans
from storage.people import as_one
from storage.records import Records, changed_meanwhile, record_table
from storage.words import word

roadmap_answers = record_table(
    "roadmap_answers",
    Column("plan", String(20), primary_key=True),
    Column("phase", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    word("done"),
    Column("groups", String(200), nullable=False),  # with spaces
    word("heard"),
    word("unheard"),
    word("nations"),
    word("to_do"),
    Column("by_when", Date),
    Column("who", String(40)),
    Column("by", String(40), nullable=False),
    Column("day", Date, nullable=False),
    Column("at", Moment, nullable=False),
)
R = roadmap_answers.c
Index("ix_roadmap_answers_at", R.district, R.at)


class Roadmaps:
    """Of plans that somebody found (storage/improvement.py)."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, roadmap_answers)

    def of(self, plan: str) -> list[Answers]:
        """All that was answered, phase by phase, in order."""
        return [self._answers(row) for row in self._records.rows(R.plan == plan, order=R.nth)]

    def add(self, line: Answers) -> None:
        """Of two who answer the same phase at once one is told."""
        History(self._tx).lock()
        same = (R.plan == line.plan, R.phase == str(line.phase), R.nth >= line.nth)
        if self._tx.rows(roadmap_answers, *same):
            raise changed_meanwhile()
        row = asdict(line) | {"groups": " ".join(line.groups), "at": self._tx.now}
        self._records.add(row, did="roadmap.answered", by=line.by)

    def changed(self, since: datetime, *, most: int) -> list[Answers]:
        """What was answered since a moment in roadmaps that are in force, the newest first: for digest and agenda."""
        query = (
            select(roadmap_answers)
            .join(district_plans, and_(P.district == R.district, P.number == R.plan))
            .where(R.district == OURS, R.at >= since, in_force())
            .order_by(R.at.desc(), R.plan, R.phase)
            .limit(most)
        )
        return [self._answers(row) for row in self._records.read(self._tx.ask_once(query))]

    def _answers(self, row: Mapping[str, Any]) -> Answers:
        return read(Answers, as_one(self._tx, row, "by", "who") | {"groups": tuple(row["groups"].split())})
