"""Sections whose words a district writes itself, by a template; each change stands in history, as its version."""

from collections.abc import Mapping

from sqlalchemy import Column, String

from storage.db import Tx
from storage.records import Records, record_table
from storage.words import word

wordings = record_table(
    "wordings",
    Column("name", String(40), primary_key=True),  # "digest_state"
    word("text"),  # empty: in the words that Kaizen comes with
)


class Wordings:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, wordings)

    def all(self) -> Mapping[str, str]:
        """The templates of a district, by the names of their sections."""
        return {row["name"]: row["text"] for row in self._records.rows() if row["text"]}

    def write(self, name: str, text: str, *, by: str) -> None:
        """Say a section in other words from now on; none: in those that Kaizen comes with."""
        before = self._records.rows(wordings.c.name == name)
        if not before:
            self._records.add({"name": name, "text": text or None}, did="wording.written", by=by)
        elif (before[0]["text"] or "") != text:
            row = {"name": name, "text": text or None, "version": before[0]["version"]}
            self._records.save(row, did="wording.written", by=by)
