"""Polls, and what people said in those that are named. What they say in anonymous ones stands in `ballots` alone."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Integer, String, Text, bindparam, func, select

from domain.anonymity import Mode, Shown
from domain.cars import REDACTED
from domain.errors import RefusedError
from domain.people import PersonId, Viewer
from domain.polls import Choice, Poll, closed, result_of
from domain.texts import command
from storage.ballots import Ballots
from storage.db import OURS, Moment, Tx, read
from storage.holds import Holds
from storage.numbers import next_number
from storage.outbox import Outbox
from storage.people import People, as_one
from storage.records import Records, record_table
from storage.vault import LockedError
from storage.words import word

polls = record_table(
    "polls",
    Column("number", String(20), primary_key=True),
    word("question"),
    word("choices"),  # one a line, each behind its key
    Column("mode", String(20), nullable=False),
    Column("by", String(40), nullable=False),
    Column("begun_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("lane", String(120), nullable=False),
    Column("room", String(110), nullable=False),
    Column("smallest", Integer, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", String(40)),
    Column("result", Text),  # JSON: how many answered, and what is shown of each answer
)
Index("ix_polls_begun", polls.c.district, polls.c.begun_at)
Index("ix_polls_open", polls.c.district, polls.c.closed_at, polls.c.closes_at)

votes = record_table(
    "votes",
    Column("poll", String(20), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("choice", String(1), nullable=False),
)

P = polls.c
POSTED = "poll.posted"  # the message that stands in the conversation
SYSTEM = "system"  # who history names for what the clock did
BOX = 16  # bytes into which the key of an answer is sealed
NEWEST = (
    select(polls, func.count().over().label("total"))
    .where(P.district == OURS, P.by.in_(bindparam("mine", expanding=True)))
    .order_by(P.begun_at.desc(), P.number.desc())
    .offset(bindparam("skip", type_=Integer))
    .limit(bindparam("size", type_=Integer))
)


class Polls:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, polls)
        self._votes = Records(tx, votes)

    def next_number(self, year: int) -> str:
        return f"POLL-{year}-{next_number(self._tx, 'poll', year):03}"

    def begin(self, poll: Poll) -> None:
        if not poll.is_named:
            Ballots(self._tx).begin(poll.number)
        self._records.add(_row(poll), did="poll.begun", by=poll.by)

    def find(self, number: str) -> Poll | None:
        found = self._some(P.number == number)
        return found[0] if found else None

    def get(self, number: str) -> Poll:
        found = self.find(number)
        if found is None:
            raise RefusedError(
                "There is no poll {number}. Look it up with: {list}", number=number, list=command("poll list")
            )
        return found

    def mine(self, viewer: Viewer, *, size: int, offset: int = 0) -> tuple[list[Poll], int]:
        """Those that somebody began, the newest first, and how many they are; 0 behind the end."""
        rows = self._tx.ask(NEWEST, mine=sorted(viewer.ids), size=size, skip=offset)
        return [self._poll(row) for row in self._records.read(rows)], rows[0]["total"] if rows else 0

    def to_close(self) -> list[Poll]:
        """Those whose time is up, and those that are closed and wait for their key."""
        late = self._some(P.closed_at.is_(None), P.closes_at <= self._tx.now)
        return late + self._some(P.closed_at.is_not(None), P.mode != Mode.NAMED, P.result.is_(None))

    def end(self, poll: Poll, *, by: PersonId | None = None) -> None:
        """Close it, by somebody or by the clock. What was sealed is opened and counted, or waits for its key."""
        if poll.closed_at is None:
            self._records.save(_row(closed(poll, self._tx.now, by)), did="poll.closed", by=by or SYSTEM)
        if not poll.is_named:
            self._count(self.get(poll.number))
        Outbox(self._tx).refresh(poll.number, POSTED)

    def _count(self, poll: Poll) -> None:
        """Keep what is shown of it, and nothing else, unless a hold is in force."""
        ballots = Ballots(self._tx)
        try:
            result = result_of(poll, ballots.opened(poll.number))
        except LockedError:
            return
        self._records.save(_row(replace(poll, result=result)), did="poll.counted", by=SYSTEM)
        if not Holds(self._tx).on(poll.number):
            ballots.erase(poll.number, who=True)

    def erase_left(self) -> int:
        """Erase what a hold has kept, once it is lifted; of how many polls."""
        kept = [poll for number in Ballots(self._tx).left() if (poll := self.find(number)) and poll.result]
        free = [poll.number for poll in kept if not Holds(self._tx).on(poll.number)]
        for number in free:
            Ballots(self._tx).erase(number, who=True)
        return len(free)

    def vote(self, poll: Poll, person: PersonId, choice: str) -> None:
        """What somebody says now in a named poll; what they said before is replaced."""
        row = {"poll": poll.number, "person": person, "choice": choice}
        before = self._own(poll, person)
        if before is None:
            self._votes.add(row, did="poll.answered", by=person)
        elif before["choice"] != choice:
            again = row | {"person": before["person"], "version": before["version"]}
            self._votes.save(again, did="poll.answered", by=person)

    def said_by(self, poll: Poll, person: PersonId) -> str:
        """The key of what somebody says in a named poll; "" for nothing."""
        found = self._own(poll, person)
        return found["choice"] if found else ""

    def has_answered(self, poll: Poll, person: PersonId) -> bool:
        return bool(self.said_by(poll, person)) or Ballots(self._tx).has_answered(poll.number, person)

    def answers(self, poll: Poll) -> dict[PersonId, str]:
        """What each person says in a named poll."""
        rows = self._tx.rows(votes, votes.c.poll == poll.number)
        return {People(self._tx).canonical(row["person"]): row["choice"] for row in rows}

    def _own(self, poll: Poll, person: PersonId) -> dict[str, Any] | None:
        ids = People(self._tx).ids_of(person)
        rows = self._tx.rows(votes, votes.c.poll == poll.number, votes.c.person.in_(ids))
        return rows[0] if rows else None

    def _some(self, *where: ColumnElement[bool]) -> list[Poll]:
        return [self._poll(row) for row in self._records.rows(*where, order=P.number)]

    def _poll(self, row: Mapping[str, Any]) -> Poll:
        result = _read_result(row["result"]) if row["result"] else None
        kept_choices = "" if row["choices"] == REDACTED else row["choices"] or ""
        texts = [line.partition(" ") for line in kept_choices.splitlines()]
        made = {"question": row["question"] or "", "choices": [Choice(key=k, text=text) for k, _, text in texts]}
        kept = {name: value for name, value in row.items() if name not in ("district", "total")}
        return read(Poll, as_one(self._tx, {**kept, **made, "result": result}, "by", "closed_by"))


def _row(poll: Poll) -> dict[str, Any]:
    kept = {name: getattr(poll, name) for name in Poll.__dataclass_fields__}
    choices = "\n".join(f"{choice.key} {choice.text}" for choice in poll.choices)
    return {**kept, "choices": choices, "result": _written(poll.result) if poll.result else None}


def _written(result: Shown) -> str:
    return json.dumps({"n": result.n, "ranges": {key: list(both) for key, both in sorted(result.ranges.items())}})


def _read_result(kept: str) -> Shown:
    found = json.loads(kept)
    return Shown(n=found["n"], ranges={key: (least, most) for key, (least, most) in found["ranges"].items()})
