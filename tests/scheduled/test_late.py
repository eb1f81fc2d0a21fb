"""Who else hears of what is late: in the one message of theirs."""

from datetime import date
from typing import Any

import pytest

from domain.people import Role
from domain.places import PlaceKind
from storage.places import Places
from tests.conftest import MR, PRINCIPAL, TEACHER, District
from tests.office import known, setting
from tests.reminding import dates_of, days_of, due, lines, message, mornings, tick, told_on
from tests.story import ask, filed, seat, seen
from tests.working import CHECKER, STEPPER, card, verifying


def test_the_head_of_the_school_hears_after_three_business_days_and_the_office_after_seven(district: District) -> None:
    number = _late_plan(district, STEPPER)  # a plan that was due on Wednesday 8 April

    mornings(district, "2026-04-10", "2026-04-20")

    assert days_of(district, PRINCIPAL) == ["2026-04-13", "2026-04-20 week"]
    assert days_of(district, MR) == ["2026-04-17", "2026-04-20 week"]
    assert lines(message(district, PRINCIPAL, "2026-04-13"))[0] == (
        f"{number} · The gate latch is broken · Late · owner Nurse · due Wed 8 Apr (5 days overdue) · East School"
    )
    assert seen(district, number).owner == district.person(STEPPER)


def test_the_story_tells_reminders_in_one_line_to_its_owner_and_the_office(district: District) -> None:
    number = _late_plan(district, STEPPER)
    mornings(district, "2026-04-07", "2026-04-20")
    often = len(dates_of(district, STEPPER))
    said = f"Reminded {often} times, last on Mon 20 Apr. Others were told"
    told = {who: said in str(ask(district, who, "story.show", about=number)) for who in (STEPPER, MR, TEACHER)}

    assert told == {STEPPER: True, MR: True, TEACHER: False}


def _late_plan(district: District, owner: str, **form: Any) -> str:
    number = filed(district, **form).number
    more = {"owner": district.person(owner), "school": district.school(), "severity": "major"}
    ask(district, MR, "car.accept_with", {"kind": "corrective", "source": "employee", **more}, about=number)
    return number


def test_a_report_of_no_school_goes_to_the_head_of_its_department(district: District) -> None:
    place = district.do(lambda tx: Places(tx).add(PlaceKind.DEPARTMENT, "Facilities", by="system"))
    seat(district, Role.DEPARTMENT_HEAD, "U12", place=place.id)
    known(district, "U12")
    number = filed(district).number
    more = {"owner": district.person(STEPPER), "department": place.id, "severity": "major"}
    ask(district, MR, "car.accept_with", {"kind": "corrective", "source": "employee", **more}, about=number)

    tick(district, "2026-04-13T08:00")

    assert told_on(district, "2026-04-13") == {STEPPER: ["plan"], "U12": ["copy"]}


def test_closed_days_make_it_pause(district: District) -> None:
    _late_plan(district, STEPPER)
    setting(district, "closures", "2026-04-09 to 2026-04-13 Storm")

    mornings(district, "2026-04-09", "2026-04-17")

    assert dates_of(district, PRINCIPAL) == ["2026-04-16"]


@pytest.mark.parametrize("how", ["minor", "switched off", "small", "sealed"])
def test_no_head_of_a_school_hears_of_a_quick_fix_a_sealed_one_or_where_it_is_switched_off(
    district: District, how: str
) -> None:
    if how == "switched off":
        setting(district, "supervisor_copies", "off")
    if how == "small":
        setting(district, "preset", "small")
    number = _late_plan(district, STEPPER, marks=["sealed"] if how == "sealed" else [])
    if how == "minor":
        due(district, number, severity="minor", plan_due=None, implementation_due=date(2026, 4, 8))

    mornings(district, "2026-04-13", "2026-04-17")

    assert dates_of(district, PRINCIPAL) == []
    assert "2026-04-17" in dates_of(district, MR)


def test_what_waits_for_somebody_else_than_the_owner_is_no_concern_of_their_head(district: District) -> None:
    known(district, CHECKER)
    number = verifying(district)
    due(district, number, implementation_due=date(2026, 4, 8))

    tick(district, "2026-04-13T08:00")

    assert told_on(district, "2026-04-13") == {CHECKER: ["check"]}


def test_after_fourteen_business_days_the_review_team_looks_at_it(district: District) -> None:
    number = _late_plan(district, STEPPER)
    looks_at = "The Management Review Team looks at it at its next meeting."

    def shown(day: date) -> str:
        return str(card(district, MR, number, today=day))

    assert looks_at not in shown(date(2026, 4, 27))
    assert looks_at in shown(date(2026, 4, 28))
