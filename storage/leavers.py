"""Reports whose owner left: every account of theirs is closed."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from domain.people import Viewer
from storage.car_sight import led_by, still_open
from storage.car_table import cars
from storage.db import OURS
from storage.people import accounts, people

CANONICAL = func.coalesce(people.c.merged_into, people.c.id)
OWNER = func.coalesce(
    select(people.c.merged_into)
    .where(people.c.district == OURS, people.c.id == cars.c.owner)
    .correlate(cars)
    .scalar_subquery(),
    cars.c.owner,
)


def _having(*where: ColumnElement[bool]) -> Select[Any]:
    """The persons who have an account like that."""
    joined = and_(people.c.district == accounts.c.district, people.c.id == accounts.c.person)
    return select(CANONICAL).select_from(accounts).join(people, joined).where(accounts.c.district == OURS, *where)


def left_to(viewer: Viewer) -> ColumnElement[bool]:
    """Open reports whose owner had accounts and has none that works, for whoever gives them another one."""
    gone = and_(OWNER.in_(_having()), OWNER.not_in(_having(accounts.c.gone.is_(False))))
    return and_(still_open(), gone, led_by(viewer))
