"""Agendas and minutes on paper: the same words in Word and PDF, by the rights of whoever has one drawn."""

import json
from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from bot.filling import filled
from bot.word_templates import template
from domain.errors import RefusedError
from domain.exports import Export, Kind
from domain.templates import Template
from handlers.exports import DRAWINGS, Tally
from handlers.routing import Draw
from storage.db import Tx
from storage.exports import Exports
from storage.templates import Templates
from tests.conftest import MR, TEACHER, District
from tests.minuting import MEMBER, THIRD, closed, members, running, written
from tests.story import ask
from tests.working import planned as plan_sent
from tests.working import press


@pytest.fixture
def held(district: District) -> tuple[District, str]:
    """A meeting that decided something, gave a step, and gave out resources."""
    members(district)
    car = plan_sent(district, resources="A locksmith")
    press(district, MR, "Approve, resources later", car)
    number = running(district, item="Gates of East")
    votes = {"mover": district.person(MEMBER), "votes_for": "2", "against": "1"}
    written(district, number, "decision", text="Check all gates in August.", output="improvement", **votes)
    given = {"text": "Ask for a price", "owner": district.person(THIRD), "due": "2026-03-20"}
    written(district, number, "step", about=f"{number} 4 - 0", **given)
    said = {"car": car, "as_": "allocated", "amount": "$800", "text": "For the gate."}
    written(district, number, "resource", about=f"{number} 10 - 0", **said)
    return district, number


def drawing(district: District, number: str, kind: Kind, who: str = MEMBER) -> tuple[dict[str, Any], list[str]]:
    """What the process is given, and of which reports it tells."""
    assert isinstance(
        ask(district, who, f"minutes.{'word' if kind is Kind.MEETING_WORD else 'pdf'}", about=number), Draw
    )

    def work(tx: Tx) -> tuple[list[str], list[str]]:
        call, tally = district.call(tx, who), Tally()
        export = Export(number="EXP-2026-001", kind=kind, filters=number, by=call.me, asked_at=tx.now)
        return list(DRAWINGS[kind].lines(call, export, tally)), tally.numbers

    (line,), numbers = district.do(work)
    return json.loads(line), numbers


def on_paper(district: District, number: str, who: str = MEMBER) -> str:
    drawn, _ = drawing(district, number, Kind.MEETING_PDF, who)
    return json.dumps(drawn["parts"], ensure_ascii=False)


def in_word(district: District, number: str) -> str:
    asked, _ = drawing(district, number, Kind.MEETING_WORD)
    own = b64decode(asked["template"]) if asked["template"] else template(asked["kind"])
    made = Document(BytesIO(filled(own, asked["words"], asked["names"])))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_minutes_say_the_same_in_word_and_pdf(held: tuple[District, str]) -> None:
    district, number = held
    closed(district, number)
    paper, word = on_paper(district, number), in_word(district, number)

    for said in (
        *("Gates of East", "Check all gates in August.", "2 for, 1 against, 0 abstained", "moved by Principal"),
        *(
            "Ask for a price",
            "Nurse",
            "$800",
            "Board room",
            "3 of 3 who vote were there",
            "10:00 AM",
            "Deputy (Recorder)",
        ),
        *("Not approved yet",),
    ):
        assert said in paper.replace("\u200b", ""), said
        assert said in word, said


def test_before_it_is_over_the_paper_is_the_agenda(held: tuple[District, str]) -> None:
    district, number = held

    assert "Gates of East" in on_paper(district, number)
    assert "Check all gates" not in on_paper(district, number)
    assert "Agenda · March review" in in_word(district, number)


def test_whoever_does_not_find_the_meeting_gets_no_paper_of_it(held: tuple[District, str]) -> None:
    district, number = held

    for name in ("minutes.pdf", "minutes.word"):
        with pytest.raises(RefusedError, match="There is no meeting"):
            ask(district, TEACHER, name, about=number)


def test_a_report_that_is_sealed_later_stands_on_no_paper_and_an_earlier_one_does_not_open(
    held: tuple[District, str],
) -> None:
    district, number = held
    closed(district, number)
    before, numbers = drawing(district, number, Kind.MEETING_PDF)
    assert "$800" in json.dumps(before)
    _, car = numbers

    ask(district, MR, "car.seal", about=car)

    for text in (on_paper(district, number), in_word(district, number)):
        assert car not in text
        assert "$800" not in text
        assert "For the gate." not in text
        assert "not everybody may read" in text


def test_a_district_prints_with_its_own_template_until_it_goes_back(held: tuple[District, str]) -> None:
    district, number = held
    closed(district, number)
    made, out = Document(), BytesIO()
    made.add_paragraph("OUR MINUTES {{ number }}")
    made.save(out)

    def put(content: bytes | None) -> None:
        by = district.person(MR)
        district.do(lambda tx: Templates(tx).put(Template.MINUTES, content, name="ours.docx", by=by))

    put(out.getvalue())
    assert in_word(district, number) == f"OUR MINUTES {number}"
    put(None)
    assert "Gates of East" in in_word(district, number)
    assert [one.revision for one in district.do(lambda tx: Templates(tx).revisions(Template.MINUTES))] == [2, 1]


def test_a_paper_of_minutes_opens_as_long_as_whoever_asked_finds_the_meeting(held: tuple[District, str]) -> None:
    district, number = held

    def fits(who: str) -> bool:
        def work(tx: Tx) -> bool:
            call = district.call(tx, who)
            export = Export(
                number="EXP-2026-001",
                kind=Kind.MEETING_PDF,
                filters=number,
                by=call.me,
                asked_at=tx.now,
                sees="",
                entries=0,
            )
            return Exports(tx).fits(export, call.viewer)

        found: bool = district.do(work)
        return found

    assert fits(MEMBER)
    assert not fits(TEACHER)
