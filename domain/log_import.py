"""A log of corrective actions that was kept elsewhere: its columns, and each of its rows as a report of ours.

What the old log does not tell is not made up: a report that was closed in it needs little, one that goes on here needs
what somebody has to know to go on with it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from domain.cars import (
    ALREADY_DONE_MAX,
    CAUSE_MAX,
    ON_BEHALF_OF_MAX,
    REASON_MAX,
    REQUIREMENT_MAX,
    WHAT_MAX,
    Kind,
    Severity,
    Source,
    State,
)
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.identifiers import looks_like
from domain.log_cells import Cell, Choices, Fault, Row, plain, text_of
from domain.log_checks import check, state_of
from domain.log_entries import Entry, Known, key_of
from domain.people import PersonId
from domain.places import PlaceKind
from domain.texts import Said, joined, say

FORMER_MAX, PROCESS_MAX, PERSON_MAX = 40, 200, 320
FORMER = re.compile(r"[\w .,:/#()&+-]+")
HEADER_WITHIN = 20  # rows: above the names of the columns may stand a title
HEADER_NAMES = 3  # columns that it names at least

#: Every column, in the order of the template: the other names that it goes by.
COLUMNS: Mapping[str, Sequence[str]] = {
    "former number": ("number", "car number", "old number", "id", "no", "car"),
    "filed on": ("filed", "date", "date filed", "opened", "opened on"),
    "what": ("what happened", "description", "problem", "nonconformity"),
    "school": ("where", "site", "location"),
    "department": ("dept",),
    "process": (),
    "requirement": ("requirement not met", "clause"),
    "kind": ("type",),
    "source": ("origin",),
    "severity": ("level",),
    "requester": ("reported by", "filed by", "initiator"),
    "owner": ("owner e mail", "owner email", "assigned to", "responsible"),
    "state": ("status",),
    "accepted on": ("accepted", "date accepted"),
    "plan due": ("plan due on",),
    "implementation due": ("due", "due date", "fix due", "due on"),
    "effectiveness due": ("check due", "effectiveness check due"),
    "implemented on": ("implemented", "date implemented", "done on"),
    "closed on": ("closed", "date closed", "completed on"),
    "cause": ("root cause", "why"),
    "category": ("cause category",),
    "correction": ("containment", "immediate action"),
    "what was done": ("action", "corrective action", "done"),
    "result": ("effectiveness", "verification", "outcome"),
}
NEEDED = ("former number", "filed on", "what")
NAMES: Mapping[str, str] = {
    **{other: name for name, others in COLUMNS.items() for other in others},
    **{name: name for name in COLUMNS},
}

SEVERITIES = Choices(
    {
        **{str(one): one for one in Severity},
        "quick fix": Severity.MINOR,
        "needs a plan": Severity.MAJOR,
        "urgent": Severity.CRITICAL,
    }
)
KINDS = Choices({str(one): one for one in Kind})
SOURCES = Choices({plain(one): one for one in Source})


@dataclass(frozen=True, slots=True)
class Header:
    """Where the names of the columns stand, and which column is which."""

    row: int  # from 0
    columns: Mapping[int, str]
    unread: Sequence[str]  # columns that are none of ours


def find_header(rows: Sequence[Sequence[Cell]]) -> Header:
    """The row that names the columns, in any order and among others."""
    for nth, row in enumerate(rows[:HEADER_WITHIN]):
        known: dict[int, str] = {}
        unread = []
        for place, cell in enumerate(row):
            name = NAMES.get(plain(text_of(cell)))
            if name and name not in known.values():
                known[place] = name
            elif text_of(cell):
                unread.append(text_of(cell))
        if len(known) >= HEADER_NAMES:
            _check_needed(known.values())
            return Header(nth, known, unread)
    raise RefusedError("No row names the columns. Needed are: {needed}.", needed=", ".join(NEEDED))


def _check_needed(found: Iterable[str]) -> None:
    missing = [name for name in NEEDED if name not in set(found)]
    if missing:
        raise RefusedError("The column {name} is missing. Its first row names the columns.", name=missing[0])


def entries_of(rows: Iterable[Row], known: Known) -> tuple[list[Entry], list[Fault]]:
    """Each row as a report, and everything that does not fit. A row with any fault brings no report."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    reader = _Reader(known)
    for row in rows:
        entry = reader.entry(row)
        key = key_of(text_of(row.cells.get("former number")))
        if key and first.setdefault(key, row.line) != row.line:
            row.fault("former number", say("Line {first} has this number already.", first=first[key]))
        faults += row.faults
        if entry and not row.faults:
            entries.append(entry)
    return entries, faults


