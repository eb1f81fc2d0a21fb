"""Files that are drawn, in chat: which there are, one that waits, one that is ready, and one that was not drawn."""

from collections.abc import Mapping
from dataclasses import replace

from domain.exports import FOR_EVERYBODY, OF_LINKS, OF_MEETING, OF_NEEDS, OF_PLAN, OF_TOGETHER, OF_WAVE, Export, Kind
from domain.files import File, size_said
from domain.log import Rows
from domain.public_copy import is_for_everybody
from domain.texts import day_text, joined, say
from views.dates import clock
from views.elements import Button, Buttons, Card, Document, Facts, Note, Part, Text
from views.log import TITLE, filters_said
from views.log_paper import MOST
from views.look import Look
from views.paper import Paper
from views.public import MONTHS

#: What the log can be drawn as.
OF_LOG: Mapping[Kind, str] = {Kind.LOG_XLSX: say("Excel"), Kind.LOG_CSV: say("CSV"), Kind.LOG_PDF: say("PDF")}
WHO = say("It holds what you may see at that moment, and opens for you alone.")
READ_FIRST = say("It opens for you alone. Read it before you send it on.")
NAMED: Mapping[Kind, str] = {
    Kind.LOG_PUBLIC: say("Public copy of the log"),
    Kind.FAMILIES: say("You said, we fixed"),
    Kind.LINKS_CSV: say("Links to a survey"),
    Kind.LINKS_LETTERS: say("Letters with links to a survey"),
    Kind.LINKS_CODES: say("Codes to cut out, with links to a survey"),
    Kind.NEEDS_XLSX: say("Inventory of needs"),
    Kind.NEEDS_PDF: say("Inventory of needs"),
    Kind.SCHOOLS_CSV: say("Each school this term"),
}


def title_of(export: Export) -> str:  # noqa: PLR0911 - a case for each kind
    match export.kind:
        case kind if kind is Kind.REPORT or kind in OF_MEETING:
            return say("{number} on paper", number=export.filters)
        case Kind.PUBLIC:
            return say("Public copy of {number}", number=export.filters)
        case kind if kind in OF_PLAN.values():
            return say("Export of {number}", number=export.filters.split()[0])
        case kind if kind in OF_TOGETHER.values():
            return say("Export of the consolidated plan")
        case Kind.ROADMAP_PDF:
            return say("Roadmap {number}", number=export.filters)
        case kind if kind in OF_WAVE:
            return say("Results of {number}", number=export.filters)
        case kind:
            return NAMED.get(kind, TITLE)


def choose_card(rows: Rows, look: Look, *, publishes: bool) -> Card:
    """Before it is drawn: which rows, and as what. Whoever `publishes` may have a copy for everybody."""
    kinds = {**OF_LOG, **({Kind.LOG_PUBLIC: PUBLIC} if publishes and is_for_everybody(rows) else {})}
    return Card(
        title=say("Export the log"),
        parts=[
            Text(joined(": ", [say("Filters"), filters_said(rows, look)])),
            Note(joined(" ", [WHO, say("A PDF has {most} reports at most.", most=f"{MOST:,}")])),
            *([Note(_of_public(rows))] if publishes else []),
            Buttons(
                [Button(label=said, does="exports.make", about=f"{kind} {rows.line}") for kind, said in kinds.items()]
            ),
        ],
    )


PUBLIC = say("Public copy")


def _of_public(rows: Rows) -> str:
    if is_for_everybody(rows):
        return say(
            "A public copy is a PDF that everybody may read: no sealed reports, no names, released titles alone."
        )
    return say("There is no public copy by words, by a person or of an earlier day. Take these away to make one.")


def asked_card(export: Export) -> Card:
    return Card(
        title=title_of(export),
        parts=[Text(say("Drawing …, a few seconds. It comes to your messages with Kaizen.")), Note(export.number)],
    )


def ready_card(export: Export, file: File | None, look: Look) -> Card:
    """`file` is None where it may not be opened any more: something in it was sealed or removed, or it is old."""
    again = Button(label=say("Draw it again"), does="exports.again", about=export.number)
    if file is None:
        gone = say("This file does not open any more: what it holds has changed, or it is old.")
        return Card(title=title_of(export), parts=[Text(gone), Note(export.number)], buttons=[again])
    parts: list[Part] = [Document(name=file.name, about=file.id), Facts(_facts(export, look))]
    sizes = joined(" · ", [export.number, size_said(file.size), READ_FIRST if export.kind in FOR_EVERYBODY else WHO])
    send = Button(label=say("Send it again"), does="files.send", about=file.id)
    return Card(title=title_of(export), state=say("ready"), parts=[*parts, Note(sizes)], buttons=[send, again])


def _facts(export: Export, look: Look) -> list[tuple[str, str]]:
    rows = _of_what(export, look)
    if export.drawn_at:
        now = export.drawn_at.astimezone(look.zone)
        when = say("{day}, {time}", day=day_text(now.date(), year=True), time=clock(now))
        rows.append((say("Drawn") if export.chosen.as_of else say("As of"), when))
    history = say("{n} entries, head {head}", n=export.entries or 0, head=(export.head or "")[:16])
    return [*rows, (say("History"), history), (say("SHA-256"), export.sha256 or "")]


OF_ONE = {Kind.REPORT, Kind.PUBLIC, Kind.ROADMAP_PDF, Kind.SCHOOLS_CSV}


def _of_what(export: Export, look: Look) -> list[tuple[str, str]]:
    """What it was drawn of, where its title does not say that."""
    match export.kind:
        case kind if kind in OF_LINKS | OF_WAVE | OF_MEETING | OF_ONE:
            return []
        case Kind.FAMILIES:
            school, months, *_ = export.filters.split()
            return [(say("School"), look.names.place(school)), (say("Time"), MONTHS[months])]
        case kind if kind in OF_PLAN.values():
            return [(say("Version"), export.filters.split()[1])]
        case kind if kind in OF_TOGETHER.values():
            return [(say("Plans"), str(export.rows or 0))]
        case kind if kind in OF_NEEDS:
            where = [(say("For"), look.names.place(export.filters))] if export.filters else []
            return [(say("Needs"), str(export.rows or 0)), *where]
        case _:
            return [(say("Reports"), f"{export.rows or 0:,}"), (say("Filters"), filters_said(export.chosen, look))]


def failed_card(export: Export) -> Card:
    again = Button(label=say("Try again"), does="exports.again", about=export.number)
    fewer = say("It could not be drawn. Choose fewer reports, or tell your IT office the number below.")
    not_yours = say(
        "It could not be drawn. Look whether it is still yours to read, or tell your IT office the number below."
    )
    why = fewer if export.kind in {*OF_LOG, Kind.LOG_PUBLIC} else not_yours
    return Card(title=title_of(export), parts=[Text(why), Note(export.number)], buttons=[again])


def numbered(paper: Paper, export: str) -> Paper:
    """The same paper with the number of the export that it is, at the head of what stands on each page of a copy."""
    first, *rest = paper.foot or [""]
    return replace(paper, foot=[joined(" · ", [say("Export {number}", number=export), first]), *rest])
