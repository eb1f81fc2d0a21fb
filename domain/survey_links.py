"""Links by which families and the community answer a survey: many that count once each, or one for everybody.

A link names a wave and itself, and nobody: who got which one, the school knows if it wrote that down, and Kaizen does
not. Where somebody answers by it they are counted at the school for which it was made.
"""

from datetime import datetime, timedelta

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import Viewer
from domain.surveys import BY_LINK, Phase, Wave, check_runs

PULSE = "pulse"  # what such an address opens
MOST = 500  # links that are made at once
LATE = timedelta(days=60)  # after the close, while whoever comes reads that it is closed and what was done
OPEN = "open"  # how the name of a link for everybody begins


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheaf:
    """Links that were made together; `nth` is "open" for the one that is for everybody. `place`: their school."""

    nth: str
    place: str | None
    ids: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        return self.nth.startswith(OPEN)


def link_id(nth: int, minted: str) -> str:
    return f"{nth}.{minted}"


def open_id(place: str | None) -> str:
    return f"{OPEN}.{place or ''}"


def sheaf_of(link: str) -> str:
    """By which name the links that were made together are known."""
    return link if link.startswith(OPEN) else link.partition(".")[0]


def until(wave: Wave) -> datetime:
    return wave.closes_at + LATE


def check_links(wave: Wave, viewer: Viewer) -> None:
    check_runs(viewer)
    if wave.audience not in BY_LINK:
        raise RefusedError("This survey asks staff in chat. Links are for families and the community.")
    if wave.phase not in (Phase.SET, Phase.OPEN):
        raise RefusedError("Links are made while a survey waits for its day or is open.")


def number_of(typed: str) -> int:
    """How many links somebody wants; 0 for one that is for everybody."""
    if not typed.strip():
        return 0
    number = int(typed) if typed.strip().isdecimal() else 0
    if not 1 <= number <= MOST:
        raise RefusedError("Write a number from 1 to {most}, or leave it empty.", most=MOST, field="number")
    return number
