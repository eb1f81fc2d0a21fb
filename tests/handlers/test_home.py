"""A person's own page, and the seat of the management representative."""

from dataclasses import replace

import pytest

from domain.errors import RefusedError
from handlers.routing import Draw
from storage.people import People
from tests.conftest import ADMIN, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed
from views.elements import Buttons, Card, Heading, Items


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

    assert headings(home(district, MR)) == ["Waiting for your decision (1)", "Still to set up (6)"]
    assert headings(home(district, TEACHER)) == ["You reported (2)"]
    assert headings(home(district, PRINCIPAL)) == ["You own (1)"]
    assert headings(home(district, OTHER)) == []


def test_a_report_sent_back_waits_for_its_requester(district: District) -> None:
    ask(district, MR, "car.return", {"reason": "Which?"}, about=filed(district).number)

    assert headings(home(district, TEACHER))[0] == "Waiting for your answer (1)"


def test_what_is_still_to_be_set_up_gets_shorter_with_each_step(district: District) -> None:
    def steps() -> list[str]:
        return [item.name for part in home(district, MR).parts if isinstance(part, Items) for item in part.items]

    west = {"role": "principal", "person": district.person(OTHER), "place": district.school("West School")}
    done = (
        ("Name, size and who to tell", "settings.save_district", {"name": "Sunrise", "timezone": "America/Denver"}),
        ("Principals", "people.give", west),
        ("Superintendent", "people.give", {"role": "superintendent", "person": district.person(OTHER)}),
        ("Who may use Kaizen", "settings.save_staff", {"kind": "everyone"}),
        ("Offices", "offices.save", {"title_ix": district.person(OTHER)}),
        ("Where the Cabinet reads its digest", "settings.save_conversations", {"digest_channel": "C1"}),
    )
    for name, route, form in done:
        assert steps()[0] == name
        ask(district, MR, route, form)

    assert steps() == []
    assert headings(home(district, MR)) == []
    assert "Still to set up" not in str(home(district, TEACHER))


def test_a_long_list_is_counted_and_leads_to_the_rest(district: District) -> None:
    for _ in range(7):
        filed(district)

    card = home(district, TEACHER)

    assert headings(card) == ["You reported (7)"]
    assert sum(len(part.items) for part in card.parts if isinstance(part, Items)) == 5
    assert "All 7" in labels(card)


def test_home_opens_on_an_empty_district(empty_district: District) -> None:
    card = home(empty_district, TEACHER)

    assert labels(card) == ["Report a problem", "Give an idea", "Open reports", "Reminders"]


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


def test_a_mistyped_word_is_answered_with_the_nearest_command(district: District) -> None:
    reply = ask(district, TEACHER, "unknown", text="lst")

    assert "Open reports" in str(reply)
    assert "“lst” is not something Kaizen knows." in str(reply)
