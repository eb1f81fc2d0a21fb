"""Links by which families answer a survey: made for a school, listed, and saved as files."""

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader

from bot.exporting import drawn as made_of
from bot.links import Links
from domain.errors import RefusedError
from domain.exports import Kind
from domain.links import opened
from domain.survey_links import PULSE
from domain.surveys import Wave
from handlers.exports import DRAWINGS
from handlers.routing import Draw, FormError
from handlers.survey_letters import links_of
from storage.exports import Exports
from storage.survey_answers import SurveyAnswers, invitations
from storage.waves import Waves
from tests.conftest import MR, NOW, District
from tests.office import drawn
from tests.story import ask
from tests.surveying import launched, made
from views.elements import Card, Note
from views.survey_results import MORE_THAN_ONCE

KEY = "k" * 32


def wave_for_families(district: District) -> Wave:
    return launched(district, made(district, "Our school", "families"), audience="families")


def linked(district: District, wave: Wave, number: str = "3", school: str | None = None) -> str:
    """By which name the new links are known."""
    reply = ask(district, MR, "links.make", {"number": number, "school": school}, about=wave.number)
    assert isinstance(reply, Draw)
    return reply.about.partition(" ")[2]


def rows(district: District) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = district.do(lambda tx: tx.rows(invitations))
    return found


def test_each_batch_has_links_of_its_own_that_count_at_its_school(district: District) -> None:
    wave, east = wave_for_families(district), district.school()

    assert [linked(district, wave, "3", east), linked(district, wave, "2"), linked(district, wave, "")] == [
        "1",
        "2",
        "open.",
    ]
    assert linked(district, wave, "") == "open."  # there is one already
    found = rows(district)
    assert sorted((row["kind"], row["place"] or "") for row in found) == [
        ("link", ""),
        ("link", ""),
        *[("link", east)] * 3,
        ("open", ""),
    ]
    assert len({row["who"] for row in found}) == 6
    assert district.do(lambda tx: SurveyAnswers(tx).rate(Waves(tx).get(wave.number))).asked == {east: 3, "": 2}


def test_a_link_says_nothing_of_who_has_it(district: District) -> None:
    wave = wave_for_families(district)
    linked(district, wave)

    assert {one for row in rows(district) for one in row} == {"district", "kind", "place", "told", "who", "wave"}


@pytest.mark.parametrize("number", ["0", "501", "many"])
def test_a_number_that_does_not_fit_makes_no_link(district: District, number: str) -> None:
    wave = wave_for_families(district)

    with pytest.raises(FormError):
        ask(district, MR, "links.make", {"number": number}, about=wave.number)

    assert rows(district) == []


def test_there_are_no_links_to_what_asks_staff_or_is_closed(district: District) -> None:
    staff, families = launched(district), wave_for_families(district)
    ask(district, MR, "wave.close", about=families.number)

    with pytest.raises(RefusedError, match="asks staff in chat"):
        ask(district, MR, "links.make", {"number": "2"}, about=staff.number)
    with pytest.raises(RefusedError, match="while a survey waits for its day or is open"):
        ask(district, MR, "links.make", {"number": "2"}, about=families.number)


def file_of(district: District, wave: Wave, nth: str, kind: Kind, links: Links | None) -> list[str]:
    def work(tx: Any) -> list[str]:
        call = replace(district.call(tx, MR), about=f"{wave.number} {nth}", links=links)
        return list(links_of(call, kind).lines)

    found: list[str] = district.do(work)
    return found


LINKS = Links("https://kaizen.example.org", [KEY])


def test_the_list_for_the_messenger_has_each_link_with_words_in_both_languages(district: District) -> None:
    wave, east = wave_for_families(district), district.school()
    nth = linked(district, wave, "2", east)
    lines = file_of(district, wave, nth, Kind.LINKS_CSV, LINKS)
    table = list(csv.reader(io.StringIO(made_of(DRAWINGS[Kind.LINKS_CSV], lines).decode("utf-8-sig"))))

    assert table[0] == ["School", "Link", "Text in English", "Text in Español"]
    assert [row[0] for row in table[1:3]] == ["East School", "East School"]
    links = [row[1].rpartition("/")[2] for row in table[1:3]]
    about = {opened(word, PULSE, [KEY], NOW).about for word in links}
    assert about == {f"{wave.number} {row['who']}" for row in rows(district)}
    assert table[1][2].endswith(f"nobody sees who said what: {table[1][1]}?lang=en")
    assert table[1][3].endswith(f"nadie ve quién dijo qué: {table[1][1]}?lang=es")
    assert file_of(district, wave, nth, Kind.LINKS_CSV, LINKS) == lines  # the same links, however often


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", [Kind.LINKS_LETTERS, Kind.LINKS_CODES])
def test_letters_and_codes_are_papers_with_a_picture_for_each_link(district: District, kind: Kind) -> None:
    wave = wave_for_families(district)
    nth = linked(district, wave, "2", district.school())
    (data,) = file_of(district, wave, nth, kind, LINKS)
    paper = PdfReader(io.BytesIO(made_of(DRAWINGS[kind], [data])))
    said = " ".join(page.extract_text() for page in paper.pages)

    assert len(paper.pages) == (2 if kind is Kind.LINKS_LETTERS else 1)
    assert len([one for one in json.dumps(json.loads(data)).split("scanned") if "kaizen.example.org" in one]) == 2
    assert ("Estimadas familias de East School" in said) is (kind is Kind.LINKS_LETTERS)
    assert "Díganos" in said


def test_without_an_address_no_file_is_made_and_the_sentence_says_what_is_missing(district: District) -> None:
    wave = wave_for_families(district)
    nth = linked(district, wave)

    with pytest.raises(RefusedError, match="needs PUBLIC_URL and SECRET_KEY"):
        file_of(district, wave, nth, Kind.LINKS_CSV, None)


def test_a_file_is_asked_for_by_its_button_and_drawn_beside(district: District) -> None:
    wave = wave_for_families(district)
    nth = linked(district, wave)
    reply = ask(district, MR, "links.save", about=f"{Kind.LINKS_LETTERS} {wave.number} {nth}")

    assert isinstance(reply, Draw)
    export = district.do(lambda tx: Exports(tx).find(reply.about))
    assert (export.kind, export.filters) == (Kind.LINKS_LETTERS, f"{wave.number} {nth}")
    card: Card = drawn(district, MR, reply)
    assert card.title == "Letters with links to a survey"
    with pytest.raises(RefusedError, match="Please choose CSV"):
        ask(district, MR, "links.save", about=f"log.xlsx {wave.number} {nth}")


@pytest.mark.parametrize("number", ["2", ""])
def test_results_say_where_anybody_could_answer_more_than_once(district: District, number: str) -> None:
    wave = wave_for_families(district)
    linked(district, wave, number)
    ask(district, MR, "wave.close", about=wave.number)
    card: Card = drawn(district, MR, Draw("wave.closed", wave.number))

    notes = [part.body for part in card.parts if isinstance(part, Note)]
    assert (MORE_THAN_ONCE in notes) is (number == "")
