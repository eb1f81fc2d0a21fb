"""The Corrective Action Log by filters: what somebody finds (storage/car_sight.py), and of that what they ask for.

Filters are asked of what somebody finds, so that none of them tells of more: neither how many there are, nor whose.
"""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, and_, func, select

from domain.log import Rows
from domain.people import Viewer
from domain.rules import Rules
from storage.car_sight import INSIDE, STAYED, C, Order, Where, still_open
from storage.car_words import car_words
from storage.db import OURS
from storage.sought import DUE, sought_by

NEWEST: Order = (C.filed_at.desc(), C.number.desc())
#: What nobody decided about yet stands at the day on which it came in.
EARLIEST: Order = (func.coalesce(DUE, C.filed_on), C.number)


def rows_by(rows: Rows, viewer: Viewer, today: date, rules: Rules) -> Where:
    """The conditions for `CarLog`."""
    return (*sought_by(rows.sought, viewer, today, rules), *_more(rows))


def order_of(rows: Rows) -> Order:
    return EARLIEST if rows.by_due else NEWEST


def _more(rows: Rows) -> Iterator[ColumnElement[bool]]:
    if rows.state:
        yield and_(STAYED, C.state == rows.state)
    if rows.kind:
        yield and_(INSIDE, C.kind == rows.kind)
    if rows.by_due:
        yield still_open()
    for stem in rows.stems:
        yield C.number.in_(select(W.car).where(W.district == OURS, W.stem == stem))


W = car_words.c
