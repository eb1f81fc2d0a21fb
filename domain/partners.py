"""A link by which a partner, who has no account, tells how they keep their promises."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.partnerships import Commitment, Happened, Side
from domain.people import PersonId

PARTNER = PersonId("partner")  # what such an address opens, and whom records name for what came by it
LASTS = timedelta(days=366)  # a year of a partnership
A_DAY = 20  # times that somebody can tell something by one link


@dataclass(frozen=True, kw_only=True, slots=True)
class PartnerLink:
    """The address names `id`: a new one ends the one before. It opens what whoever made it may change."""

    plan: str
    id: str
    made_by: PersonId
    made_at: datetime
    ended_at: datetime | None = None
    told_on: date | None = None  # the last day on which something was told by it
    told: int = 0  # how often on that day
    version: int = 1

    @property
    def until(self) -> datetime:
        return self.made_at + LASTS

    def is_live(self, now: datetime) -> bool:
        return self.ended_at is None and now < self.until


def theirs(known: Sequence[Commitment]) -> list[Commitment]:
    """What the partner promised, alone or with the district."""
    return [one for one in known if not one.dropped and one.side is not Side.DISTRICT]


def told_once_more(link: PartnerLink, today: date) -> PartnerLink:
    """The link after something was told by it today."""
    told = link.told if link.told_on == today else 0
    if told >= A_DAY:
        raise RefusedError("That was a lot for one day. Please go on tomorrow, or ask whoever sent you the link.")
    return replace(link, told_on=today, told=told + 1)


def was_told(told: Happened, known: Sequence[Happened]) -> bool:
    """Whether the same came before, as when a page is sent twice."""
    same: Mapping[str, object] = {"commitment": told.commitment, "day": told.day, "said": told.said, "by": told.by}
    return any(all(getattr(one, name) == value for name, value in same.items()) for one in known if not one.undone)
