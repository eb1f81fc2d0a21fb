"""Exports: somebody asks for a file, delivery has it drawn with the rights that they have then, and they are told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, replace
from itertools import chain, islice

from domain.cars import Car
from domain.errors import RefusedError
from domain.exports import OF_NEEDS, Export, Kind, Standing
from domain.frozen import dataclass
from domain.log import Rows, check_earlier, read_rows
from domain.public_copy import check_public_log
from domain.texts import say
from handlers.files import file_of
from handlers.log import look_of
from handlers.meeting_papers import meeting_document_of, meeting_named, meeting_paper_of
from handlers.moving import look_at
from handlers.need_papers import needs_paper_of, needs_sheet_of, place_named
from handlers.papers import (
    Sheet,
    called_in,
    families_of,
    half_page_of,
    on_paper,
    public_log_of,
    public_of,
    public_parts,
    report_of,
    stamp_of,
)
from handlers.plan_papers import Lines as LinesMade
from handlers.plan_papers import plan_named, plan_paper_of, plan_sheet_of, together_paper_of, together_sheet_of
from handlers.roadmap_papers import roadmap_named, roadmap_paper_of
from handlers.routing import Call, Draw, Reply, Routes, Show
from handlers.school_papers import schools_sheet_of, who_leads
from handlers.survey_letters import links_of, sheaf_named
from handlers.wave_papers import wave_sheet_of, wave_with_results
from storage.cars import CarLog
from storage.exports import Exports
from storage.log import order_of, rows_by
from storage.log_then import LogThen
from views.elements import Card
from views.exports import OF_LOG, asked_card, choose_card, failed_card, numbered, ready_card
from views.languages import drawn_in
from views.log import filter_pairs, filters_said
from views.log_paper import MOST, LogPart, log_paper
from views.log_sheet import TITLE, log_facts, row_line, sheet_line
from views.look import Look
from views.paper import Paper
from views.pdf import typeset_data
from views.trends import begun_later_said

routes = Routes()


@dataclass(slots=True)
class Tally:
    """Which reports went into a drawing."""

    numbers: list[str] = field(default_factory=list)


Lines = Callable[[Call, Export, Tally], Iterator[str]]


def who_is_staff(call: Call) -> None:
    """May have the log: each row of it is asked for as theirs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """How a kind of file is drawn: `lines` go to a process that runs `module`, and what it writes is the file."""

    lines: Lines
    module: tuple[str, ...]  # and what it is told
    ending: str
    media: str
    seconds: float
    check: Callable[[Call], object] = who_is_staff  # refuses who may not have one of `call.about`
    name: str = TITLE  # what it is saved as; "{of}" is what it is drawn of, and "{more}" which version of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """The reports of some rows of the log, some at a time; of `begun_later` it is not on record what they held."""

    cars: Iterator[list[Car]]
    total: int
    begun_later: int = 0


def _read(call: Call, rows: Rows) -> Read:
    """As they stand, or as they stood."""
    rules = call.settings.rules
    if rows.as_of:
        then = LogThen(call.tx, call.viewer, rows, rules, call.settings.zone)
        total, later = then.counted()
        return Read(cars=then.stream(), total=total, begun_later=later)
    where, log = rows_by(call.tx, rows, call.viewer, call.today, rules), CarLog(call.tx, call.viewer)
    return Read(cars=log.stream(where, order_of(rows)), total=log.count(where))


def _sheet(call: Call, export: Export, tally: Tally, *, guard: bool) -> Iterator[str]:
    rows, rules = export.chosen, call.settings.rules
    read = _read(call, rows)
    pairs = filter_pairs(rows, look_of(call, rows))
    known = [(say("Not on record"), begun_later_said(read.begun_later))] if read.begun_later else []
    stamp = stamp_of(call.tx, call.settings)
    facts = log_facts(stamp, export.number, [*pairs, *known], read.total, earlier=rows.as_of is not None)
    yield sheet_line(facts, TITLE, call.tx.now, call.language)
    for some in read.cars:
        persons = [person for car in some for person in (car.requester, car.owner)]
        called = called_in(call.tx, call.settings, some, persons)
        for car in some:
            tally.numbers.append(car.number)
            yield row_line(car, called, rules, call.language, guard=guard)


