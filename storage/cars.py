"""The Corrective Action Log, as somebody sees it.

`CarLog` asks who looks: a sealed request is not found by anybody else, and a requester who hid their name is nobody
to all but the management representative. Both are decided in SQL, so that no view can forget to hide something.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
    true,
)

from domain.cars import TERMINAL, Car, State
from domain.errors import RefusedError
from domain.people import PersonId, Role, Viewer
from storage.db import OURS, Moment, Tx, district, metadata, read
from storage.numbers import next_number
from storage.outbox import Outbox
from storage.people import People, as_one, same_person
from storage.records import Records, record_table
from storage.words import word

PERSONS = ("requester", "owner", "checker", "decided_by", "signed_off_by")
NOBODY = PersonId("")  # who filed it, to somebody who may not know

cars = record_table(
    "cars",
    Column("number", String(20), primary_key=True),
    word("what"),
    Column("requester", String(40), nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("happened_on", Date, nullable=False),
    Column("school", String(40)),
    Column("department", String(40)),
    Column("state", String(20), nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("hide_name", Boolean, nullable=False),
    Column("sealed", Boolean, nullable=False),
    word("on_behalf_of"),
    word("already_done"),
    word("link"),
    word("photos"),  # one link a line
    Column("kind", String(20), nullable=False),
    Column("source", String(40), nullable=False),
    Column("severity", String(20)),
    word("requirement"),
    Column("objective", String(200)),  # the office's own words
    Column("owner", String(40)),
    Column("checker", String(40)),
    word("reason"),
    word("answer"),
    Column("rejection", String(40)),
    word("related"),
    Column("decided_by", String(40)),
    Column("appealed", Boolean, nullable=False),
    word("appeal"),
    Column("outcome", String(20)),
    word("done"),
    word("cause"),
    Column("cause_category", String(60)),
    Column("elsewhere", Boolean),
    Column("accepted_on", Date),
    Column("approved_on", Date),
    Column("plan_due", Date),
    Column("implementation_due", Date),
    Column("effectiveness_due", Date),
    Column("original_plan_due", Date),
    Column("original_implementation_due", Date),
    Column("original_effectiveness_due", Date),
    Column("inconclusive", Boolean, nullable=False),
    Column("signed_off_by", String(40)),
    Column("closed_on", Date),
    Column("cycle", Integer, nullable=False),
)
Index("ix_cars_state", cars.c.district, cars.c.state, cars.c.filed_at)
Index("ix_cars_owner", cars.c.district, cars.c.owner, cars.c.state)
Index("ix_cars_requester", cars.c.district, cars.c.requester, cars.c.filed_at)

passages = Table(
    "passages",
    metadata,
    district(),
    Column("car", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("state", String(20), nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("left_at", Moment),
    Column("by", String(40), nullable=False),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A stay in a state: what every figure as of a past date is computed from."""

    car: str
    nth: int
    state: State
    entered_at: datetime
    left_at: datetime | None
    by: PersonId


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some of the cars that were asked for, newest first."""

    cars: list[Car]
    total: int
    offset: int


class Eyes(StrEnum):
    """The three ways in which the log is seen."""

    MR = "mr"
    SUPERINTENDENT = "superintendent"
    MEMBER = "member"


ME: BindParameter[str] = bindparam("me", type_=String)


def _found(eyes: Eyes) -> ColumnElement[bool]:
    """Which rows somebody finds at all."""
    mine = or_(*(same_person(column, ME) for column in (cars.c.requester, cars.c.owner, cars.c.checker)))
    seen = or_(cars.c.sealed.is_(False), mine) if eyes is Eyes.MEMBER else true()
    return and_(cars.c.district == OURS, seen)


def _looking(eyes: Eyes) -> Select[Any]:
    """All that somebody may know of a report: who filed it is told to the MR, and where the name is not hidden."""
    named = true() if eyes is Eyes.MR else or_(cars.c.hide_name.is_(False), same_person(cars.c.requester, ME))
    plain = [c for c in cars.columns if c.name not in ("requester", "on_behalf_of")]
    requester = case((named, cars.c.requester), else_=NOBODY).label("requester")
    return select(*plain, requester, case((named, cars.c.on_behalf_of)).label("on_behalf_of")).where(_found(eyes))


LOOKS = {eyes: _looking(eyes) for eyes in Eyes}
COUNTS = {eyes: select(func.count().label("total")).select_from(cars).where(_found(eyes)) for eyes in Eyes}
LAST_SCHOOL = (
    select(cars.c.school)
    .where(cars.c.district == OURS, same_person(cars.c.requester, ME))
    .order_by(cars.c.filed_at.desc())
    .limit(1)
)
NEWEST_FIRST = (cars.c.filed_at.desc(), cars.c.number.desc())


class CarLog:
    """One district's log as one viewer sees it. Cars are added and changed here, and never deleted."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer
        self._records = Records(tx, cars)

    def get(self, number: str) -> Car:
        found = self._read(cars.c.number == number)
        if not found:
            raise RefusedError(f"There is no report {number} that you can see. Look it up with: /car list")
        return found[0]

    def page(self, *where: ColumnElement[bool], offset: int = 0, size: int = 10) -> Page:
        total = self._tx.ask(COUNTS[self._eyes].where(*where), me=self._viewer.person)[0]["total"]
        return Page(cars=self._read(*where, offset=offset, size=size) if total else [], total=total, offset=offset)

    def last_school_of(self, person: PersonId) -> str | None:
        """The school that somebody reported about last."""
        found = self._tx.ask(LAST_SCHOOL, me=person)
        return found[0]["school"] if found else None

    def next_number(self, year: int) -> str:
        return f"CAR-{year}-{next_number(self._tx, 'car', year):03}"

    def add(self, car: Car) -> None:
        self._records.add(_row(car), did="car.filed", by=car.requester)
        self._enter(car, car.requester, 1)

    def save(self, car: Car, *, was: Car, did: str) -> None:
        """Replace a car, unless somebody else changed it meanwhile. Who filed it never changes."""
        row = _row(car)
        hidden = ["on_behalf_of"] if was.requester == NOBODY else []
        for fixed in ("requester", "filed_at", "filed_on", *hidden):
            del row[fixed]
        self._records.save(row, did=did, by=self._viewer.person)
        if car.state is not was.state or car.cycle != was.cycle:
            stays = len(self.passages(car.number))
            self._leave(car)
            self._enter(car, self._viewer.person, stays + 1)

    def tell_requester(self, car: Car, what: str, *, key: str, unless: Collection[PersonId] = ()) -> None:
        """Owe the requester a message; whoever causes it need not know who that is."""
        query = select(cars.c.requester).where(cars.c.district == self._tx.district, cars.c.number == car.number)
        requester = People(self._tx).canonical(self._tx.connection.execute(query).scalar_one())
        if requester not in unless:
            Outbox(self._tx).owe(what, car.number, to=requester, key=key)

    def passages(self, number: str) -> list[Passage]:
        return self._tx.find(Passage, passages, passages.c.car == number, order=passages.c.nth)

    def _read(self, *where: ColumnElement[bool], offset: int = 0, size: int = 1) -> list[Car]:
        query = LOOKS[self._eyes].where(*where).order_by(*NEWEST_FIRST).offset(offset).limit(size)
        return [
            _car(as_one(self._tx, row, *PERSONS))
            for row in self._records.read(self._tx.ask(query, me=self._viewer.person))
        ]

    @property
    def _eyes(self) -> Eyes:
        if self._viewer.is_mr:
            return Eyes.MR
        return Eyes.SUPERINTENDENT if self._viewer.holds(Role.SUPERINTENDENT) else Eyes.MEMBER

    def _enter(self, car: Car, by: str, nth: int) -> None:
        row = {"car": car.number, "nth": nth, "state": str(car.state), "entered_at": self._tx.now, "left_at": None}
        self._tx.add(passages, row | {"by": by})

    def _leave(self, car: Car) -> None:
        here = (passages.c.car == car.number, passages.c.left_at.is_(None))
        self._tx.change(passages, {"left_at": self._tx.now}, *here)


def waiting_for_triage() -> ColumnElement[bool]:
    return cars.c.state == State.SUBMITTED


def owned_by(person: PersonId) -> ColumnElement[bool]:
    return same_person(cars.c.owner, person)


def reported_by(person: PersonId) -> ColumnElement[bool]:
    return same_person(cars.c.requester, person)


def still_open() -> ColumnElement[bool]:
    return cars.c.state.not_in([str(state) for state in TERMINAL])


def closed() -> ColumnElement[bool]:
    return cars.c.state.in_([str(state) for state in TERMINAL])


def everything() -> ColumnElement[bool]:
    return true()


def returned_to(person: PersonId) -> ColumnElement[bool]:
    return same_person(cars.c.requester, person) & (cars.c.state == State.RETURNED)


FIELDS = [field.name for field in fields(Car)]


def _row(car: Car) -> dict[str, Any]:
    return {name: getattr(car, name) for name in FIELDS} | {"photos": "\n".join(car.photos) or None}


def _car(row: Mapping[str, Any]) -> Car:
    photos = tuple((row["photos"] or "").split())
    return read(Car, {**row, "what": row["what"] or "", "photos": photos})
