"""Steps of reports that are at risk or off track, as items for the owner of the report, who may have to help."""

from collections.abc import Iterator, Mapping

from sqlalchemy import and_, func, select

from domain.items import Item, ItemKind
from domain.plans import StepStatus
from storage.car_sight import C
from storage.car_table import cars
from storage.db import Tx
from storage.improvement_tables import step_updates
from storage.people import People
from storage.sources import THEM, Persons, Source, known_as
from storage.step_items import GOING_ON, IN_WORK, OF_ITS_PLAN
from storage.step_table import steps

KINDS: Mapping[StepStatus, ItemKind] = {
    StepStatus.AT_RISK: ItemKind.AT_RISK,
    StepStatus.OFF_TRACK: ItemKind.OFF_TRACK,
}
LINE, BEFORE = step_updates.alias("line"), step_updates.alias("before")
OF_STEP = and_(LINE.c.district == steps.c.district, LINE.c.step == steps.c.number, LINE.c.undone.is_(False))
#: The last line that told of it another way; the next one is that with which it came to stand as it does.
OTHERWISE = (
    select(func.coalesce(func.max(BEFORE.c.nth), 0))
    .where(BEFORE.c.district == steps.c.district, BEFORE.c.step == steps.c.number, BEFORE.c.undone.is_(False))
    .where(BEFORE.c.status != steps.c.status)
    .correlate(steps)
    .scalar_subquery()
)
TURNED = select(func.min(LINE.c.day)).where(OF_STEP, LINE.c.nth > OTHERWISE).correlate(steps).scalar_subquery()
STANDS = and_(IN_WORK, GOING_ON, steps.c.status.in_(list(KINDS)))
OWNERS = select(C.owner).distinct().join(steps, OF_ITS_PLAN).where(STANDS)
FOUND = (
    select(
        steps.c.number,
        steps.c.of,
        steps.c.owner.label("doer"),
        steps.c.status,
        C.owner,
        C.school,
        C.department,
        TURNED.label("turned"),
    )
    .join(cars, OF_ITS_PLAN)
    .where(STANDS)
)
FOUND_OF_THEM = FOUND.where(C.owner.in_(THEM))


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["owner"] for row in tx.ask(OWNERS) if row["owner"])


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    """Whoever owns both knows it."""
    people = People(tx)
    for row in tx.ask(FOUND_OF_THEM, them=known_as(tx, persons)):
        owner, doer = people.canonical(row["owner"]), people.canonical(row["doer"])
        if owner != doer and row["turned"]:
            yield Item(
                kind=KINDS[StepStatus(row["status"])],
                about=str(row["number"]),
                of=row["of"],
                whose=owner,
                since=row["turned"],
                place=row["school"] or row["department"],
                copied=doer,
                turned=row["turned"],
            )


RISKS = Source(whom=_whom, items=_items)
