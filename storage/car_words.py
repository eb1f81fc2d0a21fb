"""The words of reports without their endings: to look for them in the log, and to find closed ones that read alike.

It holds no report that is kept from anybody, and none from which words were removed. Whose requester hid their name is
looked through as everybody may read it, and is not offered as one that reads alike.
"""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, Index, String, Table, bindparam, func, select, true

from domain.cars import Car, State
from domain.similar import is_looked_through, is_offered, most_alike, stems
from storage.db import OURS, Tx, district, index_of_some, metadata
from storage.redaction import Redactions

MOST = 50  # reports that are compared

car_words = Table(
    "car_words",
    metadata,
    district(),
    Column("stem", String(40), primary_key=True),
    Column("car", String(20), primary_key=True),
    Column("offered", Boolean, nullable=False, server_default=true()),  # to whom reports something alike
)
W = car_words.c
Index("ix_car_words_car", W.district, W.car, W.stem)  # without the stem SQLite would take the primary key
OFFERED = W.offered.is_(true())
index_of_some("ix_car_words_offered", W.district, W.offered, W.stem, W.car, where=OFFERED)
#: Materialized, or SQLite would go through all words of the district to have them by report.
SHARED = (
    select(W.car)
    .where(W.district == OURS, OFFERED, W.stem.in_(bindparam("stems", expanding=True)))
    .cte("shared")
    .prefix_with("MATERIALIZED")
)
SHARING = (
    select(SHARED.c.car, func.count().label("shared"))
    .group_by(SHARED.c.car)
    .order_by(func.count().desc(), SHARED.c.car.desc())
    .limit(MOST)
)
OF = select(W.car, W.stem).where(W.district == OURS, W.car.in_(bindparam("cars", expanding=True)))


#: What decides whether and which words are kept, beside whether it is closed.
KEPT_BY = ("what", "sealed", "concerns", "handed_to", "hide_name")


def _ended(car: Car) -> bool:
    return car.state is State.CLOSED


class CarWords:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def keep(self, car: Car) -> None:
        """What is kept of a report as it is now: nothing, unless everybody may read it."""
        self.forget(car.number)
        if not Redactions(self._tx).about(f"cars:{car.number}"):
            self.keep_new([car])

    def follow(self, car: Car, was: Car) -> None:
        """Keep them anew where a change is one of what is kept."""
        if any(getattr(car, name) != getattr(was, name) for name in KEPT_BY) or _ended(car) is not _ended(was):
            self.keep(car)

    def keep_new(self, cars: Iterable[Car]) -> None:
        """The same for reports of which nothing is kept yet, all at once."""
        rows = [
            {"stem": stem, "car": car.number, "offered": is_offered(car)}
            for car in cars
            if is_looked_through(car)
            for stem in sorted(stems(car.what))
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
