"""Files that Kaizen draws for somebody: of the log, a report or a plan, as they may see it at that moment."""

from datetime import datetime
from enum import StrEnum

from domain.frozen import dataclass
from domain.log import Rows, read_rows
from domain.people import PersonId


class Kind(StrEnum):
    LOG_XLSX = "log.xlsx"
    LOG_CSV = "log.csv"
    LOG_PDF = "log.pdf"
    LOG_PUBLIC = "log.public"
    REPORT = "report.pdf"
    PUBLIC = "public.pdf"
    FAMILIES = "families.pdf"
    PLAN_XLSX = "plan.xlsx"
    PLAN_CSV = "plan.csv"
    PLAN_PDF = "plan.pdf"
    TOGETHER_XLSX = "together.xlsx"
    TOGETHER_CSV = "together.csv"
    TOGETHER_PDF = "together.pdf"
    NEEDS_XLSX = "needs.xlsx"
    NEEDS_PDF = "needs.pdf"
    ROADMAP_PDF = "roadmap.pdf"
    WAVE_XLSX = "wave.xlsx"
    WAVE_CSV = "wave.csv"
    LINKS_CSV = "links.csv"
    LINKS_LETTERS = "letters.pdf"
    LINKS_CODES = "codes.pdf"
    SCHOOLS_CSV = "schools.csv"
    MEETING_WORD = "meeting.docx"
    MEETING_PDF = "meeting.pdf"


#: Of one plan, and of all that support each other; each by how its file ends.
OF_PLAN = {"xlsx": Kind.PLAN_XLSX, "csv": Kind.PLAN_CSV, "pdf": Kind.PLAN_PDF}
OF_TOGETHER = {"xlsx": Kind.TOGETHER_XLSX, "csv": Kind.TOGETHER_CSV, "pdf": Kind.TOGETHER_PDF}
#: Of the needs of the district, or of one place.
OF_NEEDS = frozenset({Kind.NEEDS_XLSX, Kind.NEEDS_PDF})
#: Of what a wave of a survey came to.
OF_WAVE = frozenset({Kind.WAVE_XLSX, Kind.WAVE_CSV})
#: Of the links by which a wave is answered: "PULSE-2026-003-1 2" is a wave, and which of them.
OF_LINKS = frozenset({Kind.LINKS_CSV, Kind.LINKS_LETTERS, Kind.LINKS_CODES})
#: Of one meeting: its agenda, and once it is over its minutes.
OF_MEETING = frozenset({Kind.MEETING_WORD, Kind.MEETING_PDF})
#: Whoever asks for one of these, it is read by people who may see nothing but what everybody may.
FOR_EVERYBODY = frozenset({Kind.LOG_PUBLIC, Kind.PUBLIC, Kind.FAMILIES})


class Standing(StrEnum):
    ASKED = "asked"  # it is drawn as soon as its turn comes
    READY = "ready"
    FAILED = "failed"  # after `TRIES`; whoever asked was told


TRIES = 3  # of a drawing that ends by itself or is stopped
#: What a spreadsheet takes for the beginning of a formula, also as the wide and small letters of other keyboards.
WIDE = "\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", *WIDE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Export:
    """`filters` is the line of the rows of a log without its words, which are apart.

    Of another kind it says of what: "CAR-2026-014", "PLAN-2026-003 2" (a plan and which version of it), or
    "id000001 12 es" (a school, months, and a language).
    """

    number: str  # "EXP-2026-003"
    kind: Kind
    filters: str = ""
    text: str | None = None
    by: PersonId
    asked_at: datetime
    standing: Standing = Standing.ASKED
    drawn_at: datetime | None = None
    rows: int | None = None
    entries: int | None = None  # of the history that it is a copy of,
    head: str | None = None  # and the hash of the last one
    file: str | None = None
    sha256: str | None = None
    sees: str | None = None  # what whoever asked could see then, beside what is open to everybody
    version: int = 1

    @property
    def chosen(self) -> Rows:
        return read_rows(" ".join([self.filters, *([f"text={self.text}"] if self.text else [])]))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula, however it is opened. `as_typed` takes it back."""
    return f"'{text}" if text.lstrip(" \u00a0\u200b\ufeff").startswith(FORMULA) or text.startswith(FORMULA) else text


def as_typed(text: str) -> str:
    """What `harmless` was given."""
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text
