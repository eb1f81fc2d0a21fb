"""Waves of surveys: fixed when they are launched, and what is shown of them once they are closed.

Who is asked stands in `invitations`, and says nothing of whether they answered (storage/survey_answers.py).
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Integer, String, Text, and_, bindparam, or_, select

from domain.anonymity import Mode
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.items import ItemKind
from domain.people import PersonId, Viewer
from domain.periods import Period
from domain.reviews import Fact, Says
from domain.schedules import on_wall
from domain.surveys import Phase, Told, Wave, closed, heard, opened
from storage.db import OURS, Moment, Tx, read
from storage.holds import Holds
from storage.outbox import Outbox
from storage.people import as_one
from storage.polls import SYSTEM
from storage.records import Records, record_table
from storage.reminded import Reminded
from storage.settings import DistrictSettings
from storage.survey_answers import PERSON, I, Invited, SurveyAnswers, invitations
from storage.survey_rows import read_questions, read_results, written, written_results
from storage.vault import LockedError
from storage.words import word

waves = record_table(
    "waves",
    Column("number", String(20), primary_key=True),
    Column("survey", String(20), nullable=False),
    Column("nth", Integer, nullable=False),
    word("name"),
    word("questions"),
    Column("mode", String(20), nullable=False),
    Column("scores", Integer, nullable=False),
    Column("comments", Integer, nullable=False),
    Column("audience", String(20), nullable=False),
    Column("place", String(40)),
    Column("meeting", String(20)),  # after which it asks
    Column("opens_at", Moment, nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("phase", String(20), nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", String(40)),
    Column("asked", Integer, nullable=False),
    Column("results", Text),  # JSON: what is shown, and nothing else
    word("said"),  # the comments that are shown, by question
    word("you_said"),
    word("we_did"),
    Column("telling", String(1), nullable=False),
)
Index("ix_waves_survey", waves.c.district, waves.c.survey, waves.c.nth)
Index("ix_waves_phase", waves.c.district, waves.c.phase, waves.c.closes_at)
Index("ix_waves_closed", waves.c.district, waves.c.closed_at)
Index("ix_waves_meeting", waves.c.district, waves.c.meeting)

W = waves.c
PATIENCE = timedelta(days=3)  # after which nobody waits for a day without another message any more
UNTOLD = (
    select(I.wave, I.who, I.told, W.telling, W.nth, W.opens_at)
    .join(waves, and_(W.district == I.district, W.number == I.wave))
    .where(I.district == OURS, I.kind == PERSON, I.told < W.telling)
    .where(or_(I.wave > bindparam("wave"), and_(I.wave == bindparam("wave"), I.who > bindparam("who"))))
    .order_by(I.wave, I.who)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Untold:
    """Somebody who is to hear of a wave."""

    wave: str
    who: PersonId
    telling: Told
    waits: bool  # for a day without another message


class Waves:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, waves)

    # The waves

    def add(self, wave: Wave) -> None:
        self._records.add(_wave_row(wave), did="wave.planned", by=wave.by)
        self._told(wave)

    def save(self, wave: Wave, *, did: str, by: str) -> None:
        self._records.save(_wave_row(wave), did=did, by=by)
        self._told(wave)

    def _told(self, wave: Wave) -> None:
        """The card of a meeting says how its wave stands."""
        if wave.meeting:
            Outbox(self._tx).refresh(wave.meeting)

    def find(self, number: str) -> Wave | None:
        found = self._records.having(number=number)
        return self._wave(found[0]) if found else None

    def get(self, number: str) -> Wave:
        found = self.find(number)
        if found is None:
            raise RefusedError("There is no such wave of a survey.")
        return found

    def of(self, survey: str) -> list[Wave]:
        """Those of a survey, the newest first."""
        return self._some(W.survey == survey, W.phase != Phase.DROPPED, order=W.nth.desc())

    def last_of(self, numbers: Collection[str]) -> dict[str, Wave]:
        """The newest wave of each of these surveys."""
        found = self._some(W.survey.in_(list(numbers)), W.phase != Phase.DROPPED, order=W.nth) if numbers else []
        return {wave.survey: wave for wave in found}

    def after(self, meeting: str) -> Wave | None:
        """The one that asks how a meeting was."""
        found = self._some(W.meeting == meeting, W.phase != Phase.DROPPED, order=W.opens_at)
        return found[0] if found else None

    def next_nth(self, survey: str) -> int:
        return len(self._tx.having(waves, survey=survey)) + 1

    def before(self, wave: Wave) -> Wave | None:
        """The wave of the same survey that has results and came last before this one.

        Before one after a meeting only one after a meeting of the same school: others were asked about something else.
        """
        if wave.nth == 1:
            return None
        earlier = self._some(
            W.survey == wave.survey,
            W.nth < wave.nth,
            W.results.is_not(None),
            W.meeting.is_not(None) if wave.meeting else W.meeting.is_(None),
            *([W.place == wave.place] if wave.meeting else []),
            order=W.nth.desc(),
        )
        return earlier[0] if earlier else None

    def to_open(self) -> list[Wave]:
        return self._some(W.phase == Phase.SET, W.opens_at <= self._tx.now)

    def to_close(self) -> list[Wave]:
        """Those whose time is up, and those that are closed and wait for their key."""
        late = self._some(W.phase == Phase.OPEN, W.closes_at <= self._tx.now)
        return late + self._some(W.phase == Phase.CLOSED, W.results.is_(None))

    def named(self, numbers: Collection[str]) -> dict[str, Wave]:
        found = self._some(W.number.in_(list(numbers))) if numbers else []
        return {wave.number: wave for wave in found}

    def closed_between(self, first: date, last: date) -> list[Wave]:
        """Those with results that closed on these days of the district, the oldest first."""
        zone = DistrictSettings(self._tx).all().zone
        begins, ends = (on_wall(day, time(), zone) for day in (first, last + timedelta(days=1)))
        found = self._some(W.results.is_not(None), W.closed_at >= begins, W.closed_at < ends)
        return sorted(found, key=lambda wave: (wave.closed_at or wave.closes_at, wave.number))

    # Who is asked

    def open_(self, wave: Wave, invited: Sequence[Invited], *, by: str) -> Wave:
        """From now on it is answered, by whoever is asked at this moment."""
        SurveyAnswers(self._tx).begin(wave)
        self.invite(wave, invited)
        begun = opened(wave, len(invited))
        self.save(begun, did="wave.opened", by=by)
        return self.get(wave.number)

    def invite(self, wave: Wave, invited: Iterable[Invited]) -> None:
        rows = [
            {"wave": wave.number, "who": one.who, "kind": one.kind, "place": one.place, "told": ""} for one in invited
        ]
        if rows:
            self._tx.add_all_once(invitations, rows)

    def invitation(self, wave: Wave, ids: Iterable[str]) -> Invited | None:
        """That of a person by any of their ids, or of a link."""
        rows = self._tx.having(invitations, wave=wave.number, who=list(ids))
        return Invited(who=rows[0]["who"], kind=rows[0]["kind"], place=rows[0]["place"]) if rows else None

    def untold(self, *, after: str, most: int) -> list[Untold]:
        """The next ones who are to hear of a wave, behind `after`: a wave and somebody in it."""
        wave, _, who = after.partition(" ")
        return [
            Untold(
                wave=row["wave"],
                who=PersonId(row["who"]),
                telling=Told(row["telling"]),
                waits=row["nth"] > 1 and row["telling"] == Told.INVITED and self._tx.now < row["opens_at"] + PATIENCE,
            )
            for row in self._tx.ask(UNTOLD, wave=wave, who=who, most=most)
        ]

    def heard(self, wave: str, who: Collection[str], telling: Told) -> None:
        self._tx.change(invitations, {"told": str(telling)}, I.wave == wave, I.who.in_(list(who)))

    # The end

    def end(self, wave: Wave, *, by: PersonId | None = None) -> Wave:
        """Close it, by somebody or by the clock. What was sealed is opened and counted, or waits for its key."""
        if wave.phase is Phase.OPEN:
            self.save(closed(wave, self._tx.now, by), did="wave.closed", by=by or SYSTEM)
        return self._count(self.get(wave.number))

    def _count(self, wave: Wave) -> Wave:
        """Keep what is shown of it, and nothing else, unless a hold is in force."""
        try:
            results = SurveyAnswers(self._tx).results(wave)
        except LockedError:
            return wave
        asked = sum(SurveyAnswers(self._tx).rate(wave).asked.values())
        self.save(replace(wave, results=results, asked=asked), did="wave.counted", by=SYSTEM)
        if not wave.is_named and not Holds(self._tx).on(wave.number):
            self._erase(wave)
        return self.get(wave.number)

    def _erase(self, wave: Wave) -> None:
        """What was sealed; of an anonymous wave also who answered, and who was reminded since they had not."""
        SurveyAnswers(self._tx).erase(wave)
        if wave.mode is Mode.ANONYMOUS:
            Reminded(self._tx).forget(f"{ItemKind.ANSWER}:{wave.number}")

    def erase_left(self) -> int:
        """Erase what a hold has kept, once it is lifted; of how many waves."""
        kept = [
            wave for number in sorted(SurveyAnswers(self._tx).left()) if (wave := self.find(number)) and wave.results
        ]
        free = [wave for wave in kept if not Holds(self._tx).on(wave.number)]
        for wave in free:
            self._erase(wave)
        return len(free)

    def _some(self, *where: ColumnElement[bool], order: Any = W.number) -> list[Wave]:
        return [self._wave(row) for row in self._records.rows(*where, order=order)]

    def _wave(self, row: Mapping[str, Any]) -> Wave:
        kept = {name: value for name, value in row.items() if name not in ("district", "said")}
        made = {
            **{name: row[name] or "" for name in ("name", "you_said", "we_did")},
            "questions": read_questions(row["questions"]),
            "results": read_results(row["results"], row["said"]) if row["results"] else None,
        }
        return read(Wave, as_one(self._tx, {**kept, **made}, "by", "closed_by"))


def surveys_heard(tx: Tx, period: Period) -> list[Fact]:
    """What the management review is told of the waves that closed."""
    found = [heard(wave) for wave in Waves(tx).closed_between(period.first, period.last)]
    return [
        Fact(says=Says.SURVEY, about=one.number, n=one.n, of=one.asked, value=one.least or 0, key=one.question)
        for one in found
    ]


def sees(tx: Tx, viewer: Viewer, wave: Wave) -> bool:
    """Whether a wave is somebody's to see: they run it, or they were asked and were told of its results."""
    return viewer.is_mr or (wave.telling > Told.INVITED and Waves(tx).invitation(wave, viewer.ids) is not None)


def _wave_row(wave: Wave) -> dict[str, Any]:
    kept = {name: getattr(wave, name) for name in Wave.__dataclass_fields__}
    found = wave.results
    said = json.dumps({k: list(v) for k, v in found.comments.items()}, ensure_ascii=False) if found else ""
    result = written_results(found) if found else None
    return {**kept, "questions": written(wave.questions), "results": result, "said": said}
