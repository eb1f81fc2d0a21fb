"""Steps of approved plans that somebody has still to do, as items. While resources are waited for, there are none."""

from collections.abc import Collection, Iterator
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from domain.cars import State
from domain.items import Item, ItemKind
from domain.people import PersonId
from domain.plans import StepStatus
from storage.car_sight import STAYED, C
from storage.car_table import STANDS_SINCE, cars
from storage.db import OURS, Tx
from storage.people import People
from storage.settings import DistrictSettings
from storage.sources import THEM, Persons, Source, known_as, numbers_of
from storage.step_table import steps
from storage.steps import OPEN

IN_WORK = and_(steps.c.district == OURS, steps.c.place.is_not(None), steps.c.status.in_(OPEN))
OF_ITS_PLAN = and_(C.district == steps.c.district, C.number == steps.c.of, C.cycle == steps.c.cycle)
GOING_ON = and_(C.state == State.IMPLEMENTING, C.on_hold_since.is_(None), STAYED)
OWNERS = select(steps.c.owner).distinct().where(IN_WORK)
TO_DO = (
    select(
        steps.c.number,
        steps.c.of,
        steps.c.owner,
        steps.c.due,
        steps.c.status,
        C.school,
        C.department,
        STANDS_SINCE.label("entered_at"),
    )
    .join(cars, OF_ITS_PLAN)
    .where(IN_WORK, GOING_ON)
)
SETTLED = (
    select(steps.c.number)
    .join(cars, OF_ITS_PLAN)
    .where(steps.c.district == OURS, steps.c.place.is_not(None), steps.c.status.not_in(OPEN), GOING_ON)
)
ASKED = (
    select(steps.c.number, steps.c.of, steps.c.asked_owner, C.school, C.department, STANDS_SINCE.label("entered_at"))
    .join(cars, OF_ITS_PLAN)
    .where(IN_WORK, C.state == State.IMPLEMENTING, STAYED)
)
INVITED = (
    select(steps.c.asked_owner)
    .distinct()
    .where(steps.c.district == OURS, steps.c.place.is_not(None), steps.c.asked_owner.is_not(None))
)


TO_DO_OF_THEM = TO_DO.where(steps.c.owner.in_(THEM))
ASKED_OF_THEM = ASKED.where(steps.c.asked_owner.in_(THEM))


def told_status(kept: str) -> StepStatus | None:
    """How an open step was told to stand; nothing before that."""
    status = StepStatus(kept)
    return None if status is StepStatus.NOT_STARTED else status


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["owner"] for row in tx.ask(OWNERS))
    yield from (row["asked_owner"] for row in tx.ask(INVITED))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    zone = DistrictSettings(tx).all().zone
    for row in tx.ask(TO_DO_OF_THEM, them=known_as(tx, persons)):
        yield Item(
            kind=ItemKind.STEP,
            about=str(row["number"]),
            of=row["of"],
            whose=People(tx).canonical(row["owner"]),
            since=row["entered_at"].astimezone(zone).date(),
            due=row["due"],
            place=row["school"] or row["department"],
            stands=told_status(row["status"]),
        )
    yield from _asked(tx, persons, zone)


def _asked(tx: Tx, persons: Persons, zone: ZoneInfo) -> Iterator[Item]:
    """What somebody is asked to do waits for their yes or no."""
    for row in tx.ask(ASKED_OF_THEM, them=known_as(tx, persons)):
        yield Item(
            kind=ItemKind.OWN,
            about=str(row["number"]),
            of=row["of"],
            whose=People(tx).canonical(row["asked_owner"]),
            since=row["entered_at"].astimezone(zone).date(),
            place=row["school"] or row["department"],
        )


def settled_by(tx: Tx, person: PersonId, numbers: Collection[int]) -> set[int]:
    """Those of these steps that somebody has reported on, and may still open again."""
    return numbers_of(tx, SETTLED, person, numbers)


STEPS = Source(whom=_whom, items=_items)
