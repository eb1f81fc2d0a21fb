"""Papers as PDF: tagged, Letter, in a language, the same bytes for the same words, and no word is markup."""

import asyncio
import io
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader

from bot.apart import LEAST
from bot.typeset import pdf
from bot.typesetting import Typesetter
from tests.views.papers import CALLED, PAPERS, STAMP, WHOLE
from views.elements import Facts, Text
from views.paper import Paper, Said, Table
from views.papers import car_paper
from views.pdf import _fonts, printed, typeset_data

AT = datetime(2026, 3, 9, tzinfo=UTC)
NASTY = (
    "#panic() $x$ *b* _i_ `c` \\ = - + / // /* <a> @b [c] {d} #[x] ~ ' \" \U0001f600 \u05e9\u05dc\u05d5\u05dd \u4e2d"
)
LETTER = (612, 792)


def read(paper: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(pdf(typeset_data(paper))))


def text(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_tagged_on_letter_in_its_language_with_a_title(name: str) -> None:
    paper = replace(PAPERS[name], language="es-MX")
    reader = read(paper)
    root: Any = reader.root_object

    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "es-MX"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata
    assert reader.metadata.title == paper.title
    sizes = {(round(float(page.mediabox.width)), round(float(page.mediabox.height))) for page in reader.pages}
    assert sizes == {LETTER[::-1] if paper.wide else LETTER}


def test_headings_are_bookmarks_and_pages_are_counted() -> None:
    reader = read(PAPERS["a report that is closed"])

    def titles(outline: Any) -> list[str]:
        return [t for one in outline for t in (titles(one) if isinstance(one, list) else [one["/Title"]])]

    assert {"Nonconformity", "Dates", "Passages"} <= set(titles(reader.outline))
    many = len(reader.pages)
    assert many > 1
    for number, page in enumerate(reader.pages, 1):
        assert f"Page {number} of {many}" in page.extract_text()
    assert all("Unofficial copy" in page.extract_text() for page in reader.pages)


def test_the_head_of_a_table_stands_on_each_of_its_pages() -> None:
    pages = read(PAPERS["the log"]).pages

    assert len(pages) > 2
    assert all("Reported" in page.extract_text() for page in pages)


def test_half_a_page_is_half_a_page() -> None:
    assert len(read(PAPERS["half a page"]).pages) == 1


def test_the_same_words_at_the_same_moment_are_the_same_bytes() -> None:
    data = typeset_data(car_paper(WHOLE, CALLED, STAMP))
    run = (sys.executable, "-I", "-m", "bot.typeset")
    apart = subprocess.run(run, input=data.encode(), capture_output=True, check=True, env=LEAST).stdout

    assert pdf(data) == apart
    assert pdf(typeset_data(car_paper(WHOLE, CALLED, replace(STAMP, entries=43)))) != apart


def test_no_word_is_markup() -> None:
    table = Table(head=[NASTY], rows=[[NASTY]], shares=[1])
    paper = Paper(title=NASTY, at=AT, running=NASTY, edition=NASTY, notice=NASTY, foot=[NASTY])
    whole = replace(paper, parts=[Facts([(NASTY, NASTY)]), Said(NASTY, NASTY), Text(NASTY), table])
    found = " ".join(text(read(whole)).split())

    assert found.count("#panic()") == 12
    assert found.count("[grinning face]") == 12
    assert "\\ = - + / // /* <a> @b [c] {d} #[x] ~" in found


def test_every_character_that_is_said_to_be_printable_is() -> None:
    """Fails where a new typst or another font has lost one: then views/glyphs.txt is to be made anew."""
    for font in _fonts():
        every = sorted(one for one in font if one.isprintable() and one != "\n")
        assert "[?]" not in "".join(said for _, said in printed("\n".join(every)))
        pdf(typeset_data(Paper(title="t", at=AT, parts=[Text(" ".join(every[:3000]))])))


def test_any_text_at_all_makes_a_paper() -> None:
    some = random.Random(7)  # noqa: S311 - an example
    ranges = [(1, 0x300), (0x300, 0x370), (0x370, 0x3000), (0x3000, 0xD7FF), (0x1F000, 0x1FFFF)]
    for _ in range(6):
        words = "".join(chr(some.randint(*some.choice(ranges))) for _ in range(300))
        pdf(typeset_data(Paper(title=words, at=AT, parts=[Said(words, words), Facts([(words, words)])])))


def test_a_word_of_three_thousand_letters_stays_on_the_page() -> None:
    wide = []
    narrow = Table(head=["a", "b"], rows=[["W" * 3000, "x"]], shares=[1, 9])
    for page in read(Paper(title="t", at=AT, parts=[Text("W" * 3000), narrow])).pages:
        page.extract_text(visitor_text=lambda said, _, at, *__: wide.append(at[4]) if said.strip() else None)

    assert max(wide) < LETTER[0] - 30


def test_what_typesets_loads_nothing_of_the_bot() -> None:
    ours = "('storage', 'handlers', 'views', 'domain')"
    code = f"import bot.typeset, sys; print([n for n in sys.modules if n.partition('.')[0] in {ours}])"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, env=LEAST)

    assert loaded.stdout.strip() == "[]"


async def _late() -> bytes:
    return await Typesetter(seconds=0.001).pdf(PAPERS["a report that is closed"])


def test_a_paper_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TimeoutError):
        asyncio.run(_late())
