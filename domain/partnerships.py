"""A partnership: two parties, a term, and what each of them promised, some of it so many times a year.

Its years are its own: each begins on the day on which the term began. Whether a promise is met, due or late is told by
what happened and by the day, and kept nowhere.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from domain.asks import fit, need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.improvement import DistrictPlan, Kind
from domain.improvement_rights import check_leads
from domain.people import PersonId, Viewer
from domain.texts import say

PARTNER_MAX, WHAT_MAX, SAID_MAX = 200, 300, 600
COMMITMENTS_MAX, A_YEAR_MAX, YEARS_MAX = 40, 50, 10
AHEAD = timedelta(days=60)  # before a year of it ends, or its renewal is due
USUAL_YEARS = 3


class Side(StrEnum):
    PARTNER = "partner"
    DISTRICT = "district"
    BOTH = "both"


SIDES: Mapping[Side, str] = {
    Side.PARTNER: say("The partner"),
    Side.DISTRICT: say("The district"),
    Side.BOTH: say("Both"),
}


class Met(StrEnum):
    MET = "met"
    DUE = "due"
    LATE = "late"


METS: Mapping[Met, str] = {Met.MET: say("Met"), Met.DUE: say("Due"), Met.LATE: say("Late")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """With whom, from when to when, and by when its renewal is asked for."""

    plan: str
    partner: str
    starts: date
    ends: date
    renewal_by: date
    renewed_on: date | None = None  # when that was asked for
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Commitment:
    """What one side does, or which resource it supplies."""

    plan: str
    nth: int
    side: Side
    what: str
    a_year: int | None = None  # so many times; None: once, by a day
    due: date | None = None
    resource: bool = False
    dropped: bool = False
    version: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Happened:
    """One time that it was done, with what shows it."""

    plan: str
    commitment: int
    nth: int
    day: date
    said: str
    by: PersonId
    undone: bool = False
    version: int = 1


def is_partnership(plan: DistrictPlan) -> bool:
    return plan.kind is Kind.PARTNERSHIP


def check_partnership(plan: DistrictPlan) -> None:
    if not is_partnership(plan):
        raise RefusedError("{number} is not a partnership.", number=plan.number)


def check_term(term: Term, plan: DistrictPlan, *, by: Viewer) -> None:
    check_partnership(plan)
    check_leads(plan, by)
    need(term.partner, "Please say who the partner is.", field="partner", at_most=PARTNER_MAX)
    if not term.starts < term.ends <= years_later(term.starts, YEARS_MAX):
        raise RefusedError("Choose a day after it begins, at most {n} years later.", n=YEARS_MAX, field="ends")
    if not term.starts <= term.renewal_by <= term.ends:
        raise RefusedError("Choose a day within the term.", field="renewal_by")


def check_commitment(one: Commitment, known: Sequence[Commitment], plan: DistrictPlan, *, by: Viewer) -> None:
    check_partnership(plan)
    check_leads(plan, by)
    need(one.what, "Please say what is promised.", field="what", at_most=WHAT_MAX)
    if one.a_year is not None and not 1 <= one.a_year <= A_YEAR_MAX:
        raise RefusedError("Please give a number from 1 to {most}.", most=A_YEAR_MAX, field="a_year")
    if len([other for other in known if not other.dropped]) >= COMMITMENTS_MAX:
        raise RefusedError("A partnership has {most} commitments at most.", most=COMMITMENTS_MAX)


def check_happened(told: Happened, term: Term, plan: DistrictPlan, *, by: Viewer, today: date) -> None:
    check_leads(plan, by)
    check_told(told, term, today)


def check_told(told: Happened, term: Term, today: date) -> None:
    """By whoever it is told."""
    need(told.said, "Please say what shows it.", field="said", at_most=SAID_MAX)
    fit(told.said, field="said", at_most=SAID_MAX)
    if not term.starts <= told.day <= today:
        raise RefusedError("Choose a day of the term that is not after today.", field="day")


def years_later(day: date, years: int) -> date:
    """The same day of a later year; of a leap day the one before."""
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, day=28) if leap else day.replace(year=day.year + years)


def last_of_term(starts: date) -> date:
    """The usual one: three years."""
    return years_later(starts, USUAL_YEARS) - timedelta(days=1)


def year_at(term: Term, day: date) -> tuple[date, date]:
    """The first and the last day of the year of the partnership in which a day falls."""
    nth = 0
    while years_later(term.starts, nth + 1) <= min(day, term.ends):
        nth += 1
    return years_later(term.starts, nth), min(years_later(term.starts, nth + 1) - timedelta(days=1), term.ends)


def count_in(told: Sequence[Happened], one: Commitment, first: date, last: date) -> int:
    return sum(first <= other.day <= last for other in told if other.commitment == one.nth and not other.undone)


def met(term: Term, one: Commitment, told: Sequence[Happened], today: date) -> Met:
    """Of what is promised each year: met once it was done as often; late where the year before lacks some."""
    if one.a_year is None:
        done = count_in(told, one, date.min, date.max) > 0
        by = one.due or term.ends
        return Met.MET if done else Met.LATE if by < today else Met.DUE
    first, last = year_at(term, today)
    if count_in(told, one, first, last) >= one.a_year:
        return Met.MET
    return Met.LATE if last < today or _lacks_before(term, one, told, first) else Met.DUE


def _lacks_before(term: Term, one: Commitment, told: Sequence[Happened], first: date) -> bool:
    if first <= term.starts:
        return False
    before, last = year_at(term, first - timedelta(days=1))
    return count_in(told, one, before, last) < (one.a_year or 0)


def unmet_this_year(term: Term, known: Sequence[Commitment], told: Sequence[Happened], today: date) -> list[Commitment]:
    """What is promised each year and was not done as often in this one."""
    first, last = year_at(term, today)
    yearly = [one for one in known if one.a_year and not one.dropped]
    return [one for one in yearly if count_in(told, one, first, last) < (one.a_year or 0)]
