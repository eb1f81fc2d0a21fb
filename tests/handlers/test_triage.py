"""Second looks, taking an acceptance back, urgent reports, and principals who accept."""

from datetime import timedelta
from typing import Any

import pytest

from domain.cars import Severity, State
from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Draw, FormError, Open, answer
from storage.cars import CarLog
from storage.db import Tx
from storage.people import People
from storage.settings import DistrictSettings
from storage.verify import verify
from tests.conftest import DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import CHIEF, ROUTES, ask, drawn_again, filed, owed, seen, with_seats
from views.elements import Card

LATER = NOW + timedelta(minutes=9, seconds=59)
TOO_LATE = NOW + timedelta(minutes=10)
NO = {"as_": "not_a_nonconformity", "reason": "It is how the gate is built"}


def card(district: District, who: str, number: str, notice: str = "car.card") -> Card:
    drawn: Card = district.do(lambda tx: ROUTES[notice].handle(district.call(tx, who, about=number)))
    return drawn


def labels(drawn: Card) -> list[str]:
    return [button.label for button in (*drawn.buttons, *drawn.more)]


def press(district: District, who: str, route: str, number: str, *, now: Any) -> None:
    district.do(lambda tx: answer(ROUTES[route], district.call(tx, who, about=number)), now=now)


def accepted(district: District, **form: Any) -> str:
    number = filed(district, **form).number
    ask(district, MR, "car.accept", about=number)
    return number


def rejected(district: District, by: str = MR) -> str:
    number = filed(with_seats(district)).number
    ask(district, by, "car.reject", NO, about=number)
    return number


def appealed(district: District, by: str = MR) -> str:
    number = rejected(district, by)
    ask(district, TEACHER, "car.appeal", {"why": "Two children ran out"}, about=number)
    return number


# Taking an acceptance back


def test_an_acceptance_is_taken_back_within_ten_minutes(district: District) -> None:
    number = accepted(district)
    assert "Undo" in labels(card(district, MR, number))

    press(district, MR, "car.undo", number, now=LATER)

    now = seen(district, number)
    assert (now.state, now.owner, now.severity, now.implementation_due) == (State.SUBMITTED, None, None, None)
    assert "Accept" in labels(card(district, MR, number))
    assert district.do(verify).broken == []


def test_after_ten_minutes_it_stays(district: District) -> None:
    number = accepted(district)

    with pytest.raises(RefusedError, match="An acceptance can be taken back for 10 minutes"):
        press(district, MR, "car.undo", number, now=TOO_LATE)

    drawn = district.do(lambda tx: ROUTES["car.card"].handle(district.call(tx, MR, about=number)), now=TOO_LATE)
    assert "Undo" not in labels(drawn)


def test_the_owners_message_changes_where_it_stands_and_the_requester_hears_once(district: District) -> None:
    number = accepted(district)
    ask(district, MR, "car.undo", about=number)

    with pytest.raises(RefusedError, match="Received"):
        ask(district, MR, "car.undo", about=number)

    assert [what for what, who in owed(district) if who == PRINCIPAL] == ["car.owned"]
    assert ("car.owned", PRINCIPAL) in drawn_again(district)
    assert owed(district).count(("car.decided", TEACHER)) == 2
    assert "There is nothing for you to do" in str(card(district, PRINCIPAL, number, "car.owned"))
    assert "The decision about your report was taken back" in str(card(district, TEACHER, number, "car.decided"))


def test_a_message_to_the_owner_that_was_not_sent_yet_says_so_too(district: District) -> None:
    number = accepted(district, marks=["sealed"], what="zyxw")
    ask(district, MR, "car.undo", about=number)
    message = str(card(district, PRINCIPAL, number, "car.owned"))

    assert "There is nothing for you to do" in message
    assert "zyxw" not in message


def test_what_was_asked_before_stands_there_again(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.return", {"reason": "Which gate?"}, about=number)
    ask(district, TEACHER, "car.answer", {"text": "The south one"}, about=number)
    ask(district, MR, "car.accept", about=number)
    ask(district, MR, "car.undo", about=number)

    assert (seen(district, number).reason, seen(district, number).answer) == ("Which gate?", "The south one")


def test_it_can_be_accepted_again(district: District) -> None:
    number = accepted(district)
    ask(district, MR, "car.undo", about=number)
    ask(district, MR, "car.accept", about=number)

    assert seen(district, number).state is State.ACCEPTED
    assert owed(district).count(("car.owned", PRINCIPAL)) == 2


def test_another_move_ends_the_way_back(district: District) -> None:
    number = accepted(district)
    ask(district, MR, "car.reject", NO, about=number)

    with pytest.raises(RefusedError, match="Not taken up"):
        ask(district, MR, "car.undo", about=number)


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL, OTHER])
def test_nobody_else_takes_it_back(district: District, who: str) -> None:
    number = accepted(district)

    assert "Undo" not in labels(card(district, who, number))
    with pytest.raises(RefusedError, match="Only the management representative, or whoever accepted a report"):
        ask(district, who, "car.undo", about=number)


def test_it_stands_in_history_and_in_the_stays(district: District) -> None:
    number = accepted(district)
    ask(district, MR, "car.undo", about=number)

    def stays(tx: Tx) -> list[State]:
        return [passage.state for passage in CarLog(tx, district.call(tx, MR).viewer).passages(number)]

    assert district.do(stays) == [State.SUBMITTED, State.ACCEPTED, State.SUBMITTED]


def test_accepting_twice_changes_nothing_and_tells_nobody_again(district: District) -> None:
    number = accepted(district)
    before = (seen(district, number), owed(district))

    with pytest.raises(RefusedError, match="Looking into it"):
        ask(district, MR, "car.accept", about=number)

    assert (seen(district, number), owed(district)) == before


