"""Who removes words and sets and lifts holds: whoever leads the report, and once it was handed over its office."""

from typing import Any

import pytest

from domain.cars import REDACTED
from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Draw, Open
from storage.holds import Holds
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import CHAIR, CHIEF, OFFICER, ROUTES, ask, filed, seat, seen, with_seats

SECRET = "xyzzy"
GONE = {"parts": ["everything"], "reason": "A name"}
SEALED = {"marks": ["sealed"]}
ABOUT_OFFICE = {"concerns": "quality_office"}
ABOUT_CHIEF = {"concerns": "superintendent"}


def handed(district: District) -> str:
    number = filed(with_seats(district), what=SECRET).number
    ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=number)
    return number


def held(district: District, who: str, number: str, why: str = f"{SECRET} v. District") -> str:
    """The id of a hold that somebody set."""
    before = lasting(district)
    ask(district, who, "holds.set", {"cause": "litigation", "reason": why}, about=number)
    (new,) = lasting(district) - before
    return new


def lasting(district: District) -> set[str]:
    return {hold.id for hold in district.do(lambda tx: Holds(tx).lasting())}


def said(district: District, who: str, route: str, **more: Any) -> str:
    return str(district.do(lambda tx: ROUTES[route].handle(district.call(tx, who, **more))))


def refused(district: District, who: str, route: str, form: dict[str, Any] | None = None, **more: Any) -> str:
    with pytest.raises(RefusedError) as error:
        ask(district, who, route, form, **more)
    return error.value.sentence


@pytest.mark.parametrize("who", [MR, DEPUTY, CHIEF, TEACHER])
def test_nobody_but_its_officer_removes_words_from_a_report_that_was_handed_over(district: District, who: str) -> None:
    number = handed(district)

    assert refused(district, who, "redaction.make", GONE, about=number) == (
        "Only the Title IX office can remove words from this report."
    )
    assert "Words and holds" not in said(district, who, "car.card", about=number)
    assert seen(district, number, OFFICER).what == SECRET


def test_its_officer_does(district: District) -> None:
    number = handed(district)
    assert "Words and holds" in said(district, OFFICER, "car.card", about=number)
    assert "Remove words" in said(district, OFFICER, "redaction.menu", about=number)

    assert isinstance(ask(district, OFFICER, "redact", text=number), Open)
    assert ask(district, OFFICER, "redaction.make", GONE, about=number) == Draw("redaction.made", number)

    assert "its words were removed" in said(district, TEACHER, "car.card", about=number)
    assert seen(district, number, OFFICER).what == REDACTED


@pytest.mark.parametrize(("form", "leader"), [(ABOUT_OFFICE, CHIEF), (ABOUT_CHIEF, CHAIR)])
def test_whoever_decides_about_those_in_charge_removes_words_and_holds_them(
    district: District, form: dict[str, Any], leader: str
) -> None:
    number = filed(with_seats(district), what=SECRET, **form).number
    hold = held(district, leader, number)
    assert "set a hold on" in refused(district, leader, "redaction.make", GONE, about=number)

    ask(district, leader, "holds.lift", {"reason": "Settled"}, about=hold)
    ask(district, leader, "redaction.make", GONE, about=number)

    assert seen(district, number, leader).what == REDACTED


@pytest.mark.parametrize(("form", "leader"), [(ABOUT_OFFICE, CHIEF), (ABOUT_CHIEF, CHAIR)])
def test_a_hold_on_a_report_about_somebody_is_nothing_to_them(
    district: District, form: dict[str, Any], leader: str
) -> None:
    number = filed(with_seats(district), what="The gate", **form).number
    hold = held(district, leader, number)
    assert SECRET in said(district, leader, "holds.card")

    for who in {MR, DEPUTY, CHIEF, CHAIR} - {leader}:
        list_ = said(district, who, "holds.card")
        assert "Holds (0)" in list_
        assert SECRET not in list_
        for route, answers in (("holds.lift_form", None), ("holds.lift", {"reason": "Settled"})):
            assert "you cannot see it" in refused(district, who, route, answers, about=hold)
        assert "There is no report" in refused(
            district, who, "holds.set", {"cause": "other", "reason": "So"}, about=number
        )
    assert lasting(district) == {hold}


def test_a_hold_on_a_sealed_report_is_nothing_to_a_deputy_who_does_not_read_it(district: District) -> None:
    seat(district, Role.MANAGEMENT_REPRESENTATIVE, OTHER, deputy=True)
    number = filed(with_seats(district), **SEALED).number
    hold = held(district, DEPUTY, number)

    assert SECRET not in said(district, OTHER, "holds.card")
    assert "you cannot see it" in refused(district, OTHER, "holds.lift", {"reason": "So"}, about=hold)
    assert SECRET in said(district, MR, "holds.card")


def test_a_hold_goes_with_the_report_to_its_office(district: District) -> None:
    number = filed(with_seats(district), what="The gate").number
    theirs, chiefs = held(district, MR, number), held(district, CHIEF, number, "Another reason")
    ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=number)

    assert "Another reason" not in said(district, MR, "holds.card")
    assert SECRET in said(district, MR, "holds.card")  # it is their own
    assert refused(district, MR, "holds.lift", {"reason": "So"}, about=theirs) == (
        "Only the Title IX office can lift this hold."
    )
    for hold in (theirs, chiefs):
        assert hold in said(district, OFFICER, "holds.card")
        ask(district, OFFICER, "holds.lift", {"reason": "Settled"}, about=hold)
    assert lasting(district) == set()
    assert held(district, OFFICER, number)


def test_who_reads_a_refusal_reads_who_can_lift_the_hold(district: District) -> None:
    number = filed(with_seats(district), **ABOUT_OFFICE).number
    held(district, CHIEF, number)
    assert "The superintendent can lift it" in refused(district, CHIEF, "redaction.open", about=number)

    held(district, MR, "")
    other = filed(district, **ABOUT_OFFICE).number
    assert "The management representative can lift it" in refused(district, CHIEF, "redaction.open", about=other)


def test_only_who_may_hold_the_whole_district_reads_why_it_is_held(district: District) -> None:
    handed(district)
    held(district, CHIEF, "")

    for who in (MR, DEPUTY, CHIEF):
        assert SECRET in said(district, who, "holds.card")
    for who in (OFFICER, CHAIR):
        list_ = said(district, who, "holds.card")
        assert SECRET not in list_
        assert "Hold the whole district" not in list_
        assert "Only the management representative or the superintendent can set a hold" in refused(
            district, who, "hold"
        )
    for who in (TEACHER, PRINCIPAL, ADMIN):
        assert "can see holds" in refused(district, who, "holds")


def test_the_way_to_the_words_is_there_when_more_is_full(district: District) -> None:
    """The management representative's own report can be taken back as well."""
    number = filed(district, by=MR).number

    everything = said(district, MR, "car.acts", about=number)
    assert "car.acts" in said(district, MR, "car.card", about=number)
    assert "redaction.menu" in everything
    assert "story.show" in everything
