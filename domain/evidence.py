"""Files that people add to a report as evidence: what may be kept, and what is taken out of it first.

What a file is, is read from its bytes, never from its name. A picture loses all that is no picture: where and when it
was taken, by whom and with what, and whatever hides behind its end. It is taken apart and not decoded.
"""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum
from io import BytesIO

from domain.cases import Case
from domain.files import MOST, Purpose
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.pictures import DamagedError, strip_jpeg, strip_png, strip_webp
from domain.who import leads

A_FORM = 5  # files


class Shows(StrEnum):
    """What of a report a file shows."""

    REPORT = "report"
    PLAN = "plan"
    FIX = "fix"
    STEP = "step"
    CHECK = "check"
    LATER = "later"  # sent in the chat
    FIGURE = "figure"  # which was raised, as it was on its day


class Problem(StrEnum):
    """Why a file is not kept."""

    KIND = "kind"
    PHONE = "phone"  # a kind of picture that phones make and few machines read
    MACROS = "macros"
    SIZE = "size"
    EMPTY = "empty"
    DAMAGED = "damaged"
    GONE = "gone"  # it could not be fetched
    LINK = "link"  # it stays a link: no file that Kaizen can fetch


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One file. Until it was fetched there is its link alone; then it is kept, or there is a problem."""

    id: str
    car: str
    part: Shows
    step: int | None
    link: str
    by: PersonId
    at: datetime
    file: str | None = None  # the one that is kept
    sha256: str | None = None
    problem: Problem | None = None
    version: int = 1

    @property
    def waits(self) -> bool:
        return self.file is None and self.problem is None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit:
    """A file as it is kept."""

    name: str
    media: str
    content: bytes


class UnfitError(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def may_add(case: Case, viewer: Viewer) -> bool:
    """Who reported it, works on it, checks it or decides about it."""
    car = case.car
    return viewer.person in {car.requester, car.owner, car.checker, *case.doers} or leads(car, viewer)


Strip = Callable[[bytes], bytes]
#: How each picture begins, what it is, and what takes everything else out of it.
PICTURES: tuple[tuple[re.Pattern[bytes], str, str, Strip], ...] = (
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "jpg", strip_jpeg),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "png", strip_png),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp", "webp", strip_webp),
)
PHONE = re.compile(rb"....ftyp(?:heic|heix|hevc|hevx|heim|heis|mif1|msf1|avif)", re.DOTALL)
OFFICE = "application/vnd.openxmlformats-officedocument."
#: What an Office file has in it, by which it is known.
OFFICES: Mapping[str, tuple[str, str]] = {
    "word/document.xml": (f"{OFFICE}wordprocessingml.document", "docx"),
    "xl/workbook.xml": (f"{OFFICE}spreadsheetml.sheet", "xlsx"),
}
ENTRIES = 5000  # of an Office file's list, which is read before anything in it
MARKUP = re.compile(rb"\s*<(?:!doctype|html|svg|script|\?xml)", re.IGNORECASE)


def fit_to_keep(name: str, content: bytes) -> Fit:
    """The file as it is kept, named by what it is; `UnfitError` where it may not be."""
    if not content:
        raise UnfitError(Problem.EMPTY)
    if len(content) > MOST[Purpose.EVIDENCE]:
        raise UnfitError(Problem.SIZE)
    for begins, media, ending, strip in PICTURES:
        if begins.match(content):
            return _picture(name, media, ending, strip, content)
    if content.startswith(b"%PDF-"):
        return _as(name, "application/pdf", "pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return _office(name, content)
    if PHONE.match(content):
        raise UnfitError(Problem.PHONE)
    return _text(name, content)


def _picture(name: str, media: str, ending: str, strip: Strip, content: bytes) -> Fit:
    try:
        return _as(name, media, ending, strip(content))
    except DamagedError:
        raise UnfitError(Problem.DAMAGED) from None


def _office(name: str, content: bytes) -> Fit:
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            names = {entry.filename for entry in opened.infolist()[:ENTRIES]}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise UnfitError(Problem.DAMAGED) from None
    if any(entry.rpartition("/")[2].startswith("vbaProject") for entry in names):
        raise UnfitError(Problem.MACROS)
    for entry, (media, ending) in OFFICES.items():
        if entry in names and "[Content_Types].xml" in names:
            return _as(name, media, ending, content)
    raise UnfitError(Problem.KIND)


def _text(name: str, content: bytes) -> Fit:
    """Plain text, or rows: nothing that a browser would run, and no byte that no text has."""
    try:
        said = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnfitError(Problem.KIND) from None
    if MARKUP.match(content) or any(ord(char) < ord(" ") and char not in "\t\r\n\f" for char in said):
        raise UnfitError(Problem.KIND)
    rows = name.lower().endswith(".csv")
    return _as(name, "text/csv" if rows else "text/plain", "csv" if rows else "txt", content)


def _as(name: str, media: str, ending: str, content: bytes) -> Fit:
    """Its name ends as what it is, whatever it was called."""
    stem, dot, was = name.rpartition(".")
    if was.lower() in (ending, {"jpg": "jpeg"}.get(ending)) and dot:
        return Fit(name=name, media=media, content=content)
    return Fit(name=f"{stem if dot and len(was) <= len('jpeg') else name}.{ending}", media=media, content=content)
