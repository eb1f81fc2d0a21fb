"""Two accounts are one person once all whom it concerns have confirmed it."""

from typing import Any

import pytest

from domain.errors import RefusedError
from handlers.routing import Draw, FormError
from storage.people import People
from storage.verify import verify
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.handlers.test_privacy import CANARY, readers
from tests.office import MORE, drawn, known
from tests.story import CHIEF, ask, filed, finds, owed, with_seats


def asked(district: District, kept: str, also: str, by: str = MR) -> str:
    """The id of what was asked."""
    form = {"kept": district.person(kept), "also": district.person(also), "sure": ["sure"]}
    reply = ask(district, by, "people.same", form)
    assert isinstance(reply, Draw)
    return reply.about


def are_one(district: District, one: str, two: str) -> bool:
    def work(tx: Any) -> bool:
        people = People(tx)
        return len({people.canonical(district.account(tx, who).person) for who in (one, two)}) == 1

    return bool(district.do(work))


def test_both_accounts_confirm_it_and_all_are_told(district: District) -> None:
    pair = asked(district, OTHER, TEACHER)
    assert {who for what, who in owed(district) if what == "people.pair"} == {OTHER, TEACHER, MR}

    ask(district, TEACHER, "people.pair_yes", about=pair)
    assert not are_one(district, OTHER, TEACHER)
    ask(district, OTHER, "people.pair_yes", about=pair)

    assert are_one(district, OTHER, TEACHER)
    assert "are one person now" in drawn(district, MR, Draw("people.pair", pair)).title
    assert district.do(verify).broken == []


def test_the_representative_alone_makes_nobody_a_reader_of_a_report_about_them(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number
    pair = asked(district, OTHER, TEACHER)

    assert readers(district, number) == {TEACHER, CHIEF}
    ask(district, OTHER, "people.pair_yes", about=pair)
    with pytest.raises(RefusedError, match="Only those whom it concerns"):
        ask(district, MR, "people.pair_yes", about=pair)
    assert finds(district, number, OTHER) is None


def test_one_no_ends_it(district: District) -> None:
    pair = asked(district, OTHER, TEACHER)
    ask(district, TEACHER, "people.pair_no", about=pair)

    assert "stay two people" in drawn(district, OTHER, Draw("people.pair", pair)).title
    with pytest.raises(RefusedError, match="answered already"):
        ask(district, OTHER, "people.pair_yes", about=pair)


@pytest.mark.parametrize("who", [DEPUTY, MR])
def test_where_one_of_the_two_is_in_charge_the_superintendent_confirms_it_too(district: District, who: str) -> None:
    known(with_seats(district), MORE)
    pair = asked(district, MORE, who)
    for one in {MORE, who} - {MR}:  # who asks has said yes by that
        ask(district, one, "people.pair_yes", about=pair)
    assert not are_one(district, MORE, who)

    ask(district, CHIEF, "people.pair_yes", about=pair)

    assert are_one(district, MORE, who)


def test_for_an_account_that_is_closed_the_superintendent_confirms_it(district: District) -> None:
    known(with_seats(district), PRINCIPAL, gone=True)
    pair = asked(district, OTHER, PRINCIPAL)
    ask(district, OTHER, "people.pair_yes", about=pair)
    ask(district, CHIEF, "people.pair_yes", about=pair)

    assert are_one(district, OTHER, PRINCIPAL)


def test_without_a_superintendent_it_is_refused_on_its_question(district: District) -> None:
    known(district, PRINCIPAL, gone=True)

    with pytest.raises(FormError) as refused:
        asked(district, OTHER, PRINCIPAL)

    assert "nobody holds such a seat yet" in refused.value.faults["also"]
