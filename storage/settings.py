"""What a district has set. The rules of each key stand in domain/settings.py."""

from sqlalchemy import Column, String, Text, select

from domain.causes import read_causes, written
from domain.settings import FORMER_CAUSES, Settings, checked
from storage.db import OURS, Tx
from storage.kept import Rows, kept
from storage.records import Records, record_table

settings = record_table(
    "settings",
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),  # the office's own text, about nobody: it needs no place in `words`
)

EVERY_SETTING = select(settings.c.key, settings.c.value).where(settings.c.district == OURS)


def _settings(rows: Rows) -> Settings:
    return Settings({row["key"]: row["value"] for row in rows})


class DistrictSettings:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def all(self) -> Settings:
        return kept(self._tx, settings, EVERY_SETTING, _settings)

    def set(self, key: str, value: str, *, by: str) -> None:
        """Set a key to what a person typed, or refuse it in a sentence that says what fits."""
        fits = checked(key, value)
        if key == "causes":
            self._keep_former(fits, by)
        self._put(key, fits, by)

    def _keep_former(self, offered: str, by: str) -> None:
        """Categories that are not offered any more keep their words: old reports name them."""
        known = self.all()
        former = {**known.former_causes, **known.causes}
        gone = {key: words for key, words in former.items() if key not in read_causes(offered)}
        if gone:
            self._put(FORMER_CAUSES, written(gone), by)

    def _put(self, key: str, value: str, by: str) -> None:
        row = {"key": key, "value": value}
        before = self._tx.rows(settings, settings.c.key == key)
        if not before:
            Records(self._tx, settings).add(row, did="setting.made", by=by)
        elif before[0]["value"] != row["value"]:
            Records(self._tx, settings).save(row | {"version": before[0]["version"]}, did="setting.changed", by=by)
