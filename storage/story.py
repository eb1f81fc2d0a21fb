"""What history tells of one report: each entry about it, and what it changed, as far as that can be proved.

History holds digests. What a record held before each change stands in `changes`; from the record as it is now one goes
back, and tells of a version only what has the digest of its entry. Entries older than that table tell who, when and
what kind of act it was.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sqlalchemy import Table

from domain.cars import Car
from domain.frozen import dataclass
from domain.story import LEFT, SOMEBODY, Act, Stay, hides, is_left
from storage.belongings import OF
from storage.car_sight import NOBODY
from storage.car_table import cars, passages
from storage.db import Tx, metadata, read
from storage.history import START, History, changes, hash_of, history, value_of
from storage.holds import holds
from storage.people import People
from storage.records import about, digest_of_row
from storage.redaction import redactions
from storage.words import Words, word_columns

Row = dict[str, Any]

#: Never told here: its own rules say who reads it.
KEPT_BACK = frozenset({"district", "requester", "on_behalf_of", "photos", "handed_note", "before"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Chain:
    """How many entries there are about a report and its plan, and how many do not fit what was written."""

    entries: int
    broken: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    """A record as it is, its entries in order, and what it held after each: None where that is not known."""

    name: str
    table: Table
    now: Row
    entries: Sequence[Row]
    after: Sequence[Row | None]


class Story:
    """Of one report, for whoever found it: with the holds on it that they may see, and why words were removed."""

    def __init__(self, tx: Tx, car: Car, *, held: Iterable[str] = (), removed: bool = False) -> None:
        self._tx = tx
        self._car = car
        rows = {about(cars, row): (cars, row) for row in tx.having(cars, number=car.number)}
        for name, column in OF.items():
            table = metadata.tables[name]
            rows |= {about(table, row): (table, row) for row in tx.having(table, **{column.name: car.number})}
        rows |= {about(holds, row): (holds, row) for row in tx.having(holds, id=list(held))}
        if removed:
            made = tx.having(redactions, of=f"cars:{car.number}")
            rows |= {about(redactions, row): (redactions, row) for row in made}
        self._records = self._read(rows)
        self._texts = Words(tx).texts(self._ids())
        self._digests = Words(tx).digests(self._ids())

    def acts(self) -> list[Act]:
        """Every entry in order, without what is kept from whoever found the report."""
        found = [act for record in self._records for act in self._acts(record)]
        if is_left(self._car):
            found = [replace(act, row={}, turned={}, said={}) for act in found if act.did in LEFT]
        return sorted(found, key=lambda act: act.nr)

    def chain(self) -> Chain:
        entries = [entry for record in self._records for entry in record.entries]
        before = self._tx.having(history, nr=[entry["nr"] - 1 for entry in entries])
        hashes = {row["nr"]: row["hash"] for row in before}
        loose = sum(hash_of(entry) != entry["hash"] or not _follows(entry, hashes) for entry in entries)
        return Chain(entries=len(entries), broken=loose + sum(self._torn(record) for record in self._records))

    def stays(self) -> list[Stay]:
        rows = self._tx.having(passages, car=self._car.number, order="nth")
        return [read(Stay, {"state": row["state"], "entered_at": row["entered_at"]}) for row in rows]

    def _read(self, rows: Mapping[str, tuple[Table, Row]]) -> list[_Record]:
        entries: dict[str, list[Row]] = defaultdict(list)
        for entry in History(self._tx).about(*rows):
            entries[entry["about"]].append(entry)
        every = [entry["nr"] for found in entries.values() for entry in found]
        was = {row["nr"]: json.loads(row["was"]) for row in self._tx.having(changes, nr=every)}
        return [
            _Record(name=name, table=table, now=row, entries=entries[name], after=_back(table, row, entries[name], was))
            for name, (table, row) in rows.items()
        ]

    def _ids(self) -> set[str]:
        rows = [(record.table, row) for record in self._records for row in record.after if row]
        return {row[name] for table, row in rows for name in word_columns(table) if row[name]}

    def _torn(self, record: _Record) -> int:
        """How often an entry does not begin where the one before ended, and whether the last one is not what is."""
        joints: int = sum(entry["old"] != last["new"] for last, entry in pairwise(record.entries))
        ends = record.entries[-1]["new"] if record.entries else ""
        return joints + (self._digest(record.table, record.now) != ends)

    def _digest(self, table: Table, row: Row) -> str:
        return digest_of_row(row, {name: self._digests.get(row[name] or "") for name in word_columns(table)})

    def _acts(self, record: _Record) -> list[Act]:
        found: list[Act] = []
        before: Row | None = {}  # of a new record
        for entry, after in zip(record.entries, record.after, strict=True):
            proved = after if after and self._digest(record.table, after) == entry["new"] else None
            found.append(self._act(record, entry, before, proved))
            before = proved
        return found

    def _act(self, record: _Record, entry: Row, before: Row | None, after: Row | None) -> Act:
        words = set(word_columns(record.table))
        row = {name: value for name, value in (after or {}).items() if name not in KEPT_BACK}
        new = {} if before is None else {name: value for name, value in row.items() if value != before.get(name)}
        return Act(
            **{name: entry[name] for name in ("nr", "at", "door", "did")},
            by=self._who(entry),
            table=record.table.name,
            key=record.name.partition(":")[2],
            row={name: value for name, value in row.items() if name not in words},
            turned={name: ((before or {}).get(name), value) for name, value in new.items() if name not in words},
            said={name: self._texts[known] for name, known in new.items() if name in words and known in self._texts},
        )

    def _who(self, entry: Row) -> str:
        """Nobody where the requester is not known to whoever looks, or where nobody is named any more."""
        people = People(self._tx)
        person = str(people.canonical(entry["by"]))
        if is_left(self._car):
            return SOMEBODY
        if self._car.requester != NOBODY:
            return person
        requester = next(record.now["requester"] for record in self._records if record.table is cars)
        return NOBODY if hides(entry["did"], by_requester=people.canonical(requester) == person) else person


def _back(table: Table, now: Row, entries: Sequence[Row], was: Mapping[int, Row]) -> list[Row | None]:
    """What a record held after each of its entries, from what it holds now."""
    found: list[Row | None] = []
    row: Row | None = now
    for entry in reversed(entries):
        found.append(row)
        replaced = was.get(entry["nr"])
        row = row and (None if replaced is None else _before(table, row, replaced))
    return found[::-1]


def _before(table: Table, row: Row, replaced: Row) -> Row:
    """A row as it was before these values of it were replaced."""
    values = {name: value_of(table.c[name], value) for name, value in replaced.items()}
    return {**row, **values, "version": row["version"] - 1}


def _follows(entry: Row, hashes: Mapping[int, str]) -> bool:
    """Whether an entry holds the hash of the one before it."""
    return bool(entry["previous"] == (START if entry["nr"] == 1 else hashes.get(entry["nr"] - 1)))
