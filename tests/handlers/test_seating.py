"""What hangs on a seat: who is told when it changes, what they keep, and what a claim that is taken back undoes."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Draw, FormError
from scheduled.absences import back, in_charge
from scheduled.jobs import Occasion
from storage.people import People
from storage.seating import give_seat, take_seat
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.handlers.test_privacy import CANARY, told
from tests.office import MORE, away, drawn, give, known
from tests.story import CHAIR, CHIEF, ask, drawn_again, filed, owed, settled, with_seats

OFFICE = Role.MANAGEMENT_REPRESENTATIVE
TODAY = Occasion(job="absences.back", slot="2026-03-09T00:05", due=NOW)


def changed(district: District, change: Any, role: Role, who: str, **more: Any) -> None:
    person = district.person(who)
    district.do(lambda tx: change(tx, role, person, by="system", **more))


# A seat changes


def test_whoever_loses_a_seat_is_told_who_holds_it_now(district: District) -> None:
    give(district, "principal", OTHER, place=district.school())

    assert ("people.unseated", PRINCIPAL) in owed(district)
    card = drawn(district, PRINCIPAL, Draw("people.unseated", f"principal/{district.school()}"))
    assert (card.title, "Nurse" in str(card)) == ("You no longer act as: Principal, East School", True)


def test_whoever_is_taken_off_a_seat_is_told(district: District) -> None:
    ask(district, MR, "people.take", about=f"{OFFICE}//{district.person(DEPUTY)}")

    assert ("people.unseated", DEPUTY) in owed(district)


def test_a_replaced_superintendent_keeps_no_words_of_a_report_about_the_office(district: District) -> None:
    filed(with_seats(district), what=CANARY, concerns="quality_office")
    settled(district)
    changed(district, give_seat, Role.SUPERINTENDENT, OTHER)

    assert ("car.triage", CHIEF) in drawn_again(district)


def test_a_superintendent_who_becomes_part_of_the_office_keeps_none_and_the_board_is_told(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    settled(district)
    give(district, OFFICE, CHIEF, marks=["deputy"])

    assert ("car.triage", CHIEF) in drawn_again(district)
    assert ("car.triage", CHAIR) in owed(district)
    assert told(district, number) == {TEACHER, CHAIR}

    settled(district)
    changed(district, take_seat, OFFICE, CHIEF)
    assert ("car.triage", CHIEF) in drawn_again(district)
    assert owed(district).count(("car.triage", CHIEF)) == 1


def test_what_is_kept_for_the_superintendent_is_not_given_to_the_one_it_is_about(district: District) -> None:
    number = filed(district, what=CANARY, concerns="quality_office").number
    changed(district, give_seat, Role.BOARD_CHAIR, CHAIR)
    changed(district, give_seat, Role.SUPERINTENDENT, MR)

    assert ("car.triage", MR) not in owed(district)
    assert told(district, number) == {TEACHER, CHAIR}

    changed(district, give_seat, Role.SUPERINTENDENT, CHIEF)
    assert ("car.triage", CHIEF) in owed(district)


# Somebody is back


def test_who_acted_keeps_no_words_once_they_say_that_they_are_back(district: District) -> None:
    away(district, MR, OTHER)
    filed(district, what=CANARY, marks=["sealed"])
    settled(district)
    ask(district, MR, "people.back", about=district.person(MR))

    assert ("car.triage", OTHER) in drawn_again(district)
    assert district.do(verify).broken == []


@pytest.mark.parametrize(("days", "expected"), [(4, False), (5, True), (30, True)])
def test_nor_after_the_last_day(district: District, days: int, *, expected: bool) -> None:
    away(district, MR, OTHER)
    filed(district, what=CANARY, marks=["sealed"])
    settled(district)

    for _ in range(2):
        district.do(lambda tx: back(tx, TODAY), now=NOW + timedelta(days=days))

    assert (("car.triage", OTHER) in drawn_again(district)) is expected
    assert drawn_again(district).count(("car.triage", OTHER)) == int(expected)


def test_somebody_elses_deputy_keeps_none_when_another_one_is_chosen(district: District) -> None:
    away(district, MR, OTHER)
    filed(district, what=CANARY, marks=["sealed"])
    settled(district)
    away(district, MR, TEACHER)

    assert ("car.triage", OTHER) in drawn_again(district)


def test_when_the_superintendent_is_away_and_the_office_acts_the_board_is_told_the_same_day(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    away(district, CHIEF, MR)

    assert ("car.triage", CHAIR) in owed(district)
    assert number in str(ask(district, CHAIR, "car.page", about="triage"))


def test_or_in_the_morning_where_the_absence_begins_later(district: District) -> None:
    filed(with_seats(district), what=CANARY, concerns="quality_office")
    away(district, CHIEF, MR, first="2026-03-12")
    assert ("car.triage", CHAIR) not in owed(district)

    for _ in range(2):
        district.do(lambda tx: in_charge(tx, TODAY), now=NOW + timedelta(days=3))

    assert owed(district).count(("car.triage", CHAIR)) == 1


# Who may say who is away


@pytest.mark.parametrize("who", [CHIEF, CHAIR])
def test_the_representative_does_not_choose_who_acts_for_those_who_decide_about_them(
    district: District, who: str
) -> None:
    with pytest.raises(FormError) as refused:
        away(with_seats(district), MR, OTHER, person=district.person(who))

    assert refused.value.faults["person"].startswith("Who acts for the")
    away(district, who, OTHER)
    with pytest.raises(RefusedError, match="Who acts for the"):
        ask(district, MR, "people.back", about=district.person(who))
    with pytest.raises(FormError):  # nor through whoever acts for them
        away(district, MR, TEACHER, person=district.person(OTHER))


# A claim is taken back


def claimed(district: District) -> str:
    from storage.claims import claims

    known(district, ADMIN, admin=True)
    known(district, MORE, admin=True)
    ask(district, ADMIN, "people.claim")
    return str(district.do(lambda tx: tx.rows(claims)[0]["id"]))


def test_a_claim_that_is_taken_back_undoes_what_the_claimant_passed_on(empty_district: District) -> None:
    district = empty_district
    claim = claimed(district)
    form = {"role": str(OFFICE), "person": district.person(OTHER)}
    ask(district, ADMIN, "people.give", form)
    ask(district, OTHER, "people.give", {**form, "person": district.person(TEACHER), "marks": ["deputy"]})
    filed(district, what=CANARY, marks=["hide_name"], school="-")
    settled(district)

    ask(district, MORE, "people.reverse", about=claim)

    assert district.do(lambda tx: People(tx).holders(OFFICE)) == []
    assert {("people.unseated", OTHER), ("people.unseated", TEACHER)} <= set(owed(district))
    assert ("car.triage", OTHER) in drawn_again(district)
    assert district.do(verify).broken == []


def test_who_was_set_by_the_it_office_since_keeps_the_seat(empty_district: District) -> None:
    district = empty_district
    claim = claimed(district)
    changed(district, give_seat, OFFICE, OTHER)

    ask(district, MORE, "people.reverse", about=claim)

    assert district.do(lambda tx: People(tx).holders(OFFICE)) == [district.person(OTHER)]
