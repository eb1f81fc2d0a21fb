"""Who holds which seat, and who is away."""

from datetime import timedelta
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.people import PersonId, Role
from domain.places import PlaceKind
from handlers.routing import Draw, FormError, Show
from storage.history import History
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.office import away, drawn, give, known, screen
from tests.story import ask, filed, owed, seen
from views.elements import Heading

# Seats


def test_the_screen_names_each_seat_who_sits_in_it_and_the_empty_ones(district: District) -> None:
    assert screen(district) == {
        "Management representative": "Quality Office; Deputy, deputy",
        "Principal, East School": "Principal, East School",
        "Principal, West School": "Nobody yet; messages to this seat are kept.",
        "Superintendent": "Nobody yet; messages to this seat are kept.",
    }


def test_a_seat_is_given_and_taken_and_both_stand_in_history(district: District) -> None:
    west = district.school("West School")
    give(district, "principal", OTHER, place=west)
    assert screen(district)["Principal, West School"] == "Nurse"
    assert ("people.seated", OTHER) in owed(district)

    about = f"principal/{west}/{district.person(OTHER)}"
    ask(district, MR, "people.take", about=about)

    assert screen(district)["Principal, West School"].startswith("Nobody yet")
    history = district.do(lambda tx: History(tx).about(f"seats:{about}"))
    assert [(row["did"], row["by"]) for row in history] == [
        ("seat.given", district.person(MR)),
        ("seat.taken", district.person(MR)),
    ]
    assert district.do(verify).broken == []


def test_a_new_holder_takes_the_place_of_the_one_before_and_a_deputy_stands_beside(district: District) -> None:
    east = district.school()
    give(district, "principal", OTHER, place=east)
    give(district, "principal", TEACHER, place=east, marks=["deputy"])

    assert screen(district)["Principal, East School"] == "Nurse; Teacher, deputy"


def test_many_sit_in_the_cabinet(district: District) -> None:
    for who in (OTHER, TEACHER):
        give(district, "cabinet_member", who)

    assert len(district.do(lambda tx: People(tx).holders(Role.CABINET_MEMBER))) == 2


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [
        ("principal", None, "Please choose the school of this principal."),
        ("department_head", "East School", "Please choose the department of this department head."),
        ("recorder", "East School", "Recorder is a seat of the whole district: leave this empty."),
    ],
)
def test_a_seat_at_the_wrong_place_is_refused_on_its_question(
    district: District, role: str, place: str | None, said: str
) -> None:
    with pytest.raises(FormError) as refused:
        give(district, role, OTHER, place=district.school(place) if place else None)

    assert refused.value.faults == {"place": said}


def test_the_last_management_representative_cannot_be_taken_away(district: District) -> None:
    ask(district, MR, "people.take", about=f"{Role.MANAGEMENT_REPRESENTATIVE}//{district.person(DEPUTY)}")

    with pytest.raises(RefusedError, match="give this seat to somebody else first"):
        ask(district, MR, "people.take", about=f"{Role.MANAGEMENT_REPRESENTATIVE}//{district.person(MR)}")


def test_the_screen_pages_where_there_are_many_schools(district: District) -> None:
    district.do(lambda tx: [Places(tx).add(PlaceKind.SCHOOL, f"School {n:03}", by="system") for n in range(250)])

    first = ask(district, MR, "people.open")
    last = ask(district, MR, "people.page", about="240")

    assert isinstance(first, Show)
    assert isinstance(last, Show)
    assert first.card.title == "Who holds which seat (1–15 of 255)"
    assert [button.label for button in last.card.buttons] == ["Give a seat", "Earlier"]


@pytest.mark.parametrize("route", ["people.open", "people.give_form", "people.take", "people.same_form"])
def test_seats_are_for_the_management_representative(district: District, route: str) -> None:
    with pytest.raises(RefusedError, match="Only the management representative can change who does what"):
        ask(district, ADMIN, route, about="recorder//x" if route == "people.take" else "")


def test_a_message_to_an_empty_seat_is_kept_and_reaches_whoever_is_given_it(district: District) -> None:
    west = district.school("West School")

    def write(tx: Any) -> int:
        return Outbox(tx).owe_seat(Role.PRINCIPAL, "car.triage", "CAR-1", key="k", place=west)

    assert district.do(write) == 0
    assert owed(district) == [("car.triage", f"seat:principal/{west}")]

    give(district, "principal", OTHER, place=west)

    assert ("car.triage", OTHER) in owed(district)


