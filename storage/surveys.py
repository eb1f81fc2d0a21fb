"""Surveys: what is asked again and again. Each time is a wave (storage/waves.py)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Integer, String, bindparam, func, select

from domain.errors import RefusedError
from domain.surveys import Survey
from domain.texts import command
from storage.db import OURS, Moment, Tx, read
from storage.numbers import next_number
from storage.people import as_one
from storage.records import Records, record_table
from storage.survey_rows import read_questions, written
from storage.words import word

surveys = record_table(
    "surveys",
    Column("number", String(20), primary_key=True),
    word("name"),
    word("questions"),  # JSON: keys, texts in each language, and answers to choose from
    Column("by", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("last_key", Integer, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("ready", String(20)),
)

S = surveys.c
RECURRING = select(surveys).where(S.district == OURS, S.weeks > 0).order_by(S.number)
NEWEST = (
    select(surveys, func.count().over().label("total"))
    .where(S.district == OURS)
    .order_by(S.made_at.desc(), S.number.desc())
    .offset(bindparam("skip", type_=Integer))
    .limit(bindparam("size", type_=Integer))
)


class Surveys:
    """The templates."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, surveys)

    def next_number(self, year: int) -> str:
        return f"PULSE-{year}-{next_number(self._tx, 'pulse', year):03}"

    def add(self, survey: Survey) -> None:
        self._records.add(_survey_row(survey), did="survey.made", by=survey.by)

    def save(self, survey: Survey, *, by: str) -> None:
        self._records.save(_survey_row(survey), did="survey.changed", by=by)

    def find(self, number: str) -> Survey | None:
        found = self._records.rows(S.number == number)
        return self._survey(found[0]) if found else None

    def get(self, number: str) -> Survey:
        found = self.find(number)
        if found is None:
            raise RefusedError(
                "There is no survey {number}. Look it up with: {list}", number=number, list=command("kaizen pulse")
            )
        return found

    def page(self, *, size: int, offset: int = 0) -> tuple[list[Survey], int]:
        """The newest first, and how many there are; 0 behind the end."""
        rows = self._tx.ask(NEWEST, size=size, skip=offset)
        return [self._survey(row) for row in self._records.read(rows)], rows[0]["total"] if rows else 0

    def begun_with(self, ready: str) -> Survey | None:
        """The newest that began with these questions and is not asked again by itself."""
        found = self._records.having(ready=ready, weeks=0)
        newest = max(found, key=lambda row: (row["made_at"], row["number"]), default=None)
        return self._survey(newest) if newest else None

    def recurring(self) -> list[Survey]:
        return [self._survey(row) for row in self._records.read(self._tx.ask(RECURRING))]

    def _survey(self, row: Mapping[str, Any]) -> Survey:
        kept = {name: value for name, value in row.items() if name not in ("district", "total")}
        made = {"name": row["name"] or "", "questions": read_questions(row["questions"])}
        return read(Survey, as_one(self._tx, {**kept, **made}, "by"))


def _survey_row(survey: Survey) -> dict[str, Any]:
    kept = {name: getattr(survey, name) for name in Survey.__dataclass_fields__}
    return {**kept, "questions": written(survey.questions)}
