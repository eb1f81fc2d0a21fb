"""Which reports a figure is about: those of a period up to its cut-off, and of a school, a source and so on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Self

from domain.cars import Severity, Source
from domain.frozen import dataclass
from domain.people import PersonId

DAY = timedelta(days=1)
MONTHS = 12  # of a year


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Both days included. A figure knows nothing of what happened after `last`, its cut-off."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last

    def earlier(self, days: int) -> Self:
        """As long a period, so many days before."""
        return replace(self, first=self.first - timedelta(days=days), last=self.last - timedelta(days=days))


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """None stands for all of them."""

    school: str | None = None
    department: str | None = None
    severity: Severity | None = None
    source: Source | None = None
    owner: PersonId | None = None

    @property
    def none(self) -> bool:
        return self == EVERYTHING


EVERYTHING = Filters()


def first_of_month(day: date, back: int = 0) -> date:
    """The first day of the month that lies so many months before this day's."""
    months = day.year * MONTHS + day.month - 1 - back
    return date(months // MONTHS, months % MONTHS + 1, 1)


def last_months(cut_off: date, months: int) -> Period:
    """So many whole months, and the one that has begun."""
    return Period(first=first_of_month(cut_off, months), last=cut_off)


def whole_months(period: Period) -> Iterator[Period]:
    """The calendar months that lie in a period from their first day to their last: a month half over has no point."""
    first = first_of_month(period.first - DAY, -1)
    while (after := first_of_month(first, -1)) - DAY <= period.last:
        yield Period(first=first, last=after - DAY)
        first = after
