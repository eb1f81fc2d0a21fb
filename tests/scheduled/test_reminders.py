"""Everybody gets at most one message a day, at their own morning, with all that waits for them."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.cars import Concern, State
from domain.people import PersonId, Role
from handlers.routing import answer
from storage.cars import CarLog
from storage.outbox import Outbox
from storage.people import People
from storage.reminded import Reminded
from storage.roster import Roster
from tests.conftest import DEPUTY, MR, OTHER, TEACHER, District
from tests.office import away, known, setting
from tests.reminding import at, dates_of, days_of, due, lines, message, mornings, reminded, tick, told_on
from tests.story import CHAIR, CHIEF, ROUTES, ask, filed, seat, seen, settled, with_seats
from tests.working import CHECKER, OWNER, STEPPER, accepted, approved, planned, press, watched

WORD = "xyzzy"


# When


def test_an_owner_hears_seven_days_ahead_on_the_day_when_overdue_and_then_on_mondays(district: District) -> None:
    number = accepted(district)  # on Monday 9 March, to be fixed in 30 days: on Wednesday 8 April
    assert seen(district, number).implementation_due == date(2026, 4, 8)

    mornings(district, "2026-03-30", "2026-04-14")

    assert days_of(district, OWNER) == [
        "2026-04-01",
        "2026-04-06 week",
        "2026-04-08",
        "2026-04-09",
        "2026-04-13 week",
    ]


def test_a_second_look_on_the_same_day_brings_nothing(district: District) -> None:
    accepted(district)

    for time in ("07:30", "08:00", "08:00", "08:30", "15:00"):
        tick(district, f"2026-04-08T{time}")

    assert dates_of(district, OWNER) == ["2026-04-08"]


def test_after_days_without_the_bot_there_is_one_message_and_not_at_night(district: District) -> None:
    accepted(district)
    tick(district, "2026-03-10T08:00")

    tick(district, "2026-04-09T20:00")
    assert dates_of(district, OWNER) == []
    tick(district, "2026-04-10T09:15")
    mornings(district, "2026-04-10", "2026-04-12")

    assert dates_of(district, OWNER) == ["2026-04-10"]


def test_one_that_has_not_left_makes_room_for_the_next(district: District) -> None:
    accepted(district)

    tick(district, "2026-04-08T08:00")
    tick(district, "2026-04-09T08:00")

    ledger = district.do(lambda tx: Outbox(tx).ledger())
    assert dates_of(district, OWNER) == ["2026-04-08", "2026-04-09"]
    assert ledger["skipped"] == 1


def test_what_is_over_or_on_hold_is_brought_up_by_nobody(district: District) -> None:
    """Reminders for cancelled records are the mistake of many."""
    stopped = accepted(district)
    waits = approved(district, resources="A new gate")
    ask(district, MR, "car.cancel", {"reason": "The gate is gone"}, about=stopped)
    due(district, waits, on_hold_since=date(2026, 3, 9))

    for day in ("2026-04-30", "2026-05-04", "2026-06-01"):
        tick(district, f"{day}T08:00")

    assert reminded(district) == []


def test_everybody_has_their_own_morning_in_their_own_zone(district: District) -> None:
    accepted(district)
    number = filed(district).number
    ask(district, MR, "car.accept_with", _to(district, TEACHER), about=number)
    known(district, OWNER, zone="America/Los_Angeles")
    ask(district, TEACHER, "reminders.set", {"morning": "10:30", "marks": []})

    tick(district, "2026-04-08T09:30")
    assert reminded(district) == []
    tick(district, "2026-04-08T10:00")
    assert reminded(district) == [("2026-04-08 week", OWNER)]
    tick(district, "2026-04-08T10:30")
    assert reminded(district) == [("2026-04-08", TEACHER), ("2026-04-08 week", OWNER)]


def _to(district: District, who: str) -> dict[str, Any]:
    plain = {"kind": "corrective", "source": "employee", "severity": "minor"}
    return {**plain, "owner": district.person(who), "school": district.school()}


def test_the_district_says_when_the_usual_morning_is(district: District) -> None:
    setting(district, "morning", "06:30")
    accepted(district)

    tick(district, "2026-04-08T06:00")
    assert reminded(district) == []
    tick(district, "2026-04-08T06:30")
    assert dates_of(district, OWNER) == ["2026-04-08"]


def test_the_closures_of_ones_own_school_count(district: District) -> None:
    accepted(district)
    number = filed(district).number
    ask(district, MR, "car.accept_with", _to(district, TEACHER), about=number)
    east = district.school()
    setting(district, f"closures:{east}", "2026-04-08 Heating")

    mornings(district, "2026-04-07", "2026-04-09")
    assert dates_of(district, OWNER) == ["2026-04-07", "2026-04-09"]  # the head of that school
    assert dates_of(district, TEACHER) == ["2026-04-07", "2026-04-08", "2026-04-09"]

    person = district.person(TEACHER)
    district.do(lambda tx: Roster(tx).place(person, school=east, department=None, by="system"))
    setting(district, f"closures:{east}", "2026-04-15 Heating")
    due(district, number, implementation_due=date(2026, 4, 15))
    mornings(district, "2026-04-14", "2026-04-16")
    assert dates_of(district, TEACHER)[3:] == ["2026-04-14", "2026-04-16"]


def test_whoever_acts_for_somebody_who_is_away_gets_it_and_reads_for_whom(district: District) -> None:
    number = accepted(district)
    away(district, OWNER, OTHER, first="2026-04-07", last="2026-04-08")

    mornings(district, "2026-04-08", "2026-04-09")

    assert (dates_of(district, OTHER), dates_of(district, OWNER)) == (["2026-04-08"], ["2026-04-09"])
    assert lines(message(district, OTHER, "2026-04-08"))[0] == (
        f"{number} · The gate latch is broken · Put it right · for Principal, East School, who is away"
        " · due Wed 8 Apr (today) · East School"
    )


def test_one_human_with_two_accounts_gets_one_message(district: District) -> None:
    accepted(district)
    kept, also = district.person(OWNER), known(district, "U40")
    district.do(lambda tx: People(tx).merge(PersonId(kept), PersonId(also), by="system"))

    mornings(district, "2026-04-08", "2026-04-08")

    assert len(reminded(district)) == 1


# Of what


def test_each_hears_of_what_waits_for_them_and_of_nothing_else(district: District) -> None:
    known(district, CHECKER)
    number = planned(district)
    tick(district, "2026-04-08T08:00")  # when the plan was due
    assert told_on(district) == {MR: ["approve"], DEPUTY: ["approve"]}

    press(district, MR, "Approve", number)
    tick(district, "2026-04-09T08:00")
    assert told_on(district, "2026-04-09") == {STEPPER: ["step", "step"]}


def test_a_check_that_nobody_else_is_named_for_waits_for_the_office(district: District) -> None:
    number = accepted(district)
    ask(
        district,
        OWNER,
        "car.quick",
        {"done": "A latch", "cause": "Worn", "category": "communication", "elsewhere": "no"},
        about=number,
    )

    tick(district, "2026-04-08T08:00")

    assert told_on(district) == {MR: ["check"], DEPUTY: ["check"]}


def test_the_checker_and_who_signs_off_hear_when_it_is_time_to_see_whether_it_held(district: District) -> None:
    known(district, CHECKER)
    watched(district)  # until 8 May, a Friday

    tick(district, "2026-05-08T08:00")

    assert told_on(district, "2026-05-08") == {CHECKER: ["watch"], MR: ["sign"], DEPUTY: ["sign"]}


def test_a_wish_for_more_time_waits_for_who_decides(district: District) -> None:
    number = accepted(district, severity="major")
    press(district, OWNER, "More time", number, {"new": "2026-05-08", "reason": "Parts"})

    tick(district, "2026-04-08T08:00")

    assert told_on(district) == {OWNER: ["plan"], MR: ["time"], DEPUTY: ["time"]}


def test_whoever_is_asked_to_take_one_over_reads_it_in_the_message_of_the_week(district: District) -> None:
    number = accepted(district)
    ask(district, OWNER, "owner.ask", {"owner": district.person(OTHER)}, about=number)

    mornings(district, "2026-03-13", "2026-03-17")

    assert days_of(district, OTHER) == ["2026-03-16 week"]


# Reports that nobody has decided about


def test_what_nobody_has_acknowledged_is_in_the_same_message(district: District) -> None:
    filed(district, what=f"{WORD} gate")  # on Monday, to be acknowledged by Wednesday

    mornings(district, "2026-03-10", "2026-03-16")

    days = ["2026-03-11", "2026-03-12", "2026-03-16 week"]
    assert days_of(district, MR) == days_of(district, DEPUTY) == days
    assert f"{WORD} gate" in lines(message(district, MR, "2026-03-12"))[0]


def test_what_is_urgent_has_reminders_of_its_own(district: District) -> None:
    filed(district, marks=["urgent"])

    for day in ("2026-03-11", "2026-03-12", "2026-03-16"):
        tick(district, f"{day}T08:00")

    assert reminded(district) == []


@pytest.mark.parametrize(("concerns", "who"), [(Concern.OFFICE, CHIEF), (Concern.SUPERINTENDENT, CHAIR)])
def test_a_report_about_somebody_in_charge_is_told_to_who_decides_instead(
    district: District, concerns: Concern, who: str
) -> None:
    filed(with_seats(district), concerns=str(concerns))

    mornings(district, "2026-03-12", "2026-03-12")

    assert reminded(district) == [("2026-03-12", who)]


def test_a_sealed_report_is_told_to_those_who_read_it(district: District) -> None:
    seat(district, Role.MANAGEMENT_REPRESENTATIVE, OTHER, deputy=True)  # a second deputy, who reads none
    filed(district, marks=["sealed"])

    mornings(district, "2026-03-12", "2026-03-12")

    assert reminded(district) == [("2026-03-12", MR), ("2026-03-12", DEPUTY)]


# Many


def test_many_are_told_in_parts_and_each_once(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    number, owners = accepted(district), 12
    monkeypatch.setattr("scheduled.reminders.CHUNK", 5)

    def more(tx: Any) -> None:
        log = CarLog(tx, district.call(tx, MR).viewer)
        car = log.get(number)
        for n in range(owners):
            person = district.account(tx, f"W{n}").person
            log.add(replace(car, number=f"CAR-2026-{500 + n}", owner=PersonId(person), state=State.ACCEPTED, version=1))

    district.do(more)
    tick(district, "2026-04-08T08:00")

    assert len({who for _, who in reminded(district)}) == owners + 1
    assert len(reminded(district)) == owners + 1


def test_who_was_reminded_of_what_and_when_is_on_record(district: District) -> None:
    number = accepted(district)
    mornings(district, "2026-04-08", "2026-04-09")
    settled(district)

    person = PersonId(district.person(OWNER))
    assert district.do(lambda tx: Reminded(tx).last_of(number, person)) == date(2026, 4, 9)
    assert district.do(lambda tx: Reminded(tx).on(person, date(2026, 4, 8))) == {f"fix:{number}": number}


# A step that does not go well


def test_the_owner_hears_once_that_a_step_turned_and_again_when_it_turns_otherwise(district: District) -> None:
    number = approved(district)  # accepted, planned and approved on Monday 9 March
    told(district, "at_risk", "2026-03-10T10:00")
    mornings(district, "2026-03-11", "2026-03-13")
    assert days_of(district, OWNER) == ["2026-03-11"]
    (line,) = [line for line in lines(message(district, OWNER, "2026-03-11")) if "at risk" in line]
    assert line == f"{number}, step 1 · Make a list · A step of your report is at risk · owner Nurse · East School"

    told(district, "at_risk", "2026-03-13T10:00")  # still
    mornings(district, "2026-03-14", "2026-03-15")
    assert days_of(district, OWNER) == ["2026-03-11"]

    told(district, "off_track", "2026-03-17T10:00")
    mornings(district, "2026-03-18", "2026-03-20")
    assert days_of(district, OWNER)[-1] == "2026-03-18"
    assert "A step of your report is off track" in str(message(district, OWNER, "2026-03-18"))
    assert told_on(district, "2026-03-18")[OWNER] == ["off_track"]

    told(district, "on_track", "2026-03-23T10:00")
    told(district, "off_track", "2026-03-24T10:00")
    mornings(district, "2026-03-25", "2026-03-25")
    assert days_of(district, OWNER)[-1] == "2026-03-25"


def test_of_their_own_step_and_once_the_work_ended_nobody_is_told_that_it_turned(district: District) -> None:
    plan = {"who": district.person(OWNER), "who_2": district.person(STEPPER)}
    number = approved(district, **plan)
    told(district, "off_track", "2026-03-10T10:00", who=OWNER)
    tick(district, "2026-03-11T08:00")
    assert days_of(district, OWNER) == []

    told(district, "off_track", "2026-03-11T10:00", step="2")
    ask(district, MR, "car.cancel", {"reason": "The gate is gone"}, about=number)
    tick(district, "2026-03-12T08:00")
    assert days_of(district, OWNER) == []


def told(district: District, as_: str, local: str, *, step: str = "1", who: str = STEPPER) -> None:
    """Whoever does a step says how it stands."""
    form = {"as_": as_, "said": "The printer is broken"}
    today = date.fromisoformat(local[:10])

    def work(tx: Any) -> None:
        answer(ROUTES["step.report"], district.call(tx, who, about=step, today=today), form)

    district.do(work, now=at(local))
