"""Handing a report to somebody who agrees, and asking for more time."""

from datetime import timedelta

import pytest

from domain.errors import RefusedError
from handlers.routing import Draw
from tests.conftest import DEPUTY, MR, OTHER, District
from tests.story import ask, owed, seen
from tests.working import OWNER, accepted, card, labels, press

# A new owner, who agrees


def test_a_report_goes_to_somebody_who_says_yes(district: District) -> None:
    number = accepted(district)
    press(district, OWNER, "Ask somebody to own it", number, {"owner": district.person(OTHER)})
    assert seen(district, number).owner == district.person(OWNER)
    assert "Do you take it?" in str(card(district, OTHER, number, "owner.asked"))

    reply = press(district, OTHER, "Yes, I take it", number)

    assert isinstance(reply, Draw)
    assert seen(district, number).owner == district.person(OTHER)
    assert "Somebody else owns it now" in str(card(district, OWNER, number, "owner.answered"))
    with pytest.raises(RefusedError, match="You are not asked to own"):
        ask(district, OTHER, "owner.take", about=number)


def test_who_says_no_to_a_sealed_report_does_not_read_it_any_more(district: District) -> None:
    number = accepted(district, marks=["sealed"], what="Xyzzy")
    press(district, OWNER, "Ask somebody to own it", number, {"owner": district.person(OTHER)})
    assert "Xyzzy" in str(card(district, OTHER, number, "owner.asked"))
    press(district, OTHER, "No", number)

    for notice in ("owner.asked", "car.card"):
        assert "Xyzzy" not in str(card(district, OTHER, number, notice))
    assert "It stays with you" in str(card(district, OWNER, number, "owner.answered"))


# More time


def test_a_minor_reports_date_is_moved_once_by_its_owner(district: District) -> None:
    number = accepted(district)
    due = seen(district, number).implementation_due
    assert due
    moved = due + timedelta(days=10)
    press(district, OWNER, "More time", number, {"new": moved.isoformat(), "reason": "Parts"})

    now = seen(district, number)
    assert (now.implementation_due, now.original_implementation_due) == (moved, due)
    again = {"new": (moved + timedelta(days=1)).isoformat(), "reason": "Parts"}
    press(district, OWNER, "More time", number, again)
    assert seen(district, number).implementation_due == moved
    assert ("time.asked", MR) in owed(district)


def test_more_time_is_asked_for_and_given_in_part(district: District) -> None:
    number = accepted(district, severity="major")
    due = seen(district, number).plan_due
    assert due
    press(district, OWNER, "More time", number, {"new": (due + timedelta(days=9)).isoformat(), "reason": "Parts"})
    assert "More time is asked for" in str(card(district, MR, number, "time.asked"))
    other = {"as_": "other", "granted": (due + timedelta(days=3)).isoformat()}

    press(district, MR, "Another answer …", number, other)

    now = seen(district, number)
    assert (now.plan_due, now.original_plan_due, now.extensions) == (due + timedelta(days=3), due, 1)
    assert "You have more time, until" in str(card(district, OWNER, number, "time.decided"))
    with pytest.raises(RefusedError, match="decided already"):
        ask(district, DEPUTY, "time.grant", about=number)


def test_a_second_extension_asks_for_attention_and_one_can_be_declined(district: District) -> None:
    number = accepted(district, severity="major")
    for nth in (1, 2):
        due = seen(district, number).plan_due
        assert due
        press(district, OWNER, "More time", number, {"new": (due + timedelta(days=2)).isoformat(), "reason": "Parts"})
        press(district, MR, "Give the time", number)
        assert seen(district, number).moved_often is (nth == 2)
    due = seen(district, number).plan_due
    assert due
    press(district, OWNER, "More time", number, {"new": (due + timedelta(days=2)).isoformat(), "reason": "Parts"})
    press(district, MR, "Another answer …", number, {"as_": "decline", "answer": "The inspector comes"})

    assert seen(district, number).plan_due == due
    assert "The date stays. Why: The inspector comes" in str(card(district, OWNER, number, "time.decided"))


def test_nobody_decides_about_their_own_more_time(district: District) -> None:
    number = accepted(district, severity="major")
    ask(district, MR, "owner.ask", {"owner": district.person(DEPUTY)}, about=number)
    ask(district, DEPUTY, "owner.take", about=number)
    due = seen(district, number).plan_due
    assert due
    ask(district, DEPUTY, "time.ask", {"new": (due + timedelta(days=2)).isoformat(), "reason": "x"}, about=number)

    with pytest.raises(RefusedError, match="You asked for this, so somebody else decides"):
        ask(district, DEPUTY, "time.grant", about=number)
    assert "Give the time" not in labels(card(district, DEPUTY, number))
    press(district, MR, "Give the time", number)
