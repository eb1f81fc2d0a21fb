"""What waits for somebody, of whatever kind: all that a reminder needs to know of it, and none of its words.

Each capability gives items of its own kinds (storage/waits.py says how); what a kind is called, and which buttons its
line has, stands in views/reminders.py.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from enum import IntEnum, StrEnum

from domain.frozen import dataclass
from domain.people import PersonId
from domain.plans import StepStatus
from domain.school_calendar import DAY, SchoolCalendar

AHEAD_DAYS = 7  # before it is due, on which somebody hears of it


class ItemKind(StrEnum):
    """What is to be done."""

    DECIDE = "decide"  # about a report that came in
    OWN = "own"  # say whether one takes a report over
    PLAN = "plan"
    APPROVE = "approve"  # a plan
    FIX = "fix"
    STEP = "step"
    TIME = "time"  # decide about more time
    CHECK = "check"  # whether the fix is there
    WATCH = "watch"  # whether it held
    SIGN = "sign"  # sign the fix off
    AT_RISK = "at_risk"  # nothing yet: a step of one's report is, as whoever does it says
    OFF_TRACK = "off_track"
    UPDATE = "update"  # say how a step of a plan goes, before its routine
    ROUTINE = "routine"  # hold the routine of a plan
    MEETING = "meeting"  # hold it, or say that it took place
    YEARLY = "yearly"  # what a partnership promised for the year that ends
    RENEW = "renew"  # ask for the renewal of a partnership
    ANSWER = "answer"  # a survey
    SAY_DONE = "say_done"  # what was done about the last wave of a survey, before it is asked again
    COPY = "copy"  # nothing: somebody else is late


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One thing that waits for one person."""

    kind: ItemKind
    about: str  # what its buttons name: a report's number, or a step's
    of: str  # the record in which it stands, "CAR-2026-014"
    whose: PersonId  # as the records name them; somebody who acts for them may be told
    since: date  # when it began to wait for them
    due: date | None = None
    place: str | None = None  # a school, or else a department
    minor: bool = False  # a report without a plan
    stands: StepStatus | None = None  # of STEP, once it was told
    copied: PersonId | None = None  # of COPY: who is late, if one person is; of a step of one's report, who does it
    turned: date | None = None  # the day on which it came to stand so, for what is told once and due on no day

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.about}"

    @property
    def told_by(self) -> date | None:
        """The date of which it is kept that it was told: with another one it is news again."""
        return self.turned or self.due


class Stage(IntEnum):
    """How near something is, as far as people are told of it. Each is told once for one date."""

    AHEAD = 1
    TODAY = 2
    LATE = 3


def stage_of(item: Item, today: date, calendar: SchoolCalendar) -> Stage | None:
    """What a closed day would bring is brought by the working day before it.

    What was given with fewer than seven days to go is not told of ahead: whoever got it heard of it then.
    """
    if item.turned:
        return Stage.TODAY
    if item.due is None:
        return None
    until = calendar.next_working_day(today) - DAY
    if item.due < today:
        return Stage.LATE
    if item.due <= until:
        return Stage.TODAY
    ahead = item.due - timedelta(days=AHEAD_DAYS)
    return Stage.AHEAD if item.since <= ahead <= until else None


def urgency(today: date) -> Callable[[Item], tuple[int, bool, date, date, str]]:
    """Sorts what somebody has to do before what others are late with, the longest overdue first; undated ones last."""

    def key(item: Item) -> tuple[int, bool, date, date, str]:
        return (item.kind is ItemKind.COPY, item.due is None, item.due or today, item.since, item.key)

    return key


def once_each(items: Iterable[Item]) -> list[Item]:
    """Each thing once, and none of which one is told as of somebody else's while one has to do something about it."""
    found = {item.key: item for item in items}
    busy = {item.of for item in found.values() if item.kind is not ItemKind.COPY}
    return [item for item in found.values() if item.kind is not ItemKind.COPY or item.of not in busy]
