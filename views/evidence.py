"""Files that people add: the box for them, how they stand on a report, and why one is not kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.cars import REDACTED
from domain.evidence import A_FORM, Piece, Problem, Shows
from domain.files import File, size_said
from domain.texts import joined, noted, say
from views.dates import day
from views.elements import Ask, Button, Card, Item, Items, Link, Note, Part
from views.look import Look

NO_FACES = say("No faces, and nothing that names a student. Pictures lose place and time before they are kept.")
SHOWN = 5  # files
PARTS: Mapping[Shows, str] = {
    Shows.REPORT: say("With the report"),
    Shows.PLAN: say("With the plan"),
    Shows.FIX: say("The fix"),
    Shows.CHECK: say("The check"),
    Shows.STEP: noted("Step {n}"),
    Shows.LATER: say("Added later"),
    Shows.FIGURE: say("The figure as it was"),
}
#: What a file is, by how its media type begins or ends.
KINDS: Mapping[str, str] = {
    "image/": say("picture"),
    "pdf": say("PDF"),
    "wordprocessingml.document": say("Word file"),
    "spreadsheetml.sheet": say("Excel file"),
    "csv": say("table"),
    "": say("text"),
}
WHY: Mapping[Problem, str] = {
    Problem.KIND: say("it is not a picture, PDF, Word or Excel file, or plain text."),
    Problem.PHONE: say(
        "it is a picture in a format that few computers open. Send it as JPEG: "
        "an iPhone takes such pictures after Settings, Camera, Formats, Most Compatible."
    ),
    Problem.MACROS: say("it holds macros. Save it without them."),
    Problem.SIZE: say("it is larger than 10 MB."),
    Problem.EMPTY: say("it is empty."),
    Problem.DAMAGED: say("it is damaged, or too large to draw."),
    Problem.GONE: say("it could not be fetched from where you put it."),
}


def files_ask() -> Ask:
    """The box for files."""
    return Ask(name="files", label=say("Files"), kind="photos", optional=True, most=A_FORM, hint=NO_FACES)


def with_evidence(card: Card, pieces: Sequence[Piece], files: Mapping[str, File], look: Look) -> Card:
    """A report's card with the files that are kept, above its last line. Whose they are is not said."""
    parts = evidence_parts(pieces, files, look)
    return replace(card, parts=[*card.parts[:-1], *parts, *card.parts[-1:]]) if parts else card


def evidence_parts(pieces: Sequence[Piece], files: Mapping[str, File], look: Look) -> list[Part]:
    """The files that are kept, and the links that are no files."""
    led = [Link(_part(piece), piece.link) for piece in pieces if _is_link(piece)]
    shown = [piece for piece in pieces if piece.file in files or piece.waits]
    if not shown:
        return [*led]
    items = Items([_item(n, piece, files.get(piece.file or ""), look) for n, piece in enumerate(shown[:SHOWN], 1)])
    rest = [Note(say("and {n} more files.", n=len(shown) - SHOWN))] if len(shown) > SHOWN else []
    return [items, *rest, *led]


def with_figures(card: Card, files: Sequence[File]) -> Card:
    """An idea's card with the figures that it came from, above its last line."""
    items = [_figure(file) for file in files if not file.erased_at]
    return replace(card, parts=[*card.parts[:-1], Items(items), *card.parts[-1:]]) if items else card


def _figure(file: File) -> Item:
    known = say("fingerprint {sha}", sha=file.sha256[:12])
    return Item(name=PARTS[Shows.FIGURE], detail=joined(" · ", [_kind(file), known]), button=_open(Shows.FIGURE, file))


def _is_link(piece: Piece) -> bool:
    """The links of a report itself stand with it already."""
    stays = piece.problem is Problem.LINK and piece.part is not Shows.REPORT
    return stays and piece.link not in ("", REDACTED)


def _part(piece: Piece) -> str:
    return PARTS[piece.part] if piece.step is None else say(PARTS[piece.part], n=piece.step)


def _item(nth: int, piece: Piece, file: File | None, look: Look) -> Item:
    part = _part(piece)
    name = say("File {n}", n=nth)
    when = day(piece.at.astimezone(look.zone).date(), look.today)
    if file is None:
        return Item(name=name, detail=joined(" · ", [part, when, say("on its way")]))
    if file.erased_at:
        return Item(name=name, detail=joined(" · ", [part, when, say("removed")]))
    known = say("fingerprint {sha}", sha=file.sha256[:12])
    detail = joined(" · ", [part, _kind(file), size_said(file.size), when, known])
    return Item(name=name, detail=detail, button=_open(piece.part, file))


def _open(part: Shows, file: File) -> Button:
    """A figure is shown as a picture is, and whatever else as a file."""
    if part is Shows.FIGURE:
        return Button(label=say("Show"), does="trends.kept", about=file.id)
    return Button(label=say("Open"), does="files.send", about=file.id)


def _kind(file: File) -> str:
    return next(said for ending, said in KINDS.items() if file.media.startswith(ending) or file.media.endswith(ending))


def refused_card(piece: Piece) -> Card:
    """To whoever added it."""
    assert piece.problem  # noqa: S101 - told of one that was refused
    said = say("A file for {number} was not kept: {why}", number=piece.car, why=WHY[piece.problem])
    return Card(title=said, parts=[Note(say("What you wrote is on record. You can add another file."))])
