"""Whose a report is with one press, and who is told of one that a principal may accept."""

from typing import Any

import pytest

from domain.cars import State
from handlers.routing import Draw, Open
from storage.outbox import Outbox
from storage.people import People
from storage.roster import Roster
from tests.conftest import MR, OTHER, PRINCIPAL, District
from tests.office import away, give, known, setting
from tests.story import ask, filed, owed, seen


def leaves(district: District) -> None:
    known(district, PRINCIPAL, gone=True)


def is_away(district: District) -> None:
    away(district, PRINCIPAL, OTHER)


def is_expected_only(district: District) -> None:
    """On the imported list, and not seen in chat yet."""

    def work(tx: Any) -> None:
        person = People(tx).expected(by="system")
        Roster(tx).expect("new@x.example", person, "New Principal")
        from domain.people import Role
        from storage.places import Places

        east = next(place.id for place in Places(tx).all() if place.name == "East School")
        People(tx).seat(Role.PRINCIPAL, person, place=east, by="system")

    district.do(work)


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (leaves, "is not reached here just now"),
        (is_away, "is away"),
        (is_expected_only, "is not reached here just now"),
    ],
)
def test_one_press_gives_no_report_to_a_principal_who_is_not_here(district: District, happens: Any, said: str) -> None:
    number = filed(district).number
    happens(district)

    reply = ask(district, MR, "car.accept", about=number)

    assert isinstance(reply, Open)
    assert said in str(reply.form)
    assert seen(district, number).state is State.SUBMITTED
    assert not [what for what, _ in owed(district) if what == "car.owned"]
    assert district.do(lambda tx: Outbox(tx).ledger()["skipped"]) == 0


def test_the_deputy_of_a_principal_who_is_away_gets_what_the_principal_may_accept(district: District) -> None:
    setting(district, "preset", "small")
    away(district, PRINCIPAL, OTHER)
    number = filed(district).number

    assert ("car.triage", OTHER) in owed(district)
    assert ("car.triage", PRINCIPAL) not in owed(district)
    give(district, "principal", OTHER, place=district.school())
    assert ask(district, OTHER, "car.accept", about=number) == Draw("car.card", number)
