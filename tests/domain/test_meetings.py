"""How a meeting goes, what each kind needs, who may what, and when those who vote are enough."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.meeting_rights import check_may_plan, check_may_run, may_plan, may_run, sees
from domain.meetings import (
    MOST_THERE,
    NEXT,
    TITLE_MAX,
    Attendee,
    Meeting,
    MeetingKind,
    Phase,
    Presence,
    approve,
    call_off,
    check_attendees,
    check_meeting,
    move,
    put,
    quorum,
)
from domain.people import PersonId, Role
from tests.domain.improving import AS_ANYBODY, AS_CHIEF, AS_LEAD, AS_MR, AS_PRINCIPAL, LEAD, SOMEBODY, viewer

TODAY = date(2026, 3, 9)
NOW = datetime(2026, 3, 9, 15, tzinfo=UTC)
FORUM = Meeting(
    number="MTG-2026-004", kind=MeetingKind.FORUM, title="Families", day=date(2026, 3, 20), start=time(18), host=LEAD
)
VISIT = replace(FORUM, kind=MeetingKind.VISIT, school="east", purpose="How reading groups work")
REVIEW = replace(FORUM, kind=MeetingKind.MRT)


@pytest.mark.parametrize(("kind", "was", "to"), [*product([MeetingKind.MRT, MeetingKind.FORUM], Phase, Phase)])
def test_nothing_moves_beside_the_table(kind: MeetingKind, was: Phase, to: Phase) -> None:
    meeting = replace(FORUM, kind=kind, phase=was)
    with_agenda = kind is MeetingKind.MRT or to not in (Phase.PUBLISHED, Phase.APPROVED)

    if to in NEXT[was] and with_agenda:
        assert move(meeting, to, now=NOW).phase is to
    else:
        with pytest.raises(RefusedError, match="so it cannot come to"):
            move(meeting, to, now=NOW)


def test_it_keeps_when_it_began_ended_and_was_approved() -> None:
    begun = move(REVIEW, Phase.RUNNING, now=NOW)
    over = move(begun, Phase.CLOSED, now=NOW + timedelta(hours=1))
    approved = approve(over, in_="MTG-2026-009", now=NOW + timedelta(days=30))

    assert (begun.started_at, begun.closed_at) == (NOW, None)
    assert (over.closed_at, over.is_over) == (NOW + timedelta(hours=1), True)
    assert (approved.approved_at, approved.approved_in) == (NOW + timedelta(days=30), "MTG-2026-009")


def test_one_is_called_off_for_a_reason_before_it_begins() -> None:
    assert call_off(FORUM, "Snow", now=NOW).off_because == "Snow"
    with pytest.raises(RefusedError, match="why it does not take place"):
        call_off(FORUM, " ", now=NOW)
    with pytest.raises(RefusedError, match="cannot come to"):
        call_off(move(FORUM, Phase.RUNNING, now=NOW), "Snow", now=NOW)


def test_one_is_moved_to_a_day_that_has_not_passed_before_it_begins() -> None:
    moved = put(FORUM, date(2026, 3, 27), time(19), "Library", today=TODAY)

    assert (moved.day, moved.start, moved.place) == (date(2026, 3, 27), time(19), "Library")
    for day in (date(2026, 3, 8), date(2029, 1, 1)):
        with pytest.raises(RefusedError) as refused:
            put(FORUM, day, time(19), "", today=TODAY)
        assert refused.value.field == "day"
    with pytest.raises(RefusedError, match="cannot be moved"):
        put(replace(FORUM, phase=Phase.CLOSED), date(2026, 3, 27), time(19), "", today=TODAY)


@pytest.mark.parametrize(
    ("meeting", "field"),
    [
        (replace(FORUM, title=" "), "title"),
        (replace(FORUM, title="x" * (TITLE_MAX + 1)), "title"),
        (replace(FORUM, purpose="x" * 601), "purpose"),
        (replace(FORUM, place="x" * 201), "place"),
        (replace(FORUM, length=61), "length"),
        (replace(FORUM, day=date(2020, 1, 1)), "day"),
        (replace(VISIT, purpose=""), "purpose"),
        (replace(VISIT, school=""), "school"),
    ],
)
def test_what_a_kind_lacks_is_asked_for(meeting: Meeting, field: str) -> None:
    for fine in (FORUM, VISIT, replace(FORUM, day=date(2026, 1, 5))):
        check_meeting(fine, today=TODAY)
    with pytest.raises(RefusedError) as refused:
        check_meeting(meeting, today=TODAY)

    assert refused.value.field == field


def test_so_many_are_expected_at_most() -> None:
    check_attendees([Attendee(guest=f"Guest {n}") for n in range(MOST_THERE)])
    with pytest.raises(RefusedError, match="300 people at most"):
        check_attendees([Attendee(guest=f"Guest {n}") for n in range(MOST_THERE + 1)])
    with pytest.raises(RefusedError, match="100 letters or fewer"):
        check_attendees([Attendee(guest="x" * 101)])


def test_an_hour_is_an_hour_also_in_the_night_in_which_the_clocks_change() -> None:
    chicago = ZoneInfo("America/Chicago")
    night = replace(FORUM, day=date(2026, 3, 8), start=time(1, 30), length=60)

    assert night.ends_at(chicago).strftime("%H:%M") == "03:30"
    assert FORUM.ends_at(chicago).strftime("%H:%M") == "19:00"


# Who may what

ROLES = [AS_MR, AS_CHIEF, AS_PRINCIPAL, AS_LEAD, AS_ANYBODY]


@pytest.mark.parametrize(
    ("kind", "school", "may"),
    [
        (MeetingKind.FORUM, "", [AS_MR, AS_CHIEF]),
        (MeetingKind.FORUM, "east", [AS_MR, AS_CHIEF, AS_PRINCIPAL]),
        (MeetingKind.FORUM, "west", [AS_MR, AS_CHIEF]),
        (MeetingKind.MRT, "east", [AS_MR, AS_CHIEF]),
    ],
)
def test_those_in_charge_plan_any_and_heads_those_of_their_place(
    kind: MeetingKind, school: str, may: list[object]
) -> None:
    assert [who for who in ROLES if may_plan(who, kind, school)] == may
    for who in ROLES:
        if who not in may:
            with pytest.raises(RefusedError, match="Only the management representative or the superintendent"):
                check_may_plan(who, kind, school)


def test_the_host_runs_it_and_where_minutes_are_taken_the_recorder() -> None:
    recorder = viewer(SOMEBODY, Role.RECORDER)

    assert [who for who in ROLES if may_run(FORUM, who)] == [AS_MR, AS_CHIEF, AS_LEAD]
    assert may_run(replace(FORUM, school="east"), AS_PRINCIPAL)
    assert may_run(REVIEW, recorder)
    assert not may_run(FORUM, recorder)
    with pytest.raises(RefusedError, match="Only whoever hosts it"):
        check_may_run(FORUM, AS_ANYBODY)


def test_it_is_seen_by_those_who_are_invited_and_by_all_where_it_is_for_them() -> None:
    member = viewer(SOMEBODY, Role.MRT_MEMBER)

    assert not sees(FORUM, [], AS_ANYBODY)
    assert sees(FORUM, [SOMEBODY], AS_ANYBODY)
    assert sees(replace(FORUM, for_all=True), [], AS_ANYBODY)
    assert sees(REVIEW, [], member)
    assert not sees(replace(REVIEW, kind=MeetingKind.CABINET), [], member)


# Quorum


def there(*presences: Presence, votes: bool = True) -> list[Attendee]:
    return [Attendee(person=PersonId(f"p{n}"), presence=one, votes=votes) for n, one in enumerate(presences)]


CAME, LATE, AWAY = Presence.PRESENT, Presence.LATE, Presence.ABSENT


@pytest.mark.parametrize(
    ("presences", "rule", "needed", "reached"),
    [
        ([CAME, CAME, AWAY], "half", 2, True),
        ([CAME, CAME, AWAY, AWAY], "half", 3, False),
        ([CAME, LATE, LATE, AWAY], "half", 3, True),
        ([CAME, CAME, AWAY], "two_thirds", 2, True),
        ([CAME, CAME, AWAY, AWAY], "two_thirds", 3, False),
        ([CAME, CAME, AWAY], "3", 3, False),
        ([], "half", 1, False),
    ],
)
def test_those_who_vote_are_enough_by_the_rule(
    presences: list[Presence],
    rule: str,
    needed: int,
    reached: bool,  # noqa: FBT001 - a case of the table
) -> None:
    found = quorum([*there(*presences), *there(CAME, CAME, CAME, votes=False)], rule)

    assert (found.needed, found.reached, found.voters) == (needed, reached, len(presences))


@given(came=st.integers(0, 30), away=st.integers(0, 30))
def test_more_than_half_is_never_half(came: int, away: int) -> None:
    assert quorum(there(*[CAME] * came, *[AWAY] * away)).reached is (2 * came > came + away)
