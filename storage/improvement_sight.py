"""Who finds which plan, and which revision of it: decided in SQL, as for reports (storage/car_sight.py).

All staff find a plan that was approved, as the revision that is in force has it. What nobody has approved yet is found
by whoever leads the plan, those in charge, the head of the place, and those who were let in.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, case, or_, select, true

from domain.improvement import Kind, PlanState
from domain.improvement_rights import HEADS
from domain.people import Viewer
from storage.db import OURS
from storage.improvement_tables import district_plans, plan_readers, plan_revisions

P, R, READERS = district_plans.c, plan_revisions.c, plan_readers.c


#: Who asks, as the queries below know them: `asking` gives it.
IDS: BindParameter[Any] = bindparam("my_ids", expanding=True)
PLACES: BindParameter[Any] = bindparam("my_places", expanding=True)


def asking(viewer: Viewer) -> Mapping[str, list[str]]:
    places = {seat.place for seat in viewer.seats if seat.role in HEADS and seat.place}
    return {"my_ids": sorted(viewer.ids), "my_places": sorted(places)}


def writes_or_reads(*, charge: bool) -> ColumnElement[bool]:
    """Whether they find drafts of a plan; `reads_drafts` of domain/improvement_rights.py says the same of one.

    `charge`: those in charge of all plans ask.
    """
    if charge:
        return true()
    let_in = select(READERS.plan).where(READERS.district == OURS, READERS.person.in_(IDS), READERS.reads.is_(True))
    return or_(P.lead.in_(IDS), P.place.in_(PLACES), P.number.in_(let_in))


def found(*, charge: bool) -> ColumnElement[bool]:
    return and_(P.district == OURS, or_(P.in_force.is_not(None), writes_or_reads(charge=charge)))


def shown(*, charge: bool) -> ColumnElement[int]:
    """Which revision somebody is shown at first."""
    drafts = and_(writes_or_reads(charge=charge), or_(P.newest_state != PlanState.DROPPED, P.in_force.is_(None)))
    return case((drafts, P.newest), else_=P.in_force)


def plans_of(*, charge: bool, revision: bool = False, approved: bool = False) -> Select[Any]:
    """Plans, each with the header of one revision: the one that is given, if they find it, or the one shown.

    `approved`: the one in force, also to whoever is shown how it is being changed.
    """
    given = and_(R.revision == bindparam("revision"), or_(R.in_force_on.is_not(None), writes_or_reads(charge=charge)))
    first = P.in_force if approved else shown(charge=charge)
    header = [column for column in plan_revisions.columns if column.name not in ("district", "plan", "version")]
    return (
        select(district_plans, *header, R.version.label("header_version"))
        .select_from(district_plans)
        .join(
            plan_revisions,
            and_(R.district == P.district, R.plan == P.number, given if revision else R.revision == first),
        )
        .where(found(charge=charge))
    )


@cache
def one_plan(*, charge: bool, revision: bool) -> Select[Any]:
    """The plan of a number."""
    return plans_of(charge=charge, revision=revision).where(P.number == bindparam("number"))


@cache
def plans_in_force(*, charge: bool) -> Select[Any]:
    """Every one, as it was approved, in the order of their numbers."""
    return plans_of(charge=charge, approved=True).where(in_force()).order_by(P.number)


def led_by(viewer: Viewer) -> ColumnElement[bool]:
    return and_(P.lead.in_(sorted(viewer.ids)), P.ended.is_(None))


def of_places(places: Sequence[str]) -> ColumnElement[bool]:
    """Those of these schools and departments that go on."""
    return and_(P.place.in_(places), P.ended.is_(None))


def of_the_district() -> ColumnElement[bool]:
    return and_(P.place.is_(None), P.ended.is_(None))


def in_force() -> ColumnElement[bool]:
    return and_(P.in_force.is_not(None), P.ended.is_(None))


def of_kind(kind: Kind) -> ColumnElement[bool]:
    """Those of a kind that go on."""
    return and_(P.kind == str(kind), P.ended.is_(None))


def drafts() -> ColumnElement[bool]:
    """What is being written or read by those who approve; to whoever finds drafts (`found`)."""
    return and_(P.newest_state.in_([str(PlanState.DRAFT), str(PlanState.REVIEW)]), P.ended.is_(None))


def everything() -> ColumnElement[bool]:
    return true()
