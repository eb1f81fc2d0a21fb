"""Steps of plans in force that somebody does or is asked to do, as items; storage/step_items.py has those of reports.

They are told to those who do them and to nobody else: a late step of a plan goes to the plan's next routine meeting,
and never to a supervisor (storage/late_items.py has copies of reports alone).
"""

from collections.abc import Collection, Iterator

from sqlalchemy import and_, select

from domain.items import Item, ItemKind
from domain.people import PersonId
from storage.db import OURS, Tx
from storage.improvement_tables import district_plans, plan_revisions, step_updates
from storage.people import People
from storage.sources import THEM, Persons, Source, known_as, numbers_of
from storage.step_items import told_status
from storage.step_table import steps
from storage.steps import OPEN

P, R, S, U = district_plans.c, plan_revisions.c, steps.c, step_updates.c
OF_PLAN = and_(P.district == S.district, P.number == S.of)
CAME = and_(R.district == S.district, R.plan == S.of, R.revision == S.cycle)
TO_DO = and_(S.district == OURS, S.place.is_not(None), S.status.in_(OPEN), S.cycle <= P.in_force, P.ended.is_(None))
OWNERS = select(S.owner).distinct().join(district_plans, OF_PLAN).where(TO_DO)
WAITING = (
    select(S.number, S.of, S.owner, S.due, S.status, P.place, R.in_force_on, P.started_at)
    .join(district_plans, OF_PLAN)
    .outerjoin(plan_revisions, CAME)
    .where(TO_DO)
)
WAITING_FOR_THEM = WAITING.where(S.owner.in_(THEM))
OVER = (S.district == OURS, S.place.is_not(None), S.status.not_in(OPEN), S.cycle <= P.in_force, P.ended.is_(None))
ENDED = select(S.number).join(district_plans, OF_PLAN).where(*OVER)
#: Who is asked to do one is named by storage/step_items.py, which looks at steps of every kind.
ASKED = (
    select(S.number, S.of, S.asked_owner, P.place, R.in_force_on, P.started_at)
    .join(district_plans, OF_PLAN)
    .outerjoin(plan_revisions, CAME)
    .where(TO_DO)
)
ASKED_OF_THEM = ASKED.where(S.asked_owner.in_(THEM))


def _whom(tx: Tx) -> Iterator[str]:
    yield from (row["owner"] for row in tx.ask(OWNERS))


def _items(tx: Tx, persons: Persons) -> Iterator[Item]:
    """A step waits since the revision with which it came is in force."""
    for row in tx.ask(WAITING_FOR_THEM, them=known_as(tx, persons)):
        yield Item(
            kind=ItemKind.STEP,
            about=str(row["number"]),
            of=row["of"],
            whose=PersonId(People(tx).canonical(row["owner"])),
            since=row["in_force_on"] or row["started_at"].date(),
            due=row["due"],
            place=row["place"],
            stands=told_status(row["status"]),
        )
    for row in tx.ask(ASKED_OF_THEM, them=known_as(tx, persons)):
        yield Item(
            kind=ItemKind.OWN,
            about=str(row["number"]),
            of=row["of"],
            whose=PersonId(People(tx).canonical(row["asked_owner"])),
            since=row["in_force_on"] or row["started_at"].date(),
            place=row["place"],
        )


def ended_by(tx: Tx, person: PersonId, numbers: Collection[int]) -> dict[int, int]:
    """Of these steps those of somebody's that they told to be over themselves, each with the line that says so."""
    mine = numbers_of(tx, ENDED, person, numbers)
    lines = tx.rows(step_updates, U.step.in_(mine), U.undone.is_(False), order=U.nth) if mine else []
    last = {row["step"]: row for row in lines}  # in order, so the last one is the newest
    return {number: row["nth"] for number, row in last.items() if row["by"] in known_as(tx, {person})}


PLAN_STEPS = Source(whom=_whom, items=_items)
