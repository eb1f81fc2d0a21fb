"""Exports: somebody asks for a file, delivery has it drawn with the rights that they have then, and they are told."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from domain.errors import RefusedError
from domain.exports import Export, Kind, Standing
from domain.log import Rows, read_rows
from domain.texts import say
from handlers.files import file_of
from handlers.log import look_of
from handlers.papers import called_in, stamp_of
from handlers.routing import Call, Draw, Reply, Routes, Show
from storage.cars import CarLog
from storage.exports import Exports
from storage.log import order_of, rows_by
from views.elements import Card
from views.exports import OF_LOG, asked_card, choose_card, failed_card, ready_card
from views.languages import texts_in
from views.log import filter_pairs, filters_said
from views.log_paper import MOST, LogPart, log_paper
from views.log_sheet import TITLE, copy_facts, row_line, sheet_line
from views.paper import Paper
from views.pdf import typeset_data

routes = Routes()


@dataclass(slots=True)
class Tally:
    """Which reports went into a drawing."""

    numbers: list[str] = field(default_factory=list)


Lines = Callable[[Call, Export, Tally], Iterator[str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """How a kind of file is drawn: `lines` go to a process that runs `module`, and what it writes is the file."""

    lines: Lines
    module: tuple[str, ...]  # and what it is told
    ending: str
    media: str
    seconds: float


def _sheet(call: Call, export: Export, tally: Tally, *, guard: bool) -> Iterator[str]:
    rows, rules = export.chosen, call.settings.rules
    where, log = rows_by(call.tx, rows, call.viewer, call.today, rules), CarLog(call.tx, call.viewer)
    total = log.count(where)
    facts = copy_facts(stamp_of(call.tx, call.settings), export.number, filter_pairs(rows, look_of(call, rows)), total)
    yield sheet_line(facts, TITLE, call.tx.now, call.language)
    for some in log.stream(where, order_of(rows)):
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
    where, log = rows_by(call.tx, rows, call.viewer, call.today, rules), CarLog(call.tx, call.viewer)
    cars = log.listed(where, order_of(rows), offset=0, size=MOST).cars
    tally.numbers += [car.number for car in cars]
    called = called_in(call.tx, call.settings, cars, [car.owner for car in cars])
    said = filters_said(rows, look_of(call, rows))
    part = LogPart(cars=cars, filters=said, total=log.count(where), as_of=call.today)
    yield _typeset(log_paper(part, called, rules, stamp_of(call.tx, call.settings)), call)


def _typeset(paper: Paper, call: Call) -> str:
    (spoken,) = texts_in([paper], call.language)
    return typeset_data(spoken)


TYPESET, SHEET = ("bot.typeset",), "bot.spreadsheet"
PDF, EXCEL = "application/pdf", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Each kind of file that can be drawn. Another one is an entry more here, and a member of `Kind`.
DRAWINGS: Mapping[Kind, Drawing] = {
    Kind.LOG_XLSX: Drawing(lines=_xlsx, module=(SHEET, "xlsx"), ending="xlsx", media=EXCEL, seconds=480),
    Kind.LOG_CSV: Drawing(lines=_csv, module=(SHEET, "csv"), ending="csv", media="text/csv", seconds=480),
    Kind.LOG_PDF: Drawing(lines=_log_pdf, module=TYPESET, ending="pdf", media=PDF, seconds=60),
}


def name_of(export: Export) -> str:
    """What the file is saved as: its number, so that two of one day are told apart."""
    return f"{TITLE} {export.number}.{DRAWINGS[export.kind].ending}"


@routes.button("log.export")
def choose(call: Call) -> Reply:
    rows = read_rows(call.about)
    return Show(choose_card(rows, look_of(call, rows)), beside=True)


@routes.button("exports.make", writes=True)
def make(call: Call) -> Reply:
    kind, _, line = call.about.partition(" ")
    if kind not in set(OF_LOG):
        raise RefusedError("Please choose Excel, CSV or PDF.")
    return _asked(call, Kind(kind), read_rows(line))


@routes.button("exports.again", writes=True)
def again(call: Call) -> Reply:
    export = mine(call)
    if export is None:
        raise RefusedError("There is no such export of yours.")
    return _asked(call, export.kind, export.chosen)


def _asked(call: Call, kind: Kind, rows: Rows) -> Reply:
    year = call.settings.number_year(call.today)
    made = Exports(call.tx).ask(kind, by=call.me, year=year, filters=rows.wordless, text=rows.text)
    return Draw("exports.asked", made.number)


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
    return ready_card(export, file, look_of(call, export.chosen))
