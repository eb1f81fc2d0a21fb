"""Reports and steps whose owner left: every account of theirs is closed."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Select, and_, func, or_, select

from domain.cars import State
from domain.ideas import IdeaState
from domain.leavers import LeftStep
from domain.people import Viewer
from storage.car_sight import led_by, still_open
from storage.car_table import cars
from storage.cars import CarLog
from storage.db import OURS, Tx, read
from storage.ideas import ideas
from storage.improvement_tables import district_plans
from storage.meeting_tables import meetings
from storage.people import accounts, people
from storage.step_table import steps
from storage.steps import OPEN, Steps

CANONICAL = func.coalesce(people.c.merged_into, people.c.id)
S, C, P, M = steps.c, cars.c, district_plans.c, meetings.c


def _canonical(column: Column[Any]) -> ColumnElement[str]:
    """Under which id somebody is known whom a row names."""
    merged = select(people.c.merged_into).where(people.c.district == OURS, people.c.id == column)
    return func.coalesce(merged.correlate(column.table).scalar_subquery(), column)


OWNER, DOER = _canonical(cars.c.owner), _canonical(steps.c.owner)


def _having(*where: ColumnElement[bool]) -> Select[Any]:
    """The persons who have an account like that."""
    joined = and_(people.c.district == accounts.c.district, people.c.id == accounts.c.person)
    return select(CANONICAL).select_from(accounts).join(people, joined).where(accounts.c.district == OURS, *where)


def _gone(column: ColumnElement[str]) -> ColumnElement[bool]:
    """They had accounts and have none that works."""
    return and_(column.in_(_having()), column.not_in(_having(accounts.c.gone.is_(False))))


def left_steps(tx: Tx, viewer: Viewer, *, most: int) -> list[LeftStep]:
    """Open steps whose owner left, for whoever gives them another one: of what they may read, the earliest due first.

    Those of reports for whoever leads the report; those of plans, of ideas and of meetings for the quality office.
    """
    kinds = [and_(C.state == State.IMPLEMENTING, C.cycle == S.cycle, still_open(), led_by(viewer))]
    if viewer.is_mr:
        kinds += [and_(P.in_force.is_not(None), S.cycle <= P.in_force, P.ended.is_(None))]
        kinds += [and_(ideas.c.state == IdeaState.ADOPTED, ideas.c.step == S.number), M.number.is_not(None)]
    query = (
        select(S.number, S.of, S.what, DOER.label("owner"), S.due, C.number.label("car"))
        .outerjoin(cars, and_(C.district == S.district, C.number == S.of))
        .outerjoin(district_plans, and_(P.district == S.district, P.number == S.of))
        .outerjoin(ideas, and_(ideas.c.district == S.district, ideas.c.number == S.of))
        .outerjoin(meetings, and_(M.district == S.district, M.number == S.of))
        .where(S.district == OURS, S.place.is_not(None), S.status.in_(OPEN), _gone(DOER), or_(*kinds))
        .order_by(S.due, S.number)
        .limit(most)
    )
    rows = tx.ask_once(query)
    readable = {car.number for car in CarLog(tx, viewer).named({row["car"] for row in rows if row["car"]})}
    said = Steps(tx).whats(row["number"] for row in rows)
    return [
        read(LeftStep, row | {"what": said.get(row["number"], "")})
        for row in rows
        if not row["car"] or row["car"] in readable
    ]


def left_to(viewer: Viewer) -> ColumnElement[bool]:
    """Open reports whose owner had accounts and has none that works, for whoever gives them another one."""
    return and_(still_open(), _gone(OWNER), led_by(viewer))
