"""Which figure somebody looks at, over which months, up to which day, and of which reports: written in one line.

A button carries the line, so that the card that it is on can be drawn again.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import StrEnum
from typing import Any

from domain.cars import Kind, Severity, Source
from domain.frozen import dataclass
from domain.log import Rows
from domain.people import Role, Viewer
from domain.periods import EVERYTHING, Filters, Period, last_months
from domain.sought import Sought, Status


class Raised(StrEnum):
    """As what a figure is raised."""

    CONCERN = "concern"
    PREVENTION = "prevention"
    IDEA = "idea"


KIND_OF: Mapping[Raised, Kind] = {Raised.CONCERN: Kind.CORRECTIVE, Raised.PREVENTION: Kind.PREVENTIVE}


def source_of(chosen: Source | None, viewer: Viewer) -> Source:
    """Where a report of a figure comes from: who is in the management review may say that it was raised there."""
    return Source.MANAGEMENT_REVIEW if chosen is Source.MANAGEMENT_REVIEW and reviews(viewer) else Source.MONITORING


def reviews(viewer: Viewer) -> bool:
    return viewer.is_mr or any(viewer.holds(role) for role in IN_REVIEW)


IN_REVIEW = (Role.MRT_MEMBER, Role.CABINET_MEMBER, Role.SUPERINTENDENT)


class Figure(StrEnum):
    WAITING = "waiting"
    TIMES = "times"
    ON_TIME = "ontime"
    HELD = "held"
    BACK = "back"
    CAUSES = "causes"
    SCHOOLS = "schools"
    DEPARTMENTS = "departments"
    SOURCES = "sources"
    FILED = "filed"
    LATE = "late"


PERIODS = (3, 6, 12, 24)  # months
KINDS: Mapping[str, type[StrEnum]] = {"severity": Severity, "source": Source}


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    figure: Figure = Figure.WAITING
    months: int = 12
    cut_off: date | None = None  # None: today, whenever it is looked at
    filters: Filters = EVERYTHING

    def period(self, today: date) -> Period:
        """Nothing is known of days to come."""
        return last_months(min(self.cut_off or today, today), self.months)

    @property
    def line(self) -> str:
        kept = [f"{f.name}={value}" for f in fields(Filters) if (value := getattr(self.filters, f.name))]
        until = [f"until={self.cut_off.isoformat()}"] if self.cut_off else []
        return " ".join([self.figure, str(self.months), *until, *kept])


#: Figures of what was filed in their time.
OF_FILED = frozenset({Figure.CAUSES, Figure.SCHOOLS, Figure.DEPARTMENTS, Figure.SOURCES, Figure.FILED})


def rows_of(trend: Trend, today: date) -> Rows:
    """The rows of the log, as it stood on the last day of a figure, that the figure is counted from."""
    period = trend.period(today)
    status = Status.OPEN if trend.figure is Figure.WAITING else Status.ALL
    filed = period if trend.figure in OF_FILED else None
    sought = Sought(status=status, filters=trend.filters, filed=filed)
    return Rows(sought=sought, as_of=period.last if period.last < today else None)


def read_trend(line: str) -> Trend:
    """What does not fit is left out: a line may be old."""
    words = line.lower().split()[:1] + line.split()[1:]
    pairs = dict(word.partition("=")[::2] for word in words if "=" in word)
    figure = next((Figure(word) for word in words if word in set(Figure)), Figure.WAITING)
    months = next((int(word) for word in words if word.isdecimal() and int(word) in PERIODS), 12)
    kept: dict[str, Any] = {f.name: _value(f.name, pairs[f.name]) for f in fields(Filters) if f.name in pairs}
    return Trend(figure=figure, months=months, cut_off=_day(pairs.get("until", "")), filters=Filters(**kept))


def _value(name: str, value: str) -> Any:
    kind = KINDS.get(name)
    if kind is None:
        return value or None
    return kind(value) if value in set(kind) else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
