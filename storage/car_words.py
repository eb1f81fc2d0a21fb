"""The words of closed reports without their endings, to find those that read alike.

It holds no report that is kept from anybody: not sealed ones, not those whose requester hid their name, and none from
which words were removed.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Index, String, Table, bindparam, func, select

from domain.cars import Car
from domain.similar import is_offered, most_alike, stems
from storage.db import OURS, Tx, district, metadata
from storage.redaction import Redactions

MOST = 50  # reports that are compared

car_words = Table(
    "car_words",
    metadata,
    district(),
    Column("stem", String(40), primary_key=True),
    Column("car", String(20), primary_key=True),
)
Index("ix_car_words_car", car_words.c.district, car_words.c.car)
W = car_words.c
SHARING = (
    select(W.car, func.count().label("shared"))
    .where(W.district == OURS, W.stem.in_(bindparam("stems", expanding=True)))
    .group_by(W.car)
    .order_by(func.count().desc(), W.car.desc())
    .limit(MOST)
)
OF = select(W.car, W.stem).where(W.district == OURS, W.car.in_(bindparam("cars", expanding=True)))


class CarWords:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def keep(self, car: Car) -> None:
        """What is kept of a report as it is now: nothing, unless it may be offered."""
        self.forget(car.number)
        if is_offered(car) and not Redactions(self._tx).about(f"cars:{car.number}"):
            for stem in sorted(stems(car.what)):
                self._tx.add(car_words, {"stem": stem, "car": car.number})

    def keep_new(self, cars: Iterable[Car]) -> None:
        """The same for reports of which nothing is kept yet, all at once."""
        rows = [
            {"stem": stem, "car": car.number} for car in cars if is_offered(car) for stem in sorted(stems(car.what))
        ]
        if rows:
            self._tx.add_all_once(car_words, rows)

    def forget(self, car: str) -> None:
        self._tx.remove(car_words, car_words.c.car == car)

    def alike(self, car: Car) -> list[str]:
        """The numbers of closed reports that read much like this one."""
        wanted = stems(car.what)
        rows = self._tx.ask(SHARING, stems=sorted(wanted)) if wanted else []
        numbers = [row["car"] for row in rows if row["car"] != car.number]
        words: dict[str, set[str]] = {number: set() for number in numbers}
        for row in self._tx.ask(OF, cars=numbers) if numbers else []:
            words[row["car"]].add(row["stem"])
        return most_alike(wanted, {number: frozenset(found) for number, found in words.items()})
