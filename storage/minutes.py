"""What came of meetings, and that their minutes are closed and approved.

An outcome that is a step refers to the one table of steps, which knows how it stands. Nothing is deleted: what was
struck stays on record, and approved minutes are compared with the digest under which they were approved.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Date, Index, Integer, String, and_

from domain.cars import Car, State
from domain.errors import RefusedError
from domain.meetings import OVER, WITH_AGENDA, Attendee, Meeting, Phase
from domain.minutes import Minutes, Outcome, in_minutes
from domain.people import PersonId
from storage.car_sight import C
from storage.cars import CarLog
from storage.db import Moment, Tx, canonical, read
from storage.meeting_tables import meetings
from storage.meetings import Meetings
from storage.numbers import next_number
from storage.people import as_one
from storage.records import Records, about, record_table
from storage.redaction import Redactions
from storage.snapshots import EVERYBODY
from storage.words import word

outcomes = record_table(
    "outcomes",
    Column("id", String(40), primary_key=True),
    Column("meeting", String(20), nullable=False),
    Column("nth", Integer, nullable=False),
    Column("section", Integer, nullable=False),
    Column("item", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("output", String(20)),
    word("text"),
    Column("step", Integer),
    Column("owner", String(40)),
    Column("due", Date),
    Column("car", String(20), nullable=False),
    Column("resources", String(20)),
    word("amount"),
    word("people"),
    word("fund"),
    Column("plan", String(20), nullable=False),
    Column("mover", String(40)),
    Column("votes_for", Integer, nullable=False),
    Column("against", Integer, nullable=False),
    Column("abstain", Integer, nullable=False),
    Column("advisory", Boolean, nullable=False),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("corrected_by", String(40)),
    Column("corrected_at", Moment),
    word("struck"),
    told=True,
)
minutes = record_table(
    "minutes",
    Column("meeting", String(20), primary_key=True),
    Column("closed_by", String(40), nullable=False),
    Column("closed_at", Moment, nullable=False),
    Column("approved_in", String(20), nullable=False),
    Column("approved_by", String(40)),
    Column("approved_at", Moment),
    Column("digest", String(64), nullable=False),
)
Index("ix_outcomes_meeting", outcomes.c.district, outcomes.c.meeting, outcomes.c.nth, unique=True)
Index("ix_outcomes_car", outcomes.c.district, outcomes.c.car)
Index("ix_minutes_approved_in", minutes.c.district, minutes.c.approved_in)
W, M = outcomes.c, minutes.c
MOST = 90  # reports that a form can list
WORDS = ("text", "amount", "people", "fund", "struck")
PERSONS = ("by", "owner", "mover", "corrected_by")


class MinutesBook:
    """For whoever found the meeting."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._outcomes = Records(tx, outcomes)
        self._minutes = Records(tx, minutes)

    # What came of it

    def next_nth(self, meeting: str) -> int:
        """Take it first: of two who write at once the second waits, and then reads what the first one wrote."""
        return next_number(self._tx, meeting, 0)

    def record(self, outcome: Outcome) -> None:
        self._outcomes.add(asdict(outcome), did=f"outcome.{outcome.kind}", by=outcome.by)

    def correct(self, outcome: Outcome, *, did: str, by: PersonId) -> None:
        self._outcomes.save(asdict(outcome), did=did, by=by)

    def get(self, known: str) -> Outcome:
        rows = self._outcomes.rows(W.id == known)
        if not rows:
            raise RefusedError("This does not stand in the minutes any more. Please look again.")
        return self._outcome(rows[0])

    def of(self, meeting: str) -> list[Outcome]:
        """All that was written down, in that order; what was struck as well."""
        return self.of_some([meeting]).get(meeting, [])

    def of_some(self, meetings: Collection[str]) -> Mapping[str, list[Outcome]]:
        """The same of several meetings at once."""
        found: dict[str, list[Outcome]] = {}
        for row in self._outcomes.rows(W.meeting.in_(list(meetings)), order=W.nth):
            found.setdefault(row["meeting"], []).append(self._outcome(row))
        return found

    def named(self, ids: Collection[str]) -> list[Outcome]:
        """These, by their ids."""
        return [self._outcome(row) for row in self._outcomes.rows(W.id.in_(list(ids)))] if ids else []

    def about(self, car: str) -> list[Outcome]:
        """What meetings decided about the resources of a report."""
        return [self._outcome(row) for row in self._outcomes.rows(W.car == car, order=W.at)] if car else []

    def outputs(self, meeting: str) -> list[Outcome]:
        """What binds: the first section of the next agenda shows it, each with how it stands by then."""
        return [one for one in in_minutes(self.of(meeting)) if one.binds]

    def _outcome(self, row: Mapping[str, Any]) -> Outcome:
        plain = as_one(self._tx, row, *PERSONS)
        return read(Outcome, plain | {name: row[name] or "" for name in WORDS})

    # The minutes

    def close(self, made: Minutes) -> None:
        self._minutes.add(asdict(made), did="minutes.closed", by=made.closed_by)

    def find(self, meeting: str) -> Minutes | None:
        rows = self._minutes.rows(M.meeting == meeting)
        return self._read(rows[0]) if rows else None

    def approve(self, approved: Minutes, *, by: PersonId) -> None:
        self._minutes.save(asdict(approved), did="minutes.approved", by=by)

    def approved_in(self, meeting: str) -> list[Minutes]:
        """Those that a meeting approved."""
        return [self._read(row) for row in self._minutes.rows(M.approved_in == meeting, order=M.meeting)]

    def _read(self, row: Mapping[str, Any]) -> Minutes:
        return read(Minutes, as_one(self._tx, row, "closed_by", "approved_by"))

    def waiting(self, meeting: Meeting, *, together: bool = False) -> list[str]:
        """Meetings of its kind that were held before it, and whose minutes nobody has approved yet.

        `together`: the Cabinet is the Management Review Team, so that each approves what the other did.
        """
        m = meetings.c
        kinds = [str(kind) for kind in (WITH_AGENDA if together else {meeting.kind})]
        earlier = (m.kind.in_(kinds), m.phase == str(Phase.CLOSED), m.day <= meeting.day)
        return [one.number for one in Meetings(self._tx).some(*earlier, m.number != meeting.number)]


