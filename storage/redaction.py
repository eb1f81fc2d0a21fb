"""Words that were removed on purpose: which, by whom and why. The why is a word itself."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Date, Integer, String, Text

from domain.frozen import dataclass
from storage.db import Moment, Tx, metadata
from storage.records import Records, record_table
from storage.words import Words, word

redactions = record_table(
    "redactions",
    Column("id", String(40), primary_key=True),
    Column("of", String(120), nullable=False),  # the record, "cars:CAR-2026-014"
    Column("fields", Text, nullable=False),  # the columns, with commas
    Column("emptied", Text, nullable=False),  # the ids of the words, with commas
    word("reason"),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
)


def _key(column: Column[Any], part: str) -> object:
    """A part of a record's key, as its column holds it."""
    if isinstance(column.type, Integer):
        return int(part)
    return date.fromisoformat(part) if isinstance(column.type, Date) else part


@dataclass(frozen=True, kw_only=True, slots=True)
class Redaction:
    fields: tuple[str, ...]
    reason: str
    by: str
    at: datetime


class Redactions:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, redactions)

    def fields_of(self, record: str) -> set[str]:
        """What can be removed from a record: its columns that hold words, or once held some."""
        return Words(self._tx).fields_of(record)

    def redact(
        self,
        record: str,
        fields: Collection[str],
        *,
        reason: str,
        by: str,
        beside: Mapping[str, Collection[str]] = MappingProxyType({}),
    ) -> int:
        """Remove every version of these columns' words for good; how many there were. `beside` are others of it."""
        chosen = {record: fields, **beside}
        for one in chosen:
            self._touch(one, by)
        ids = [known for one, columns in chosen.items() for known in Words(self._tx).empty(one, columns)]
        names = [*fields, *(f"{one.partition(':')[0]}.{name}" for one, columns in beside.items() for name in columns)]
        named, emptied = ",".join(sorted(set(names))), ",".join(ids)
        row = {"id": self._tx.mint(), "of": record, "fields": named, "emptied": emptied, "reason": reason}
        self._records.add(row | {"by": by, "at": self._tx.now}, did="redaction.made", by=by)
        return len(ids)

    def about(self, record: str) -> list[Redaction]:
        """What was removed from a record, in order."""
        rows = self._records.having(of=record, order="at")
        return [
            Redaction(fields=tuple(r["fields"].split(",")), reason=r["reason"], by=r["by"], at=r["at"]) for r in rows
        ]

    def emptied(self) -> set[str]:
        """The ids of all words that were removed on purpose."""
        return {known for row in self._tx.rows(redactions) for known in row["emptied"].split(",")}

    def _touch(self, record: str, by: str) -> None:
        """Save the record first, as it is: a change that was read before, with the words in it, is then refused."""
        name, _, key = record.partition(":")
        table = metadata.tables[name]
        keys = [column for column in table.primary_key if column.name != "district"]
        parts = zip(keys, key.split("/"), strict=True)
        same = [column == _key(column, part) for column, part in parts]
        found = self._tx.rows(table, *same)[0]
        row = {known: found[known] for known in (*(column.name for column in keys), "version")}
        Records(self._tx, table).save(row, did="words.removed", by=by)
