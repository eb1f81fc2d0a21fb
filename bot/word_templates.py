"""The templates of Word that Kaizen comes with: `kaizen template write` gives them to an office, which may change them.

They are made here rather than kept as files, so that what stands in them can be read and compared. Headings are those
of Word's own styles, by which screen readers find their way; the paper is Letter.
"""

from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

INK, QUIET = RGBColor(0x1C, 0x24, 0x22), RGBColor(0x4D, 0x59, 0x56)
ACCENT = RGBColor(0x0B, 0x5D, 0x57)
WIDTHS: Final = (Inches(1.4), Inches(5.3))
FACTS: Final = (
    ("Day", "{{ day }}, {{ begins }}"),
    ("Place", "{{ place }}"),
    ("Chair", "{{ chair }}"),
    ("Called to order", "{{ called_to_order }}"),
    ("Adjourned", "{{ adjourned }}"),
    ("Present", "{{ present }}"),
    ("Came late", "{{ late }}"),
    ("Absent", "{{ absent }}"),
    ("Quorum", "{{ quorum }}"),
)
SELDOM: Final = frozenset({"late", "absent", "counted"})  # a row that stands there where somebody is named
OF_AGENDA: Final = (*FACTS[:3], ("When it was counted", "{{ counted }}"))


def template(kind: str) -> bytes:
    """That of an agenda or of minutes."""
    made = Document()
    _page(made)
    _styles(made)
    _running(made)
    made.add_heading("{{ paper }} · {{ title }}", level=1)
    _facts(made, OF_AGENDA if kind == "agenda" else FACTS)
    _sections(made)
    if kind != "agenda":
        made.add_heading("Approval", level=2)
        made.add_paragraph("{{ approval }}")
    core = made.core_properties
    core.title, core.author, core.language = "{{ paper }} {{ number }}", "{{ district }}", "{{ language }}"
    core.comments = ""
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _page(made: Any) -> None:
    (section,) = made.sections
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(0.9)
    section.top_margin, section.bottom_margin = Inches(1.0), Inches(0.9)


def _styles(made: Any) -> None:
    looks = (("Normal", 10.5, INK), ("Heading 1", 18, INK), ("Heading 2", 13, ACCENT), ("Heading 3", 11, INK))
    for name, size, colour in looks:
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), colour
        for face in ("w:asciiTheme", "w:hAnsiTheme"):
            style.element.rPr.rFonts.attrib.pop(qn(face), None)
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    made.styles["Heading 1"].paragraph_format.space_before = Pt(0)
    made.styles["Heading 1"].paragraph_format.space_after = Pt(8)


def _running(made: Any) -> None:
    """What stands on each page: of what it is a copy, when it was printed, and how far history had come."""
    section = made.sections[0]
    head = section.header.paragraphs[0]
    _quiet(head, "{{ district }} · {{ kind }} · {{ number }}\t{{ revision }}")
    _quiet(section.header.add_paragraph(), "{{ notice }}")
    foot = section.footer.paragraphs[0]
    _quiet(foot, "{{ printed }}\tPage ")
    _field(foot, "PAGE")
    _quiet(section.footer.add_paragraph(), "{{ history }}")
    for paragraph in (head, foot):
        stops = paragraph.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(Inches(6.6), WD_TAB_ALIGNMENT.RIGHT)


def _quiet(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8), QUIET


def _field(paragraph: Any, name: str) -> None:
    """A number that Word counts itself."""
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        run = paragraph.add_run()
        run.font.size, run.font.color.rgb = Pt(8), QUIET
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)  # noqa: SLF001 - python-docx has no fields


def _facts(made: Any, facts: tuple[tuple[str, str], ...]) -> None:
    table = made.add_table(rows=0, cols=2)
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = width
    for name, value in facts:
        asked = value.strip("{ }")
        if asked in SELDOM:
            table.add_row().cells[0].text = f"{{%tr if {asked} %}}"
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(name).bold = True
        cells[1].text = value
        cells[0].width, cells[1].width = WIDTHS
        if asked in SELDOM:
            table.add_row().cells[0].text = "{%tr endif %}"


def _sections(made: Any) -> None:
    made.add_paragraph("{%p for section in sections %}")
    made.add_heading("{{ section.title }}", level=2)
    made.add_paragraph("{%p if section.empty %}")
    made.add_paragraph("{{ section.empty }}")
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for line in section.lines %}")
    made.add_paragraph("{{ line }}", style="List Bullet")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p for item in section.items %}")
    made.add_paragraph("{%p if item.subject %}")
    made.add_heading("{{ item.subject }}", level=3)
    made.add_paragraph("{%p endif %}")
    made.add_paragraph("{%p for outcome in item.outcomes %}")
    paragraph = made.add_paragraph(style="List Bullet")
    paragraph.add_run("{{ outcome.kind }}: ").bold = True
    paragraph.add_run("{{ outcome.text }}")
    _quiet(paragraph, " {{ outcome.details }}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
    made.add_paragraph("{%p endfor %}")
