"""A calendar of one's own steps behind a signed address: who has one, and what stands in it of each step."""

from datetime import date, datetime, timedelta

from domain.frozen import dataclass
from domain.meetings import Meeting
from domain.people import PersonId
from domain.plans import StepStatus

CALENDAR = "calendar"  # what such an address opens
LASTS = timedelta(days=5 * 365)  # an address that somebody forgot does not open for ever
KEEPS = timedelta(days=60)  # how long what is over still stands in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """The address that opens it names `id`: a new one ends the one before."""

    person: PersonId
    id: str
    made_at: datetime
    ended_at: datetime | None = None
    version: int = 1

    @property
    def until(self) -> datetime:
        return self.made_at + LASTS

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.until


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """A meeting in the calendar of somebody who hosts it or is expected at it."""

    meeting: Meeting
    host: str  # what they are called
    changed_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Dated:
    """A step on its day. Of a report that not all staff may read there are no words: `what` and `of` are empty."""

    number: int
    due: date
    status: StepStatus
    percent: int | None = None
    what: str = ""
    of: str = ""
    changed_at: datetime
    version: int

    @property
    def is_over(self) -> bool:
        return self.status in (StepStatus.DONE, StepStatus.CANCELLED)
