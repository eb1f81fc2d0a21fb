"""The staff list: people whom somebody named, and the members of the platform's groups."""

from collections.abc import Collection, Iterable

from sqlalchemy import Boolean, Column, ColumnElement, String, Table, select

from storage.db import OURS, Moment, Tx, district, metadata
from storage.kept import Rows, kept
from storage.records import Records, record_table

staff = record_table(
    "staff",
    Column("person", String(40), primary_key=True),
    Column("named", Boolean, nullable=False),
)

groups = Table(
    "groups",
    metadata,
    district(),
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(80), primary_key=True),
    Column("group", String(80), primary_key=True),
    Column("asked_at", Moment, nullable=False),  # when the platform was last asked who is in it
)

members = Table(
    "members",
    metadata,
    district(),
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(80), primary_key=True),
    Column("group", String(80), primary_key=True),
    Column("external", String(80), primary_key=True),
)

TAKEN_OFF = select(staff.c.person).where(staff.c.district == OURS, staff.c.named.is_(False))
NAMED = select(staff.c.person).where(staff.c.district == OURS, staff.c.named.is_(True))


def _persons(rows: Rows) -> frozenset[str]:
    return frozenset(row["person"] for row in rows)


def _taken_off(rows: Rows) -> frozenset[str]:
    return _persons(rows)


class Staff:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def is_named(self, persons: Iterable[str]) -> bool:
        return not self._named().isdisjoint(persons)

    def is_taken_off(self, persons: Iterable[str]) -> bool:
        return not self.taken_off().isdisjoint(persons)

    def taken_off(self) -> frozenset[str]:
        return kept(self._tx, staff, TAKEN_OFF, _taken_off)

    def named(self) -> list[str]:
        return sorted(self._named())

    def _named(self) -> frozenset[str]:
        return kept(self._tx, staff, NAMED, _persons)

    def name(self, person: str, *, by: str, named: bool = True) -> bool:
        """Put somebody on the list, or take them off, also off an imported one; False when that is so already."""
        before = self._tx.rows(staff, staff.c.person == person)
        if before and named == before[0]["named"]:
            return False
        row, did = {"person": person, "named": named}, "staff.named" if named else "staff.unnamed"
        if before:
            Records(self._tx, staff).save(row | {"version": before[0]["version"]}, did=did, by=by)
        else:
            Records(self._tx, staff).add(row, did=did, by=by)
        return True

    def knows_group(self, platform: str, workspace: str, group: str) -> bool:
        """Whether the platform was ever asked who is in it."""
        return bool(self._tx.rows(groups, *_in(groups, platform, workspace, group)))

    def is_member(self, platform: str, workspace: str, group: str, external: str) -> bool:
        return bool(self._tx.rows(members, *_in(members, platform, workspace, group), members.c.external == external))

    def set_members(self, platform: str, workspace: str, group: str, externals: Collection[str]) -> None:
        """Keep who is in a group now."""
        key = {"platform": platform, "workspace": workspace, "group": group}
        self._tx.put(groups, key | {"asked_at": self._tx.now})
        self._tx.remove(members, *_in(members, platform, workspace, group))
        if externals:
            self._tx.add_all_once(members, [key | {"external": external} for external in externals])


def _in(table: Table, platform: str, workspace: str, group: str) -> tuple[ColumnElement[bool], ...]:
    c = table.c
    return (c.platform == platform, c.workspace == workspace, c.group == group)
