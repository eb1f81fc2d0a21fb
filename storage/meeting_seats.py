"""Whose seat makes them a member of the Management Review Team or the Cabinet, as those who are expected there."""

from collections.abc import Iterator

from domain.meeting_rights import OF_MEMBERS
from domain.meetings import Attendee, MeetingKind
from domain.people import TITLES, Role
from storage.db import Tx
from storage.people import People

#: Who sits beside the members, without a vote.
BESIDE = (Role.MANAGEMENT_REPRESENTATIVE, Role.RECORDER)


def members(tx: Tx, kind: MeetingKind) -> list[Attendee]:
    """Holders and deputies of the seats of a kind, who vote but for the deputies; then who has no vote. Each once."""
    found = {one.person: one for one in reversed([*_members(tx, kind), *_beside(tx)])}
    return sorted(found.values(), key=lambda one: not one.votes)


def _members(tx: Tx, kind: MeetingKind) -> Iterator[Attendee]:
    role = OF_MEMBERS.get(kind)
    if role is not None:
        deputies = {seat.person for seat in People(tx).everyone_seated() if seat.role is role and seat.deputy}
        for person in People(tx).holders(role):
            yield Attendee(person=person, title=TITLES[role], votes=person not in deputies)


def _beside(tx: Tx) -> Iterator[Attendee]:
    for role in BESIDE:
        for person in People(tx).holders(role):
            yield Attendee(person=person, title=TITLES[role])
