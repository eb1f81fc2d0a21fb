"""A report with everything that belongs to it: who finds what, and in how many statements."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from domain.dossiers import Dossier
from domain.errors import RefusedError
from domain.people import PersonId
from storage.db import Tx
from storage.dossiers import Dossiers
from storage.extensions import Extensions
from storage.plans import Plans
from tests.conftest import MR, NOW, PRINCIPAL, TEACHER, District
from tests.domain.story import PLAN
from tests.story import filed
from tests.views.worked import ASKED
from tests.working import approved, case_of, press, watched


def dossier(district: District, who: str, number: str) -> Dossier:
    found: Dossier = district.do(lambda tx: Dossiers(tx, district.call(tx, who).viewer).get(number))
    return found


def test_it_holds_plans_steps_causes_dates_and_every_stay(district: District) -> None:
    number = watched(district)
    found = dossier(district, TEACHER, number)

    assert [one.cycle for one in found.planned] == [1]
    assert [step.what for step in found.planned[0].plan.steps] == ["Make a list", "Hang it up"]
    assert found.planned[0].plan.causes[0].whys == ("No list", "No time")
    assert [str(stay.state) for stay in found.stays][:2] == ["submitted", "accepted"]
    assert [stay.left_at is None for stay in found.stays].count(True) == 1
    assert {found.car.owner, found.car.requester} <= found.persons


def test_a_new_cycle_keeps_the_plan_of_the_one_before(district: District) -> None:
    number = watched(district)
    press(district, "U30", "It came back", number, {"reason": "It opens again"})

    was = case_of(district, number).plan
    assert was
    plan = replace(PLAN, version=2, steps=(replace(PLAN.steps[0], number=99, cycle=2),))
    district.do(lambda tx: Plans(tx, number, "x").keep(2, plan, was, did="test"))
    found = dossier(district, MR, number)

    assert [(one.cycle, len(one.plan.steps)) for one in found.planned] == [(1, 2), (2, 1)]


def test_a_name_that_was_hidden_is_on_no_stay(district: District) -> None:
    number = filed(district, marks=["hide_name"]).number

    for who in (MR, PRINCIPAL):
        assert [stay.by for stay in dossier(district, who, number).stays] == [PersonId("")]
    assert dossier(district, MR, filed(district).number).stays[0].by == district.person(TEACHER)


def test_a_sealed_report_has_none_for_whoever_does_not_find_it(district: District) -> None:
    number = filed(district, marks=["sealed"], what="Xyzzyplugh").number

    with pytest.raises(RefusedError, match="There is no report"):
        dossier(district, PRINCIPAL, number)
    assert dossier(district, TEACHER, number).title == "Xyzzyplugh"


def statements(district: District, number: str) -> int:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        told.append(statement)

    event.listen(district.database.writer, "before_cursor_execute", note)
    dossier(district, MR, number)
    event.remove(district.database.writer, "before_cursor_execute", note)
    return len(told)


def test_a_long_one_takes_no_more_statements_than_a_short_one(district: District) -> None:
    short, long = approved(district), approved(district)
    was = case_of(district, long).plan
    assert was

    def lengthen(tx: Tx) -> None:
        Extensions(tx).add(replace(ASKED, id="e", car=short, asked_at=NOW))
        for nth in range(20):
            Extensions(tx).add(replace(ASKED, id=f"e{nth}", car=long, asked_at=NOW))
        steps = tuple(replace(was.steps[0], number=900 + nth) for nth in range(20))
        Plans(tx, long, "x").keep(1, replace(was, steps=(*was.steps, *steps)), was, did="test")

    district.do(lengthen)

    assert len(dossier(district, MR, long).planned[0].plan.steps) == 22
    assert statements(district, long) == statements(district, short) <= 30