def _xlsx(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet(call, export, tally, guard=False)


def _csv(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet(call, export, tally, guard=True)


def _log_pdf(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    rows, rules = export.chosen, call.settings.rules
    read = _read(call, rows)
    cars = list(islice(chain.from_iterable(read.cars), MOST))
    tally.numbers += [car.number for car in cars]
    called = called_in(call.tx, call.settings, cars, [car.owner for car in cars])
    part = LogPart(
        cars=cars,
        filters=filters_said(rows, look_of(call, rows)),
        total=read.total,
        as_of=rows.as_of or call.today,
        begun_later=read.begun_later,
    )
    yield _typeset(log_paper(part, called, rules, stamp_of(call.tx, call.settings)), call, export)


def _log_public(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(public_log_of(call, export.chosen), call, export, tally)


def _report(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(report_of(replace(call, about=export.filters)), call, export, tally)


def _public(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(public_of(replace(call, about=export.filters)), call, export, tally)


def _families(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    """In the language that was chosen for it, whatever whoever asked speaks."""
    made = families_of(replace(call, about=export.filters))
    tally.numbers += made.numbers
    yield typeset_data(drawn_in(made.paper, made.paper.language))


def _plan_sheet(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _lines_of(plan_sheet_of(replace(call, about=export.filters), export.kind, export.number), tally)


def _plan_pdf(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(plan_paper_of(replace(call, about=export.filters)), call, export, tally)


def _together_sheet(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _lines_of(together_sheet_of(call, export.kind, export.number), tally)


def _together_pdf(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(together_paper_of(call), call, export, tally)


def _needs_sheet(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _lines_of(needs_sheet_of(replace(call, about=export.filters), export.number), tally)


def _needs_pdf(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(needs_paper_of(replace(call, about=export.filters)), call, export, tally)


def _wave_sheet(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _lines_of(wave_sheet_of(replace(call, about=export.filters), export.kind, export.number), tally)


def _roadmap(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(roadmap_paper_of(replace(call, about=export.filters)), call, export, tally)


def _meeting(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _sheet_of(meeting_paper_of(replace(call, about=export.filters)), call, export, tally)


def _meeting_word(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    made = meeting_document_of(replace(call, about=export.filters), export.number)
    tally.numbers += made.numbers
    yield made.line


def _lines_of(made: LinesMade, tally: Tally) -> Iterator[str]:
    tally.numbers += made.numbers
    yield from made.lines


def _sheet_of(made: Sheet, call: Call, export: Export, tally: Tally) -> Iterator[str]:
    tally.numbers += made.numbers
    yield _typeset(made.paper, call, export)


def _typeset(paper: Paper, call: Call, export: Export) -> str:
    return typeset_data(drawn_in(numbered(paper, export.number), call.language))


def _who_publishes(call: Call) -> None:
    check_public_log(read_rows(call.about), call.viewer)


def _schools(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _lines_of(schools_sheet_of(call, export.number), tally)


def _links(call: Call, export: Export, tally: Tally) -> Iterator[str]:
    return _lines_of(links_of(replace(call, about=export.filters), export.kind), tally)


SHEET, PDF = "bot.spreadsheet", "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = Drawing(lines=_xlsx, module=(SHEET, "xlsx"), ending="xlsx", media=EXCEL, seconds=480)
CSV = replace(XLSX, lines=_csv, module=(SHEET, "csv"), ending="csv", media="text/csv")
PAPER = Drawing(lines=_log_pdf, module=("bot.typeset",), ending="pdf", media=PDF, seconds=60)
WORD = Drawing(
    lines=_meeting_word,
    module=("bot.filling",),
    ending="docx",
    media=DOCX,
    seconds=60,
    check=meeting_named,
    name="{of}",
)
OF_PLAN = replace(XLSX, lines=_plan_sheet, check=plan_named, name="{of} version {more}")
TOGETHER = replace(XLSX, lines=_together_sheet, name="consolidated-plan")
OF_WAVE = replace(XLSX, lines=_wave_sheet, check=wave_with_results, name="{of}")
#: Each kind of file that can be drawn. Another one is an entry more here, and a member of `Kind`.
DRAWINGS: Mapping[Kind, Drawing] = {
    Kind.LOG_XLSX: XLSX,
    Kind.LOG_CSV: CSV,
    Kind.LOG_PDF: PAPER,
    Kind.LOG_PUBLIC: replace(PAPER, lines=_log_public, check=_who_publishes, name=f"{TITLE} public"),
    Kind.REPORT: replace(PAPER, lines=_report, check=on_paper, name="{of}"),
    Kind.PUBLIC: replace(PAPER, lines=_public, check=public_parts, name="{of} public"),
    Kind.FAMILIES: replace(PAPER, lines=_families, check=half_page_of, name="you-said-we-fixed"),
    Kind.PLAN_XLSX: OF_PLAN,
    Kind.PLAN_CSV: replace(CSV, lines=OF_PLAN.lines, check=plan_named, name=OF_PLAN.name),
    Kind.PLAN_PDF: replace(PAPER, lines=_plan_pdf, check=plan_named, name=OF_PLAN.name),
    Kind.TOGETHER_XLSX: TOGETHER,
    Kind.TOGETHER_CSV: replace(CSV, lines=TOGETHER.lines, name=TOGETHER.name),
    Kind.TOGETHER_PDF: replace(PAPER, lines=_together_pdf, name=TOGETHER.name),
    Kind.NEEDS_XLSX: replace(XLSX, lines=_needs_sheet, check=place_named, name="inventory-of-needs"),
    Kind.NEEDS_PDF: replace(PAPER, lines=_needs_pdf, check=place_named, name="inventory-of-needs"),
    Kind.ROADMAP_PDF: replace(PAPER, lines=_roadmap, check=roadmap_named, name="{of} roadmap"),
    Kind.WAVE_XLSX: OF_WAVE,
    Kind.LINKS_CSV: replace(CSV, lines=_links, check=sheaf_named, name="links {of} {more}"),
    Kind.LINKS_LETTERS: replace(PAPER, lines=_links, check=sheaf_named, name="letters {of} {more}"),
    Kind.LINKS_CODES: replace(PAPER, lines=_links, check=sheaf_named, name="codes {of} {more}"),
    Kind.WAVE_CSV: replace(CSV, lines=OF_WAVE.lines, check=OF_WAVE.check, name=OF_WAVE.name),
    Kind.MEETING_PDF: replace(PAPER, lines=_meeting, check=meeting_named, name="{of}"),
    Kind.MEETING_WORD: WORD,
    Kind.SCHOOLS_CSV: replace(CSV, lines=_schools, check=who_leads, name="schools-this-term"),
}


def name_of(export: Export) -> str:
    """What the file is saved as: with its number, so that two of one day are told apart."""
    drawing = DRAWINGS[export.kind]
    of, _, more = export.filters.partition(" ")
    return f"{drawing.name.format(of=of, more=more)} {export.number}.{drawing.ending}"


@routes.button("log.export")
def choose(call: Call) -> Reply:
    rows = read_rows(call.about)
    return Show(choose_card(rows, look_of(call, rows), publishes=call.viewer.is_mr), beside=True)


@routes.button("exports.make", writes=True)
def make(call: Call) -> Reply:
    kind, _, line = call.about.partition(" ")
    if kind not in {*OF_LOG, Kind.LOG_PUBLIC}:
        raise RefusedError("Please choose Excel, CSV or PDF.")
    rows = read_rows(line)
    check_earlier(rows, call.today)
    return Draw("exports.asked", _asked(call, Kind(kind), rows.wordless, rows.text))


@routes.button("exports.again", writes=True)
def again(call: Call) -> Reply:
    export = mine(call)
    if export is None:
        raise RefusedError("There is no such export of yours.")
    return Draw("exports.asked", _asked(call, export.kind, export.filters, export.text or ""))


@routes.button("minutes.word", writes=True)
def as_word(call: Call) -> Reply:
    return paper_of(call, Kind.MEETING_WORD, meeting_named(call).number)


@routes.button("minutes.pdf", writes=True)
def as_pdf(call: Call) -> Reply:
    return paper_of(call, Kind.MEETING_PDF, meeting_named(call).number)


@routes.button("paper.report", writes=True)
def save(call: Call) -> Reply:
    return paper_of(call, Kind.REPORT, on_paper(call).number)


def paper_of(call: Call, kind: Kind, about: str) -> Reply:
    """Have a paper of something drawn, which is said beside what was pressed."""
    return Draw("exports.asked", _asked(call, kind, about), beside=True)


def _asked(call: Call, kind: Kind, filters: str, text: str = "") -> str:
    """The number of what waits. Whoever may not have it is refused at once, and again when it is drawn."""
    DRAWINGS[kind].check(replace(call, about=f"{filters} text={text}" if text else filters))
    year = call.settings.number_year(call.today)
    made = Exports(call.tx).ask(kind, by=call.me, year=year, filters=filters, text=text)
    return made.number


def mine(call: Call) -> Export | None:
    """The export that `call.about` names, if it was asked for by whoever looks."""
    export = Exports(call.tx).find(call.about)
    return export if export and export.by in call.viewer.ids else None


@routes.notice("exports.asked")
def asked(call: Call) -> Card:
    export = mine(call)
    if export is None:
        return Card(title=say("There is no such export of yours."))
    return asked_card(export) if export.standing is Standing.ASKED else _settled(call, export)


@routes.notice("exports.ready")
def ready(call: Call) -> Card:
    export = mine(call)
    return _settled(call, export) if export else Card(title=say("There is no such export of yours."))


def _settled(call: Call, export: Export) -> Card:
    if export.standing is Standing.FAILED:
        return failed_card(export)
    file = file_of(replace(call, about=export.file)) if export.file else None
    return ready_card(export, file, _look(call, export))


def _look(call: Call, export: Export) -> Look:
    """What is called what in what it was drawn of."""
    if export.kind is Kind.FAMILIES:
        return look_at(call, [], there=export.filters.split()[:1])
    if export.kind in OF_NEEDS:
        return look_at(call, [], there=[export.filters])
    return look_of(call, export.chosen if export.kind in {*OF_LOG, Kind.LOG_PUBLIC} else Rows())