def test_the_sender_is_told_who_is_missing_and_whom_to_tell(empty_district: District) -> None:
    from handlers.people import nobody_in

    school = empty_district.do(lambda tx: Places(tx).add(PlaceKind.SCHOOL, "East School", by="system").id)

    def said(role: Role, place: str = "") -> str:
        return str(empty_district.do(lambda tx: nobody_in(empty_district.call(tx, TEACHER), role, place)))

    assert said(Role.PRINCIPAL, school).startswith("Nobody is principal of East School yet")
    assert said(Role.PRINCIPAL, school).endswith("Tell the management representative.")
    assert said(Role.MANAGEMENT_REPRESENTATIVE).endswith("Tell your IT office.")


# Absences


def acting_principals(district: District) -> list[PersonId]:
    east = district.school()
    found: list[PersonId] = district.do(lambda tx: People(tx).acting(Role.PRINCIPAL, east))
    return found


def test_while_somebody_is_away_the_deputy_acts_and_gets_the_messages(district: District) -> None:
    shown = drawn(district, MR, away(district, MR, OTHER))
    assert shown.title == "Quality Office is away"

    number = filed(district).number

    told = owed(district)
    assert ("car.triage", OTHER) in told
    assert ("car.triage", MR) not in told
    assert {("people.away_card", MR), ("people.away_card", OTHER)} <= set(told)
    ask(district, OTHER, "car.accept", about=number)
    assert seen(district, number).owner == district.person(PRINCIPAL)


def test_after_the_last_day_the_deputy_does_not_act_any_more(district: District) -> None:
    away(district, MR, OTHER)

    def is_mr(tx: Any) -> bool:
        return bool(district.call(tx, OTHER).viewer.is_mr)

    assert district.do(is_mr, now=NOW + timedelta(days=4)) is True
    assert district.do(is_mr, now=NOW + timedelta(days=5)) is False


def test_a_deputy_who_is_away_too_hands_on(district: District) -> None:
    away(district, PRINCIPAL, TEACHER)
    away(district, TEACHER, OTHER)

    assert acting_principals(district) == [district.person(OTHER)]
    away(district, OTHER, PRINCIPAL)  # a ring: nobody is left but the holder

    assert acting_principals(district) == [district.person(PRINCIPAL)]


def test_the_screen_says_who_is_away_and_who_acts(district: District) -> None:
    away(district, MR, OTHER, person=district.person(PRINCIPAL))

    said = screen(district)["Principal, East School"]

    assert said == "Principal, East School · away until Fri 13 Mar: Nurse acts"


def test_who_is_back_early_acts_again(district: District) -> None:
    away(district, PRINCIPAL, OTHER)

    ask(district, PRINCIPAL, "people.back", about=district.person(PRINCIPAL))

    assert acting_principals(district) == [district.person(PRINCIPAL)]
    assert district.do(verify).broken == []


def test_nobody_sends_a_colleague_away_but_the_management_representative(district: District) -> None:
    with pytest.raises(RefusedError, match="Only the management representative"):
        away(district, TEACHER, OTHER, person=district.person(PRINCIPAL))
    away(district, PRINCIPAL, OTHER)
    with pytest.raises(RefusedError, match="Only who is away"):
        ask(district, TEACHER, "people.back", about=district.person(PRINCIPAL))


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ({"last": "2026-03-08"}, {"last": "Choose today or a day after today."}),
        ({"first": "2026-03-20"}, {"last": "Choose a day that is not before the first."}),
    ],
)
def test_an_absence_that_does_not_fit_is_refused(
    district: District, form: dict[str, str], faults: dict[str, str]
) -> None:
    with pytest.raises(FormError) as refused:
        away(district, PRINCIPAL, OTHER, **form)

    assert refused.value.faults == faults


# Somebody left


def test_r23_what_somebody_who_left_owns_is_listed_for_the_management_representative(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.accept", about=number)
    assert "Their owner left (1)" not in _headings(district, MR)

    known(district, PRINCIPAL, gone=True)

    assert "Their owner left (1)" in _headings(district, MR)
    assert "Their owner left (1)" not in _headings(district, TEACHER)
    assert number in str(ask(district, MR, "car.page", about="left"))


def _headings(district: District, who: str) -> list[str]:
    return [part.body for part in drawn(district, who, Draw("home")).parts if isinstance(part, Heading)]
