"""What families may read of one school: which reports were closed there, and how many others nobody may know of."""

from sqlalchemy import ColumnElement, Date, String, and_, bindparam, func, select

from domain.auditors import AUDITOR
from domain.cars import Car, Concern, State
from domain.periods import Period
from storage.car_sight import C
from storage.cars import CarLog
from storage.db import OURS, Tx

MOST = 1000  # reports of one school in one period
SCHOOL, FIRST, LAST = (
    bindparam(name, type_=kind) for name, kind in (("school", String), ("first", Date), ("last", Date))
)
SEALED = select(func.count().label("number")).where(
    C.district == OURS,
    C.school == SCHOOL,
    C.state == State.CLOSED,
    C.closed_on >= FIRST,
    C.closed_on <= LAST,
    C.sealed.is_(True),
    C.concerns == Concern.NOBODY,
    C.handed_to.is_(None),
)


def closed_at(tx: Tx, school: str, period: Period) -> list[Car]:
    """Those that everybody may read, whoever asks: what somebody sees beside them is for nobody's wall."""
    return CarLog(tx, AUDITOR).page(_closed(school, period), size=MOST).cars


def sealed_at(tx: Tx, school: str, period: Period) -> int:
    found: int = tx.ask(SEALED, school=school, first=period.first, last=period.last)[0]["number"]
    return found


def _closed(school: str, period: Period) -> ColumnElement[bool]:
    return and_(
        C.school == school,
        C.state == State.CLOSED,
        C.closed_on >= period.first,
        C.closed_on <= period.last,
        C.sealed.is_(False),
        C.handed_to.is_(None),
    )
