"""Templates of Word: ours, those that districts bring, and what none of them may hold."""

from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Inches

from bot.filling import UnfitError, faults, filled
from bot.templates_cli import FULL, SAMPLES
from bot.word_templates import template
from domain.templates import Template
from views.meeting_words import NAMES

WORDS = [asdict(sample) for sample in SAMPLES]


def document(file: bytes) -> Any:
    return Document(BytesIO(file))


def written(*paragraphs: str, header: str = "") -> bytes:
    """A template with these paragraphs."""
    made, out = Document(), BytesIO()
    for text in paragraphs:
        made.add_paragraph(text)
    made.sections[0].header.paragraphs[0].text = header
    made.save(out)
    return out.getvalue()


def packed(change: Callable[[str, bytes], bytes] = lambda _, content: content, **more: bytes) -> bytes:
    """Our template with parts of its file changed, or others beside them."""
    out = BytesIO()
    with ZipFile(BytesIO(template("minutes"))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def texts(file: bytes) -> list[str]:
    return [paragraph.text for paragraph in document(file).paragraphs]


@pytest.mark.parametrize("kind", [str(kind) for kind in Template])
def test_ours_are_filled_with_a_full_meeting_and_with_one_of_which_little_is_known(kind: str) -> None:
    assert faults(template(kind), WORDS, NAMES) == []


def test_minutes_have_real_headings_are_letter_and_say_on_each_page_what_they_are() -> None:
    made = document(filled(template("minutes"), asdict(FULL), NAMES))
    (page,) = made.sections
    headings = [(one.style.name, one.text) for one in made.paragraphs if one.style.name.startswith("Heading")]

    assert headings == [
        ("Heading 1", "Paper · Title"),
        ("Heading 2", "4 · Corrective Action Log"),
        ("Heading 3", "Gates of East"),
        ("Heading 2", "6 · Internal audits"),
        ("Heading 2", "Approval"),
    ]
    assert (page.page_width, page.page_height) == (Inches(8.5), Inches(11))
    assert [one.text for one in page.header.paragraphs] == ["District · Kind · Number\tRevision", "Notice"]
    assert [one.text for one in page.footer.paragraphs] == ["Printed\tPage ", "History"]
    assert (made.core_properties.title, made.core_properties.language) == ("Paper Number", "en")


def test_what_somebody_typed_stays_what_they_typed() -> None:
    said = "Buy <ten> & {{ number }} {% for x in y %}\nand \x07more\x0b"
    made = filled(written("{{ title }}"), {"title": said}, NAMES)

    assert texts(made) == ["Buy <ten> & {{ number }} {% for x in y %}\nand more"]


def test_an_office_writes_its_own() -> None:
    own = written("{%p for section in sections %}", "* {{ section.title }}", "{%p endfor %}", header="{{ number }}")

    assert faults(own, WORDS, NAMES) == []
    assert texts(filled(own, asdict(FULL), NAMES)) == ["* 4 · Corrective Action Log", "* 6 · Internal audits"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ tittle }}", "There is no tittle. There are: absent"),
        ("{{ title.__class__ }}", "Nothing has a __class__."),
        ("{%p for section in sections %}{{ section.words }}{%p endfor %}", "It cannot be read"),
        ("{{ range(9) }}", "cannot have this: call"),
        ("{{ title.upper() }}", "cannot have this: call"),
        ("{{ title | upper }}", "cannot have this: filter"),
        ("{% set x = 1 %}", "cannot have this: assign"),
        ("{% include 'x' %}", "cannot have this: include"),
        ("{{ sections[0] }}", "cannot have this: getitem"),
        ("{{ 9 ** 99 }}", "cannot have this: pow"),
        ("{{ title", "It cannot be read"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(text: str, what: str) -> None:
    (fault,) = faults(written(text), WORDS, NAMES)

    assert what in fault


def test_a_header_is_looked_at_as_the_text_is() -> None:
    assert "There is no nobody." in faults(written("x", header="{{ nobody }}"), WORDS, NAMES)[0]


def _fetching(name: str, content: bytes) -> bytes:
    link = b'<Relationship Id="r9" Type="x/attachedTemplate" Target="http://e.example/t" TargetMode="External"/>'
    return (
        content.replace(b"</Relationships>", link + b"</Relationships>")
        if name.endswith("document.xml.rels")
        else content
    )


def _declaring(name: str, content: bytes) -> bytes:
    return content.replace(b"<w:document", b"<!DOCTYPE a><w:document", 1) if name == "word/document.xml" else content


@pytest.mark.parametrize(
    ("file", "what"),
    [
        (b"PK nothing", "no document of Word"),
        (b"", "no document of Word"),
        (packed(**{"word/vbaProject.bin": b"x"}), "macros"),
        (packed(**{"word/embeddings/a.bin": b"x"}), "macros"),
        (packed(_fetching), "from elsewhere"),
        (packed(_declaring), "what no Word writes"),
        (packed(**{"word/media/a.png": b"0" * 31_000_000}), "30 MB"),
    ],
)
def test_a_file_that_is_more_than_a_document_is_refused(file: bytes, what: str) -> None:
    with pytest.raises(UnfitError, match=what):
        filled(file, asdict(FULL), NAMES)


def test_a_link_that_somebody_presses_is_no_fetching() -> None:
    def linked(name: str, content: bytes) -> bytes:
        return _fetching(name, content).replace(b"x/attachedTemplate", b"x/hyperlink")

    assert faults(packed(linked), WORDS, NAMES) == []
