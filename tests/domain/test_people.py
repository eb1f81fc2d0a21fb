"""Who holds which seat."""

from dataclasses import replace

from domain.people import Role, Seat, Viewer
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