# A second look


def test_a_second_look_is_owed_to_somebody_else_of_the_office(district: District) -> None:
    number = appealed(district)

    assert seen(district, number).state is State.SUBMITTED
    assert sorted(who for what, who in owed(district) if what == "car.triage") == [MR, DEPUTY, DEPUTY]
    assert "A second look at a report is asked for" in str(card(district, DEPUTY, number, "car.triage"))


def test_it_does_not_wait_for_whoever_turned_it_down(district: District) -> None:
    number = appealed(district)

    assert "Waiting for you" not in str(card(district, MR, number))
    assert "Waiting for a second look by somebody else" in str(card(district, MR, number))
    assert "Waiting for you" in str(card(district, DEPUTY, number))
    assert "None." in str(ask(district, MR, "car list", text="triage"))
    assert number in str(ask(district, DEPUTY, "car list", text="triage"))
    with pytest.raises(RefusedError, match="You turned this report down, so somebody else decides now"):
        ask(district, MR, "car.accept", about=number)


def test_who_turned_it_down_does_not_take_back_what_the_second_look_came_to(district: District) -> None:
    number = appealed(district)
    ask(district, DEPUTY, "car.accept", about=number)

    assert "Undo" not in labels(card(district, MR, number))
    with pytest.raises(RefusedError, match="You turned this report down, so somebody else decides now"):
        ask(district, MR, "car.undo", about=number)
    ask(district, DEPUTY, "car.undo", about=number)
    assert seen(district, number).state is State.SUBMITTED


def test_without_anybody_else_the_superintendent_looks(district: District) -> None:
    deputy = district.person(DEPUTY)
    district.do(lambda tx: People(tx).unseat(Role.MANAGEMENT_REPRESENTATIVE, deputy, by="system"))
    number = appealed(district)

    assert ("car.triage", CHIEF) in owed(district)
    ask(district, CHIEF, "car.accept", about=number)
    assert seen(district, number).state is State.ACCEPTED


def test_without_a_superintendent_it_is_kept_for_one(district: District) -> None:
    deputy = district.person(DEPUTY)
    district.do(lambda tx: People(tx).unseat(Role.MANAGEMENT_REPRESENTATIVE, deputy, by="system"))
    number = filed(district).number
    ask(district, MR, "car.reject", NO, about=number)
    ask(district, TEACHER, "car.appeal", {"why": "Again"}, about=number)

    assert ("car.triage", "seat:superintendent") in owed(district)


def test_a_second_look_can_be_asked_for_once(district: District) -> None:
    number = appealed(district)
    ask(district, DEPUTY, "car.reject", NO, about=number)

    assert "Ask for a second look" not in labels(card(district, TEACHER, number))
    with pytest.raises(RefusedError, match="looked at again once already"):
        ask(district, TEACHER, "car.appeal", {"why": "Again"}, about=number)


def test_a_second_look_needs_a_why_and_the_requester(district: District) -> None:
    number = rejected(district)
    assert "Ask for a second look" in labels(card(district, TEACHER, number))

    with pytest.raises(FormError) as refused:
        ask(district, TEACHER, "car.appeal", {"why": " "}, about=number)
    with pytest.raises(RefusedError, match="Only the person who reported it can ask for a second look"):
        ask(district, OTHER, "car.appeal", {"why": "I mind"}, about=number)

    assert set(refused.value.faults) == {"why"}


def test_the_form_opens_with_the_reason(district: District) -> None:
    reply = ask(district, TEACHER, "car.appeal_form", about=rejected(district))

    assert isinstance(reply, Open)
    assert NO["reason"] in str(reply.form)


# Urgent


def test_an_urgent_report_says_so_first_and_by_when_it_must_be_safe(district: District) -> None:
    number = filed(district, marks=["urgent"]).number
    drawn = card(district, MR, number, "car.triage")

    assert drawn.state == "Urgent · Received"
    assert "Urgent: make it safe by Tue 10 Mar" in str(drawn)
    assert {("car.triage", MR), ("car.triage", DEPUTY)} <= set(owed(district))


# Principals of a small district


def small(district: District) -> District:
    district.do(lambda tx: DistrictSettings(tx).set("preset", "small", by="system"))
    return district


def test_in_a_small_district_the_principal_is_told_and_accepts(district: District) -> None:
    number = filed(small(district)).number

    assert ("car.triage", PRINCIPAL) in owed(district)
    assert number in str(ask(district, PRINCIPAL, "car list", text="triage"))
    assert "Waiting for you" in str(card(district, PRINCIPAL, number, "car.triage"))
    assert ask(district, PRINCIPAL, "car.accept", about=number) == Draw("car.card", number)
    assert (seen(district, number).state, seen(district, number).severity) == (State.ACCEPTED, Severity.MINOR)


def test_the_principal_takes_back_their_own_acceptance(district: District) -> None:
    number = filed(small(district)).number
    ask(district, PRINCIPAL, "car.accept", about=number)
    ask(district, PRINCIPAL, "car.undo", about=number)

    assert seen(district, number).state is State.SUBMITTED


@pytest.mark.parametrize("form", [{"marks": ["sealed"]}, {"school": "West School"}])
def test_a_sealed_report_and_another_schools_are_not_the_principals(district: District, form: dict[str, Any]) -> None:
    school = district.school(form.get("school", "East School"))
    filed(small(district), **{**form, "school": school})

    assert ("car.triage", PRINCIPAL) not in owed(district)
    assert "None." in str(ask(district, PRINCIPAL, "car list", text="triage"))


def test_in_a_standard_district_the_principal_is_not_told(district: District) -> None:
    filed(district)

    assert ("car.triage", PRINCIPAL) not in owed(district)
