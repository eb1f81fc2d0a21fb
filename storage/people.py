"""People, the chat accounts that belong to them, and the seats that they hold.

A person's id is the district's own; records and history hold nothing else. An account belongs to one person; linking
two accounts of one human sets `merged_into` and rewrites nothing, so every rule compares the canonical person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, Index, String, Table, and_, bindparam, select

from domain.people import PersonId, Role, Seat, Viewer
from storage.db import OURS, Moment, Tx, district, metadata, read
from storage.records import Records, record_table

people = record_table(
    "people",
    Column("id", String(40), primary_key=True),
    Column("merged_into", String(40)),
)

accounts = Table(
    "accounts",
    metadata,
    district(),
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(80), primary_key=True),
    Column("external", String(80), primary_key=True),
    Column("person", String(40), nullable=False),
    Column("name", String(200), nullable=False),
    Column("email", String(320)),
    Column("zone", String(64)),
    Column("admin", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("bot", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("checked_at", Moment),  # when the platform's directory was last asked
)

Index("ix_accounts_person", accounts.c.district, accounts.c.person)

seats = record_table(
    "seats",
    Column("role", String(40), primary_key=True),
    Column("place", String(40), primary_key=True),  # a school or department, or "" for the district
    Column("person", String(40), primary_key=True),
    Column("deputy", Boolean, nullable=False),
    Column("held", Boolean, nullable=False),
)


#: Asked for with every request, so they are made once.
ACCOUNT = (
    select(accounts, people.c.merged_into)
    .outerjoin(people, and_(people.c.district == accounts.c.district, people.c.id == accounts.c.person))
    .where(accounts.c.district == OURS, accounts.c.platform == bindparam("platform"))
    .where(accounts.c.workspace == bindparam("workspace"), accounts.c.external == bindparam("external"))
)
REACHED = (
    select(accounts)
    .where(accounts.c.district == OURS, accounts.c.person == bindparam("person"), accounts.c.gone.is_(False))
    .order_by(accounts.c.checked_at.desc().nulls_last())
    .limit(1)
)
HELD = select(seats).where(seats.c.district == OURS, seats.c.held.is_(True))
HELD_BY = HELD.where(seats.c.person == bindparam("person"))
HOLDING = HELD.where(seats.c.role == bindparam("role"), seats.c.place == bindparam("place"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Who somebody is on a chat platform."""

    platform: str
    workspace: str
    external: str
    person: str
    name: str
    email: str | None = None
    zone: str | None = None
    admin: bool = False
    guest: bool = False
    bot: bool = False
    gone: bool = False
    checked_at: datetime | None = None
    merged_into: str | None = None  # the person that this one turned out to be

    @property
    def lane(self) -> str:
        return f"{self.platform}:{self.workspace}"


class People:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def account(self, platform: str, workspace: str, external: str) -> Account | None:
        found = self._tx.ask(ACCOUNT, platform=platform, workspace=workspace, external=external)
        return read(Account, found[0]) if found else None

    def meet(self, platform: str, workspace: str, external: str, name: str = "") -> Account:
        """The account of somebody who is seen, perhaps for the first time."""
        known = self.account(platform, workspace, external)
        if known:
            return known
        new = Account(platform=platform, workspace=workspace, external=external, person=self._tx.mint(), name=name)
        if not self._tx.add_once(accounts, _row(new)):
            return self.meet(platform, workspace, external)
        row = {"id": new.person, "merged_into": None}
        Records(self._tx, people).add(row, did="person.met", by=new.person)
        return new

    def refresh(self, account: Account) -> None:
        """Keep what the platform's directory says about an account now."""
        self._tx.put(accounts, _row(account))

    def canonical(self, person: str) -> PersonId:
        rows = self._tx.rows(people, people.c.id == person)
        merged = rows[0]["merged_into"] if rows else None
        return self.canonical(merged) if merged else PersonId(person)

    def viewer(self, account: Account) -> Viewer:
        person = self.canonical(account.merged_into) if account.merged_into else PersonId(account.person)
        held = _seats(self._tx.ask(HELD_BY, person=person))
        return Viewer(person=person, seats=frozenset(held), administrator=account.admin)

    def names(self, persons: Iterable[str | None]) -> dict[str, str]:
        """What people are called, by their ids. A name that the directory has not told yet is "a colleague"."""
        wanted = {p for p in persons if p}
        rows = self._tx.rows(accounts, accounts.c.person.in_(wanted)) if wanted else []
        return {row["person"]: row["name"] or "a colleague" for row in rows}

    def externals(self, persons: Iterable[str], platform: str, workspace: str) -> dict[str, str]:
        """The ids that these people have in a workspace, by their ids of ours."""
        c = accounts.c
        rows = self._tx.rows(accounts, c.person.in_(set(persons)), c.platform == platform, c.workspace == workspace)
        return {row["person"]: row["external"] for row in rows}

    def reach(self, person: str) -> Account | None:
        """The account at which a person is reached, if there is one that still works."""
        found = self._tx.ask(REACHED, person=person)
        return read(Account, found[0]) if found else None

    def by_email(self, email: str) -> Account | None:
        found = self._tx.find(Account, accounts, accounts.c.email == email.lower())
        return found[0] if found else None

    def holders(self, role: Role, place: str = "") -> list[PersonId]:
        """Who holds a seat: the holder first, then the deputies."""
        held = _seats(self._tx.ask(HOLDING, role=role, place=place))
        return [seat.person for seat in sorted(held, key=lambda seat: (seat.deputy, seat.person))]

    def seat(self, role: Role, person: str, *, place: str = "", deputy: bool = False, by: str) -> None:
        """Give a seat to a person. A holder takes the place of the one before; deputies stand beside each other."""
        if not deputy:
            for other in _seats(self._tx.ask(HOLDING, role=role, place=place)):
                if not other.deputy and other.person != person:
                    self.unseat(role, other.person, place=place, by=by)
        self._put(role, place, person, deputy=deputy, held=True, by=by)

    def unseat(self, role: Role, person: str, *, place: str = "", by: str) -> None:
        self._put(role, place, person, deputy=False, held=False, by=by)

    def _put(self, role: Role, place: str, person: str, *, deputy: bool, held: bool, by: str) -> None:
        row = {"role": str(role), "place": place, "person": person, "deputy": deputy, "held": held}
        key = (seats.c.role == role, seats.c.place == place, seats.c.person == person)
        before = self._tx.rows(seats, *key)
        did = "seat.given" if held else "seat.taken"
        if before:
            Records(self._tx, seats).save(row | {"version": before[0]["version"]}, did=did, by=by)
        else:
            Records(self._tx, seats).add(row, did=did, by=by)


def _seats(rows: Iterable[Mapping[str, Any]]) -> list[Seat]:
    return [
        Seat(role=Role(r["role"]), place=r["place"] or None, person=PersonId(r["person"]), deputy=r["deputy"])
        for r in rows
    ]


def _row(account: Account) -> dict[str, Any]:
    row = asdict(account)
    del row["merged_into"]  # it stands with the person
    return row
