"""The Corrective Action Log by filters: what somebody finds (storage/car_sight.py), and of that what they ask for.

Filters are asked of what somebody finds, so that none of them tells of more: neither how many there are, nor whose.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, func, select

from domain.cars import TERMINAL, Concern, Kind, State
from domain.log import Rows
from domain.people import Viewer
from domain.periods import Period
from domain.rules import Rules
from domain.sought import Sought, Status
from storage.car_sight import INSIDE, NEWEST, NEWEST_OF_FEW, QUERIES, STAYED, C, Order, Where, plainly, still_open
from storage.car_words import car_words
from storage.db import OURS, Tx
from storage.sought import DUE, sought_by
from storage.sought import comes_again as sought_again

SEALED = select(func.count().label("number")).where(
    C.district == OURS, C.sealed.is_(True), C.concerns == Concern.NOBODY, STAYED
)
#: What nobody decided about yet stands at the day on which it came in.
EARLIEST: Order = (func.coalesce(DUE, C.filed_on), C.number)
#: What is open has an index, the newest first.
ALL_OPEN = Rows(sought=Sought(status=Status.OPEN))
#: Reports with the words that are looked for: so few are named, which is quick; more are found soon in any order.
FEW = 500


def rows_by(tx: Tx, rows: Rows, viewer: Viewer, today: date, rules: Rules) -> Where:
    """The conditions for `CarLog`; `comes_again` says whether the query is worth keeping."""
    few = is_going_on(rows.state)
    return (*sought_by(rows.sought, viewer, today, rules, few=few), *_more(rows), *with_words(tx, rows))


def is_going_on(state: State | None) -> bool:
    """Whether so few reports are in it that it finds them best, whatever else is asked."""
    return state is not None and state not in TERMINAL


def comes_again(rows: Rows) -> bool:
    """Words are looked for once, and by what is found of them."""
    return not rows.text and sought_again(rows.sought)


def order_of(rows: Rows) -> Order:
    few = rows.sought.status is Status.OPEN and not rows.state and rows != ALL_OPEN
    return EARLIEST if rows.by_due else NEWEST_OF_FEW if few else NEWEST


def sealed_in_all(tx: Tx) -> int:
    """How many reports nobody else may know of, of the whole log."""
    found: int = tx.ask(SEALED)[0]["number"]
    return found


def _more(rows: Rows) -> Iterator[ColumnElement[bool]]:
    if rows.state:
        yield _stands(rows.state)
    if rows.kind:
        yield _of_kind(rows.kind, few=rows.sought.status is Status.OPEN or is_going_on(rows.state))
    if rows.by_due:
        yield still_open()
    if rows.sought.filed:
        yield _about(rows.sought.filed)


@lru_cache(maxsize=QUERIES)
def _stands(state: State) -> ColumnElement[bool]:
    return and_(STAYED, C.state == str(state))


@lru_cache(maxsize=QUERIES)
def _of_kind(kind: Kind, *, few: bool) -> ColumnElement[bool]:
    return and_(INSIDE, (plainly(C.kind) if few else C.kind) == str(kind))


@lru_cache(maxsize=QUERIES)
def _about(filed: Period) -> ColumnElement[bool]:
    """By the moment as well, which has an index: a day is at most so far from it."""
    return C.filed_at.between(_noon(filed.first) - TWO_DAYS, _noon(filed.last) + TWO_DAYS)


TWO_DAYS = timedelta(days=2)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=UTC)


W = car_words.c


def with_words(tx: Tx, rows: Rows) -> Where:
    """Reports that have all of the words."""
    if not rows.stems:
        return ()
    each = [select(W.car).where(W.district == OURS, W.stem == stem) for stem in rows.stems]
    having = [C.number.in_(one) for one in each]
    found = tx.ask_once(each[0].where(*(W.car.in_(one) for one in each[1:])).limit(FEW + 1))
    return (C.number.in_([row["car"] for row in found]),) if len(found) <= FEW else tuple(having)
