"""Surveys as items: to whoever was asked and said nothing yet, and to whoever ran one about which nothing was said."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import and_, select

from domain.items import Item, ItemKind
from domain.people import PersonId
from domain.surveys import FIRST, REST, Phase, Told, Wave, next_opening
from storage.ballots import answered
from storage.db import OURS, Tx
from storage.people import People
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as
from storage.survey_answers import PERSON, I, invitations, survey_answers
from storage.surveys import Surveys
from storage.waves import W, Waves, waves

DAY = timedelta(days=1)
ASKED = (
    select(I.who, I.wave, W.opens_at, W.closes_at)
    .join(waves, and_(W.district == I.district, W.number == I.wave))
    .where(I.district == OURS, I.kind == PERSON, I.told >= Told.INVITED, W.phase == Phase.OPEN)
)
ASKED_OF_THEM = ASKED.where(I.who.in_(THEM))
WHOM = select(I.who).distinct().select_from(invitations.join(waves, and_(W.district == I.district, W.number == I.wave)))
WHOM = WHOM.where(I.district == OURS, I.kind == PERSON, W.phase == Phase.OPEN)
A, N = answered.c, survey_answers.c
#: Who said anything: which of the two parts does not matter, and where it is by name it stands elsewhere.
SEALED = select(A.wave, A.person).where(A.district == OURS, A.person.in_(THEM))
NAMED = select(N.wave, N.person).where(N.district == OURS, N.person.in_(THEM))


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["who"] for row in tx.ask(WHOM))
    yield from (survey.by for survey in Surveys(tx).recurring())


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    yield from _to_answer(tx, persons)
    yield from _to_say(tx, persons)


def _to_answer(tx: Tx, persons: Persons) -> Iterator[Item]:
    """From the day after they were asked. Nobody answers for somebody who is away, so nobody else hears of it."""
    away, people = People(tx).away(), People(tx)
    known = known_as(tx, {person for person in persons if person not in away})
    rows = tx.ask(ASKED_OF_THEM, them=known) if known else []
    if not rows:
        return
    done = {(_wave(row["wave"]), people.canonical(row["person"])) for row in _answered(tx, known)}
    zone = DistrictSettings(tx).all().zone
    today = tx.now.astimezone(zone).date()
    for row in rows:
        whose, since = people.canonical(row["who"]), row["opens_at"].astimezone(zone).date() + DAY
        if (row["wave"], whose) in done or today < since:
            continue
        due = (row["closes_at"] - timedelta(seconds=1)).astimezone(zone).date()
        yield Item(kind=ItemKind.ANSWER, about=row["wave"], of=row["wave"], whose=whose, since=since, due=due)


def _answered(tx: Tx, known: list[str]) -> Iterator[dict[str, str]]:
    for query in (SEALED, NAMED):
        yield from tx.ask(query, them=known)


def _wave(part: str) -> str:
    return part.removesuffix(FIRST).removesuffix(REST)


def _to_say(tx: Tx, persons: Persons) -> Iterator[Item]:
    """Before a survey is asked again: what was done about the last time."""
    mine = [survey for survey in Surveys(tx).recurring() if survey.by in persons]
    last = Waves(tx).last_of([survey.number for survey in mine])
    zone = DistrictSettings(tx).all().zone
    for survey in mine:
        wave = last.get(survey.number)
        opens = next_opening(wave, survey.weeks, zone, tx.now) if wave and _is_silent(wave) else None
        if wave and wave.closed_at and opens:
            since, due = wave.closed_at.astimezone(zone).date(), opens.astimezone(zone).date()
            whose = PersonId(survey.by)
            yield Item(kind=ItemKind.SAY_DONE, about=wave.number, of=wave.number, whose=whose, since=since, due=due)


def _is_silent(wave: Wave) -> bool:
    return wave.results is not None and not wave.we_did


SURVEYS = Source(whom=_whom, items=_items)
