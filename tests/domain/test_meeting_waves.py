"""Whom one asks how a meeting was."""

from dataclasses import replace
from datetime import date, time

import pytest

from domain.errors import RefusedError
from domain.groups import Group
from domain.meeting_waves import audience_of, can_ask, check_can_ask
from domain.meetings import HEARS, Meeting, MeetingKind, Phase, called
from domain.people import PersonId
from domain.surveys import Audience

COFFEE = Meeting(
    number="MTG-2026-004",
    kind=MeetingKind.COFFEE,
    title="Ann's worries",
    day=date(2026, 3, 20),
    start=time(18),
    host=PersonId("ole"),
)
FORUM = replace(COFFEE, kind=MeetingKind.FORUM)


@pytest.mark.parametrize(
    ("meeting", "groups", "audience"),
    [
        (COFFEE, (), Audience.FAMILIES),
        (COFFEE, (Group.STAFF,), Audience.STAFF),
        (COFFEE, (Group.BUSINESS,), Audience.COMMUNITY),
        (FORUM, (), Audience.STAFF),
        (FORUM, (Group.STAFF, Group.NATIONS), Audience.COMMUNITY),
        (FORUM, (Group.COMMUNITY, Group.FAMILIES), Audience.FAMILIES),
        (FORUM, (Group.STUDENTS, Group.LEADERS), Audience.STAFF),
    ],
)
def test_those_are_asked_for_whom_it_was(meeting: Meeting, groups: tuple[Group, ...], audience: Audience) -> None:
    assert audience_of(replace(meeting, groups=groups)) is audience


def test_people_are_asked_where_they_are_heard_and_students_alone_are_not() -> None:
    assert {kind for kind in MeetingKind if can_ask(replace(COFFEE, kind=kind))} == HEARS
    for never in (
        replace(COFFEE, phase=Phase.CALLED_OFF),
        replace(FORUM, groups=(Group.STUDENTS,)),
        replace(COFFEE, kind=MeetingKind.VISIT),
    ):
        with pytest.raises(RefusedError, match="After MTG-2026-004 nobody is asked"):
            check_can_ask(never)


def test_what_a_meeting_is_called_elsewhere_holds_nothing_that_was_typed() -> None:
    assert str(called(COFFEE)) == "Coffee and Conversation, Fri 20 Mar 2026, MTG-2026-004"
