"""What is done about the slots of a schedule that have come: now, late, or not any more."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.frozen import dataclass
from domain.schedules import DAY, Due, Rule, slots
from domain.school_calendar import SchoolCalendar


class CatchUp(StrEnum):
    """What is done when several slots have come, or one is late: the bot was down."""

    ALL = "all"  # each of them, the oldest first
    LATEST = "latest"  # the newest, however late; those before it are passed over
    SKIP = "skip"  # the newest, unless it is later than the grace


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """When a job runs in a district."""

    rule: Rule
    zone: str
    catch_up: CatchUp
    grace: timedelta = timedelta(0)  # for SKIP


@dataclass(frozen=True, slots=True)
class Turn:
    """The slot that is run next, and those that are passed over before it."""

    run: Due | None
    missed: list[Due]

    @property
    def newest(self) -> Due | None:
        """How far the schedule is done after this turn."""
        return self.run or (self.missed[-1] if self.missed else None)


def turn(plan: Plan, last_slot: str, now: datetime, calendar: SchoolCalendar) -> Turn:
    """What a schedule that was done up to `last_slot` does now."""
    come = _come(plan, last_slot, now, calendar)
    if not come:
        return Turn(None, [])
    match plan.catch_up:
        case CatchUp.ALL:
            return Turn(come[0], [])
        case CatchUp.SKIP if now - come[-1].at > plan.grace:
            return Turn(None, come)
        case _:
            return Turn(come[-1], come[:-1])


def _come(plan: Plan, last_slot: str, now: datetime, calendar: SchoolCalendar) -> list[Due]:
    """The slots that were not done and have fallen due."""
    zone = ZoneInfo(plan.zone)
    today = now.astimezone(zone).date()
    _, last = plan.rule.reach(today, today, calendar)
    found = slots(plan.rule, date.fromisoformat(last_slot.partition(" ")[0]), last, zone=zone, calendar=calendar)
    return [due for due in found if due.slot > last_slot and due.at <= now]


def begun(plan: Plan, now: datetime, calendar: SchoolCalendar) -> str:
    """Up to which slot a schedule that is new, or has a new rule, counts as done: all that fell due before today."""
    zone = ZoneInfo(plan.zone)
    today = now.astimezone(zone).date()
    midnight = datetime.combine(today, time(), tzinfo=zone)
    first, last = plan.rule.reach(today, today, calendar)
    passed = [due for due in slots(plan.rule, first, last, zone=zone, calendar=calendar) if due.at < midnight]
    return passed[-1].slot if passed else str(first - DAY)
