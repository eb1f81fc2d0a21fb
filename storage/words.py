"""What people type, in one place.

Records, history, outbox and repeats hold ids and salted digests only, so that history can be append-only and a word
can still be redacted: text and salt are emptied, the digest stays, and with it every proof.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, String, Table, Text, bindparam, select

from domain.cars import REDACTED
from storage.db import EMPTIED, OURS, Tx, district, metadata

words = Table(
    "words",
    metadata,
    district(),
    Column("id", String(40), primary_key=True),
    Column("text", Text),
    Column("salt", String(40)),
    Column("digest", String(64), nullable=False),
    Column("of", String(120)),  # the record that was typed into, "cars:CAR-2026-014", and the column in it:
    Column("field", String(60)),  # also of words that a later version of the record replaced
)
Index("ix_words_of", words.c.district, words.c.of)


BY_ID = select(words.c.id, words.c.text, words.c.digest).where(
    words.c.district == OURS, words.c.id.in_(bindparam("ids", expanding=True))
)


def word(name: str, **more: Any) -> Column[str]:
    """A column that holds the id of what somebody typed."""
    return Column(name, String(40), info={"word": True}, **more)


@cache
def word_columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns if column.info.get("word"))


class Words:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def keep(self, text: str, *, of: str, field: str) -> tuple[str, str]:
        """Keep a text that was typed into a record; its id and its digest."""
        known = self._tx.mint()
        salt = self._tx.mint()
        digest = digest_of(salt, text)
        row = {"id": known, "text": text, "salt": salt, "digest": digest, "of": of, "field": field}
        self._tx.add(words, row)
        return known, digest

    def fields_of(self, record: str) -> set[str]:
        """The columns of a record into which something was typed that can still be read, now or once."""
        return {row["field"] for row in self._readable(words.c.of == record)}

    def empty(self, record: str, fields: Iterable[str]) -> list[str]:
        """Empty every version of these columns of a record; the ids of the words. It cannot be undone."""
        chosen = (words.c.of == record, words.c.field.in_(set(fields)))
        ids = sorted(row["id"] for row in self._readable(*chosen))
        self._tx.notes[EMPTIED] = True
        self._tx.change(words, {"text": None, "salt": None}, *chosen, words.c.text.is_not(None))
        return ids

    def _readable(self, *where: ColumnElement[bool]) -> list[dict[str, Any]]:
        return self._tx.rows(words, *where, words.c.text.is_not(None))

    def texts(self, ids: Iterable[str | None]) -> dict[str, str]:
        """The texts of these ids; a redacted one reads as such."""
        return {i: REDACTED if row["text"] is None else row["text"] for i, row in self._rows(ids).items()}

    def digests(self, ids: Iterable[str | None]) -> dict[str, str]:
        return {i: row["digest"] for i, row in self._rows(ids).items()}

    def _rows(self, ids: Iterable[str | None]) -> Mapping[str, dict[str, Any]]:
        wanted = {i for i in ids if i}
        return {row["id"]: row for row in self._tx.ask(BY_ID, ids=list(wanted))} if wanted else {}


def digest_of(salt: str, text: str) -> str:
    return sha256(f"{salt}\0{text}".encode()).hexdigest()
