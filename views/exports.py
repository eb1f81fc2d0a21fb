"""Exports in chat: which there are, one that is drawn, one that is ready, and one that could not be drawn."""

from collections.abc import Mapping

from domain.exports import Export, Kind
from domain.files import File, size_said
from domain.log import Rows
from domain.texts import day_text, joined, say
from views.elements import Button, Buttons, Card, Document, Facts, Note, Part, Text
from views.log import TITLE, filters_said
from views.log_paper import MOST
from views.look import Look

#: What the log can be drawn as.
OF_LOG: Mapping[Kind, str] = {Kind.LOG_XLSX: say("Excel"), Kind.LOG_CSV: say("CSV"), Kind.LOG_PDF: say("PDF")}
WHO = say("It holds what you may see at that moment, and opens for you alone.")


def choose_card(rows: Rows, look: Look) -> Card:
    """Before it is drawn: which rows, and as what."""
    return Card(
        title=say("Export the log"),
        parts=[
            Text(joined(": ", [say("Filters"), filters_said(rows, look)])),
            Note(joined(" ", [WHO, say("A PDF has {most} reports at most.", most=f"{MOST:,}")])),
            Buttons(
                [Button(label=said, does="exports.make", about=f"{kind} {rows.line}") for kind, said in OF_LOG.items()]
            ),
        ],
    )


def asked_card(export: Export) -> Card:
    return Card(
        title=TITLE,
        parts=[Text(say("Drawing …, a few seconds. It comes to your messages with Kaizen.")), Note(export.number)],
    )


def ready_card(export: Export, file: File | None, look: Look) -> Card:
    """`file` is None where it may not be opened any more: something in it was sealed or removed, or it is old."""
    again = Button(label=say("Draw it again"), does="exports.again", about=export.number)
    if file is None:
        gone = say("This file does not open any more: what it holds has changed, or it is old.")
        return Card(title=TITLE, parts=[Text(gone), Note(export.number)], buttons=[again])
    parts: list[Part] = [Document(name=file.name, about=file.id), Facts(_facts(export, look))]
    sizes = joined(" · ", [export.number, size_said(file.size), WHO])
    send = Button(label=say("Send it again"), does="files.send", about=file.id)
    return Card(title=TITLE, state=say("ready"), parts=[*parts, Note(sizes)], buttons=[send, again])


def _facts(export: Export, look: Look) -> list[tuple[str, str]]:
    rows = [(say("Reports"), f"{export.rows or 0:,}"), (say("Filters"), filters_said(export.chosen, look))]
    if export.drawn_at:
        now = export.drawn_at.astimezone(look.zone)
        when = say("{day}, {time}", day=day_text(now.date(), year=True), time=f"{now:%H:%M}")
        rows.append((say("As of"), when))
    history = say("{n} entries, head {head}", n=export.entries or 0, head=(export.head or "")[:16])
    return [*rows, (say("History"), history), (say("SHA-256"), export.sha256 or "")]


def failed_card(export: Export) -> Card:
    again = Button(label=say("Try again"), does="exports.again", about=export.number)
    why = say("It could not be drawn. Choose fewer reports, or tell your IT office the number below.")
    return Card(title=TITLE, parts=[Text(why), Note(export.number)], buttons=[again])
