"""People, the seats they sit in, who is staff, and who is asking."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.places import PlaceKind
from domain.texts import noted, say

#: The canonical id of a person: accounts that were linked to one human count as one.
PersonId = NewType("PersonId", str)
#: Who looks at what is posted for all of a conversation: nobody in particular, with no right of their own.
EVERYBODY = PersonId("")


class Role(StrEnum):
    MANAGEMENT_REPRESENTATIVE = "management_representative"
    ADMINISTRATOR = "administrator"
    PRINCIPAL = "principal"
    DEPARTMENT_HEAD = "department_head"
    MRT_MEMBER = "mrt_member"
    CABINET_MEMBER = "cabinet_member"
    SUPERINTENDENT = "superintendent"
    BOARD_CHAIR = "board_chair"
    BOARD_MEMBER = "board_member"
    RECORDER = "recorder"


#: What a seat is called.
TITLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.MANAGEMENT_REPRESENTATIVE: say("Management representative"),
        Role.ADMINISTRATOR: say("Administrator"),
        Role.PRINCIPAL: say("Principal"),
        Role.DEPARTMENT_HEAD: say("Department head"),
        Role.MRT_MEMBER: say("Management Review Team"),
        Role.CABINET_MEMBER: say("Cabinet"),
        Role.SUPERINTENDENT: say("Superintendent"),
        Role.BOARD_CHAIR: say("Board chair"),
        Role.BOARD_MEMBER: say("Board"),
        Role.RECORDER: say("Recorder"),
    }
)
#: The same within a sentence: "Nobody is principal of East School yet."
WITHIN: Mapping[Role, str] = MappingProxyType(
    {
        Role.MANAGEMENT_REPRESENTATIVE: say("management representative"),
        Role.ADMINISTRATOR: say("administrator"),
        Role.PRINCIPAL: say("principal"),
        Role.DEPARTMENT_HEAD: say("department head"),
        Role.MRT_MEMBER: say("member of the Management Review Team"),
        Role.CABINET_MEMBER: say("member of the Cabinet"),
        Role.SUPERINTENDENT: say("superintendent"),
        Role.BOARD_CHAIR: say("chair of the board"),
        Role.BOARD_MEMBER: say("member of the board"),
        Role.RECORDER: say("recorder"),
    }
)
#: Roles that one person holds at a time; who is given one takes the place of the one before.
SOLE = frozenset(
    {
        Role.MANAGEMENT_REPRESENTATIVE,
        Role.PRINCIPAL,
        Role.DEPARTMENT_HEAD,
        Role.SUPERINTENDENT,
        Role.BOARD_CHAIR,
    }
)
#: Roles that belong to a place, and of which kind it is.
PLACED: Mapping[Role, PlaceKind] = MappingProxyType(
    {Role.PRINCIPAL: PlaceKind.SCHOOL, Role.DEPARTMENT_HEAD: PlaceKind.DEPARTMENT}
)
CHOOSE_PLACE: Mapping[Role, str] = MappingProxyType(
    {
        Role.PRINCIPAL: noted("Please choose the school of this principal."),
        Role.DEPARTMENT_HEAD: noted("Please choose the department of this department head."),
    }
)

#: In a small district the Management Review Team is the Cabinet: one membership, kept as the first of them.
TOGETHER = (Role.CABINET_MEMBER, Role.MRT_MEMBER)

REVERSIBLE = timedelta(days=7)  # how long any admin may take back a claim of the management representative's seat


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A title at a place, and one who sits in it: the holder, or the deputy who acts for the holder."""

    role: Role
    person: PersonId
    place: str | None = None  # a school or a department; None for seats of the whole district
    deputy: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """Who is asking, with the seats in which they may act: their own, as holder or deputy, and those of the absent."""

    person: PersonId
    seats: frozenset[Seat] = frozenset()
    administrator: bool = False  # installs and connects; gives no right to any record
    merged: frozenset[PersonId] = frozenset()  # other ids that this very human had
    staff: bool = True
    replaces: frozenset[Role] = frozenset()  # seats that decide, in which nobody may: this person does their part

    def holds(self, role: Role, place: str | None = None) -> bool:
        """Whether this person may act in the role; a deputy may. Without a place, in the role anywhere."""
        return any(seat.role is role and place in (None, seat.place) for seat in self.seats)

    def sits_in(self, role: Role) -> bool:
        """Whether the seat is their own, as holder or deputy, and not that of somebody who is away."""
        return any(seat.role is role and seat.person in self.ids for seat in self.seats)

    @property
    def is_mr(self) -> bool:
        return self.holds(Role.MANAGEMENT_REPRESENTATIVE)

    @property
    def ids(self) -> frozenset[PersonId]:
        """Every id under which a record may name this human."""
        return self.merged | {self.person}


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """Somebody is away, both days included, and who acts for them."""

    person: PersonId
    first: date
    last: date
    deputy: PersonId

    def covers(self, today: date) -> bool:
        return self.first <= today <= self.last


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """An administrator took the empty seat of the management representative."""

    id: str
    person: PersonId
    at: datetime
    reversed_by: PersonId | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What decides whether somebody is staff: what a platform's directory says of them, and whether they are named."""

    named: bool = False
    listed: bool = False  # on the district's imported list, and not taken off
    email: str | None = None
    in_group: bool = False
    guest: bool = False
    bot: bool = False
    gone: bool = False
    mixed: bool = False  # the directory that tells of them holds pupils as well, and does not say who is one


