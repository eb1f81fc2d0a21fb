"""Opportunities for improvement. All staff read them; none is ever sealed or deleted."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
    true,
)

from domain.errors import RefusedError
from domain.ideas import Idea, IdeaState, decides_all
from domain.people import PersonId, Role, Viewer
from domain.plans import Step
from domain.texts import command
from storage.db import OURS, Moment, Tx, read
from storage.kept import unless_none
from storage.numbers import next_number
from storage.people import People, as_one
from storage.records import Records, record_table
from storage.step_table import steps
from storage.steps import OPEN, Steps
from storage.words import word

ideas = record_table(
    "ideas",
    Column("number", String(20), primary_key=True),
    word("what"),
    Column("by", String(40), nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("school", String(40)),
    Column("state", String(20), nullable=False),
    word("reason"),
    Column("until", Date),
    Column("step", Integer),
    Column("car", String(20)),
    Column("decided_by", String(40)),
    Column("decided_at", Moment),
    Column("undo_until", Moment),
    word("before"),
)
Index("ix_ideas_given", ideas.c.district, ideas.c.given_at)
Index("ix_ideas_state", ideas.c.district, ideas.c.state, ideas.c.given_at)
Index("ix_ideas_car", ideas.c.district, ideas.c.car)
Index("ix_ideas_by", ideas.c.district, ideas.c.by, ideas.c.given_at)

C = ideas.c
MINE = bindparam("mine", type_=String, expanding=True)
TODAY = bindparam("today", type_=Date)
SIZE, OFFSET = bindparam("size", type_=Integer), bindparam("offset", type_=Integer)
SCOPES = ("open", "mine", "all", "decide", "do")
OF_CAR = select(C.number).where(C.district == OURS, C.car == bindparam("car", type_=String)).order_by(C.number)
CYCLE = 1  # of its step: an idea is carried out once


@cache
def _where(scope: str, *, decides: bool, in_review: bool) -> ColumnElement[bool]:
    """What a list holds. "decide" is what waits for somebody of these seats, "do" what they carry out themselves."""
    over = and_(C.state == IdeaState.LATER, C.until <= TODAY)
    waits = or_(
        and_(or_(C.state == IdeaState.NEW, over), true() if decides else false()),
        and_(C.state == IdeaState.REVIEW_TEAM, true() if in_review else false()),
    )
    doing = C.step.in_(
        select(steps.c.number).where(
            *(steps.c.district == OURS, steps.c.owner.in_(MINE), steps.c.status.in_(OPEN), steps.c.place.is_not(None)),
        )
    )
    return {
        "open": C.state.not_in([IdeaState.DECLINED, IdeaState.RAISED]),
        "mine": C.by.in_(MINE),
        "all": true(),
        "decide": waits,
        "do": and_(C.state == IdeaState.ADOPTED, doing),
    }[scope]


@cache
def _page(scope: str, *, decides: bool, in_review: bool) -> Select[Any]:
    where = and_(C.district == OURS, _where(scope, decides=decides, in_review=in_review))
    total = func.count().over().label("total")
    return (
        select(*ideas.columns, total)
        .where(where)
        .order_by(C.given_at.desc(), C.number.desc())
        .offset(OFFSET)
        .limit(SIZE)
    )


class IdeaBook:
    """One district's ideas."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, ideas)

    def next_number(self, year: int) -> str:
        return f"IDEA-{year}-{next_number(self._tx, 'idea', year):03}"

    def find(self, number: str) -> Idea | None:
        found = self._records.having(number=number)
        return self._idea(found[0]) if found else None

    def get(self, number: str) -> Idea:
        found = self.find(number)
        if found is None:
            raise RefusedError(
                "There is no idea {number}. Look it up with: {list}", number=number, list=command("idea list")
            )
        return found

    def page(self, scope: str, viewer: Viewer, today: date, *, size: int, offset: int = 0) -> tuple[list[Idea], int]:
        """Some of a list, the newest first, and how many it has in all; 0 behind its end."""
        asks = _page(scope, decides=decides_all(viewer), in_review=viewer.is_mr or viewer.holds(Role.MRT_MEMBER))
        mine = sorted(People(self._tx).ids_of(viewer.person))
        rows = self._tx.ask(asks, mine=mine, today=today, size=size, offset=offset)
        return [self._idea(row) for row in self._records.read(rows)], rows[0]["total"] if rows else 0

    def undecided(self, today: date, *, most: int) -> list[Idea]:
        """What waits for the Cabinet, the newest first."""
        rows = self._tx.ask(_page("decide", decides=True, in_review=False), mine=[], today=today, size=most, offset=0)
        return [self._idea(row) for row in self._records.read(rows)]

    def named(self, numbers: Collection[str]) -> dict[str, Idea]:
        """These, by their numbers."""
        rows = self._records.rows(C.number.in_(list(numbers))) if numbers else []
        return {row["number"]: self._idea(row) for row in rows}

    def of_car(self, car: str) -> list[str]:
        """The ideas that came from a report, or of which it was made."""
        return unless_none(self._tx, ideas, car, lambda: [row["number"] for row in self._tx.ask(OF_CAR, car=car)])

    def add(self, idea: Idea) -> None:
        self._records.add(asdict(idea), did="idea.given", by=idea.by)

    def save(self, idea: Idea, *, did: str, by: PersonId) -> None:
        """Refused where somebody else changed it meanwhile: of two who decide at once, one is told."""
        self._records.save(asdict(idea), did=did, by=by)

    def step_of(self, idea: Idea) -> Step | None:
        """The step that carries it out."""
        found = Steps(self._tx).of(idea.number, CYCLE) if idea.step else ()
        return next((step for step in found if step.number == idea.step), None)

    def _idea(self, row: Mapping[str, Any]) -> Idea:
        named = as_one(self._tx, {**row, "what": row["what"] or ""}, "by", "decided_by")
        named.pop("total", None)
        return read(Idea, named)
