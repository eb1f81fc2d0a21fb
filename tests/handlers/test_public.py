"""Releasing words of a report to the public, and half a page for families: what each paper may hold."""

from dataclasses import replace
from typing import Any

import pytest

from domain.cars import State
from domain.errors import RefusedError
from domain.exports import Kind
from handlers.papers import families_of, public_of, report_of
from handlers.routing import Draw, Open, Show
from storage.cars import CarLog
from storage.db import Tx
from storage.exports import Exports
from storage.redaction import Redactions
from storage.releases import Releases
from storage.verify import verify
from tests.conftest import DEPUTY, MR, PRINCIPAL, TEACHER, District
from tests.story import ask, filed, in_state, seen
from tests.views.test_papers import words
from views.elements import Items
from views.paper import Paper

RELEASED = {"title": "A gate that did not close", "done": "A new latch", "texts": ["what"]}
CLOSES = {"reason": "ok", "category": "communication"}


KINDS = {"report": report_of, "public": public_of, "families": families_of}


def paper(district: District, who: str, about: str) -> str:
    """What stands on "report CAR-2026-001", drawn as somebody may see it."""
    kind, _, of = about.partition(" ")

    def work(tx: Tx) -> Paper:
        return KINDS[kind](district.call(tx, who, about=of)).paper

    return words(district.do(work))


def closed(district: District, **form: Any) -> str:
    number = filed(district, **form).number
    ask(district, MR, "car.fixed", CLOSES, about=number)
    return number


def test_a_report_is_saved_as_its_reader_sees_it(district: District) -> None:
    number = filed(district, marks=["hide_name"], on_behalf_of="Joe Cook").number

    assert ask(district, TEACHER, "paper.report", about=number) == Draw("exports.asked", "EXP-2026-001", beside=True)
    (asked,) = district.do(lambda tx: [Exports(tx).find("EXP-2026-001")])
    assert (asked.kind, asked.filters, asked.by) == (Kind.REPORT, number, district.person(TEACHER))
    for who in (TEACHER, MR):
        said = paper(district, who, f"report {number}")
        assert "The gate latch is broken" in said
        assert "Teacher" not in said
        assert "Joe Cook" not in said


def test_a_sealed_report_is_on_no_paper_of_whoever_does_not_find_it(district: District) -> None:
    number = filed(district, what="Xyzzyplugh", marks=["sealed"]).number

    assert "Xyzzyplugh" in paper(district, TEACHER, f"report {number}")
    for kind in ("report", "public"):
        with pytest.raises(RefusedError):
            paper(district, PRINCIPAL, f"{kind} {number}")
    with pytest.raises(RefusedError, match="so there is no public copy"):
        paper(district, MR, f"public {number}")


@pytest.mark.parametrize(
    ("route", "about"),
    [
        *(("paper.report", about) for about in ("", "CAR-2026-999", "all")),
        *(("public.paper", about) for about in ("", "CAR-2026-999")),
        *(("families.paper", about) for about in ("", "x", "x 99 en")),
        *(("exports.make", about) for about in ("", "x all", "report.pdf CAR-2026-001", "families.pdf x 12 en")),
    ],
)
def test_whatever_else_is_asked_for_is_no_paper(district: District, route: str, about: str) -> None:
    filed(district)

    with pytest.raises(RefusedError):
        ask(district, MR, route, about=about)
    assert district.do(lambda tx: Exports(tx).find("EXP-2026-001")) is None


def test_the_office_sees_what_is_withheld_before_a_copy_is_made(district: District) -> None:
    number = closed(district, already_done="Tied it shut")
    form = ask(district, MR, "public.open", about=number)
    assert isinstance(form, Open)
    assert ask(district, MR, "public.release", RELEASED, about=number) == Draw("public.card", number)
    reply = ask(district, DEPUTY, "public.open", about=number)
    assert isinstance(reply, Show)
    (items,) = [part for part in reply.card.parts if isinstance(part, Items)]

    assert [one.name for one in items.items][:2] == ["Requester", "Names of staff"]
    said = paper(district, DEPUTY, f"public {number}")
    assert "A gate that did not close" in said
    assert "The gate latch is broken" in said
    assert "Tied it shut" not in said
    assert "Teacher" not in said
    assert "Quality Office" not in said


def test_what_was_taken_back_is_on_no_new_copy(district: District) -> None:
    number = closed(district)
    ask(district, MR, "public.release", RELEASED, about=number)
    ask(district, MR, "public.take_back", about=number)

    with pytest.raises(RefusedError, match="Nothing of"):
        paper(district, MR, f"public {number}")
    assert "A new latch" not in paper(district, MR, f"families {district.school()} 12 en")
    ask(district, MR, "public.release", RELEASED, about=number)
    assert "A gate" in paper(district, MR, f"public {number}")
    assert district.do(verify).broken == []


def test_half_a_page_is_for_the_principal_and_tells_nothing_of_sealed_reports(district: District) -> None:
    number, about = closed(district), f"families {district.school()} 12 en"
    ask(district, MR, "public.release", RELEASED, about=number)
    secret = filed(district, what="Xyzzyplugh", marks=["sealed"])
    in_state(district, secret, State.CLOSED)

    said = paper(district, PRINCIPAL, about)
    assert "You said: A gate that did not close" in said
    assert " | 1 | problem fixed" in said
    assert "Xyzzyplugh" not in said
    with pytest.raises(RefusedError, match="Only the school's principal"):
        paper(district, TEACHER, about)
    with pytest.raises(RefusedError, match="Only the school's principal"):
        paper(district, PRINCIPAL, f"families {district.school('West School')} 12 en")


def test_a_report_that_is_sealed_later_leaves_the_page(district: District) -> None:
    number = closed(district)
    ask(district, MR, "public.release", RELEASED, about=number)
    district.do(lambda tx: _seal(tx, district, number))

    assert "A gate" not in paper(district, PRINCIPAL, f"families {district.school()} 12 en")


def _seal(tx: Tx, district: District, number: str) -> None:
    log = CarLog(tx, district.call(tx, MR).viewer)
    car = log.get(number)
    log.save(replace(car, sealed=True), was=car, did="car.sealed")


def test_words_that_are_removed_leave_what_was_released_as_well(district: District) -> None:
    number = closed(district)
    ask(district, MR, "public.release", {**RELEASED, "title": "Xyzzyplugh"}, about=number)
    beside = {f"releases:{number}": ["title", "done"]}
    district.do(lambda tx: Redactions(tx).redact(f"cars:{number}", ["what"], reason="A name", by="x", beside=beside))

    assert district.do(lambda tx: Releases(tx).of(number)).title == "(redacted)"
    assert "Xyzzyplugh" not in paper(district, MR, f"public {number}")


def test_a_name_of_a_student_is_asked_about(district: District) -> None:
    number = closed(district)
    reply = ask(district, MR, "public.release", {**RELEASED, "title": "Student id 123456789 fell"}, about=number)

    assert isinstance(reply, Open)
    assert district.do(lambda tx: Releases(tx).of(number)) is None
    assert seen(district, number).number == number
