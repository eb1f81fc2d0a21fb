"""The district's schools and departments."""

from collections.abc import Iterable

from sqlalchemy import Boolean, Column, String, select

from domain.errors import RefusedError
from domain.places import Place, PlaceKind, distinct
from storage.db import OURS, Tx, read
from storage.kept import Rows, kept
from storage.records import Records, record_table

places = record_table(
    "places",
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("closed", Boolean, nullable=False),
)

EVERY_PLACE = select(places).where(places.c.district == OURS).order_by(places.c.name)


def _open(rows: Rows) -> tuple[Place, ...]:
    return tuple(read(Place, row) for row in rows if not row["closed"])


def _names(rows: Rows) -> dict[str, str]:
    return {row["id"]: row["name"] for row in rows}


class Places:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def all(self, kind: PlaceKind | None = None) -> list[Place]:
        """The open ones, by name."""
        return [place for place in kept(self._tx, places, EVERY_PLACE, _open) if kind in (None, place.kind)]

    def every(self) -> list[Place]:
        """Those that were closed as well, before the open ones: old records are put there."""
        rows = sorted(self._tx.rows(places), key=lambda row: (not row["closed"], row["name"]))
        return [read(Place, row) for row in rows]

    def get(self, place: str) -> Place:
        found = self._tx.find(Place, places, places.c.id == place)
        if not found:
            raise RefusedError("That school or department is no longer on the list. Please choose another.")
        return found[0]

    def names(self, ids: Iterable[str | None]) -> dict[str, str]:
        """What places are called, closed ones too, by their ids."""
        wanted = {i for i in ids if i}
        known = kept(self._tx, places, EVERY_PLACE, _names) if wanted else {}
        return {i: known[i] for i in wanted if i in known}

    def add(self, kind: PlaceKind, name: str, *, by: str) -> Place:
        place = Place(id=self._tx.mint(), kind=kind, name=name)
        row = {"id": place.id, "kind": str(kind), "name": name, "closed": False}
        Records(self._tx, places).add(row, did="place.added", by=by)
        return place

    def set_names(self, kind: PlaceKind, names: list[str], *, by: str) -> None:
        """Make these the district's schools (or departments): new ones are added, those not named are closed."""
        wanted = distinct(names, f"{kind}s")
        self.open_names(kind, names, by=by)
        for place in self.all(kind):
            if place.name.casefold() not in wanted:
                self.close(place.id, by=by)

    def open_names(self, kind: PlaceKind, names: list[str], *, by: str, field: str = "") -> None:
        """New ones are added, closed ones opened again, and the others left as they are."""
        known = {row["name"].casefold(): row for row in self._tx.rows(places, places.c.kind == kind)}
        for key, name in distinct(names, field or f"{kind}s").items():
            if key not in known:
                self.add(kind, name, by=by)
            elif known[key]["closed"]:
                Records(self._tx, places).save(known[key] | {"closed": False}, did="place.opened", by=by)

    def close(self, place: str, *, by: str) -> None:
        """Old reports keep its name; nothing new is put there."""
        for row in self._tx.rows(places, places.c.id == place, places.c.closed.is_(False)):
            Records(self._tx, places).save(row | {"closed": True}, did="place.closed", by=by)
