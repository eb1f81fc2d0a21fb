"""Reports about those in charge find somebody to read them, whoever is away and whoever takes which seat."""

import pytest

from domain.cars import State
from domain.people import Role
from tests.conftest import DEPUTY, MR, OTHER, TEACHER, District
from tests.handlers.test_privacy import CANARY, readers, told
from tests.office import away
from tests.story import CHAIR, CHIEF, ask, filed, finds, owed, seat, seen, with_seats

OFFICE = Role.MANAGEMENT_REPRESENTATIVE


def test_a_superintendent_who_acts_for_the_representative_still_decides_about_the_office(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    away(district, MR, CHIEF)

    assert readers(district, number) == {TEACHER, CHIEF}
    assert number in str(ask(district, CHIEF, "car.page", about="triage"))
    ask(district, CHIEF, "car.accept", about=number)
    assert seen(district, number, TEACHER).state is State.ACCEPTED


def test_one_filed_meanwhile_reaches_the_superintendent_too(district: District) -> None:
    away(with_seats(district), MR, CHIEF)
    number = filed(district, what=CANARY, concerns="quality_office").number

    assert told(district, number) == {TEACHER, CHIEF}


def test_who_acts_for_the_representative_finds_no_report_about_the_office(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    away(district, MR, OTHER)

    assert readers(district, number) == {TEACHER, CHIEF}


def test_the_representative_who_acts_for_the_superintendent_finds_none_either(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    away(district, CHIEF, MR)

    assert readers(district, number) == {TEACHER, CHIEF, CHAIR}


@pytest.mark.parametrize("deputy", [True, False])
def test_a_superintendent_who_became_part_of_the_office_leaves_it_to_the_board(
    district: District, *, deputy: bool
) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    seat(district, OFFICE, CHIEF, deputy=deputy)

    assert readers(district, number) == {TEACHER, CHAIR}
    assert number in str(ask(district, CHAIR, "car.page", about="triage"))
    ask(district, CHAIR, "car.accept", about=number)
    assert seen(district, number, TEACHER).state is State.ACCEPTED


def test_a_hidden_name_stays_hidden_from_who_stands_in(district: District) -> None:
    number = filed(with_seats(district), concerns="quality_office", marks=["hide_name"]).number
    away(district, MR, CHIEF)

    assert seen(district, number, CHIEF).requester == ""


@pytest.mark.parametrize("marks", [["sealed"], ["sealed", "urgent"]])
def test_a_sealed_report_reaches_who_acts_for_the_representative(district: District, marks: list[str]) -> None:
    away(with_seats(district), MR, OTHER)
    number = filed(district, what=CANARY, marks=marks).number

    assert [who for what, who in owed(district) if what == "car.triage"] == [OTHER, DEPUTY]
    assert readers(district, number) == {TEACHER, MR, DEPUTY, OTHER, CHIEF}
    ask(district, OTHER, "car.accept", about=number)


def test_a_deputy_who_is_away_hands_sealed_reports_on_as_well(district: District) -> None:
    away(with_seats(district), DEPUTY, OTHER)
    number = filed(district, what=CANARY, marks=["sealed"]).number

    assert finds(district, number, OTHER) is not None
