"""Somebody left: their open reports get another owner in one form."""

from typing import Any

import pytest

from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Draw, FormError, Open, Show
from storage.history import History
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import drawn, known
from tests.story import CHIEF, ask, drawn_again, filed, owed, seat, seen, with_seats

SECOND = "U20"  # a principal who leaves as well


def owned(district: District, number: int, school: str = "East School") -> list[str]:
    """Reports that the principal of a school owns."""
    numbers = [filed(district, school=district.school(school)).number for _ in range(number)]
    for one in numbers:
        ask(district, MR, "car.accept", about=one)
    return numbers


def left(district: District, number: int) -> list[str]:
    """Reports of a principal who has left since."""
    numbers = owned(district, number)
    known(district, PRINCIPAL, gone=True)
    return numbers


def give(district: District, *ticked: str, to: str = OTHER, who: str = MR) -> Draw:
    reply = ask(district, who, "leavers.give", {"which": ticked, "owner": district.person(to)})
    assert isinstance(reply, Draw)
    return reply


def offered(district: District, who: str = MR) -> dict[str, str]:
    reply = ask(district, who, "leavers.form")
    assert isinstance(reply, Open)
    return {option.value: option.label for option in reply.form.asks[0].options}


def owners(district: District, numbers: list[str]) -> set[str | None]:
    return {seen(district, number).owner for number in numbers}


def test_r23_all_that_somebody_owned_is_given_to_a_new_owner_in_one_form(district: District) -> None:
    numbers = left(district, 3)

    named = give(district, "everything")

    assert owners(district, numbers) == {district.person(OTHER)}
    assert owed(district).count(("car.owned", OTHER)) == 3
    assert "Nurse has them now and was told." in str(drawn(district, MR, named))
    for number in numbers:
        entries = district.do(lambda tx, n=number: History(tx).about(f"cars:{n}"))
        assert [(e["did"], e["by"]) for e in entries][-1] == ("car.owner_changed", district.person(MR))
    assert ("car.received", TEACHER) in drawn_again(district)


def test_only_those_that_were_ticked(district: District) -> None:
    first, second = left(district, 2)

    named = give(district, second)

    assert owners(district, [first]) == {district.person(PRINCIPAL)}
    assert owners(district, [second]) == {district.person(OTHER)}
    assert "1 more still waits for one." in str(drawn(district, MR, named))


def test_when_two_have_left_the_reports_of_one_are_given(district: District) -> None:
    seat(district, Role.PRINCIPAL, SECOND, place=district.school("West School"))
    theirs = owned(district, 2, "West School")
    hers = left(district, 1)
    known(district, SECOND, gone=True, name="Second")
    share = f"of {district.person(SECOND)}"
    assert offered(district)[share] == "All 2 of Second"

    give(district, share)

    assert owners(district, theirs) == {district.person(OTHER)}
    assert owners(district, hers) == {district.person(PRINCIPAL)}


def test_the_form_offers_ten_at_most_and_all(district: District) -> None:
    numbers = left(district, 12)

    assert len(offered(district)) == 10
    assert offered(district)["everything"] == "All 12"
    give(district, "everything")
    assert owners(district, numbers) == {district.person(OTHER)}


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ({"which": []}, {"which": "Please tick which."}),
        ({"owner": PRINCIPAL}, {"owner": "They are not staff of this district. Please choose somebody who is."}),
    ],
)
def test_what_does_not_fit_is_said_at_its_question(
    district: District, form: dict[str, Any], faults: dict[str, str]
) -> None:
    left(district, 1)
    told = {"which": ["everything"], "owner": OTHER, **form}

    with pytest.raises(FormError) as refused:
        ask(district, MR, "leavers.give", {**told, "owner": district.person(told["owner"])})

    assert refused.value.faults == faults


def test_a_deputy_may_and_nobody_else(district: District) -> None:
    (number,) = left(district, 1)
    for who in (TEACHER, OTHER):
        assert isinstance(ask(district, who, "leavers.form"), Show)
        with pytest.raises(FormError):
            give(district, number, who=who)

    give(district, number, who=DEPUTY)

    assert owners(district, [number]) == {district.person(OTHER)}


def test_one_about_the_quality_office_is_for_the_superintendent(district: District) -> None:
    with_seats(district)
    number = filed(district, concerns="quality_office").number
    ask(district, CHIEF, "car.accept", about=number)
    known(district, PRINCIPAL, gone=True)

    assert isinstance(ask(district, MR, "leavers.form"), Show)
    assert "Their owner left (1)" in str(drawn(district, CHIEF, Draw("home")))
    with pytest.raises(FormError) as refused:
        give(district, number, to=MR, who=CHIEF)
    assert "is about them" in refused.value.faults["owner"]

    give(district, number, who=CHIEF)

    assert seen(district, number, OTHER).owner == district.person(OTHER)


def test_the_way_to_the_form_is_on_home_and_on_the_list(district: District) -> None:
    left(district, 1)

    for card in (drawn(district, MR, Draw("home")), ask(district, MR, "car.page", about="left")):
        assert "leavers.form" in str(card)
    assert "leavers.form" not in str(drawn(district, TEACHER, Draw("home")))
    give(district, "everything")
    reply = ask(district, MR, "leavers.form")
    assert isinstance(reply, Show)
    assert reply.card.title == "All that is open has an owner."


def test_nobody_gives_what_is_not_on_the_list(district: District) -> None:
    (number,) = owned(district, 1)

    with pytest.raises((FormError, RefusedError)):
        give(district, number)

    assert owners(district, [number]) == {district.person(PRINCIPAL)}
