"""Steps of ideas that somebody has still to do, as items; storage/step_items.py has those of reports."""

from collections.abc import Collection, Iterator

from sqlalchemy import and_, select

from domain.ideas import IdeaState
from domain.items import Item, ItemKind
from domain.people import PersonId
from storage.db import OURS, Tx
from storage.ideas import ideas
from storage.people import People
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as, numbers_of
from storage.step_table import steps
from storage.steps import OPEN

C = ideas.c
CARRIES_OUT = and_(C.district == steps.c.district, C.number == steps.c.of, C.step == steps.c.number)
ADOPTED = and_(steps.c.district == OURS, steps.c.place.is_not(None), C.state == IdeaState.ADOPTED)
TO_DO = (
    select(steps.c.number, steps.c.of, steps.c.owner, steps.c.due, C.school, C.decided_at)
    .join(ideas, CARRIES_OUT)
    .where(ADOPTED, steps.c.status.in_(OPEN))
)
TO_DO_OF_THEM = TO_DO.where(steps.c.owner.in_(THEM))
OWNERS = select(steps.c.owner).distinct().join(ideas, CARRIES_OUT).where(ADOPTED, steps.c.status.in_(OPEN))
SETTLED = select(steps.c.number).join(ideas, CARRIES_OUT).where(ADOPTED, steps.c.status.not_in(OPEN))


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["owner"] for row in tx.ask(OWNERS))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    zone = DistrictSettings(tx).all().zone
    for row in tx.ask(TO_DO_OF_THEM, them=known_as(tx, persons)):
        yield Item(
            kind=ItemKind.STEP,
            about=str(row["number"]),
            of=row["of"],
            whose=People(tx).canonical(row["owner"]),
            since=row["decided_at"].astimezone(zone).date(),
            due=row["due"],
            place=row["school"],
        )


def settled_of_ideas(tx: Tx, person: PersonId, numbers: Collection[int]) -> set[int]:
    """Those of these steps that somebody has reported on; each may still be opened again."""
    return numbers_of(tx, SETTLED, person, numbers)


IDEA_STEPS = Source(whom=_whom, items=_items)