def is_staff(setting: str, somebody: Standing) -> bool:
    """Who may use the bot, by the setting `staff`. Guests, bots and accounts that are closed may not, unless named.

    Where a directory holds pupils as well, "everyone" is everyone on the district's list.
    """
    if somebody.named or somebody.guest or somebody.bot or somebody.gone:
        return somebody.named
    kind, _, rest = setting.partition(":")
    match kind:
        case "everyone":
            return somebody.listed or not somebody.mixed
        case "domain":
            return any((somebody.email or "").lower().endswith(f"@{name}") for name in domains(rest))
        case "group":
            return somebody.in_group
        case "named":
            return somebody.listed
        case _:
            return False


def domains(listed: str) -> set[str]:
    """The e-mail domains of "domain:example.org,other.org"."""
    return {name.strip().lower() for name in listed.split(",") if name.strip()}


def not_staff(district: str, link: str) -> str:
    """What somebody who is not staff is told, whatever they ask for."""
    said = say(
        "Kaizen is for staff of {district}; the management representative can add you.",
        district=district or say("this district"),
    )
    return say("{said} Everybody else: {link}", said=said, link=link) if link else said


def together(role: Role, *, small: bool) -> tuple[Role, ...]:
    """The roles that somebody has who is given one of them."""
    return TOGETHER if small and role in TOGETHER else (role,)


def chain(person: PersonId, away: Mapping[PersonId, PersonId]) -> list[PersonId]:
    """A person and whoever acts for them, one after the other."""
    found = [person]
    while (after := away.get(found[-1])) and after not in found:
        found.append(after)
    return found


def acting(person: PersonId, away: Mapping[PersonId, PersonId]) -> PersonId:
    """Who acts for a person now: the deputy of somebody away, and the deputy's deputy. In a ring, the person."""
    last = chain(person, away)[-1]
    return person if last in away else last


def check_seat(role: Role, at: PlaceKind | None) -> None:
    """Refuse a seat at no place, or at one of the wrong kind."""
    needed = PLACED.get(role)
    if needed and at is not needed:
        raise RefusedError(CHOOSE_PLACE[role], field="place")
    if at and not needed:
        raise RefusedError(
            "{title} is a seat of the whole district: leave this empty.", title=TITLES[role], field="place"
        )


def check_absence(absence: Absence, today: date) -> None:
    if absence.last < today:
        raise RefusedError("Choose today or a day after today.", field="last")
    if absence.last < absence.first:
        raise RefusedError("Choose a day that is not before the first.", field="last")
    if absence.deputy == absence.person:
        raise RefusedError("Choose somebody else: who is away cannot act for themselves.", field="deputy")


#: Who decides about reports about the management representative: nobody else says who acts for them.
TRUSTED = (Role.SUPERINTENDENT, Role.BOARD_CHAIR)


def check_sends_away(person: PersonId, holders: Callable[[Role], Iterable[PersonId]], *, field: str = "") -> None:
    """The management representative does not choose who acts for those who decide about them."""
    for role in TRUSTED:
        if person in holders(role):
            raise RefusedError(
                "Who acts for the {title} is theirs to say: they open Kaizen's Home and choose I will be away.",
                title=WITHIN[role],
                field=field or None,
            )


def check_reversal(claim: Claim, now: datetime) -> None:
    if claim.reversed_by:
        raise RefusedError("An admin has taken this seat back already.")
    if now - claim.at > REVERSIBLE:
        raise RefusedError(
            "The seat can be taken back for 7 days only. Now the management representative hands it over, "
            "or your IT office sets it with: kaizen district set."
        )
