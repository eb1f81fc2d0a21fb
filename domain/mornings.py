"""When somebody gets the one message of their day: at their own morning, on their own wall clock."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.schedules import EveryDay, Rule, on_wall
from domain.texts import say

HALF_HOURS = tuple(time(half // 2, 30 * (half % 2)) for half in range(48))
EARLIEST, LATEST = time(5), time(20)
#: What somebody may choose from. Whoever is looked for by the half hour is found at once.
MORNINGS = tuple(at for at in HALF_HOURS if EARLIEST <= at <= LATEST)
TYPED = re.compile(r"(\d\d?):([03]0)")
#: How late a message may come, after the bot was down. Later than that it waits for the next morning: it then holds
#: all that was not told.
GRACE = timedelta(hours=8)
LOOKS = Rule(days=EveryDay(), at=HALF_HOURS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Morning:
    """What holds for one person."""

    at: time
    zone: ZoneInfo
    weekly: bool = True  # whether they want the message of the week


def comes(morning: Morning, since: datetime, until: datetime, now: datetime) -> bool:
    """Whether somebody's morning fell between two looks, and may still be answered now."""
    day = now.astimezone(morning.zone).date()
    begins = on_wall(day, morning.at, morning.zone).astimezone(UTC)
    return since < begins <= until and now - begins <= GRACE


def read_morning(text: str) -> time:
    found = TYPED.fullmatch(text.strip())
    at = time(int(found[1]), int(found[2])) if found and int(found[1]) < len(HALF_HOURS) // 2 else None
    if at not in MORNINGS:
        raise RefusedError(say("{value} does not fit; use a full or half hour from 05:00 to 20:00.", value=text))
    return at
