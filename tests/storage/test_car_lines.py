"""The lines of a list: of each report what the whole one says, to whoever looks, and no word more."""

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from domain.car_lines import CarLine, Lines
from domain.cars import WITH_THE_OFFICE, Car, Concern, Severity, State
from domain.offices import Office
from domain.people import PersonId
from storage.car_sight import everything
from storage.cars import CarLog
from storage.db import Tx
from storage.people import People
from storage.redaction import Redactions
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District

DAY = date(2026, 3, 9)
CANARY = "canary"


def _file(tx: Tx, district: District, nth: int, **held: Any) -> Car:
    filer = district.account(tx, TEACHER)
    log = CarLog(tx, People(tx).viewer(filer))
    told = {"requester": filer.person, "filed_at": tx.now, "filed_on": DAY, "happened_on": DAY, "what": "A chair"}
    car = Car(number=f"CAR-2026-{nth:03}", **{**told, **held})
    log.add(car)
    return car


@pytest.fixture
def listed(district: District) -> District:
    """A report of every kind of which not everybody knows everything."""
    dated = dict.fromkeys(("approved_on", "plan_due", "implementation_due", "effectiveness_due", "on_hold_since"), DAY)

    def work(tx: Tx) -> None:
        owner = PersonId(district.account(tx, OTHER).person)
        held: list[dict[str, Any]] = [
            {},
            {"sealed": True, "what": CANARY},
            {"sealed": True, "what": CANARY, "owner": owner},
            {"hide_name": True, "urgent": True, "school": "east"},
            {"concerns": Concern.OFFICE, "what": CANARY},
            {"handed_to": Office.TITLE_IX, "handed_at": tx.now, "what": CANARY, "owner": owner, "urgent": True},
            {"state": State.IMPLEMENTING, "severity": Severity.MAJOR, "owner": owner, **dated},
        ]
        cars = [_file(tx, district, nth, **one) for nth, one in enumerate(held, 1)]
        Redactions(tx).redact(f"cars:{cars[0].number}", ["what"], reason="A name", by=owner)

    district.do(work)
    return district


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL, MR, DEPUTY, ADMIN, OTHER])
def test_a_line_says_of_a_report_what_the_report_says_to_them(listed: District, who: str) -> None:
    def work(tx: Tx) -> tuple[list[Car], Lines]:
        log = CarLog(tx, People(tx).viewer(listed.account(tx, who)))
        return log.page(everything()).cars, log.lines((everything(),), offset=0, size=10)

    whole, lines = listed.do(work, write=False)

    assert lines.cars == [_line(car) for car in whole]
    assert lines.total == len(whole) > 1
    assert [line.title for line in lines.cars] == [car.title for car in whole]
    assert [line.seen for line in lines.cars] == [car.seen for car in whole]


def test_who_may_not_read_a_report_finds_no_word_of_it_in_a_list(listed: District) -> None:
    def work(tx: Tx) -> Lines:
        nobody = replace(People(tx).viewer(listed.account(tx, PRINCIPAL)), seats=frozenset())
        return CarLog(tx, nobody).lines((everything(),), offset=0, size=10)

    found = listed.do(work, write=False)

    assert [line.number for line in found.cars] == [f"CAR-2026-00{nth}" for nth in (7, 6, 4, 1)]  # the 6th left
    assert [line.title for line in found.cars if line.handed_to] == [WITH_THE_OFFICE]
    assert CANARY not in str(found)


def _line(car: Car) -> CarLine:
    return CarLine(**{one.name: getattr(car, one.name) for one in fields(CarLine)})
