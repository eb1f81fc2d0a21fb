"""What a district has set. The rules of each key stand in domain/settings.py."""

from sqlalchemy import Column, String, Text

from domain.causes import read_causes, written
from domain.settings import FORMER_CAUSES, Settings, checked
from storage.db import Tx
from storage.records import Records, record_table

settings = record_table(
    "settings",
    Column("key", String(60), primary_key=True),
    Column("value", Text, nullable=False),  # the office's own text, about nobody: it needs no place in `words`
)


class DistrictSettings:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def all(self) -> Settings:
        if "settings" not in self._tx.notes:
            self._tx.notes["settings"] = Settings({row["key"]: row["value"] for row in self._tx.rows(settings)})
        found: Settings = self._tx.notes["settings"]
        return found

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
        self._tx.notes.pop("settings", None)
        if not before:
            Records(self._tx, settings).add(row, did="setting.made", by=by)
        elif before[0]["value"] != row["value"]:
            Records(self._tx, settings).save(row | {"version": before[0]["version"]}, did="setting.changed", by=by)
