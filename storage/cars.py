"""The Corrective Action Log, as somebody sees it.

`CarLog` asks who looks: a sealed request is not found by anybody else, and a requester who hid their name is nobody
to all but the management representative. Both are decided in SQL, so that no view can forget to hide something.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Index,
    Integer,
    String,
    Table,
    case,
    func,
    or_,
    select,
    true,
)

from domain.cars import TERMINAL, Car, State
from domain.errors import RefusedError
from domain.people import PersonId, Role, Viewer
from storage.db import Moment, Tx, district, metadata, read
from storage.numbers import next_number
from storage.outbox import Outbox
from storage.records import Records, record_table
from storage.words import word

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
    Column("related", String(40)),
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
        count = select(func.count()).select_from(cars).where(cars.c.district == self._tx.district, self._seen(), *where)
        total = self._tx.connection.execute(count).scalar_one()
        return Page(cars=self._read(*where, offset=offset, size=size), total=total, offset=offset)

    def last_school_of(self, person: PersonId) -> str | None:
        """The school that somebody reported about last."""
        query = select(cars.c.school).where(cars.c.district == self._tx.district, cars.c.requester == person)
        return self._tx.connection.execute(query.order_by(cars.c.filed_at.desc()).limit(1)).scalar_one_or_none()

    def next_number(self, year: int) -> str:
        return f"CAR-{year}-{next_number(self._tx, 'car', year):03}"

    def add(self, car: Car) -> None:
        self._records.add(_row(car), did="car.filed", by=car.requester)
        self._enter(car, car.requester)

    def save(self, car: Car, *, was: Car, did: str) -> None:
        """Replace a car, unless somebody else changed it meanwhile. Who filed it never changes."""
        row = _row(car)
        for fixed in ("requester", "filed_at", "filed_on", *(["on_behalf_of"] if self._hidden(was) else [])):
            del row[fixed]
        self._records.save(row, did=did, by=self._viewer.person)
        if car.state is not was.state or car.cycle != was.cycle:
            self._leave(car)
            self._enter(car, self._viewer.person)

    def tell_requester(self, car: Car, what: str, *, key: str, unless: Collection[PersonId] = ()) -> None:
        """Owe the requester a message; whoever causes it need not know who that is."""
        query = select(cars.c.requester).where(cars.c.district == self._tx.district, cars.c.number == car.number)
        requester = self._tx.connection.execute(query).scalar_one()
        if requester not in unless:
            Outbox(self._tx).owe(what, car.number, to=requester, key=key)

    def passages(self, number: str) -> list[Passage]:
        return self._tx.find(Passage, passages, passages.c.car == number, order=passages.c.nth)

    def _seen(self) -> ColumnElement[bool]:
        """Which rows this viewer finds at all."""
        if self._viewer.is_mr or self._viewer.holds(Role.SUPERINTENDENT):
            return true()
        me = self._viewer.person
        return or_(cars.c.sealed.is_(False), cars.c.requester == me, cars.c.owner == me, cars.c.checker == me)

    def _named(self) -> ColumnElement[bool]:
        """In which rows this viewer learns who filed it."""
        if self._viewer.is_mr:
            return true()
        return or_(cars.c.hide_name.is_(False), cars.c.requester == self._viewer.person)

    def _hidden(self, car: Car) -> bool:
        return car.requester == NOBODY

    def _read(self, *where: ColumnElement[bool], offset: int = 0, size: int = 1) -> list[Car]:
        named = self._named()
        shown = [c for c in cars.columns if c.name not in ("requester", "on_behalf_of")]
        query = (
            select(
                *shown,
                case((named, cars.c.requester), else_=NOBODY).label("requester"),
                case((named, cars.c.on_behalf_of)).label("on_behalf_of"),
            )
            .where(cars.c.district == self._tx.district, self._seen(), *where)
            .order_by(cars.c.filed_at.desc(), cars.c.number.desc())
            .offset(offset)
            .limit(size)
        )
        rows = self._records.read(dict(row) for row in self._tx.connection.execute(query).mappings())
        return [_car(row) for row in rows]

    def _enter(self, car: Car, by: str) -> None:
        nth = 1 + len(self._tx.rows(passages, passages.c.car == car.number))
        row = {"car": car.number, "nth": nth, "state": str(car.state), "entered_at": self._tx.now, "left_at": None}
        self._tx.add(passages, row | {"by": by})

    def _leave(self, car: Car) -> None:
        here = (passages.c.car == car.number, passages.c.left_at.is_(None))
        self._tx.change(passages, {"left_at": self._tx.now}, *here)


def waiting_for_triage() -> ColumnElement[bool]:
    return cars.c.state == State.SUBMITTED


def owned_by(person: PersonId) -> ColumnElement[bool]:
    return cars.c.owner == person


def reported_by(person: PersonId) -> ColumnElement[bool]:
    return cars.c.requester == person


def still_open() -> ColumnElement[bool]:
    return cars.c.state.not_in([str(state) for state in TERMINAL])


def closed() -> ColumnElement[bool]:
    return cars.c.state.in_([str(state) for state in TERMINAL])


def everything() -> ColumnElement[bool]:
    return true()


def returned_to(person: PersonId) -> ColumnElement[bool]:
    return (cars.c.requester == person) & (cars.c.state == State.RETURNED)


def _row(car: Car) -> dict[str, Any]:
    return asdict(car) | {"photos": "\n".join(car.photos) or None}


def _car(row: Mapping[str, Any]) -> Car:
    photos = tuple((row["photos"] or "").split())
    return read(Car, {**row, "what": row["what"] or "", "photos": photos})
