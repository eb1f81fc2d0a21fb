"""People, the seats they sit in, and who is asking."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

#: The canonical id of a person: accounts that were linked to one human count as one.
PersonId = NewType("PersonId", str)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Seat:
    """A title at a place, and one who sits in it: the holder, or the deputy who acts for the holder."""

    role: Role
    person: PersonId
    place: str | None = None  # a school or a department; None for seats of the whole district
    deputy: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Viewer:
    """Who is asking, with the seats that this very person sits in, as holder or as deputy."""

    person: PersonId
    seats: frozenset[Seat] = frozenset()
    administrator: bool = False  # installs and connects; gives no right to any record

    def holds(self, role: Role, place: str | None = None) -> bool:
        """Whether this person may act in the role; a deputy may. Without a place, in the role anywhere."""
        return any(seat.role is role and place in (None, seat.place) for seat in self.seats)

    @property
    def is_mr(self) -> bool:
        return self.holds(Role.MANAGEMENT_REPRESENTATIVE)