def going_on() -> ColumnElement[bool]:
    """Meetings with minutes that are held now."""
    return and_(_minuted(), meetings.c.phase == str(Phase.RUNNING))


def minuted() -> ColumnElement[bool]:
    """Those that are over."""
    return and_(_minuted(), meetings.c.phase.in_([str(phase) for phase in OVER]))


def _minuted() -> ColumnElement[bool]:
    return meetings.c.kind.in_([str(kind) for kind in WITH_AGENDA])


def waits_for_resources(tx: Tx) -> list[Car]:
    """The reports that all staff may read whose work waits for resources."""
    held = (C.state == State.IMPLEMENTING, C.on_hold_since.is_not(None), C.handed_to.is_(None))
    return list(CarLog(tx, EVERYBODY).page(*held, size=MOST).cars)


def words_in_minutes(tx: Tx, number: str) -> dict[str, set[str]]:
    """What was typed into the minutes of a meeting: of each outcome, the columns that hold words."""
    records = [about(outcomes, row) for row in tx.rows(outcomes, outcomes.c.meeting == number)]
    return {record: fields for record in records if (fields := Redactions(tx).fields_of(record))}


def digest_of(meeting: Meeting, there: Collection[Attendee], noted: Collection[Outcome]) -> str:
    """Of all that the minutes say: when, where, who was there, and what came of it."""
    facts = {
        "meeting": [meeting.number, meeting.title, meeting.day, meeting.place, meeting.started_at, meeting.closed_at],
        "there": [[one.person, one.guest, one.title, one.presence, one.votes] for one in there],
        "outcomes": [asdict(one) for one in in_minutes(noted)],
    }
    return sha256(canonical(facts).encode()).hexdigest()
