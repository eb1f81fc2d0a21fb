"""People, the chat accounts that belong to them, and the seats that they hold.

A person's id is the district's own; records and history hold nothing else. An account belongs to one person; linking
two accounts of one human sets `merged_into` and rewrites nothing, so every rule compares the canonical person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Index, String, Table, and_, bindparam, or_, select

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import SOLE, PersonId, Role, Seat, Standing, Viewer, acting, is_staff, together
from domain.texts import say
from domain.who import replaced_by
from storage.absences import Absences
from storage.db import OURS, Moment, Tx, district, metadata, read
from storage.kept import NEWEST_TOO, Rows, kept, newest_is
from storage.lookups import Lookup
from storage.preferred import preferred
from storage.records import Records, record_table
from storage.roster import Roster
from storage.settings import DistrictSettings
from storage.staff import Staff

people = record_table(
    "people",
    Column("id", String(40), primary_key=True),
    Column("merged_into", String(40)),  # the canonical person, never one that is merged itself
)
Index("ix_people_merged_into", people.c.district, people.c.merged_into)

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
    Column("locale", String(20)),  # the language they chose on the platform, such as "es-MX"
    Column("admin", Boolean, nullable=False),
    Column("guest", Boolean, nullable=False),
    Column("bot", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),
    Column("mixed", Boolean, nullable=False),  # its directory holds pupils as well, and does not say who is one
    Column("checked_at", Moment),  # when the platform's directory was last asked
)

Index("ix_accounts_person", accounts.c.district, accounts.c.person)
Index("ix_accounts_email", accounts.c.district, accounts.c.email)

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
    select(accounts, people.c.merged_into, NEWEST_TOO)
    .outerjoin(people, and_(people.c.district == accounts.c.district, people.c.id == accounts.c.person))
    .where(accounts.c.district == OURS, accounts.c.platform == bindparam("platform"))
    .where(accounts.c.workspace == bindparam("workspace"), accounts.c.external == bindparam("external"))
)
_USED = and_(*(preferred.c[name] == accounts.c[name] for name in ("district", "platform", "workspace", "external")))
REACHED = (
    select(accounts)
    .outerjoin(preferred, _USED)
    .where(accounts.c.district == OURS, accounts.c.person.in_(bindparam("persons", expanding=True)))
    .where(accounts.c.gone.is_(False))
    .order_by(preferred.c.at.desc().nulls_last(), accounts.c.checked_at.desc().nulls_last())
)
CALLED = Lookup(accounts.c.person, accounts.c.name)
HELD = select(seats).where(seats.c.district == OURS, seats.c.held.is_(True))
MERGED = select(people.c.id, people.c.merged_into).where(people.c.district == OURS, people.c.merged_into.is_not(None))
ADMINS = (
    select(accounts.c.person)
    .where(accounts.c.district == OURS, accounts.c.admin.is_(True), accounts.c.gone.is_(False))
    .order_by(accounts.c.external)
)


@dataclass(frozen=True, slots=True)
class Merged:
    """Which ids turned out to be one human: the canonical one of each other, and those others of each."""

    canonical: Mapping[str, str]
    also: Mapping[str, frozenset[PersonId]]


def _merged(rows: Rows) -> Merged:
    also: dict[str, frozenset[PersonId]] = {}
    for row in rows:
        also[row["merged_into"]] = also.get(row["merged_into"], frozenset()) | {PersonId(row["id"])}
    return Merged({row["id"]: row["merged_into"] for row in rows}, also)


def _held(rows: Rows) -> tuple[Seat, ...]:
    return tuple(_seats(rows))


def seats_held(tx: Tx) -> Sequence[Seat]:
    """Every seat that is held, each with the id that it was given to."""
    return kept(tx, seats, HELD, _held)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Who somebody is on a chat platform. `mixed`: its directory holds pupils as well, and does not say who is one."""

    platform: str
    workspace: str
    external: str
    person: str
    name: str
    email: str | None = None
    zone: str | None = None
    locale: str | None = None
    admin: bool = False
    guest: bool = False
    bot: bool = False
    gone: bool = False
    mixed: bool = False
    checked_at: datetime | None = None
    merged_into: str | None = None  # the person that this one turned out to be

    @property
    def lane(self) -> str:
        return f"{self.platform}:{self.workspace}"

    @property
    def key(self) -> tuple[str, str, str]:
        return self.platform, self.workspace, self.external