class _Reader:
    """Reads rows of one district: the lists that they choose from are made once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._schools, self._departments = (Choices(known.at(kind)) for kind in PlaceKind)
        self._causes = Choices(known.causes, shown=known.rules.causes.values())

    def entry(self, row: Row) -> Entry | None:
        former, what = row.text("former number", FORMER_MAX), row.text("what", WHAT_MAX)
        filed_on = row.day("filed on", self._known.today)
        for column in NEEDED:
            if not text_of(row.cells.get(column)):
                row.fault(column, say("Please fill this in."))
        if former and not FORMER.fullmatch(former):
            row.fault("former number", say("Use letters, digits, spaces and signs such as - / . # only."))
        found = self._people(row, self._dated(row, self._said(row)))
        entry = replace(found, former=former or "", what=what or "", filed_on=filed_on or self._known.today)
        entry = replace(entry, state=state_of(row, entry))
        if not any(fault.column == "state" for fault in row.faults):  # else what it lacks cannot be told
            check(row, entry)
        return replace(entry, names_student=tuple(looks_like(_words(entry))))

    def _said(self, row: Row) -> Entry:
        return Entry(
            line=row.line,
            former="",
            filed_on=self._known.today,
            what="",
            state=State.SUBMITTED,
            school=row.choice("school", self._schools),
            department=row.choice("department", self._departments),
            process=row.text("process", PROCESS_MAX),
            requirement=row.text("requirement", REQUIREMENT_MAX),
            kind=row.choice("kind", KINDS) or Kind.CORRECTIVE,
            source=row.choice("source", SOURCES) or Source.EMPLOYEE,
            severity=row.choice("severity", SEVERITIES),
            cause=row.text("cause", CAUSE_MAX),
            category=row.choice("category", self._causes),
            correction=row.text("correction", ALREADY_DONE_MAX),
            done=row.text("what was done", REASON_MAX),
            result=row.text("result", REASON_MAX),
        )

    def _dated(self, row: Row, entry: Entry) -> Entry:
        today = self._known.today
        return replace(
            entry,
            accepted_on=row.day("accepted on", today),
            plan_due=row.day("plan due"),
            implementation_due=row.day("implementation due"),
            effectiveness_due=row.day("effectiveness due"),
            implemented_on=row.day("implemented on", today),
            closed_on=row.day("closed on", today),
        )

    def _people(self, row: Row, entry: Entry) -> Entry:
        """A name alone makes somebody the requester only where the district's own list has it."""
        requester, owner = row.text("requester", ON_BEHALF_OF_MAX), row.text("owner", PERSON_MAX)
        files, owns = self._person(requester), self._known.emails.get((owner or "").casefold())
        return replace(
            entry,
            requester=files,
            requester_said=None if files else requester,
            owner=owns,
            owner_said=None if owns else owner,
        )

    def _person(self, said: str | None) -> PersonId | None:
        name = " ".join((said or "").casefold().split())
        return self._known.emails.get(name) or self._known.names.get(name)


def _words(entry: Entry) -> list[str | None]:
    said = (entry.what, entry.requirement, entry.cause, entry.correction, entry.done, entry.result)
    return [*said, entry.requester_said, entry.process]


def missing_places(rows: Iterable[Row], known: Known) -> list[tuple[PlaceKind, str]]:
    """Schools and departments that rows name and that are not on the list, each once."""
    lists = {kind: {plain(name) for name in known.at(kind)} for kind in PlaceKind}
    named = {
        (kind, plain(said)): (kind, said)
        for row in rows
        for kind in PlaceKind
        if (said := text_of(row.cells.get(str(kind)))) and plain(said) not in lists[kind]
    }
    return list(named.values())


def said_of_student(entry: Entry) -> Said:
    found = joined(", ", [say(kind) for kind in entry.names_student])
    return say("line {line}: this looks like {found}, so it is kept sealed", line=entry.line, found=found)
