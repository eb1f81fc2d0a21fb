"""Whoever decides is reminded of what waits: once a day of what is late, every four working hours of what is urgent."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.capabilities import jobs
from domain.cars import Concern
from domain.people import Role
from handlers.routing import Draw
from storage.outbox import Outbox, outbox
from storage.people import accounts
from tests.clockwork import ticked
from tests.conftest import DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.office import away, drawn, items, setting
from tests.story import CHAIR, CHIEF, ask, filed, with_seats
from views.elements import Card

CHICAGO = ZoneInfo("America/Chicago")
WORD = "xyzzy"


def tick(district: District, local: str) -> None:
    """`NOW`, when reports are filed here, is Monday 9 March, ten in the morning."""
    now = datetime.fromisoformat(f"2026-03-{local}").replace(tzinfo=CHICAGO)
    assert ticked(district, [job for job in jobs() if job.name.startswith("triage")], now.astimezone(UTC)).failed == []


def reminded(district: District) -> list[tuple[str, str]]:
    """Who was reminded of what, in the order in which it was owed."""

    def work(tx: Any) -> list[tuple[str, str]]:
        names = {f"person:{row['person']}": row["external"] for row in tx.rows(accounts)}
        rows = tx.rows(outbox, outbox.c.what == "triage.waiting", order=outbox.c.due)
        return sorted((row["about"], names[row["to"]]) for row in rows)

    found: list[tuple[str, str]] = district.do(work)
    return found


def card(district: District, who: str, about: str = "late", now: datetime = NOW) -> Card:
    def work(tx: Any) -> Card:
        from tests.story import ROUTES

        found: Card = ROUTES["triage.waiting"].handle(district.call(tx, who, about=about))
        return found

    shown: Card = district.do(work, now=now)
    return shown


def test_a_report_that_nobody_acknowledged_in_two_business_days_is_brought_up_on_the_next_morning(
    district: District,
) -> None:
    filed(district)

    tick(district, "10T08:00")
    tick(district, "11T08:00")
    assert reminded(district) == []
    tick(district, "12T07:59")
    assert reminded(district) == []
    tick(district, "12T08:00")
    tick(district, "12T08:00")
    tick(district, "12T15:00")

    assert reminded(district) == [("late", MR), ("late", DEPUTY)]


def test_it_is_one_message_a_day_for_all_that_wait_and_lists_the_oldest_first(district: District) -> None:
    numbers = [filed(district, what=f"{WORD} {n}").number for n in range(3)]

    tick(district, "12T08:00")
    tick(district, "13T08:00")

    assert reminded(district) == sorted([("late", MR), ("late", DEPUTY)] * 2)
    shown = card(district, MR, now=datetime(2026, 3, 12, 13, tzinfo=UTC))
    assert shown.title == "3 reports wait for you"
    assert [item.name for item in items(shown)] == numbers
    assert [item.button.about for item in items(shown) if item.button] == numbers
    assert WORD not in str(shown)  # words that are removed from a report must not live on in a list


def test_the_weekend_and_days_without_school_neither_count_nor_carry_a_message(district: District) -> None:
    setting(district, "closures", "2026-03-10 to 2026-03-12 Storm")
    filed(district)

    for day in range(10, 18):
        tick(district, f"{day}T08:00")
    assert reminded(district) == [("late", MR), ("late", DEPUTY)]  # on Tuesday 17

    tick(district, "21T08:00")
    assert len(reminded(district)) == 2


def test_days_on_which_its_own_school_is_closed_do_not_count(district: District) -> None:
    closed, other = district.school(), district.school("West School")
    setting(district, f"closures:{closed}", "2026-03-10 to 2026-03-12 Heating")
    numbers = [filed(district, school=school).number for school in (closed, other)]

    tick(district, "12T08:00")
    on_the_day = datetime(2026, 3, 12, 14, tzinfo=UTC)
    assert [item.name for item in items(card(district, MR, now=on_the_day))] == numbers[1:]

    for day in (13, 16, 17):
        tick(district, f"{day}T08:00")
    on_the_day = datetime(2026, 3, 17, 14, tzinfo=UTC)
    assert [item.name for item in items(card(district, MR, now=on_the_day))] == numbers


def test_what_is_urgent_waits_for_no_school_that_is_closed(district: District) -> None:
    """Those who decide are at work: the hours are the district's."""
    setting(district, f"closures:{district.school()}", "2026-03-09 to 2026-03-12 Heating")
    filed(district, marks=["urgent"])

    tick(district, "09T14:00")

    assert reminded(district) == [("urgent", MR), ("urgent", DEPUTY)]


def test_the_districts_own_clock_and_hours_hold(district: District) -> None:
    setting(district, "acknowledge_days", "1")
    setting(district, "working_hours", "07:00-15:00")
    filed(district)

    tick(district, "11T06:59")
    assert reminded(district) == []
    tick(district, "11T07:00")
    assert len(reminded(district)) == 2


def test_what_was_decided_or_sent_back_is_not_brought_up(district: District) -> None:
    decided, returned = filed(district).number, filed(district).number
    ask(district, MR, "car.accept", about=decided)
    ask(district, MR, "car.return", {"reason": "Which gate?"}, about=returned)

    tick(district, "12T08:00")
    tick(district, "13T08:00")

    assert reminded(district) == []


