"""Meetings that somebody hosts, as items: until they are held and closed, or called off."""

from collections.abc import Iterator

from sqlalchemy import and_, select

from domain.items import AHEAD_DAYS, Item, ItemKind
from domain.meetings import AHEAD_OF_IT, Phase
from domain.people import PersonId
from domain.school_calendar import DAY
from storage.db import OURS, Tx
from storage.meeting_tables import meetings
from storage.people import People
from storage.sources import THEM, Persons, Source, known_as

M = meetings.c
OPEN = and_(M.district == OURS, M.phase.in_([str(phase) for phase in (*AHEAD_OF_IT, Phase.RUNNING)]))
HOSTS = select(M.host).distinct().where(OPEN)
TO_HOLD = select(M.number, M.host, M.day, M.school).where(OPEN, M.host.in_(THEM))


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["host"] for row in tx.ask(HOSTS))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    for row in tx.ask(TO_HOLD, them=known_as(tx, persons)):
        yield Item(
            kind=ItemKind.MEETING,
            about=row["number"],
            of=row["number"],
            whose=PersonId(People(tx).canonical(row["host"])),
            since=row["day"] - AHEAD_DAYS * DAY,
            due=row["day"],
            place=row["school"] or None,
        )


MEETINGS = Source(whom=_whom, items=_items)
