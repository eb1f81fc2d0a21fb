"""The Corrective Action Log, as somebody sees it.

`CarLog` asks who looks: what storage/car_sight.py does not let them find, no view can forget to hide.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, select

from domain.car_lines import CarLine, Lines
from domain.cars import COUNTED, Car, State
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.numbers import REPORTS
from domain.people import PersonId, Viewer
from domain.texts import command
from storage.car_sight import (
    ME,
    NEWEST,
    NOBODY,
    Order,
    Sight,
    Where,
    count_of,
    counted,
    every,
    lines_again,
    lines_in,
    look_of,
    looking,
    named_of,
    one_of,
    ordered,
    page_of,
    sight_of,
)
from storage.car_table import cars, passages
from storage.car_words import CarWords
from storage.db import OURS, Tx, read
from storage.history import History
from storage.kept import remembered
from storage.numbers import next_number_soon
from storage.outbox import Outbox
from storage.people import People, as_one
from storage.records import Records, changed_meanwhile

SHOWN = ("requester", "owner", "checker", "asked_owner")
PERSONS = (*SHOWN, "decided_by", "signed_off_by")


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
    """Some of the cars that were asked for, newest first. Where more than `COUNTED` are found, `total` may be less."""

    cars: list[Car]
    total: int
    offset: int


LAST_SCHOOL = (
    select(cars.c.school)
    .where(cars.c.district == OURS, cars.c.requester.in_(ME))
    .order_by(cars.c.filed_at.desc())
    .limit(1)
)


REQUESTER = select(cars.c.requester).where(cars.c.district == OURS, cars.c.number == bindparam("number", type_=String))


LEAVING = (
    passages.update()
    .where(passages.c.district == OURS, passages.c.car == bindparam("of"), passages.c.left_at.is_(None))
    .values(left_at=bindparam("left"))
)


Held = Callable[[list[dict[str, Any]]], list[dict[str, Any]]]


def as_they_are(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return rows


class CarLog:
    """One district's log as one viewer sees it. Cars are added and changed here, and never deleted."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer
        self._records = Records(tx, cars)

    def get(self, number: str) -> Car:
        found = self.find(number)
        if not found:
            raise RefusedError(
                "There is no report {number} that you can see. Look it up with: {list}",
                number=number,
                list=command("car list"),
            )
        return found

    def find(self, number: str) -> Car | None:
        found = self._cars(one_of(self._sight), number=number)
        return found[0] if found else None

    def page(self, *where: ColumnElement[bool], offset: int = 0, size: int = 10) -> Page:
        found = self._cars(page_of(self._sight, where), offset=offset, size=size)
        more = offset or len(found) == size  # else all of them are there
        total = self._count(where, max(COUNTED, offset + size) + 1) if more else len(found)
        return Page(cars=found, total=total, offset=offset)

    def count(self, where: Where) -> int:
        """All of those, however many."""
        found: int = self._tx.ask_once(every(self._sight, where), **self._looking)[0]["total"]
        return found

    def _count(self, where: tuple[ColumnElement[bool], ...], most: int) -> int:
        counted: int = self._tx.ask(count_of(self._sight, where), **self._looking, most=most)[0]["total"]
        return counted

    def listed(self, where: Where, order: Order, *, size: int) -> Page:
        """The first of those in another order."""
        found = self._read(self._tx.ask_once(ordered(self._sight, where, order), **self._looking, offset=0, size=size))
        most = max(COUNTED, size) + 1
        full = len(found) == size
        total = self._tx.ask_once(counted(self._sight, where), **self._looking, most=most)[0]["total"] if full else 0
        return Page(cars=found, total=total or len(found), offset=0)

    def lines(self, where: Where, order: Order = NEWEST, *, offset: int, size: int, again: bool = True) -> Lines:
        """A page of those as a list shows them. Where conditions may come `again`, their query is made once."""
        ask, page = (self._tx.ask, lines_again) if again else (self._tx.ask_once, lines_in)
        later = {"offset": offset, "most": max(COUNTED, offset + size) + 1} if offset else {}
        found = ask(page(self._sight, where, order, size, later=bool(later)), **self._looking, **later)
        cars = [read(CarLine, as_one(self._tx, row, "owner")) for row in found]
        return Lines(cars=cars, total=found[0]["total"] if found else 0)

    def stream(self, where: Where, order: Order, held: Held = as_they_are, size: int = 500) -> Iterator[list[Car]]:
        """All of those, so many at a time. `held` says what rows of today held when they are asked for."""
        query = look_of(self._sight).where(*where).order_by(*order)
        return (self._read(held(rows)) for rows in self._tx.stream(query, size, **self._looking))

    def named(self, numbers: Collection[str]) -> list[Car]:
        """Those of these that they find, newest first."""
        return self._cars(named_of(self._sight), numbers=list(numbers)) if numbers else []

    def formerly(self, numbers: Collection[str]) -> list[Car]:
        """The same of those that were brought from another log; not where they may not read what their number was."""
        return [car for car in self.named(numbers) if car.former] if numbers else []

    def last_school_of(self, person: PersonId) -> str | None:
        """The school that somebody reported about last."""
        me = sorted(People(self._tx).ids_of(person))

        def look() -> str | None:
            found = self._tx.ask(LAST_SCHOOL, me=me)
            return found[0]["school"] if found else None

        return remembered(self._tx, cars, ("last_school", *me), look)

    def next_number(self, year: int, *, last: bool = False) -> str:
        """`last`: behind it nothing is changed that others may change, so the same question locks history.

        Else two might wait for each other: one comes to history with a record locked, the other has history locked.
        """
        taken = next_number_soon(self._tx, "car", year)
        if last:
            History(self._tx).lock_soon(ahead=True)
        return f"{REPORTS}{year}-{taken():03}"

    def add(self, car: Car) -> None:
        self._records.add(row_of(car), did="car.filed", by=car.requester)
        CarWords(self._tx).keep_new([car])
        self._enter(car, car.requester, 1)

    def save(self, car: Car, *, was: Car, did: str) -> None:
        """Replace a car, unless somebody else changed it meanwhile. Who filed it never changes."""
        row = row_of(car)
        hidden = ["on_behalf_of", "photos"] if was.requester == NOBODY else []
        for fixed in ("requester", "filed_at", "filed_on", *hidden):
            del row[fixed]
        self._records.save(row, did=did, by=self._viewer.person)
        CarWords(self._tx).follow(car, was)
        if car.state is not was.state or car.cycle != was.cycle:
            stays = len(self.passages(car.number))
            self._leave(car)
            self._enter(car, self._viewer.person, stays + 1)
        elif car.handed_to is not was.handed_to:
            self._leave(car)  # it waits for nobody here any more

    def unmoved(self, car: Car) -> None:
        """Refuse when somebody changed the report since it was read, and let nobody change it before this is kept."""
        same = (cars.c.number == car.number, cars.c.version == car.version)
        if not self._tx.change(cars, {"version": car.version}, *same):
            raise changed_meanwhile()

    def tell_requester(self, car: Car, what: str, *, key: str, unless: Collection[PersonId] = ()) -> None:
        """Owe the requester a message; whoever causes it need not know who that is."""
        requester = People(self._tx).canonical(self._tx.ask(REQUESTER, number=car.number)[0]["requester"])
        if requester not in unless:
            Outbox(self._tx).owe(what, car.number, to=requester, key=key)

    def hidden_requester(self, car: Car) -> PersonId | None:
        """Who filed a report without a name, for whoever has to leave that name out elsewhere, too."""
        if not car.hide_name:
            return None
        return People(self._tx).canonical(self._tx.ask(REQUESTER, number=car.number)[0]["requester"])

    def passages(self, number: str) -> list[Passage]:
        return [read(Passage, row) for row in self._tx.having(passages, car=number, order="nth")]

    def _cars(self, query: Select[Any], **given: Any) -> list[Car]:
        return self._read(self._tx.ask(query, **self._looking, **given))

    def _read(self, found: Sequence[Mapping[str, Any]]) -> list[Car]:
        if len(found) == 1:  # which will be shown
            People(self._tx).expect_names(found[0][name] for name in SHOWN)
        return [_car(as_one(self._tx, row, *PERSONS)) for row in self._records.read(found)]

    @cached_property
    def _sight(self) -> Sight:
        return sight_of(self._tx, self._viewer)

    @cached_property
    def _looking(self) -> dict[str, list[str]]:
        return looking(self._tx, self._viewer)

    def _enter(self, car: Car, by: str, nth: int) -> None:
        row = {"car": car.number, "nth": nth, "state": str(car.state), "entered_at": self._tx.now, "left_at": None}
        self._tx.add(passages, row | {"by": by})

    def _leave(self, car: Car) -> None:
        self._tx.tell(LEAVING, of=car.number, left=self._tx.now)


FIELDS = [field.name for field in fields(Car)]


def row_of(car: Car) -> dict[str, Any]:
    return {name: getattr(car, name) for name in FIELDS} | {"photos": "\n".join(car.photos) or None}


def _car(row: Mapping[str, Any]) -> Car:
    photos = tuple((row["photos"] or "").split())
    return read(Car, {**row, "what": row["what"] or "", "photos": photos})
