"""What was heard at a meeting, as themes in which nobody can be recognised, and what was done about each."""

from dataclasses import replace
from datetime import datetime

from domain.asks import need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.meetings import HEARS, Meeting
from domain.people import PersonId

SAID_MAX, DID_MAX, THEMES_MAX = 300, 300, 12  # letters, and themes of one meeting


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    meeting: str
    nth: int
    said: str
    did: str = ""  # what was done about it; "" while nothing was
    by: PersonId
    at: datetime
    told_at: datetime | None = None  # when it was told to those who were there
    dropped: bool = False
    version: int = 1


def check_hears(meeting: Meeting) -> None:
    """Only once people were heard: it goes on or is over."""
    if meeting.kind not in HEARS or meeting.started_at is None:
        raise RefusedError("What was heard is written down once {number} has begun.", number=meeting.number)


def check_said(said: str, *, sure: bool) -> None:
    """Whoever writes it looks first whether somebody could be known by it."""
    need(said, "Please say what was heard, in one sentence.", field="said", at_most=SAID_MAX)
    if not sure:
        raise RefusedError("Please look whether somebody could be recognized in it, and tick this.", field="sure")


def check_room(known: int) -> None:
    if known >= THEMES_MAX:
        raise RefusedError("A meeting has {most} themes at most. Put some together.", most=THEMES_MAX)


def answered(theme: Theme, did: str) -> Theme:
    """Told anew once it says something else."""
    need(did, "Please say what was done, or why nothing will be.", field="did", at_most=DID_MAX)
    return replace(theme, did=did, told_at=theme.told_at if did == theme.did else None)
