"""Links that were made for auditors, until when each opens what, and when somebody opened one."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, Index, String, Table, and_, bindparam, func, select, true

from domain.auditors import AuditorLink, Opening, Scope
from domain.errors import RefusedError
from storage.car_sight import QUERIES, C, closed, still_open
from storage.db import OURS, Moment, Tx, district, metadata, read
from storage.history import History, history
from storage.people import as_one
from storage.records import Records, record_table
from storage.words import word

auditor_links = record_table(
    "auditor_links",
    Column("id", String(40), primary_key=True),
    word("auditor"),
    word("purpose"),
    Column("school", String(40)),
    Column("department", String(40)),
    Column("first", Date),
    Column("last", Date),
    Column("made_by", String(40), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("until", Date, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("revoked_by", String(40)),
)
openings = Table(
    "openings",
    metadata,
    district(),
    Column("id", String(40), primary_key=True),
    Column("link", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("about", String(20), nullable=False),
)
Index("ix_openings_link", openings.c.district, openings.c.link, openings.c.at)

SCOPED = tuple(field.name for field in fields(Scope))
LATEST = (
    select(openings)
    .where(openings.c.district == OURS, openings.c.link == bindparam("link", type_=String))
    .order_by(openings.c.at.desc(), openings.c.id)
    .limit(bindparam("most"))
)
COUNTED = select(openings.c.link, func.count().label("number")).where(openings.c.district == OURS)
NEWEST = (
    select(history.c.new)
    .where(history.c.district == OURS, history.c.about == bindparam("record", type_=String))
    .order_by(history.c.nr.desc())
    .limit(1)
)


class AuditorLinks:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, auditor_links)

    def add(self, link: AuditorLink) -> None:
        """The link's own words are kept here; the address that opens it is kept nowhere."""
        self._records.add(_row(link), did="auditor.invited", by=link.made_by)

    def get(self, name: str) -> AuditorLink:
        found = self.find(name)
        if found is None:
            raise RefusedError("There is no such link.")
        return found

    def find(self, name: str) -> AuditorLink | None:
        found = self._records.rows(auditor_links.c.id == name)
        return self._link(found[0]) if found else None

    def live(self) -> list[AuditorLink]:
        """Those that open something, the one that ends first at the head."""
        c = auditor_links.c
        rows = self._records.rows(c.revoked_at.is_(None), c.ends_at > self._tx.now, order=c.ends_at)
        return [self._link(row) for row in rows]

    def revoke(self, link: AuditorLink) -> None:
        assert link.revoked_by is not None  # noqa: S101 - domain/auditors.py names who did it
        self._records.save(_row(link), did="auditor.revoked", by=link.revoked_by)

    def opened(self, link: AuditorLink, about: str = "") -> None:
        """Note that somebody opened it, and what. No other change of this district comes between."""
        past = History(self._tx)
        past.lock()
        record = f"{auditor_links.name}:{link.id}"
        digest = self._tx.ask(NEWEST, record=record)[0]["new"]
        past.add(did="auditor.opened", about=record, by="auditor", old=digest, new=digest)
        row = {"id": self._tx.mint(), "link": link.id, "at": self._tx.now, "about": about}
        self._tx.add(openings, row)

    def openings(self, link: str, most: int) -> list[Opening]:
        """The latest first."""
        return [read(Opening, row) for row in self._tx.ask(LATEST, link=link, most=most)]

    def counts(self) -> Mapping[str, int]:
        """How often each was opened."""
        return {row["link"]: row["number"] for row in self._tx.ask(COUNTED.group_by(openings.c.link))}

    def _link(self, row: Mapping[str, Any]) -> AuditorLink:
        words = {name: row[name] or "" for name in ("auditor", "purpose")}
        scope = {name: row[name] for name in SCOPED}
        plain = as_one(self._tx, {**row, **words}, "made_by", "revoked_by")
        return read(AuditorLink, {**plain, "scope": scope})


def _row(link: AuditorLink) -> dict[str, Any]:
    row = asdict(link)
    return {**row, **row.pop("scope")}


@lru_cache(maxsize=QUERIES)
def chosen(*, ended: bool | None, severity: str, school: str) -> ColumnElement[bool]:
    """What whoever reads the log chose of it: open ones or not, of a severity, of a school; "" stands for all."""
    found = [
        true() if ended is None else closed() if ended else still_open(),
        C.severity == severity if severity else true(),
        C.school == school if school else true(),
    ]
    return and_(*found)


@lru_cache(maxsize=QUERIES)
def in_scope(scope: Scope) -> ColumnElement[bool]:
    """Which reports a link opens: those of an office that were handed over are sealed, and so none."""
    found = [
        C.school == scope.school if scope.school else true(),
        C.department == scope.department if scope.department else true(),
        C.filed_on >= scope.first if scope.first else true(),
        C.filed_on <= scope.last if scope.last else true(),
    ]
    return and_(C.sealed.is_(False), C.handed_to.is_(None), *found)
