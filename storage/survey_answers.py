"""What people say to a survey: by name, or sealed, the first answer apart from all others (storage/ballots.py).

An answer that is sealed leaves nothing else: no word in history, no message, no row that names both it and whose it is.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Index, String, Table, bindparam, func, select

from domain.anonymity import Mode
from domain.frozen import dataclass
from domain.people import PersonId
from domain.pulses import BOX, Asks, Results, Said, boxed, results_of, together
from domain.surveys import FIRST, REST, Wave
from storage.ballots import Ballots
from storage.db import OURS, Tx, district, metadata
from storage.people import People
from storage.records import Records, record_table
from storage.survey_rows import read_said
from storage.words import word

#: Who is asked: a person, or whoever holds a link. Nothing here changes when they answer.
invitations = Table(
    "invitations",
    metadata,
    district(),
    Column("wave", String(20), primary_key=True),
    Column("who", String(40), primary_key=True),  # a person, or the id of a link
    Column("kind", String(10), nullable=False),
    Column("place", String(40)),  # the school where they are counted
    Column("told", String(1), nullable=False),  # what they heard of it by now (domain/surveys.py)
)
Index("ix_invitations_who", invitations.c.district, invitations.c.who)

survey_answers = record_table(
    "survey_answers",
    Column("wave", String(20), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("place", String(40)),
    word("said"),
)

I = invitations.c  # noqa: E741 - as other tables are called
PERSON, LINK, OPEN_LINK = "person", "link", "open"
FIRST_BOX = 1024  # bytes into which what is answered in place is sealed
BY_PLACE = (
    select(I.place, func.count().label("number"))
    .where(I.district == OURS, I.wave == bindparam("of"), I.kind != OPEN_LINK)
    .group_by(I.place)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Invited:
    """Whoever is asked; `place` is where they are counted."""

    who: str
    kind: str = PERSON
    place: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rate:
    """How many answered of those who were asked; by school, with "" for none."""

    answered: Mapping[str, int]
    asked: Mapping[str, int]


class SurveyAnswers:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, survey_answers)

    def begin(self, wave: Wave) -> None:
        """Make the keys. From now on it can be answered."""
        if not wave.is_named:
            for part in (FIRST, REST):
                Ballots(self._tx).begin(f"{wave.number}{part}")

    def answer(self, wave: Wave, invited: Invited, said: Said) -> bool:
        """Keep what somebody says, by name or sealed; False where all of it was said before."""
        if wave.is_named:
            self._keep(wave, invited, said)
            return True
        key, size = wave.first.key, BOX if wave.first.asks is Asks.TEXT else FIRST_BOX
        first = {key: said[key]} if key in said else {}
        rest = {one: answer for one, answer in said.items() if one != key}
        parts = [(first, FIRST, size), (rest, REST, BOX)]
        kept = [self._seal(f"{wave.number}{name}", invited, part, size) for part, name, size in parts if part]
        return any(kept)

    def _seal(self, part: str, invited: Invited, said: Said, size: int) -> bool:
        return Ballots(self._tx).cast(part, PersonId(invited.who), boxed(said, invited.place or ""), size=size)

    def has_answered(self, wave: Wave, who: str) -> tuple[bool, bool]:
        """Whether somebody answered the first question, and the others."""
        if wave.is_named:
            said = self.said_by(wave, who)
            return wave.first.key in said, any(key != wave.first.key for key in said)
        ballots = Ballots(self._tx)
        first, rest = (ballots.has_answered(f"{wave.number}{part}", PersonId(who)) for part in (FIRST, REST))
        return first, rest

    def said_by(self, wave: Wave, who: str) -> Said:
        """What somebody says in a named wave."""
        row = self._own(wave, who)
        return read_said(row["said"]) if row else {}

    def answers(self, wave: Wave) -> dict[PersonId, Said]:
        """What each says in a named wave."""
        rows = self._records.rows(survey_answers.c.wave == wave.number)
        return {People(self._tx).canonical(row["person"]): read_said(row["said"]) for row in rows}

    def who_answered(self, wave: Wave) -> set[str]:
        """Everybody who said anything."""
        if wave.is_named:
            return set(self.answers(wave))
        ballots = Ballots(self._tx)
        return {str(one) for part in (FIRST, REST) for one in ballots.who_answered(f"{wave.number}{part}")}

    def rate(self, wave: Wave) -> Rate:
        """How many answered so far, and of how many."""
        people = People(self._tx)
        rows = self._tx.having(invitations, wave=wave.number)
        places = {str(people.canonical(row["who"])): row["place"] or "" for row in rows}
        answered = Counter(places.get(one, "") for one in self.who_answered(wave))
        asked = {row["place"] or "": row["number"] for row in self._tx.ask(BY_PLACE, of=wave.number)}
        return Rate(answered=answered, asked=asked)

    def _own(self, wave: Wave, who: str) -> dict[str, Any] | None:
        c, ids = survey_answers.c, People(self._tx).ids_of(who)
        rows = self._records.rows(c.wave == wave.number, c.person.in_(ids))
        return rows[0] if rows else None

    def _keep(self, wave: Wave, invited: Invited, said: Said) -> None:
        """By name: what is said now takes the place of what was said before to the same questions."""
        before = self._own(wave, invited.who)
        if before is None:
            row = {"wave": wave.number, "person": invited.who, "place": invited.place, "said": json.dumps(dict(said))}
            self._records.add(row, did="survey.answered", by=invited.who)
            return
        whole = {**read_said(before["said"]), **said}
        if whole != read_said(before["said"]):
            again = {**before, "said": json.dumps(whole)}
            again.pop("district")
            self._records.save(again, did="survey.answered", by=invited.who)

    def results(self, wave: Wave) -> Results:
        if wave.is_named:
            c = survey_answers.c
            rows = self._records.rows(c.wave == wave.number)
            return results_of(
                wave.questions, [boxed(read_said(row["said"]), row["place"] or "") for row in rows], wave.limits
            )
        ballots, n = Ballots(self._tx), len(self.who_answered(wave))
        first, rest = (
            results_of(questions, ballots.opened(f"{wave.number}{part}"), wave.limits)
            for questions, part in ((wave.questions[:1], FIRST), (wave.questions[1:], REST))
        )
        return together(n, first, rest)

    def erase(self, wave: Wave) -> None:
        """What was sealed and its keys; of an anonymous wave also who answered."""
        for part in (FIRST, REST):
            Ballots(self._tx).erase(f"{wave.number}{part}", who=wave.mode is Mode.ANONYMOUS)

    def left(self) -> set[str]:
        """The waves of which a key is kept: those that are open, and those that a hold keeps."""
        return {part.rpartition(".")[0] for part in Ballots(self._tx).left() if "." in part}
