"""Who holds which seat, who is staff, and who acts for whom."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.errors import RefusedError
from domain.people import (
    REVERSIBLE,
    Absence,
    Claim,
    PersonId,
    Role,
    Seat,
    Standing,
    Viewer,
    acting,
    check_absence,
    check_reversal,
    check_seat,
    is_staff,
    not_staff,
)
from domain.places import PlaceKind
from tests.domain.story import ADA, BOB, DEB, MIA, PAT


def test_a_deputy_acts_for_the_holder() -> None:
    assert MIA.is_mr
    assert DEB.is_mr
    assert not BOB.is_mr


def test_a_seat_of_one_school_says_nothing_about_another() -> None:
    assert PAT.holds(Role.PRINCIPAL, "east")
    assert PAT.holds(Role.PRINCIPAL)
    assert not PAT.holds(Role.PRINCIPAL, "west")
    assert not PAT.holds(Role.DEPARTMENT_HEAD, "east")


def test_an_administrator_holds_no_other_seat() -> None:
    assert ADA.administrator
    assert {role for role in Role if ADA.holds(role)} == {Role.ADMINISTRATOR}


def test_one_person_may_sit_in_two_seats() -> None:
    both = replace(PAT, seats=PAT.seats | {Seat(role=Role.CABINET_MEMBER, person=PAT.person)})

    assert both.holds(Role.PRINCIPAL, "east")
    assert both.holds(Role.CABINET_MEMBER)


def test_nobody_starts_with_a_seat() -> None:
    assert not [role for role in Role if Viewer(person=BOB.person).holds(role)]


STAFF = ("everyone", "named", "domain:x.example,Y.example", "group:S1")


@pytest.mark.parametrize("setting", STAFF)
@pytest.mark.parametrize("kind", ["guest", "bot", "gone"])
def test_guests_bots_and_closed_accounts_are_never_staff_unless_named(setting: str, kind: str) -> None:
    somebody = Standing(email="ann@x.example", in_group=True, listed=True, **{kind: True})  # type: ignore[arg-type]

    assert not is_staff(setting, somebody)
    assert is_staff(setting, replace(somebody, named=True))


@pytest.mark.parametrize(
    ("setting", "somebody", "expected"),
    [
        ("everyone", Standing(), True),
        ("named", Standing(email="ann@x.example", in_group=True), False),
        ("named", Standing(listed=True), True),
        ("domain:x.example", Standing(listed=True), False),
        ("domain:x.example,Y.example", Standing(email="ann@y.example"), True),
        ("domain:x.example", Standing(email="ann@sub.x.example"), False),
        ("domain:x.example", Standing(email="ann@evilx.example"), False),
        ("domain:x.example", Standing(email="x.example"), False),
        ("domain:x.example", Standing(), False),
        ("group:S1", Standing(in_group=True), True),
        ("group:S1", Standing(email="ann@x.example"), False),
    ],
)
def test_the_setting_says_who_is_staff(setting: str, somebody: Standing, *, expected: bool) -> None:
    assert is_staff(setting, somebody) is expected


def test_the_sentence_names_the_district_and_the_link_where_there_are_any() -> None:
    assert not_staff("", "") == "Kaizen is for staff of this district; the management representative can add you."
    assert not_staff("Hill", "https://x.example").endswith("Everybody else: https://x.example")


def test_a_chain_of_deputies_ends_at_somebody_who_is_here() -> None:
    away = {PersonId("a"): PersonId("b"), PersonId("b"): PersonId("c")}

    assert acting(PersonId("a"), away) == "c"
    assert acting(PersonId("c"), away) == "c"
    assert acting(PersonId("a"), {**away, PersonId("c"): PersonId("a")}) == "a"


def test_somebody_with_two_ids_is_known_by_both() -> None:
    assert replace(BOB, merged=frozenset({PersonId("old")})).ids == {BOB.person, "old"}


def test_an_absence_counts_both_its_days() -> None:
    absence = Absence(person=BOB.person, first=date(2026, 3, 9), last=date(2026, 3, 10), deputy=MIA.person)

    assert [absence.covers(date(2026, 3, day)) for day in (8, 9, 10, 11)] == [False, True, True, False]
    with pytest.raises(RefusedError, match="somebody else"):
        check_absence(replace(absence, deputy=BOB.person), date(2026, 3, 9))


def test_a_claim_can_be_taken_back_for_exactly_a_week() -> None:
    at = datetime(2026, 3, 9, tzinfo=UTC)
    claim = Claim(id="c", person=BOB.person, at=at)

    check_reversal(claim, at + REVERSIBLE)
    with pytest.raises(RefusedError, match="7 days"):
        check_reversal(claim, at + REVERSIBLE + timedelta(seconds=1))


def test_a_principals_seat_is_that_of_a_school() -> None:
    check_seat(Role.PRINCIPAL, PlaceKind.SCHOOL)
    check_seat(Role.DEPARTMENT_HEAD, PlaceKind.DEPARTMENT)
    check_seat(Role.RECORDER, None)
    with pytest.raises(RefusedError):
        check_seat(Role.PRINCIPAL, PlaceKind.DEPARTMENT)
