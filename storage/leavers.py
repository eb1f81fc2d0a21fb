"""Reports whose owner left: every account of theirs is closed."""

from sqlalchemy import ColumnElement, and_, exists, func, select

from storage.cars import cars, still_open
from storage.people import accounts, people

_owner = func.coalesce(
    select(people.c.merged_into)
    .where(people.c.district == cars.c.district, people.c.id == cars.c.owner)
    .scalar_subquery(),
    cars.c.owner,
)


def owned_by_somebody_who_left() -> ColumnElement[bool]:
    """Open reports of an owner who had accounts, and has none that works."""
    theirs = select(people.c.id).where(
        people.c.district == cars.c.district, (people.c.id == _owner) | (people.c.merged_into == _owner)
    )
    known = select(accounts.c.person).where(accounts.c.district == cars.c.district, accounts.c.person.in_(theirs))
    return and_(still_open(), exists(known), ~exists(known.where(accounts.c.gone.is_(False))))
