"""Files: what one is, how large it may be, and the name under which it is saved."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId
from domain.texts import say

MB = 1024 * 1024


class Purpose(StrEnum):
    EXPORT = "export"  # drawn by Kaizen for whoever asked for it
    EVIDENCE = "evidence"  # what somebody added to a report
    INVITATION = "invitation"  # a meeting for the calendar of whoever asked for it
    TEMPLATE = "template"  # of the district's papers


#: How many bytes a file may have.
MOST: Mapping[Purpose, int] = {
    Purpose.EXPORT: 50 * MB,
    Purpose.EVIDENCE: 10 * MB,
    Purpose.INVITATION: MB,
    Purpose.TEMPLATE: 2 * MB,
}
NAME_MAX = 120
#: What no file system takes in a name, or reads as a folder.
UNFIT = dict.fromkeys([*range(32), 127, *map(ord, '/\\:*?"<>|')], "-")
#: What turns the letters round that follow it: "exe.gpj" would read as a picture.
TURNING = dict.fromkeys([0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """What is known of a file without its content. `about` is the record that it belongs to, as history names it."""

    id: str
    about: str  # "cars:CAR-2026-014"
    purpose: Purpose
    name: str
    media: str  # "application/pdf"
    size: int  # bytes
    sha256: str
    made_at: datetime
    made_by: PersonId
    erased_at: datetime | None = None
    erased_by: PersonId | None = None  # nobody, where it was kept as long as it should be
    version: int = 1


def check_size(name: str, size: int, purpose: Purpose) -> None:
    if not size:
        raise RefusedError("{name} is empty.", name=name)
    if size > MOST[purpose]:
        raise RefusedError(
            "{name} has {size}; a file may have {most}.", name=name, size=size_said(size), most=size_said(MOST[purpose])
        )


def size_said(size: int) -> str:
    """As "1.4 MB", rounded up, so that what is too much never reads like what is allowed."""
    if size < MB:
        return say("{n} kB", n=-(-size // 1024))
    tenths = -(-size * 10 // MB)
    return say("{n} MB", n=tenths // 10 if tenths % 10 == 0 else tenths / 10)


def name_to_save(name: str) -> str:
    """A name that every system takes: no folder, no control character, not too long; its ending stays."""
    fit = name.translate(TURNING).translate(UNFIT).strip(" .")
    stem, dot, ending = fit.rpartition(".")
    if dot and 0 < len(ending) <= 10:  # noqa: PLR2004 - longer is no ending
        return f"{stem[: NAME_MAX - len(ending) - 1].strip(' .') or 'file'}.{ending}"
    return fit[:NAME_MAX].strip(" .") or "file"
