"""Meetings as they are kept, who is expected at them, and who finds which."""

from dataclasses import replace
from datetime import date, time

import pytest

from domain.errors import RefusedError
from domain.meeting_rights import sees
from domain.meetings import Attendee, Meeting, MeetingKind, Phase, Presence, call_off, move
from domain.people import PersonId, Role
from storage.db import Tx
from storage.meeting_seats import members
from storage.meeting_sight import SeenMeetings, of_theirs
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from storage.people import People
from storage.step_lists import StepLists
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.meeting import COMING, HOST, kept, meeting, saved, there
from tests.story import CHIEF, seat

TODAY = NOW.date()


def test_one_is_kept_as_it_was_planned_under_a_number_without_a_gap(district: District) -> None:
    first, second = meeting(district, TEACHER, guests=("Ms. Lee",)), meeting(district)
    one = kept(district, first)

    assert (first, second) == ("MTG-2026-001", "MTG-2026-002")
    assert one == replace(COMING, number=first, host=PersonId(district.person(HOST)))
    assert [(who.nth, who.guest, who.votes) for who in there(district, first)] == [(1, "", True), (2, "Ms. Lee", False)]
    assert district.do(verify).broken == []


def test_of_two_who_change_one_at_once_one_is_told(district: District) -> None:
    one = kept(district, meeting(district))
    begun = saved(district, move(one, Phase.RUNNING, now=NOW))

    assert begun == kept(district, one.number)
    with pytest.raises(RefusedError, match="Somebody else changed this"):
        saved(district, call_off(one, "Snow", now=NOW))


def test_who_is_expected_changes_and_nobody_stands_there_twice(district: District) -> None:
    number = meeting(district, TEACHER, OTHER, guests=("Ms. Lee",))
    teacher, admin = (PersonId(district.person(who)) for who in (TEACHER, ADMIN))
    by = PersonId(district.person(HOST))
    came = [
        Attendee(person=teacher, presence=Presence.LATE, votes=True),
        Attendee(guest="ms. lee", presence=Presence.PRESENT),
        Attendee(person=admin),
        Attendee(person=admin),
    ]

    district.do(lambda tx: Meetings(tx).set_attendees(number, came, by=by))
    after = there(district, number)

    assert [(one.nth, one.presence) for one in after] == [(1, "late"), (3, "present"), (4, "expected")]
    district.do(lambda tx: Meetings(tx).set_attendees(number, after, by=by))
    assert there(district, number) == after
    assert district.do(verify).broken == []


def test_somebody_with_two_accounts_stands_there_once(district: District) -> None:
    number = meeting(district, TEACHER)
    first, other = PersonId(district.person(TEACHER)), PersonId(district.person(OTHER))
    district.do(lambda tx: People(tx).merge(first, other, by="test"))

    district.do(lambda tx: Meetings(tx).set_attendees(number, [Attendee(person=other)], by=first))

    assert [one.person for one in there(district, number)] == [first]


def test_those_of_some_days_and_the_last_and_the_next_of_a_kind_are_found(district: District) -> None:
    later = meeting(district, day=date(2026, 4, 14), kind=MeetingKind.MRT)
    sooner = meeting(district, day=date(2026, 3, 10), kind=MeetingKind.MRT)
    noon = meeting(district, day=date(2026, 3, 10), start=time(7))
    saved(district, replace(kept(district, sooner), phase=Phase.CLOSED))

    def ask(tx: Tx) -> tuple[list[Meeting], list[Meeting], Meeting | None, Meeting | None, Meeting | None]:
        book = Meetings(tx)
        march = (date(2026, 3, 1), date(2026, 3, 31))
        over = (Phase.CLOSED, Phase.APPROVED)
        return (
            book.between(*march),
            book.between(*march, [MeetingKind.MRT]),
            book.last(MeetingKind.MRT, over, before=date(2026, 4, 14)),
            book.last(MeetingKind.MRT, over, before=date(2026, 3, 10)),
            book.next(MeetingKind.MRT, TODAY),
        )

    march, reviews, last, none, following = district.do(ask)

    assert [one.number for one in march] == [noon, sooner]
    assert [one.number for one in reviews] == [sooner]
    assert last
    assert following
    assert (last.number, none, following.number) == (sooner, None, later)


