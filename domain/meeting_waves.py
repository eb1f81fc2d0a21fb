"""Asking those who were at a meeting how it was: at which meetings, and whom to begin with."""

from collections.abc import Mapping

from domain.errors import RefusedError
from domain.groups import Group
from domain.meetings import HEARS, Meeting, MeetingKind, Phase
from domain.surveys import Audience

READY = "coffee"  # the questions that stand ready for it

#: Who is asked where one of these was heard, the first that fits; of all others staff, in chat.
ASKED: Mapping[Audience, frozenset[Group]] = {
    Audience.FAMILIES: frozenset({Group.FAMILIES}),
    Audience.COMMUNITY: frozenset({Group.COMMUNITY, Group.BUSINESS, Group.NATIONS}),
}


def can_ask(meeting: Meeting) -> bool:
    """Where people are heard; students alone are heard there and not surveyed."""
    alone = set(meeting.groups) == {Group.STUDENTS}
    return meeting.kind in HEARS and meeting.phase is not Phase.CALLED_OFF and not alone


def check_can_ask(meeting: Meeting) -> None:
    if not can_ask(meeting):
        raise RefusedError(
            "After {number} nobody is asked: it was called off, nobody is heard there, or students alone are.",
            number=meeting.number,
        )


def audience_of(meeting: Meeting) -> Audience:
    """Those for whom it was. By link it reaches who was there and nobody else, account or not."""
    found = (audience for audience, groups in ASKED.items() if not groups.isdisjoint(meeting.groups))
    unsaid = meeting.kind is MeetingKind.COFFEE and not meeting.groups
    return next(found, Audience.FAMILIES if unsaid else Audience.STAFF)
