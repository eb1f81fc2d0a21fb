"""Papers as pages, for an auditor who reads them in a browser. Pure: it knows HTML, not its server.

They say what the paper says. A page has a form that chooses what the log shows, and ways between its pages; it needs
no script and asks nobody for anything.
"""

from collections.abc import Sequence
from typing import assert_never

from markupsafe import Markup

from domain.frozen import dataclass
from views.elements import Facts, Heading, Note, Option, Quote, Text
from views.html import NAME, clean, element, fact, framed, lines, listed, part_html, policy, stylesheet
from views.paper import Codes, Figures, Letter, Paper, PaperPart, Said, Signatures, Story, Table

PAGE_STYLE = stylesheet("page", "controls", "audit")
PAGE_POLICY = policy(PAGE_STYLE, forms="'self'")


@dataclass(frozen=True, slots=True)
class Way:
    """Where somebody can go from here: `address` begins at the root of the site."""

    label: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A question of the form: `chosen` is the value of one of its options."""

    name: str
    label: str
    options: Sequence[Option]
    chosen: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Chooser:
    """The form: what is chosen goes to the page's own address."""

    choices: Sequence[Choice]
    submit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditPage:
    """`reports` is the address below which each report is found; `ways` stand above the paper, `turns` below it."""

    paper: Paper
    ways: Sequence[Way] = ()
    turns: Sequence[Way] = ()
    chooser: Chooser | None = None
    reports: str = ""
    language: str = "en"


def audit_page(page: AuditPage) -> str:
    paper = page.paper
    parts = [
        _ways(page.ways),
        element('<h1 dir="auto">{}</h1>', paper.title),
        element('<p class="note" dir="auto">{}</p>', paper.notice),
        *([_chooser(page.chooser)] if page.chooser else []),
        *(_part(part, page) for part in paper.parts),
        _ways(page.turns),
    ]
    foot = lines(element('<p dir="auto">{}</p>', line) for line in (paper.edition, *paper.foot))
    content = Markup("<main>\n{}\n</main>\n<footer>\n{}\n</footer>").format(lines(parts), foot)
    return framed(f"{clean(paper.title)} — {NAME}", content, language=paper.language, style=PAGE_STYLE)


def _ways(ways: Sequence[Way]) -> Markup:
    links = [Markup('<a href="{}" dir="auto">{}</a>').format(way.address, clean(way.label)) for way in ways]
    return Markup("<nav>\n{}\n</nav>").format(lines(links)) if links else Markup()


def _chooser(chooser: Chooser) -> Markup:
    choices = lines(map(_choice, chooser.choices))
    button = Markup('<button type="submit">{}</button>').format(clean(chooser.submit))
    return Markup('<form method="get">\n{}\n{}\n</form>').format(choices, button)


def _choice(choice: Choice) -> Markup:
    options = lines(
        Markup('<option value="{}"{}>{}</option>').format(
            one.value, Markup(" selected") if one.value == choice.chosen else "", clean(one.label)
        )
        for one in choice.options
    )
    return Markup('<div><label for="{}">{}</label>\n<select id="{}" name="{}">\n{}\n</select></div>').format(
        choice.name, clean(choice.label), choice.name, choice.name, options
    )


def _part(part: PaperPart, page: AuditPage) -> Markup:
    match part:
        case Heading() | Text() | Quote() | Note() | Facts():
            return part_html(part)
        case Said(label, body):
            return lines([element('<h3 dir="auto">{}</h3>', label), element('<p dir="auto">{}</p>', body)])
        case Table():
            return _table(part, page) if part.rows else element('<p dir="auto">{}</p>', part.empty)
        case Signatures() | Letter() | Codes():  # nobody signs a page, or scans it
            return Markup()
        case Figures(figures):
            return listed("dl", [fact(one.words, one.number) for one in figures])
        case Story():
            told = (element('<p dir="auto">{}</p>', body) for body in (part.said, part.done, part.took))
            return lines(told)
        case _:
            assert_never(part)


#: A table that is laid out as blocks is a table no more for some screen readers, unless it says so.
TABLE = Markup(
    '<table role="table">\n<thead role="rowgroup">\n<tr role="row">{}</tr>\n</thead>\n<tbody role="rowgroup">\n{}\n'
    "</tbody>\n</table>"
)


def _table(table: Table, page: AuditPage) -> Markup:
    head = [Markup('<th role="columnheader" scope="col" dir="auto">{}</th>').format(clean(name)) for name in table.head]
    rows = [
        Markup('<tr role="row">{}</tr>').format(_row(table, row, _leads(table, nth, page)))
        for nth, row in enumerate(table.rows)
    ]
    return TABLE.format(Markup().join(head), lines(rows))


def _leads(table: Table, nth: int, page: AuditPage) -> str:
    return f"{page.reports}/{table.opens[nth]}" if table.opens and page.reports else ""


def _row(table: Table, row: Sequence[str], leads: str) -> Markup:
    cells = []
    for nth, (name, value) in enumerate(zip(table.head, row, strict=True)):
        words = clean(value) or "–"
        inner = Markup('<a href="{}">{}</a>').format(leads, words) if leads and not nth else words
        cell = Markup('<td role="cell" data-label="{}"><span dir="auto">{}</span></td>')
        cells.append(cell.format(clean(name), inner))
    return Markup().join(cells)
