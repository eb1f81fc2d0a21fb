"""What families read of a school: what somebody reported, what was done, and how long it took."""

from collections.abc import Sequence
from datetime import date
from statistics import median

from domain.cars import Car, State
from domain.frozen import dataclass
from domain.periods import Period
from domain.public_copy import Release, told_of

TOLD = 4  # stories on half a page


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One report as the quality office released it. `days` from reporting it to closing it."""

    said: str
    done: str
    days: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HalfPage:
    """`fixed` counts every closed report that may be counted; `told` are the newest of those that were released."""

    school: str  # its name
    period: Period
    fixed: int
    middle: int | None  # median days, where there are any
    told: tuple[Told, ...] = ()


def half_page(
    school: str, period: Period, closed: Sequence[Car], releases: Sequence[Release], *, sealed: int
) -> HalfPage:
    """`closed` are those that everybody may read, closed at the school in the period; `sealed`: how many others.

    A few of those are not counted, since what is left would tell of them.
    """
    days = {car.number: _days(car) for car in closed}
    newest = sorted(closed, key=lambda car: (car.closed_on or date.min, car.number), reverse=True)
    public = {release.car: release for release in releases if not release.taken_back and release.done}
    told = [
        Told(said=public[car.number].title, done=public[car.number].done, days=days[car.number])
        for car in newest
        if car.number in public
    ]
    return HalfPage(
        school=school,
        period=period,
        fixed=len(closed) + told_of(sealed),
        middle=round(median(days.values())) if days else None,
        told=tuple(told[:TOLD]),
    )


def _days(car: Car) -> int:
    assert car.state is State.CLOSED  # noqa: S101 - asked for so
    assert car.closed_on is not None  # noqa: S101 - set when it closes
    return (car.closed_on - car.filed_on).days
