"""Who is in a circle that is invited all at once."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from domain.meetings import Attendee, Circle, MeetingKind
from domain.people import PersonId, Role
from storage.db import Tx
from storage.meeting_seats import members
from storage.people import People
from storage.roster import Roster

SEATED: Mapping[Circle, tuple[Role, ...]] = {
    Circle.PRINCIPALS: (Role.PRINCIPAL,),
    Circle.HEADS: (Role.DEPARTMENT_HEAD,),
    Circle.BOARD: (Role.BOARD_CHAIR, Role.BOARD_MEMBER),
}


def in_circles(tx: Tx, circles: Iterable[Circle], place: str) -> list[Attendee]:
    """Each person once, in the order of the circles; of `STAFF`, who only may see it, nobody. They have no vote."""
    return list({one.person: one for circle in circles for one in _in(tx, circle, place)}.values())


def _in(tx: Tx, circle: Circle, place: str) -> Iterator[Attendee]:
    if circle in SEATED:
        yield from (Attendee(person=person) for person in _seated(tx, SEATED[circle]))
    elif circle is Circle.SCHOOL and place:
        yield from (Attendee(person=People(tx).canonical(person)) for person in Roster(tx).working_at(place))
    elif circle in (Circle.MRT, Circle.CABINET):
        yield from (Attendee(person=one.person) for one in members(tx, MeetingKind(circle)) if one.votes)


def _seated(tx: Tx, roles: Collection[Role]) -> list[PersonId]:
    """Holders, without those who stand in for them."""
    held = [seat for seat in People(tx).everyone_seated() if seat.role in roles and not seat.deputy]
    return list(dict.fromkeys(seat.person for seat in held))
