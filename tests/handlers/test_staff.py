"""Who is staff, and the claim of the first seat."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Draw, Open, answer
from storage.history import History
from storage.people import People
from storage.staff import Staff
from tests.conftest import ADMIN, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.office import MORE, drawn, known, setting
from tests.story import ROUTES, ask, filed, owed
from views.elements import Buttons

# Who is staff


def test_somebody_who_is_not_staff_gets_one_sentence_for_whatever_they_ask(district: District) -> None:
    known(district, OTHER, guest=True)
    number = filed(district).number
    setting(district, "name", "Sunrise Valley Schools")
    setting(district, "public_link", "https://sunrise.example/tell-us")

    said = set()
    for name, route in ROUTES.items():
        if route.anybody:  # its handler itself says who may: the one with the code
            continue
        with pytest.raises(RefusedError) as refused:
            ask(district, OTHER, name, {"what": "x"} if route.form else None, about=number, text="x")
        said.add(refused.value.sentence)

    link = "https://sunrise.example/tell-us"
    told = "Kaizen is for staff of Sunrise Valley Schools; the management representative can add you."
    assert said == {f"{told} Everybody else: {link}"}


def test_a_guest_who_is_named_is_staff_until_taken_off_the_list(district: District) -> None:
    guest = known(district, OTHER, guest=True)
    named = ask(district, MR, "people.staff_add", {"person": guest})
    assert isinstance(named, Draw)

    assert drawn(district, MR, named).title == "Nurse is on the staff list."
    assert isinstance(ask(district, OTHER, "car", text="gate"), Open)

    ask(district, MR, "people.staff_remove", {"person": guest})
    with pytest.raises(RefusedError, match="Kaizen is for staff"):
        ask(district, OTHER, "car", text="gate")
    assert [row["did"] for row in district.do(lambda tx: History(tx).about(f"staff:{guest}"))] == [
        "staff.named",
        "staff.unnamed",
    ]


def test_only_the_named_are_staff_where_the_district_says_so_and_whoever_holds_a_seat(district: District) -> None:
    setting(district, "staff", "named")
    district.do(lambda tx: Staff(tx).name(district.account(tx, TEACHER).person, by="system"))

    assert isinstance(ask(district, TEACHER, "car"), Open)
    assert isinstance(ask(district, PRINCIPAL, "car"), Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car")


def test_staff_are_those_of_the_districts_domains(district: District) -> None:
    setting(district, "staff", "domain:hill.example, sunrise.example")
    known(district, TEACHER, email="teacher@sunrise.example")
    known(district, OTHER, email="nurse@elsewhere.example")

    assert isinstance(ask(district, TEACHER, "car"), Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car")


def test_staff_are_the_members_of_the_group(district: District) -> None:
    setting(district, "staff", "group:S1")
    district.do(lambda tx: Staff(tx).set_members("slack", "T1", "S1", [TEACHER, OTHER]))
    district.do(lambda tx: Staff(tx).set_members("slack", "T1", "S1", [TEACHER]))

    assert isinstance(ask(district, TEACHER, "car"), Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car")


def test_an_administrator_who_is_not_staff_sees_what_installing_takes_and_no_record(
    empty_district: District,
) -> None:
    known(empty_district, ADMIN, admin=True)
    setting(empty_district, "staff", "named")

    home = drawn(empty_district, ADMIN, Draw("home"))

    labels = [button.label for part in home.parts if isinstance(part, Buttons) for button in part.buttons]
    assert home.title.startswith("Kaizen is for staff")
    assert labels == ["Become management representative", "Add to the staff list", "How Kaizen runs"]
    with pytest.raises(RefusedError, match="Kaizen is for staff"):
        ask(empty_district, ADMIN, "car list")


def test_the_staff_list_is_kept_by_the_mr_and_administrators(district: District) -> None:
    form = {"person": district.person(OTHER)}

    assert isinstance(ask(district, ADMIN, "people.staff_add", form), Draw)
    with pytest.raises(RefusedError, match="Only the management representative or an administrator"):
        ask(district, TEACHER, "people.staff_add", form)


# The claim


def test_a_claim_is_told_to_all_admins_and_any_of_them_takes_it_back(empty_district: District) -> None:
    district = empty_district
    for admin in (ADMIN, MORE):
        known(district, admin, admin=True, name=admin)
    ask(district, ADMIN, "people.claim")
    assert [who for what, who in owed(district) if what == "people.claimed"] == [ADMIN, MORE]

    claim = _claim(district)
    card = drawn(district, MORE, Draw("people.claimed", claim))
    assert [button.label for button in card.buttons] == ["Take the seat back"]
    ask(district, MORE, "people.reverse", about=claim)

    assert district.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE)) == []
    assert drawn(district, ADMIN, Draw("people.claimed", claim)).buttons == ()
    history = [row["did"] for row in district.do(lambda tx: History(tx).about(f"claims:{claim}"))]
    assert history == ["seat.claimed", "seat.claim_reversed"]


def test_a_claim_is_taken_back_for_seven_days_and_by_admins_only(empty_district: District) -> None:
    district = empty_district
    known(district, ADMIN, admin=True)
    ask(district, ADMIN, "people.claim")
    claim = _claim(district)

    with pytest.raises(RefusedError, match="Only an admin of this workspace can take the seat back"):
        ask(district, TEACHER, "people.reverse", about=claim)

    def late(tx: Any) -> Any:
        return answer(ROUTES["people.reverse"], district.call(tx, ADMIN, about=claim))

    with pytest.raises(RefusedError, match="for 7 days only"):
        district.do(late, now=NOW + timedelta(days=7, seconds=1))
    district.do(late, now=NOW + timedelta(days=7))
    with pytest.raises(RefusedError, match="has taken this seat back already"):
        district.do(late)


def _claim(district: District) -> str:
    from storage.claims import claims

    return str(district.do(lambda tx: tx.rows(claims)[0]["id"]))
