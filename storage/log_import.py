"""Reports that were brought here from a log that was kept elsewhere, and what that log said of each besides."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Column, Index, String

from domain.cars import Outcome
from domain.imported import EARLIER_LOG, Formerly, car_of, stays_of
from domain.log_entries import Entry, key_of
from domain.numbers import REPORTS
from domain.plans import Verdict
from domain.rules import Rules
from storage.car_table import cars, passages
from storage.car_words import CarWords
from storage.cars import row_of
from storage.db import Tx
from storage.numbers import next_numbers
from storage.plans import Plans
from storage.records import Records, record_table
from storage.words import word

SYSTEM = "system"
AT_ONCE = 1000  # rows that are kept together

imported = record_table(
    "imported",
    Column("car", String(20), primary_key=True),
    Column("source", String(120), nullable=False),  # which log it stood in: the name of a file
    Column("former", String(40), nullable=False),  # its number there, as it is compared
    word("process"),
    word("owner"),  # who had it there, where the district does not know them
)
Index("ix_imported_former", imported.c.district, imported.c.former, imported.c.source, unique=True)


class EarlierLogs:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, imported)

    def keys_of(self, source: str) -> set[str]:
        """The numbers that were brought from a log, as `Entry.key` has them."""
        return {row["former"] for row in self._tx.rows(imported, imported.c.source == source)}

    def others_with(self, source: str, keys: Iterable[str]) -> dict[str, int]:
        """Other logs that had some of these numbers, and how many."""
        wanted, found = set(keys), defaultdict[str, int](int)
        for row in self._tx.rows(imported, imported.c.source != source):
            found[row["source"]] += row["former"] in wanted
        return {name: many for name, many in found.items() if many}

    def cars_of(self, former: str) -> list[str]:
        """The reports that had this number in some log. Who may find them is for storage/cars.py to say."""
        return [row["car"] for row in self._tx.having(imported, former=key_of(former))]

    def of(self, car: str) -> Formerly | None:
        """For whoever found the report."""
        found = self._records.having(car=car)
        names = ("source", "process", "owner")
        return Formerly(**{name: found[0][name] for name in names}) if found else None

    def bring(
        self, entries: Sequence[Entry], source: str, *, rules: Rules, zone: ZoneInfo, year: Callable[[date], int]
    ) -> list[str]:
        """Make a report of each, in the order in which they were filed; their numbers. Nobody is sent a message.

        `year` is that which a number carries that is given on a day.
        """
        in_order = sorted(entries, key=lambda entry: (entry.filed_on, entry.line))
        numbers = self._numbers([year(entry.filed_on) for entry in in_order])
        reports = Records(self._tx, cars)
        for some in batches(list(zip(in_order, numbers, strict=True))):
            made = [(entry, car_of(entry, number, noon(entry.filed_on, zone), rules)) for entry, number in some]
            for entry, car in made:
                reports.add(row_of(car), did="car.imported", by=SYSTEM)
                self._note(entry, car.number, source)
                if car.outcome is Outcome.EFFECTIVE:
                    verdict = Verdict(result=entry.result or "", documents="", lesson="")
                    Plans(self._tx, car.number, SYSTEM).add_verdict(verdict, did="car.imported")
            rows = [row for entry, car in made for row in _stays(entry, car.number, zone)]
            self._tx.add_all_once(passages, rows)
            CarWords(self._tx).keep_new(car for _, car in made)
        return numbers

    def _numbers(self, years: Sequence[int]) -> list[str]:
        """Numbers without a gap, and a lock on each series until the transaction ends."""
        taken = {one: iter(next_numbers(self._tx, "car", one, years.count(one))) for one in sorted(set(years))}
        return [f"{REPORTS}{one}-{next(taken[one]):03}" for one in years]

    def _note(self, entry: Entry, car: str, source: str) -> None:
        row = {"car": car, "source": source, "former": entry.key, "process": entry.process, "owner": entry.owner_said}
        self._records.add(row, did="car.imported", by=SYSTEM)


def noon(day: date, zone: ZoneInfo) -> datetime:
    """The old log tells days: at noon a day is the same one in every zone of a district's country."""
    return datetime.combine(day, time(12), tzinfo=zone)


def _stays(entry: Entry, car: str, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    stays = stays_of(entry)
    left = [*(noon(later, zone) for _, (_, later) in pairwise(stays)), None]
    for nth, ((state, since), until) in enumerate(zip(stays, left, strict=True), 1):
        by = entry.requester or EARLIER_LOG
        row = {"car": car, "nth": nth, "state": str(state), "entered_at": noon(since, zone), "left_at": until}
        yield row | {"by": by}


def batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(rows), AT_ONCE):
        yield rows[first : first + AT_ONCE]
