"""Accounts that belong to one person."""

from typing import Any

import pytest

from domain.errors import RefusedError
from domain.people import PersonId, Role
from storage.car_sight import owned_by, reported_by
from storage.cars import CarLog
from storage.people import People
from storage.verify import verify
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import MORE, known, setting
from tests.story import ask, filed, seen

# Accounts of one person


def linked(district: District, kept: str, also: str) -> None:
    """Confirmed by all whom it concerns, see test_pairs.py."""

    def work(tx: Any) -> None:
        people = People(tx)
        people.merge(*(people.canonical(district.account(tx, who).person) for who in (kept, also)), by="test")

    district.do(work)


def test_what_one_account_reported_and_owns_is_found_by_the_other(district: District) -> None:
    known(district, MORE)
    number = filed(district, by=TEACHER).number
    ask(district, MR, "car.accept", about=number)
    linked(district, MORE, TEACHER)
    linked(district, OTHER, PRINCIPAL)

    def lists(tx: Any, who: str) -> tuple[int, int]:
        call = district.call(tx, who)
        log = CarLog(tx, call.viewer)
        return log.page(reported_by(call.me)).total, log.page(owned_by(call.me)).total

    assert [district.do(lambda tx, who=who: lists(tx, who)) for who in (MORE, TEACHER)] == [(1, 0), (1, 0)]
    assert [district.do(lambda tx, who=who: lists(tx, who)) for who in (OTHER, PRINCIPAL)] == [(0, 1), (0, 1)]


def test_every_rule_compares_the_canonical_person(district: District) -> None:
    """Only the requester may answer; the account that they use now may."""
    known(district, MORE)
    number = filed(district, by=TEACHER).number
    ask(district, MR, "car.return", {"reason": "Which?"}, about=number)
    linked(district, MORE, TEACHER)

    ask(district, MORE, "car.answer", {"text": "The south one"}, about=number)

    car = seen(district, number, MORE)
    assert car.requester == district.do(lambda tx: district.call(tx, TEACHER).me) == district.person(MORE)


def test_a_second_look_does_not_wait_for_the_other_account_of_whoever_turned_it_down(district: District) -> None:
    known(district, MORE)
    number = filed(district, by=TEACHER).number
    ask(district, DEPUTY, "car.reject", {"as_": "not_a_nonconformity", "reason": "So"}, about=number)
    ask(district, TEACHER, "car.appeal", {"why": "Again"}, about=number)
    linked(district, MORE, DEPUTY)

    assert "None." in str(ask(district, MORE, "car list", text="triage"))
    assert number in str(ask(district, MR, "car list", text="triage"))


def test_an_acceptance_is_taken_back_from_the_other_account_as_well(district: District) -> None:
    setting(district, "preset", "small")
    known(district, MORE)
    number = filed(district).number
    ask(district, PRINCIPAL, "car.accept", about=number)
    linked(district, MORE, PRINCIPAL)

    ask(district, MORE, "car.undo", about=number)

    assert seen(district, number).owner is None


def test_a_hidden_name_stays_known_to_the_requesters_other_account(district: District) -> None:
    known(district, MORE)
    number = filed(district, by=TEACHER, marks=["hide_name"]).number
    linked(district, MORE, TEACHER)

    assert seen(district, number, MORE).requester == district.person(MORE)
    assert seen(district, number, OTHER).requester == ""


def test_a_linked_person_is_reached_at_whichever_account_works(district: District) -> None:
    known(district, MORE)
    linked(district, MORE, TEACHER)
    known(district, MORE, gone=True)

    reached = district.do(lambda tx: People(tx).reach(district.account(tx, MORE).person))

    assert reached.external == TEACHER


def test_a_seat_held_under_the_other_id_is_held_and_can_be_taken_away(district: District) -> None:
    linked(district, OTHER, PRINCIPAL)
    east = district.school()

    assert district.do(lambda tx: district.call(tx, OTHER).viewer.holds(Role.PRINCIPAL, east))
    assert district.do(lambda tx: People(tx).holders(Role.PRINCIPAL, east)) == [district.person(OTHER)]

    ask(district, MR, "people.take", about=f"principal/{east}/{district.person(OTHER)}")

    assert district.do(lambda tx: People(tx).holders(Role.PRINCIPAL, east)) == []


def test_three_accounts_linked_one_after_the_other_are_one_person(district: District) -> None:
    known(district, MORE)
    linked(district, TEACHER, OTHER)
    linked(district, MORE, TEACHER)

    ids = district.do(lambda tx: district.call(tx, OTHER).viewer.ids)

    assert ids == {PersonId(district.person(who)) for who in (TEACHER, OTHER, MORE)}
    with pytest.raises(RefusedError, match="known as one person already"):
        linked(district, OTHER, MORE)
    assert district.do(verify).broken == []
