"""The meetings of a district, and who is expected at each (domain/meetings.py).

`Meetings` is for whoever has decided already who may see what: jobs, the agenda, one meeting that was found. What
somebody may see at all is asked of storage/meeting_sight.py.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from domain.errors import RefusedError
from domain.meetings import AHEAD_OF_IT, Attendee, Meeting, MeetingKind, Phase
from domain.people import PersonId
from storage.agenda_tables import agenda_items
from storage.db import Tx, read
from storage.meeting_tables import attendees, meeting_themes, meetings
from storage.numbers import next_number
from storage.people import People, as_one
from storage.records import Records, about
from storage.redaction import Redactions

M, A = meetings.c, attendees.c
WORDS = ("title", "place", "audience", "purpose", "with_whom", "service", "off_because")
IN_ORDER = (M.day, M.start, M.number)


class Meetings:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, meetings)
        self._seats = Records(tx, attendees)

    def next_number(self, year: int) -> str:
        """Take it first: it holds a lock until the transaction ends."""
        return f"MTG-{year}-{next_number(self._tx, 'meeting', year):03}"

    def open(self, meeting: Meeting, expected: Sequence[Attendee] = (), *, by: PersonId) -> Meeting:
        """Keep a new one under the number that it has, with those who are expected."""
        self._records.add(_row(meeting), did="meeting.planned", by=by)
        self.set_attendees(meeting.number, expected, by=by)
        return meeting

    def find(self, number: str) -> Meeting | None:
        found = self.some(M.number == number)
        return found[0] if found else None

    def get(self, number: str) -> Meeting:
        found = self.find(number)
        if found is None:
            raise RefusedError("There is no meeting {number}.", number=number)
        return found

    def save(self, meeting: Meeting, *, did: str, by: PersonId) -> Meeting:
        """Of two who change one at once one is told. The same with the version that it has now."""
        self._records.save(_row(meeting), did=did, by=by)
        return replace(meeting, version=meeting.version + 1)

    def between(self, first: date, last: date, kinds: Collection[MeetingKind] = tuple(MeetingKind)) -> list[Meeting]:
        """Those of these kinds on these days, both included, the earliest first; also those that were called off."""
        return self.some(M.day.between(first, last), M.kind.in_([str(kind) for kind in kinds]))

    def last(
        self, kind: MeetingKind, phases: Collection[Phase], *, before: date = date.max, number: str = ""
    ) -> Meeting | None:
        """The newest of a kind in one of these phases, on a day before this one, or on that day before a number."""
        earlier = or_(M.day < before, and_(M.day == before, M.number < number))
        found = self.some(M.kind == kind, M.phase.in_([str(phase) for phase in phases]), earlier)
        return found[-1] if found else None

    def next(self, kind: MeetingKind, after: date) -> Meeting | None:
        """The first of a kind that is planned, or whose agenda is out, on this day or later."""
        found = self.some(M.kind == kind, M.phase.in_([str(phase) for phase in AHEAD_OF_IT]), M.day >= after)
        return found[0] if found else None

    def titles(self, numbers: Collection[str]) -> Mapping[str, str]:
        """What these are called, by their numbers."""
        return {one.number: one.title for one in self.some(M.number.in_(list(numbers)))} if numbers else {}

    def some(self, *where: ColumnElement[bool]) -> list[Meeting]:
        """The earliest first."""
        rows = self._records.rows(*where)
        return sorted(self.read(rows), key=lambda one: (one.day, one.start, one.number))

    def read(self, rows: Iterable[Mapping[str, Any]]) -> list[Meeting]:
        """Rows with their words put back, as meetings."""
        return [self._meeting(row) for row in rows]

    def attendees(self, number: str) -> list[Attendee]:
        """Those who are expected, or were, in their order."""
        return self.attendees_of([number])[number]

    def attendees_of(self, numbers: Collection[str]) -> Mapping[str, list[Attendee]]:
        """The same of several meetings at once."""
        found: dict[str, list[Attendee]] = defaultdict(list)
        for row in self._seats.rows(A.meeting.in_(list(numbers)), A.gone.is_(False), order=A.nth):
            found[row["meeting"]].append(self._attendee(row))
        return found

    def set_attendees(self, number: str, now: Sequence[Attendee], *, by: PersonId) -> None:
        """Those who are expected, or were: whoever is not named any more is not. One person stands there once."""
        rows = self._seats.rows(A.meeting == number, order=A.nth)
        known = {self._who(row["person"], row["guest"] or ""): row for row in rows}
        named = {self._who(one.person, one.guest): replace(one, meeting=number) for one in now}
        for who, one in named.items():
            if who not in known:
                self._seats.add(_seat(replace(one, nth=len(known) + 1)), did="attendee.expected", by=by)
                known[who] = {}
            else:
                self._keep(known[who], one, by=by)
        for who, row in known.items():
            if row and not row["gone"] and who not in named:
                self._seats.save(row | {"gone": True}, did="attendee.not_expected", by=by)

    def _keep(self, row: Mapping[str, Any], one: Attendee, *, by: PersonId) -> None:
        """The id under which somebody was named first stays."""
        kept = _seat(replace(one, nth=row["nth"], version=row["version"])) | {"person": row["person"]}
        if any((row[name] or "") != (kept[name] or "") for name in kept):
            self._seats.save(kept, did="attendee.kept", by=by)

    def _who(self, person: str | None, guest: str) -> tuple[str, str]:
        return (People(self._tx).canonical(person) if person else "", "" if person else guest.casefold())

    def _meeting(self, row: Mapping[str, Any]) -> Meeting:
        words = {name: row[name] or "" for name in WORDS}
        plain = as_one(self._tx, row, "host") | words | {"groups": tuple(row["groups"].split())}
        return read(Meeting, plain)

    def _attendee(self, row: Mapping[str, Any]) -> Attendee:
        plain = as_one(self._tx, row, "person") | {name: row[name] or "" for name in ("guest", "title")}
        return read(Attendee, plain)


def words_beside(tx: Tx, number: str) -> dict[str, dict[str, set[str]]]:
    """Names of guests, what was heard and what is on its agenda: of each record, the columns that hold words."""
    found = {}
    for name, table in (("guests", attendees), ("heard", meeting_themes), ("items", agenda_items)):
        records = [about(table, row) for row in tx.rows(table, table.c.meeting == number)]
        found[name] = {record: fields for record in records if (fields := Redactions(tx).fields_of(record))}
    return found


def _row(meeting: Meeting) -> dict[str, Any]:
    return asdict(meeting) | {"groups": " ".join(meeting.groups)}


def _seat(one: Attendee) -> dict[str, Any]:
    return asdict(one) | {"gone": False}