def test_after_an_answer_the_time_begins_anew(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.return", {"reason": "Which gate?"}, about=number)
    later = datetime(2026, 3, 16, 15, tzinfo=UTC)

    def answer(tx: Any) -> None:
        from handlers.routing import answer
        from tests.story import ROUTES

        answer(ROUTES["car.answer"], district.call(tx, TEACHER, about=number), {"text": "The south gate"})

    district.do(answer, now=later)

    for day in (17, 18):
        tick(district, f"{day}T08:00")
    assert reminded(district) == []
    tick(district, "19T08:00")
    assert len(reminded(district)) == 2


def test_a_list_that_is_sent_late_shows_what_still_waits(district: District) -> None:
    first, second = filed(district).number, filed(district).number
    tick(district, "12T08:00")
    ask(district, MR, "car.accept", about=first)
    on_the_day = datetime(2026, 3, 12, 14, tzinfo=UTC)

    assert card(district, MR, now=on_the_day).title == "1 report waits for you"
    ask(district, MR, "car.accept", about=second)
    assert card(district, MR, now=on_the_day).title == "Nothing waits for you any more"
    assert card(district, OTHER, now=on_the_day).title == "Nothing waits for you any more"


def test_what_is_urgent_is_brought_up_every_four_working_hours_until_it_is_taken(district: District) -> None:
    number = filed(district, marks=["urgent"]).number
    times = []

    for day in ("09", "10", "11"):
        for hour in range(24):
            before = len(reminded(district))
            tick(district, f"{day}T{hour:02}:00")
            if len(reminded(district)) > before:
                times.append(f"{day} {hour:02}:00")
        if day == "10":
            ask(district, MR, "car.accept", about=number)

    assert times == ["09 14:00", "10 10:00", "10 14:00"]
    assert reminded(district) == sorted([("urgent", MR), ("urgent", DEPUTY)] * 3)
    assert card(district, MR, "urgent").title == "Nothing waits for you any more"


def test_urgent_reports_are_one_message_too_and_not_in_the_other_list(district: District) -> None:
    numbers = [filed(district, marks=["urgent"]).number for _ in range(2)]

    tick(district, "09T14:00")

    assert reminded(district) == [("urgent", MR), ("urgent", DEPUTY)]
    shown = card(district, MR, "urgent")
    assert shown.title == "2 urgent reports wait for you"
    assert [item.name for item in items(shown)] == numbers
    assert items(card(district, MR, "late", datetime(2026, 3, 20, 14, tzinfo=UTC))) == []


def test_a_sealed_report_is_brought_up_by_those_who_read_it(district: District) -> None:
    from tests.story import seat

    seat(district, Role.MANAGEMENT_REPRESENTATIVE, OTHER, deputy=True)  # a second deputy, who reads none
    filed(district, marks=["sealed"])

    tick(district, "12T08:00")

    assert reminded(district) == [("late", MR), ("late", DEPUTY)]
    assert items(card(district, OTHER, now=datetime(2026, 3, 12, 14, tzinfo=UTC))) == []


@pytest.mark.parametrize(("concerns", "who"), [(Concern.OFFICE, CHIEF), (Concern.SUPERINTENDENT, CHAIR)])
def test_a_report_about_somebody_in_charge_is_brought_up_by_who_decides_instead(
    district: District, concerns: Concern, who: str
) -> None:
    with_seats(district)
    number = filed(district, concerns=str(concerns)).number

    tick(district, "12T08:00")

    assert reminded(district) == [("late", who)]
    on_the_day = datetime(2026, 3, 12, 14, tzinfo=UTC)
    assert [item.name for item in items(card(district, who, now=on_the_day))] == [number]
    assert items(card(district, MR, now=on_the_day)) == []


def test_an_empty_seat_is_not_reminded_and_nothing_is_kept_for_it(empty_district: District) -> None:
    ask(empty_district, "U1", "car.file", {"what": "Broken", "happened_on": "2026-03-09"})

    for day in (12, 13, 16):
        tick(empty_district, f"{day}T08:00")

    assert reminded(empty_district) == []
    assert empty_district.do(lambda tx: Outbox(tx).ledger())["unfilled"] == 1  # the report itself


def test_while_somebody_is_away_whoever_acts_is_reminded(district: District) -> None:
    filed(district)
    away(district, MR, PRINCIPAL)

    tick(district, "12T08:00")

    assert reminded(district) == [("late", PRINCIPAL), ("late", DEPUTY)]


def test_after_a_night_down_it_is_sent_late_and_after_working_hours_not_at_all(district: District) -> None:
    filed(district)
    tick(district, "11T08:00")

    tick(district, "12T15:45")
    assert len(reminded(district)) == 2
    tick(district, "13T20:00")
    tick(district, "14T09:00")  # a Saturday
    assert len(reminded(district)) == 2
    tick(district, "16T08:10")
    assert len(reminded(district)) == 4


def test_its_buttons_lead_to_the_report(district: District) -> None:
    number = filed(district).number
    tick(district, "12T08:00")
    (item,) = items(card(district, MR, now=datetime(2026, 3, 12, 14, tzinfo=UTC)))

    assert item.button
    assert drawn(district, MR, Draw("car.card", item.button.about)).title.startswith(number)
