"""Terms, and which schools were visited in one."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.meetings import MeetingKind, Phase
from domain.people import Role
from domain.terms import TERMS, read_terms, term_of
from domain.visits import AtSchool, check_sees_schools, schools_seen
from tests.domain.improving import AS_ANYBODY, AS_CHIEF, AS_MR, AS_PRINCIPAL, SOMEBODY, viewer
from tests.domain.test_meetings import TODAY, VISIT


@pytest.mark.parametrize(
    ("terms", "today", "term"),
    [
        (TERMS, "2026-03-09", ("2026-01-01", "2026-06-30")),
        (TERMS, "2025-12-31", ("2025-07-01", "2025-12-31")),
        ("01-05, 08-15", "2026-01-04", ("2025-08-15", "2026-01-04")),
        ("01-05, 08-15", "2026-08-15", ("2026-08-15", "2027-01-04")),
        ("08-15", "2026-03-09", ("2025-08-15", "2026-08-14")),
    ],
)
def test_a_term_goes_from_one_of_its_days_to_the_day_before_the_next(
    terms: str, today: str, term: tuple[str, str]
) -> None:
    assert tuple(day.isoformat() for day in term_of(terms, date.fromisoformat(today))) == term


@given(day=st.dates(date(2020, 1, 1), date(2035, 1, 1)))
def test_every_day_is_in_one_term(day: date) -> None:
    first, last = term_of("01-05, 08-15", day)

    assert first <= day <= last
    assert term_of("01-05, 08-15", first - timedelta(days=1))[1] == first - timedelta(days=1)


def test_days_of_terms_are_kept_in_order_and_what_is_none_is_refused() -> None:
    assert read_terms(" 08-15,01-05 ,08-15") == "01-05, 08-15"
    for wrong in ("", "13-01", "02-30", "02-29", "8/15", "1-5", ", ".join(f"0{n}-01" for n in range(1, 8))):
        with pytest.raises(RefusedError, match="does not fit"):
            read_terms(wrong)


def test_those_that_nobody_visited_come_first_and_then_the_longest_ago() -> None:
    done = replace(VISIT, phase=Phase.CLOSED, day=date(2026, 3, 2))
    meetings = [
        done,
        replace(done, day=date(2026, 2, 2)),
        replace(done, school="west", day=date(2026, 1, 12)),
        replace(done, school="north", phase=Phase.CALLED_OFF),
        replace(VISIT, school="north", day=date(2026, 3, 20)),
        replace(VISIT, school="north", day=date(2026, 3, 2)),
        replace(done, school="north", kind=MeetingKind.COFFEE),
        replace(done, school="north", kind=MeetingKind.FORUM),
    ]

    north, west, east = schools_seen(["east", "north", "west"], meetings, TODAY)

    assert (north.school, north.visits) == ("north", AtSchool(following=date(2026, 3, 20)))
    assert north.talks == AtSchool(done=1, last=date(2026, 3, 2))
    assert (west.visits.done, east.visits.done, east.visits.last) == (1, 2, date(2026, 3, 2))


def test_only_leaders_see_which_schools_were_visited() -> None:
    for who in (AS_MR, AS_CHIEF, viewer(SOMEBODY, Role.CABINET_MEMBER), viewer(SOMEBODY, Role.MRT_MEMBER)):
        check_sees_schools(who)
    for who in (AS_ANYBODY, AS_PRINCIPAL):
        with pytest.raises(RefusedError, match="Only the Cabinet"):
            check_sees_schools(who)
