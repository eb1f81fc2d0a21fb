"""What the quality office released of reports to the public."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Boolean, Column, String

from domain.public_copy import Release, Text
from storage.db import Moment, Tx, read
from storage.people import as_one
from storage.records import Records, record_table
from storage.words import word

releases = record_table(
    "releases",
    Column("car", String(20), primary_key=True),
    word("title"),
    word("done"),
    Column("texts", String(200), nullable=False),  # with commas
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("taken_back", Boolean, nullable=False),
    told=True,
)


class Releases:
    """Whoever asks has found the report: what is sealed since is not public any more, whatever was released."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, releases)

    def of(self, car: str) -> Release | None:
        found = self.named([car])
        return found.get(car)

    def named(self, numbers: Collection[str]) -> dict[str, Release]:
        """What is released of these, by number; what was taken back is there too, and says so."""
        rows = self._records.rows(releases.c.car.in_(list(numbers))) if numbers else []
        return {row["car"]: self._release(row) for row in rows}

    def keep(self, release: Release, *, did: str) -> None:
        """Add it, or replace the one of the same report: `version` says which was read."""
        row = asdict(release) | {"texts": ",".join(sorted(release.texts))}
        if self._tx.rows(releases, releases.c.car == release.car):
            self._records.save(row, did=did, by=release.by)
        else:
            self._records.add(row, did="release.made", by=release.by)

    def _release(self, row: Mapping[str, Any]) -> Release:
        texts = frozenset(Text(one) for one in row["texts"].split(",") if one)
        words = {"title": row["title"] or "", "done": row["done"] or ""}
        return read(Release, as_one(self._tx, {**row, **words, "texts": texts}, "by"))