class People:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def account(self, platform: str, workspace: str, external: str) -> Account | None:
        found = self._tx.ask(ACCOUNT, platform=platform, workspace=workspace, external=external)
        if not found:
            return None
        newest_is(self._tx, found[0].pop("newest"))
        return read(Account, found[0])

    def meet(self, platform: str, workspace: str, external: str, name: str = "") -> Account:
        """The account of somebody who is seen, perhaps for the first time."""
        known = self.account(platform, workspace, external)
        if known:
            return known
        new = Account(platform=platform, workspace=workspace, external=external, person=self._tx.mint(), name=name)
        if not self._tx.add_once(accounts, _row(new)):
            return self.meet(platform, workspace, external)
        CALLED.forget(self._tx)
        Records(self._tx, people).add({"id": new.person, "merged_into": None}, did="person.met", by=new.person)
        return new

    def refresh(self, account: Account) -> bool:
        """Keep what the platform's directory says of an account now; True when it is that of somebody expected."""
        self._tx.put(accounts, _row(account))
        CALLED.forget(self._tx)
        if account.guest or account.bot or account.gone:  # their e-mail proves nothing
            return False
        expected = Roster(self._tx).person_of(account.email)
        if expected is None or self.canonical(expected) == self.canonical(account.person):
            return False
        self.merge(self.canonical(expected), self.canonical(account.person), by="system")
        return True

    def canonical(self, person: str) -> PersonId:
        return PersonId(self._merged().canonical.get(person, person))

    def ids_of(self, person: str) -> frozenset[PersonId]:
        """Every id under which a record may name this human."""
        one = self.canonical(person)
        return self._merged().also.get(one, frozenset()) | {one}

    def merge(self, into: PersonId, also: PersonId, *, by: str) -> None:
        """Two ids turned out to be one human. Nothing that names the other id is rewritten; it cannot be undone."""
        if into == also:
            raise RefusedError("These two are known as one person already.", field="also")
        for old in self.ids_of(also):
            row = self._tx.rows(people, people.c.id == old)[0]
            Records(self._tx, people).save(row | {"merged_into": into}, did="person.merged", by=by)

    def _merged(self) -> Merged:
        return kept(self._tx, people, MERGED, _merged)

    def viewer(self, account: Account) -> Viewer:
        person = self.canonical(account.person)
        mine, away = self.ids_of(person), self.away()
        absent = {other for other in away if acting(other, away) == person}
        everybody = mine.union(*(self.ids_of(other) for other in absent))
        held = self._together([seat for seat in seats_held(self._tx) if seat.person in everybody])
        own = [seat for seat in held if seat.person in mine]
        return Viewer(
            person=person,
            seats=frozenset(held),
            administrator=account.admin or any(seat.role is Role.ADMINISTRATOR for seat in own),
            merged=mine - {person},
            staff=self._is_staff(account, mine, named=bool(own)),
            replaces=replaced_by(held, self.acting, self.holders),
        )

    def _is_staff(self, account: Account, ids: frozenset[PersonId], *, named: bool) -> bool:
        """Whoever was given a seat was named by that."""
        setting = DistrictSettings(self._tx).all()["staff"]
        kind, _, group = setting.partition(":")
        place = (account.platform, account.workspace, group)
        somebody = Standing(
            named=named,
            email=account.email,
            in_group=kind == "group" and Staff(self._tx).is_member(*place, account.external),
            listed=(kind == "named" or account.mixed) and not named and self._is_listed(ids),
            mixed=account.mixed,
            guest=account.guest,
            bot=account.bot,
            gone=account.gone,
        )
        if is_staff(setting, somebody):
            return True
        return is_staff(setting, replace(somebody, named=Staff(self._tx).is_named(ids)))

    def _is_listed(self, ids: frozenset[PersonId]) -> bool:
        return not Staff(self._tx).is_taken_off(ids) and any(Roster(self._tx).expects(one) for one in sorted(ids))

    def away(self) -> dict[PersonId, PersonId]:
        """Who acts for whom today."""
        return {self.canonical(one): self.canonical(deputy) for one, deputy in Absences(self._tx).now().items()}

    def names(self, persons: Iterable[str | None]) -> dict[str, str]:
        """What people are called, by their ids. A name that nobody has told yet is say("a colleague")."""
        wanted = {p: [p, *sorted(self.ids_of(p) - {p})] for p in persons if p}
        every = {one for ids in wanted.values() for one in ids}
        found = CALLED.look_up(self._tx, every)
        seen = {one: found[one]["name"] or say("a colleague") for one in every if one in found}
        named = {**Roster(self._tx).names(every - seen.keys()), **seen}
        return {p: next(named[i] for i in ids if i in named) for p, ids in wanted.items() if named.keys() & set(ids)}

    def expect_names(self, persons: Iterable[str | None]) -> None:
        """Ask with what is asked next what these are called: their names will be wanted."""
        CALLED.expect(self._tx, {one for person in persons if person for one in self.ids_of(person)})

    def externals(self, persons: Iterable[str], platform: str, workspace: str) -> dict[str, str]:
        """The ids that these people have in a workspace, by their ids of ours."""
        wanted = {p: self.ids_of(p) for p in persons}
        every = {one for ids in wanted.values() for one in ids}
        rows = self._tx.having(accounts, person=list(every), platform=platform, workspace=workspace)
        return {p: row["external"] for p, ids in wanted.items() for row in rows if row["person"] in ids}

    def accounts_of(self, ids: Iterable[str]) -> list[Account]:
        """Every account of these ids that still works."""
        return [read(Account, row) for row in self._tx.having(accounts, person=list(ids), gone=False)]

    def reach(self, person: str) -> Account | None:
        """The account at which a person is reached, if there is one that still works."""
        return self.reach_all([person])().get(person)

    def reach_on(self, person: str, lane: str) -> Callable[[], Account | None]:
        """The same, on this lane where they still are there; asked with what is asked next: call what this gives."""
        found = self._tx.having_soon(accounts, person=[person], gone=False)

        def reached() -> Account | None:
            ids = self.ids_of(person)
            theirs = self.accounts_of(ids) if ids != {person} else [read(Account, row) for row in found()]
            return next((one for one in theirs if one.lane == lane), None) or self.reach(person)

        return reached

    def reach_all(self, persons: Iterable[str]) -> Callable[[], dict[str, Account]]:
        """The account of each who has one that works, used or told last; asked with what is asked next: call this."""
        of = {one: person for person in persons for one in self.ids_of(person)}
        found = self._tx.soon(REACHED, persons=list(of)) if of else list
        return lambda: {of[row["person"]]: read(Account, row) for row in reversed(found())}

    def unreachable(self, person: str, lane: str) -> None:
        """The platform says that nobody is there: until its directory says otherwise, nothing more is sent there."""
        account = self.reach_on(person, lane)()
        if account and account.lane == lane:
            self._tx.put(accounts, _row(replace(account, gone=True)))

    def by_email(self, email: str) -> Account | None:
        return next(iter(self._tx.find(Account, accounts, accounts.c.email == email.lower())), None)

    def by_emails(self) -> dict[str, str]:
        """The persons whose e-mail the directory has told; that of a guest or a bot proves nothing."""
        c = accounts.c
        rows = self._tx.rows(accounts, c.email.is_not(None), c.guest.is_(False), c.bot.is_(False), c.gone.is_(False))
        return {row["email"]: row["person"] for row in rows}

    def expected(self, *, by: str) -> PersonId:
        """A person whom nobody has seen yet."""
        new = self._tx.mint()
        Records(self._tx, people).add({"id": new, "merged_into": None}, did="person.expected", by=by)
        return PersonId(new)

    def admins(self) -> list[PersonId]:
        """The admins of the workspace who are known."""
        return list(dict.fromkeys(self.canonical(row["person"]) for row in self._tx.ask(ADMINS)))

    def administrators(self) -> list[PersonId]:
        """Whoever looks after the installation: the admins of the workspace, and those who were given that role."""
        return list(dict.fromkeys([*self.admins(), *self.holders(Role.ADMINISTRATOR)]))

    def everyone_seated(self) -> list[Seat]:
        """Every seat that somebody holds."""
        seated = [replace(seat, person=self.canonical(seat.person)) for seat in seats_held(self._tx)]
        return list(dict.fromkeys(replace(seat, role=self._roles(seat.role)[0]) for seat in seated))

    def holders(self, role: Role, place: str = "") -> list[PersonId]:
        """Who holds a seat: the holder first, then the deputies."""
        seated = sorted(self._holding(role, place), key=lambda seat: (seat.deputy, seat.person))
        return list(dict.fromkeys(self.canonical(seat.person) for seat in seated))

    def acting(self, role: Role, place: str = "") -> list[PersonId]:
        """Who acts in a seat now: its holders, and for those who are away their deputies."""
        return self.acting_for(self.holders(role, place))

    def acting_for(self, persons: Iterable[PersonId]) -> list[PersonId]:
        """They themselves, and for those who are away their deputies."""
        away = self.away()
        return list(dict.fromkeys(acting(person, away) for person in persons))

    def seat(self, role: Role, person: str, *, place: str = "", deputy: bool = False, by: str) -> None:
        """Give a seat to a person. A holder takes the place of the one before; deputies stand beside each other."""
        ids = self.ids_of(person)
        if role in SOLE and not deputy:
            for other in self._holding(role, place):
                if not other.deputy and other.person not in ids:
                    self.unseat(role, other.person, place=place, by=by)
        self._put(self._roles(role)[0], place, person, deputy=deputy, held=True, by=by)

    def unseat(self, role: Role, person: str, *, place: str = "", by: str) -> None:
        ids = self.ids_of(person)
        for seat in self._holding(role, place):
            if seat.person in ids:
                self._put(seat.role, place, seat.person, deputy=False, held=False, by=by)

    def _holding(self, role: Role, place: str) -> list[Seat]:
        roles = self._roles(role)
        return [seat for seat in seats_held(self._tx) if seat.role in roles and (seat.place or "") == place]

    def _roles(self, role: Role) -> tuple[Role, ...]:
        return together(role, small=DistrictSettings(self._tx).all().is_small)

    def _together(self, held: list[Seat]) -> list[Seat]:
        """Each seat in every role that it gives."""
        return [replace(seat, role=role) for seat in held for role in self._roles(seat.role)]

    def _put(self, role: Role, place: str, person: str, *, deputy: bool, held: bool, by: str) -> None:
        row = {"role": str(role), "place": place, "person": person, "deputy": deputy, "held": held}
        key = (seats.c.role == role, seats.c.place == place, seats.c.person == person)
        before = self._tx.rows(seats, *key)
        did = "seat.given" if held else "seat.taken"
        if before and (before[0]["deputy"], before[0]["held"]) == (deputy, held):
            return
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


def same_person(column: Any, person: Any) -> ColumnElement[bool]:
    """Whether a column names this human, under whichever id."""
    ours = people.c.district == OURS
    named: ColumnElement[bool] = column.in_(
        select(people.c.id).where(ours, or_(people.c.id == person, people.c.merged_into == person))
    )
    return named


def as_one(tx: Tx, row: Mapping[str, Any], *columns: str) -> dict[str, Any]:
    """A row with the canonical id of each person that it names, so that rules may compare them."""
    known = People(tx)
    return {**row, **{name: known.canonical(row[name]) for name in columns if row.get(name)}}
