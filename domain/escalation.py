"""Who else hears of a report that is late, and when. Whoever owns it goes on owning it."""

from datetime import date
from enum import IntEnum
from functools import lru_cache

from domain.cars import Car, State
from domain.deadlines import Dated, due_of
from domain.rules import DEFAULT_RULES, Rules
from domain.school_calendar import KEPT, SchoolCalendar

SUPERVISOR_DAYS, OFFICE_DAYS, ATTENTION_DAYS = 3, 7, 14  # business days of its school, after the day it was due

#: Where its owner is waited for. Elsewhere somebody else is late, and the owner's supervisor can do nothing.
OWNERS_TURN = frozenset({State.ACCEPTED, State.IMPLEMENTING})


class Level(IntEnum):
    """How far it has gone: each holds with those before it."""

    NONE = 0
    SUPERVISOR = 1
    OFFICE = 2  # whoever leads it, for most the management representative
    ATTENTION = 3  # the next Management Review Team looks at it


LEVELS = ((ATTENTION_DAYS, Level.ATTENTION), (OFFICE_DAYS, Level.OFFICE), (SUPERVISOR_DAYS, Level.SUPERVISOR))


def level_of(car: Dated, school: str | None, today: date, rules: Rules = DEFAULT_RULES) -> Level:
    """Days without school of the report's own school do not count, so that it pauses on them."""
    calendar = rules.calendar_of(school)
    due = due_of(car, rules.clocks, calendar)
    return Level.NONE if due is None or car.state is State.SUBMITTED else level_after(due, today, calendar)


@lru_cache(maxsize=KEPT)
def level_after(due: date, today: date, calendar: SchoolCalendar) -> Level:
    """Kept, since one look at what is late asks it for the same days again and again."""
    if due >= today:
        return Level.NONE
    passed = (level for days, level in LEVELS if calendar.add_business_days(due, days) <= today)
    return next(passed, Level.NONE)


def copies_supervisor(car: Dated, level: Level, rules: Rules, *, minor: bool) -> bool:
    """Not of a quick fix, nor where the district wants none."""
    return level >= Level.SUPERVISOR and car.state in OWNERS_TURN and not minor and rules.supervisor_copies


def needs_attention(car: Car, today: date, rules: Rules = DEFAULT_RULES) -> bool:
    """The next Management Review Team looks at it: late for long, moved twice, or two causes were not the cause."""
    return car.moved_often or car.for_mrt or level_of(car, car.school, today, rules) >= Level.ATTENTION
