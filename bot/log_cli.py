"""`kaizen import log`: a log of corrective actions that was kept elsewhere; and a file to begin one with."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.sheets import Result, Table, write_template
from domain.cars import SEEN
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.log_cells import Fault, Row, text_of
from domain.log_entries import Entry, Known
from domain.log_import import COLUMNS, entries_of, find_header, missing_places, said_of_student
from domain.places import Place
from storage.db import Tx
from storage.log_import import EarlierLogs
from storage.people import People
from storage.places import Places
from storage.roster import Roster
from storage.settings import DistrictSettings

SYSTEM = "system"
NAME_MAX = 120  # letters of a log's name
EXAMPLE = {
    "former number": "OLD-12",
    "filed on": "2024-09-03",
    "what": "The latch of the playground gate does not close.",
    "severity": "minor",
    "requester": "Ann Archer",
    "state": "closed",
    "accepted on": "2024-09-04",
    "implementation due": "2024-10-04",
    "implemented on": "2024-09-20",
    "closed on": "2024-09-24",
    "cause": "Nobody looked at it",
    "what was done": "A new latch, and the evening round looks at it",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is to be brought in, and how."""

    file: Path
    log: str = ""  # by which a second run knows it again; else the file's name
    sheet: str = ""
    skip_bad: bool = False
    add_places: bool = False
    dry_run: bool = False

    @property
    def source(self) -> str:
        return self.log or self.file.name


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """A file as reports: those that fit, what does not, and which rows were brought in before."""

    entries: list[Entry]
    faults: list[Fault]
    again: int
    places: list[Place]
    unread: Sequence[str]

    @property
    def bad_rows(self) -> int:
        return len({fault.line for fault in self.faults})


def import_log(tx: Tx, table: Table, asked: Asked) -> Result:
    """Write every row, or none and say all that does not fit; with `skip_bad` write those that fit."""
    if len(asked.source) > NAME_MAX:
        raise RefusedError(f"The log's name has more than {NAME_MAX} letters: give it a shorter one with --log.")
    found = _read(tx, asked, table)
    result = Result([fault.sentence for fault in sorted(found.faults, key=lambda fault: fault.line)])
    result.lines += _notes(tx, asked, found)
    result.bad = bool(found.faults)
    refused = found.faults and not asked.skip_bad
    if not (refused or asked.dry_run):
        _write(tx, asked, found)
    result.lines.append(_said(found, asked, refused=bool(refused)))
    return result


def _read(tx: Tx, asked: Asked, table: Table) -> Read:
    header = find_header(table)
    named = [
        Row(line, {name: cells[place] for place, name in header.columns.items() if place < len(cells)})
        for line, cells in enumerate(table[header.row + 1 :], header.row + 2)
    ]
    rows = [row for row in named if any(text_of(cell) for cell in row.cells.values())]
    known = _known(tx)
    new = _new_places(tx, rows, known) if asked.add_places else []
    entries, faults = entries_of(rows, replace(known, places=[*known.places, *new]))
    keys = EarlierLogs(tx).keys_of(asked.source)
    fresh = [entry for entry in entries if entry.key not in keys]
    return Read(entries=fresh, faults=faults, again=len(entries) - len(fresh), places=new, unread=header.unread)


def _known(tx: Tx) -> Known:
    settings, people = DistrictSettings(tx).all(), People(tx)
    emails = {**people.by_emails(), **Roster(tx).everybody()}
    names = Counter(_plain(name) for name in Roster(tx).names(emails.values()).values())
    by_name = Roster(tx).names(emails.values()).items()
    return Known(
        today=tx.now.astimezone(settings.zone).date(),
        places=Places(tx).every(),
        emails={email: people.canonical(person) for email, person in emails.items()},
        names={_plain(name): people.canonical(person) for person, name in by_name if names[_plain(name)] == 1},
        rules=settings.rules,
    )


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _new_places(tx: Tx, rows: Sequence[Row], known: Known) -> list[Place]:
    """Those to be added, under ids that stand for them until they are."""
    return [Place(id=tx.mint(), kind=kind, name=name) for kind, name in missing_places(rows, known)]


def _write(tx: Tx, asked: Asked, found: Read) -> None:
    settings = DistrictSettings(tx).all()
    ids = {place.id: Places(tx).add(place.kind, place.name, by=SYSTEM).id for place in found.places}
    entries = [
        replace(
            entry,
            school=ids.get(entry.school or "", entry.school),
            department=ids.get(entry.department or "", entry.department),
        )
        for entry in found.entries
    ]
    if entries:
        EarlierLogs(tx).bring(
            entries, asked.source, rules=settings.rules, zone=settings.zone, year=settings.number_year
        )


def _notes(tx: Tx, asked: Asked, found: Read) -> list[str]:
    """What somebody should know of the rows that fit."""
    notes: list[str] = [said_of_student(entry) for entry in found.entries if entry.names_student]
    if found.unread:
        notes.append(f"Columns that were not read: {', '.join(found.unread)}.")
    others = EarlierLogs(tx).others_with(asked.source, (entry.key for entry in found.entries))
    for name, many in sorted(others.items()):
        notes.append(f"{many} of these numbers came with {name} before. If it is that log, add: --log “{name}”")
    return notes


def _said(found: Read, asked: Asked, *, refused: bool) -> str:
    """How it ended, in one line of counts."""
    states = Counter(SEEN[entry.state] for entry in found.entries)
    counts = ", ".join(f"{many} {state}" for state, many in states.most_common())
    reports = "1 report" if len(found.entries) == 1 else f"{len(found.entries):,} reports"
    made = f"{reports}{f' ({counts})' if counts else ''}, {len(found.places)} places added"
    again = f"; {found.again:,} were brought in before and stay as they are" if found.again else ""
    bad = "1 row does" if found.bad_rows == 1 else f"{found.bad_rows:,} rows do"
    if refused:
        return f"{bad} not fit, so nothing was written. Without them it would be: {made}{again}."
    left = f" {bad} not fit and {'would be' if asked.dry_run else 'were'} left out." if found.bad_rows else ""
    return f"{'Nothing was written. It would be: ' if asked.dry_run else ''}{made}{again}.{left}"


def template(file: Path) -> str:
    return write_template(file, COLUMNS, [EXAMPLE], "log")
