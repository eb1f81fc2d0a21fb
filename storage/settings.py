"""What a district has set. The rules of each key stand in domain/settings.py."""

from sqlalchemy import Column, String, Text

from domain.settings import Settings, checked
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
        row = {"key": key, "value": checked(key, value)}
        before = self._tx.rows(settings, settings.c.key == key)
        self._tx.notes.pop("settings", None)
        if not before:
            Records(self._tx, settings).add(row, did="setting.made", by=by)
        elif before[0]["value"] != row["value"]:
            Records(self._tx, settings).save(row | {"version": before[0]["version"]}, did="setting.changed", by=by)
