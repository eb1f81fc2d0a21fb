"""Cards and forms of seats fit Slack, whatever people and places are called."""

from dataclasses import replace
from datetime import date

import pytest

from domain.pairs import Answer, Pair
from domain.people import TITLES, Absence, Claim, PersonId, Role
from tests.conftest import NOW
from tests.views.referee import faults_of_message, faults_of_view
from tests.views.scene import departments, schools
from views import slack
from views.absences import away_card, away_form, back_card
from views.pairs import pair_card, same_form
from views.people import (
    PAGE,
    Chair,
    Room,
    claimed_card,
    give_form,
    nobody_said,
    people_card,
    seat_words,
    seated_card,
    staff_card,
    staff_form,
    unseated_card,
    work_card,
    work_form,
)

TODAY = date(2026, 3, 9)
ANN = PersonId("ann")
AWAY = Absence(person=ANN, first=TODAY, last=date(2026, 3, 20), deputy=PersonId("bob"))
PAIR = Pair(id="p1", kept=ANN, also=PersonId("bob"), asked_by=ANN, at=NOW)
CLAIM = Claim(id="c1", person=ANN, at=NOW)


def room(piece: str) -> Room:
    name = (piece * 200)[:200]
    return Room(today=TODAY, people={"ann": name, "bob": name}, places={"east": name}, away={"ann": AWAY})


@pytest.mark.parametrize("piece", ["x", "&", "\n", "<!channel> ", "教"])
def test_every_card_of_people_fits(piece: str) -> None:
    at = room(piece)
    chair = Chair(role=Role.PRINCIPAL, place="east", person="ann", deputy=True)
    cards = [
        people_card([chair, replace(chair, person="")] * 7, at, offset=PAGE, total=500),
        people_card([], at, offset=0, total=0),
        away_card(AWAY, at),
        back_card(at.people["ann"]),
        seated_card(Role.PRINCIPAL, "east", at),
        work_card(at, "ann", ["east"]),
        unseated_card(Role.PRINCIPAL, "east", ["ann", "bob"], at),
        unseated_card(Role.PRINCIPAL, "east", [], at),
        claimed_card(CLAIM, at, reversible=True),
        claimed_card(replace(CLAIM, reversed_by=PersonId("bob")), at, reversible=True),
        staff_card(at.people["ann"], named=True),
        *(pair_card(replace(PAIR, answer=answer), at, asks=True) for answer in Answer),
    ]

    assert [faults_of_message(slack.message(card)) for card in cards] == [[]] * len(cards)


@pytest.mark.parametrize("number", [0, 1, 100, 101, 250])
def test_every_form_of_people_opens(number: int) -> None:
    chair = Chair(role=Role.PRINCIPAL, place="id000000")
    forms = [
        give_form(schools(number), None),
        give_form(schools(number), chair),
        away_form(TODAY, anybody=True),
        away_form(TODAY, anybody=False),
        work_form([*schools(number), *departments(number)]),
        staff_form(add=True),
        staff_form(add=False),
        same_form(),
    ]

    assert [faults_of_view(slack.modal(form, "", {})) for form in forms] == [[]] * len(forms)


def test_every_role_has_a_title() -> None:
    assert set(TITLES) == set(Role)


def test_an_empty_seat_is_named_in_a_sentence() -> None:
    said = nobody_said(seat_words(Role.PRINCIPAL, "East School"), "the management representative")

    assert said.startswith("Nobody is principal of East School yet: ")