WHO = (TEACHER, PRINCIPAL, MR, DEPUTY, ADMIN, OTHER, CHIEF)


def test_in_sql_the_same_people_find_it_as_the_rule_says(district: District) -> None:
    seat(district, Role.SUPERINTENDENT, CHIEF)
    seat(district, Role.MRT_MEMBER, ADMIN)
    seat(district, Role.RECORDER, OTHER)
    made = [
        meeting(district, host=MR),
        meeting(district, TEACHER, host=MR),
        meeting(district, host=MR, for_all=True),
        meeting(district, host=MR, school=district.school()),
        meeting(district, host=MR, school=district.school("West School")),
        meeting(district, host=TEACHER),
        meeting(district, host=MR, kind=MeetingKind.MRT),
        meeting(district, host=MR, kind=MeetingKind.MRT, school=district.school()),
        meeting(district, host=MR, kind=MeetingKind.CABINET),
    ]

    def look(tx: Tx) -> None:
        for who in WHO:
            viewer = district.call(tx, who).viewer
            for number in made:
                invited = [one.person for one in Meetings(tx).attendees(number) if one.person]
                found = SeenMeetings(tx, viewer).find(number)
                assert (found is not None) is sees(Meetings(tx).get(number), invited, viewer), (who, number)

    district.do(look)


def test_what_is_coming_and_what_was_are_apart(district: District) -> None:
    coming, lapsed = meeting(district), meeting(district, day=date(2026, 3, 2))
    going = meeting(district, day=date(2026, 3, 8))
    off = meeting(district, TEACHER)
    saved(district, move(kept(district, going), Phase.RUNNING, now=NOW))
    saved(district, call_off(kept(district, off), "Snow", now=NOW))

    def ask(tx: Tx, who: str) -> list[tuple[list[str], int]]:
        call = district.call(tx, who)
        seen = SeenMeetings(tx, call.viewer)
        lists = [
            seen.coming(TODAY),
            seen.past(TODAY),
            seen.past(TODAY, of_theirs(call.viewer)),
            seen.past(TODAY, size=1),
        ]
        return [([one.number for one in found], total) for found, total in lists]

    assert district.do(lambda tx: ask(tx, MR)) == [([going, coming], 2), ([off, lapsed], 2), ([], 0), ([off], 2)]
    assert district.do(lambda tx: ask(tx, TEACHER)) == [([], 0), ([off], 1), ([off], 1), ([off], 1)]


def test_members_vote_and_whoever_sits_beside_them_does_not(district: District) -> None:
    seat(district, Role.MRT_MEMBER, TEACHER)
    seat(district, Role.MRT_MEMBER, MR)
    seat(district, Role.RECORDER, OTHER)

    found = district.do(lambda tx: members(tx, MeetingKind.MRT))

    voting = {district.person(TEACHER), district.person(MR)}
    assert {one.person for one in found if one.votes} == voting
    assert {one.person for one in found if not one.votes} == {district.person(DEPUTY), district.person(OTHER)}


def test_its_steps_stand_in_their_owners_lists(district: District) -> None:
    number, owner = meeting(district), PersonId(district.person(TEACHER))

    def decide(tx: Tx, what: str) -> int:
        return MeetingSteps(tx).add(number, what=what, owner=owner, due=date(2026, 3, 27), by=owner).number

    first, second = (district.do(lambda tx, what=what: decide(tx, what)) for what in ("Ask", "Call"))
    district.do(lambda tx: MeetingSteps(tx).drop(number, MeetingSteps(tx).of(number)[0], by=owner))

    assert (first, second) == (1, 2)
    assert [step.what for step in district.do(lambda tx: MeetingSteps(tx).of(number))] == ["Call"]
    assert [line.of for line in district.do(lambda tx: StepLists(tx).mine(owner, size=9))] == [number]
    assert district.do(verify).broken == []


def test_another_district_sees_none(district: District) -> None:
    number = meeting(district, TEACHER)
    viewer = district.do(lambda tx: district.call(tx, MR).viewer)

    def ask(tx: Tx) -> list[object]:
        book = Meetings(tx)
        everywhere = (book.find(number), book.between(date.min, date.max), book.attendees(number))
        return [*everywhere, SeenMeetings(tx, viewer).find(number), MeetingSteps(tx).of(number)]

    assert not any(district.database.do("another", ask, now=NOW, door="test"))
