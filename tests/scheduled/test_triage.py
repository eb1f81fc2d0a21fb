"""Whoever decides is reminded of what is urgent every four working hours."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.capabilities import jobs
from domain.cars import Concern
from handlers.routing import Draw
from storage.outbox import Outbox, outbox
from storage.people import accounts
from tests.clockwork import ticked
from tests.conftest import DEPUTY, MR, PRINCIPAL, District
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


def card(district: District, who: str) -> Card:
    return drawn(district, who, Draw("triage.waiting", "urgent"))


def test_what_is_urgent_waits_for_no_school_that_is_closed(district: District) -> None:
    """Those who decide are at work: the hours are the district's."""
    setting(district, f"closures:{district.school()}", "2026-03-09 to 2026-03-12 Heating")
    filed(district, marks=["urgent"])

    tick(district, "09T14:00")

    assert reminded(district) == [("urgent", MR), ("urgent", DEPUTY)]


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
    assert card(district, MR).title == "Nothing waits for you any more"


def test_urgent_reports_are_one_message_and_those_that_can_wait_are_not_in_it(district: District) -> None:
    numbers = [filed(district, what=f"{WORD} {n}", marks=["urgent"]).number for n in range(2)]
    filed(district)

    tick(district, "09T14:00")

    assert reminded(district) == [("urgent", MR), ("urgent", DEPUTY)]
    shown = card(district, MR)
    assert shown.title == "2 urgent reports wait for you"
    assert [item.name for item in items(shown)] == numbers
    assert WORD not in str(shown)  # words that are removed from a report must not live on in a list


def test_an_empty_seat_is_not_reminded_and_nothing_is_kept_for_it(empty_district: District) -> None:
    ask(empty_district, "U1", "car.file", {"what": "Broken", "happened_on": "2026-03-09", "marks": ["urgent"]})

    for day in (10, 11, 12):
        tick(empty_district, f"{day}T12:00")

    assert reminded(empty_district) == []
    assert empty_district.do(lambda tx: Outbox(tx).ledger())["unfilled"] == 1  # the report itself


def test_while_somebody_is_away_whoever_acts_is_reminded(district: District) -> None:
    filed(district, marks=["urgent"])
    away(district, MR, PRINCIPAL)

    tick(district, "09T14:00")

    assert reminded(district) == [("urgent", PRINCIPAL), ("urgent", DEPUTY)]


@pytest.mark.parametrize(("concerns", "who"), [(Concern.OFFICE, CHIEF), (Concern.SUPERINTENDENT, CHAIR)])
def test_a_report_about_somebody_in_charge_is_brought_up_by_who_decides_instead(
    district: District, concerns: Concern, who: str
) -> None:
    with_seats(district)
    number = filed(district, concerns=str(concerns), marks=["urgent"]).number

    tick(district, "09T14:00")

    assert reminded(district) == [("urgent", who)]
    assert [item.name for item in items(card(district, who))] == [number]
    assert items(card(district, MR)) == []


def test_one_that_is_too_late_is_left_out_and_the_next_one_lists_the_same(district: District) -> None:
    filed(district, marks=["urgent"])
    tick(district, "09T13:00")

    tick(district, "09T22:00")
    assert reminded(district) == []
    tick(district, "10T08:10")
    assert len(reminded(district)) == 2


def test_its_buttons_lead_to_the_report(district: District) -> None:
    number = filed(district, marks=["urgent"]).number
    tick(district, "09T14:00")
    (item,) = items(card(district, MR))

    assert item.button
    assert drawn(district, MR, Draw("car.card", item.button.about)).title.startswith(number)
