"""What a paper is made of: a closed vocabulary beside that of cards, for what is printed or kept as a PDF.

Every text is plain words, as in views/elements.py: views/pdf.py alone says which of them can be printed.
"""

from collections.abc import Sequence
from datetime import datetime

from domain.frozen import dataclass
from domain.texts import say
from views.elements import Facts, Heading, Note, Quote, Text

#: Filled in for each page where it is typeset.
PAGES = say("Page {page} of {pages}", page="{page}", pages="{pages}")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody wrote, below what it answers."""

    label: str
    body: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """`shares` of the width, one for each column. Where there is no row, `empty` says so in place of the table.

    `opens` is for a paper that is read on a page: the record that the first words of each row lead to.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]
    empty: str = ""
    opens: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to sign on, each with who signs there, and one for the day beside it."""

    who: Sequence[str]
    day: str = say("Date")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is read from afar, and what it counts."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class Figures:
    figures: Sequence[Figure]


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """What was said and what was done about it, for somebody who reads it on a wall."""

    said: str
    done: str
    took: str


class Scanned(str):
    """An address that a phone reads from a square of points."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class InTongue:
    """What a letter says in one language: its code, a title and paragraphs, said in it already."""

    language: str
    title: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A page of its own, in one language below the other, with an address to scan; `alt` says what that is."""

    code: Scanned
    alt: str
    said: Sequence[InTongue]


@dataclass(frozen=True, kw_only=True, slots=True)
class Codes:
    """Squares to cut out, with the same words below each."""

    codes: Sequence[Scanned]
    alt: str
    words: str


PaperPart = Heading | Text | Quote | Note | Facts | Said | Table | Signatures | Figures | Story | Letter | Codes


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """`running` stands at the top of every page, `notice` below it, and `foot` at the bottom.

    `at` is when it was drawn: the one moment in the file, so the same words at the same moment are the same bytes.
    """

    title: str
    at: datetime
    running: str = ""
    edition: str = ""  # at the right of the head: "Record version 7"
    notice: str = ""
    foot: Sequence[str] = ()
    pages: str = PAGES
    language: str = "en"
    wide: bool = False  # the long side down
    large: bool = False  # letters that are read from a wall
    parts: Sequence[PaperPart] = ()
