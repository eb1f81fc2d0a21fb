"""A person's own page, the seat of the management representative, and the settings."""

from dataclasses import replace

import pytest

from domain.errors import RefusedError
from domain.places import PlaceKind
from handlers.routing import Draw, FormError, Open
from storage.people import People
from storage.places import Places
from storage.settings import DistrictSettings
from tests.conftest import ADMIN, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed
from views.elements import Buttons, Card, Heading, Items

FORM = {"name": "Hill Schools", "timezone": "America/Denver", "schools": "North\nSouth", "danger": "Call 911"}


def home(district: District, who: str) -> Card:
    card: Card = district.do(lambda tx: ROUTES["home"].handle(district.call(tx, who)))
    return card


def headings(card: Card) -> list[str]:
    return [part.body for part in card.parts if isinstance(part, Heading)]


def labels(card: Card) -> list[str]:
    return [b.label for part in card.parts if isinstance(part, Buttons) for b in part.buttons]


def test_each_person_sees_what_concerns_them(district: District) -> None:
    number = filed(district).number
    filed(district)
    ask(district, MR, "car.accept", about=number)

    assert headings(home(district, MR)) == ["Waiting for your decision (1)"]
    assert headings(home(district, TEACHER)) == ["You reported (2)"]
    assert headings(home(district, PRINCIPAL)) == ["You own (1)"]
    assert headings(home(district, OTHER)) == []


def test_a_report_sent_back_waits_for_its_requester(district: District) -> None:
    ask(district, MR, "car.return", {"reason": "Which?"}, about=filed(district).number)

    assert headings(home(district, TEACHER))[0] == "Waiting for your answer (1)"


def test_a_long_list_is_counted_and_leads_to_the_rest(district: District) -> None:
    for _ in range(7):
        filed(district)

    card = home(district, TEACHER)

    assert headings(card) == ["You reported (7)"]
    assert sum(len(part.items) for part in card.parts if isinstance(part, Items)) == 5
    assert "All 7" in labels(card)


def test_home_opens_on_an_empty_district(empty_district: District) -> None:
    card = home(empty_district, TEACHER)

    assert labels(card) == ["Report a problem", "Open reports"]


def test_an_admin_takes_the_empty_seat(empty_district: District) -> None:
    _admin(empty_district)
    assert "Become management representative" in labels(home(empty_district, ADMIN))

    assert ask(empty_district, ADMIN, "people.claim") == Draw("home")

    assert "Settings" in labels(home(empty_district, ADMIN))
    assert "Become management representative" not in labels(home(empty_district, ADMIN))


def _admin(district: District) -> None:
    district.do(lambda tx: People(tx).refresh(replace(district.account(tx, ADMIN), admin=True)))


def test_nobody_but_an_admin_takes_the_seat(empty_district: District) -> None:
    assert "Become management representative" not in labels(home(empty_district, TEACHER))

    with pytest.raises(RefusedError, match="Only an admin of this workspace"):
        ask(empty_district, TEACHER, "people.claim")


def test_a_seat_that_is_taken_is_not_taken_again(district: District) -> None:
    with pytest.raises(RefusedError, match="Quality Office is management representative already"):
        ask(district, ADMIN, "people.claim")


def test_the_management_representative_sets_the_district_up(district: District) -> None:
    assert ask(district, MR, "settings.save", FORM) == Draw("home")

    settings = district.do(lambda tx: DistrictSettings(tx).all())
    schools = district.do(lambda tx: [p.name for p in Places(tx).all(PlaceKind.SCHOOL)])
    assert (settings["name"], str(settings.zone), settings["danger"]) == ("Hill Schools", "America/Denver", "Call 911")
    assert schools == ["North", "South"]


def test_a_school_taken_off_the_list_is_closed_and_comes_back_as_the_same(district: District) -> None:
    before = district.school("East School")
    ask(district, MR, "settings.save", FORM)
    ask(district, MR, "settings.save", {**FORM, "schools": "East School"})

    assert district.school("East School") == before


def test_a_school_written_in_small_letters_is_the_same_school(district: District) -> None:
    before = district.school("East School")
    ask(district, MR, "settings.save", {**FORM, "schools": "east school\nEast School"})

    assert [p.id for p in district.do(lambda tx: Places(tx).all(PlaceKind.SCHOOL))] == [before]


def test_a_name_that_is_too_long_is_refused_on_its_question(district: District) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "settings.save", {**FORM, "schools": "x" * 101})

    assert set(refused.value.faults) == {"schools"}


def test_a_wrong_time_zone_is_refused_on_its_question(district: District) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "settings.save", {**FORM, "timezone": "America/Chicaga"})

    assert refused.value.faults == {
        "timezone": "America/Chicaga is not a time zone. Did you mean America/Chicago?",
    }


def test_settings_are_for_the_management_representative(district: District) -> None:
    assert isinstance(ask(district, MR, "settings.open"), Open)
    for route in ("settings.open", "settings.save"):
        with pytest.raises(RefusedError, match="Only the management representative can change the settings"):
            ask(district, ADMIN, route, FORM)


def test_a_mistyped_word_is_answered_with_the_nearest_command(district: District) -> None:
    reply = ask(district, TEACHER, "unknown", text="lst")

    assert "Open reports" in str(reply)
    assert "“lst” is not something Kaizen knows." in str(reply)
