"""The agenda of a meeting: its sections, what somebody adds to them, and what stands in them as of an evening.

What is counted is kept as facts without words, so that it says the same whenever it is drawn; titles are looked up for
whoever reads it (domain/agenda_lines.py). What people add stays as they typed it, and is found again at the next
meeting until it was talked about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum

from domain.asks import need
from domain.cars import REDACTED
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId
from domain.texts import say

SUBJECT_MAX = 300  # letters of an item
VOICES = 7  # the part of what people say
ITEMS_MAX = 60  # of one agenda: more than anybody talks about

#: The sections of the management review, by their number.
TITLES: Mapping[int, str] = {
    0: say("Call to order, who is here, last minutes"),
    1: say("What earlier reviews decided"),
    2: say("What changed around us and within"),
    3: say("Quality objectives and plans"),
    4: say("The log of reports"),
    5: say("Preventing problems, and what they need"),
    6: say("Internal audits"),
    7: say("What families and staff say"),
    8: say("How our processes do"),
    9: say("Partners"),
    10: say("Resources"),
    11: say("Risks and opportunities"),
    12: say("Roadmap of continuous improvement"),
    13: say("Ideas for improvement"),
    14: say("What we decide today"),
    15: say("Next steps"),
}
LAST = max(TITLES)
#: What nothing is kept for yet: people add to it by hand.
WITHOUT_SOURCE = frozenset({2})
#: What changed around us: something without a part of its own, which is talked about where it fits.
ANY_PART = 2
#: What the meeting itself fills: nothing is said of it before.
OF_THE_MEETING = 14


class Origin(StrEnum):
    """Where an item came from."""

    HAND = "hand"
    DATA = "data"
    CARRIED = "carried"  # from the meeting before, by copy
    OUTPUT = "output"  # what an earlier meeting decided


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaItem:
    """Something to talk about."""

    id: str
    meeting: str
    section: int
    subject: str  # `REDACTED` once its words were removed
    by: PersonId
    origin: Origin = Origin.HAND
    about: str = ""  # the number of a record
    carried_from: str = ""  # the number of a meeting
    place: int = 0  # among those of its meeting, in the order in which they came
    done: bool = False  # it was talked about
    version: int = 1

    @property
    def has_words(self) -> bool:
        return self.subject not in ("", REDACTED)


#: How many lines of a section stand in the post; where there are more, all stand in its thread.
FIRST = 4


def check_item(item: AgendaItem, known: Sequence[AgendaItem]) -> None:
    need(item.subject, "Please say what to talk about.", field="subject", at_most=SUBJECT_MAX)
    if item.section not in TITLES:
        raise RefusedError("Choose a section from 0 to {last}.", last=LAST, field="section")
    if len(known) >= ITEMS_MAX:
        raise RefusedError("There are {n} items already, more than a meeting can hold.", n=len(known))


def carried(
    items: Iterable[AgendaItem], known: Iterable[AgendaItem], meeting: str, part: int | None = None
) -> list[AgendaItem]:
    """What was not talked about, as it stands at the next meeting; what stands there already comes no second time.

    `part` is the one in which all of it stands there, of a meeting without parts.
    """
    there = {(item.section, item.subject) for item in known}
    items = [item if part is None else replace(item, section=part) for item in items]
    left = [item for item in items if not item.done and item.has_words and (item.section, item.subject) not in there]
    return [
        replace(item, meeting=meeting, origin=Origin.CARRIED, carried_from=item.carried_from or item.meeting, version=1)
        for item in left
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What is said in a section, about which record. A sealed one is in the annex alone."""

    text: str
    about: str = ""
    sealed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionShown:
    """`lines` are of the snapshot, `items` were added by people or carried over."""

    number: int
    title: str
    lines: tuple[Line, ...] = ()
    items: tuple[AgendaItem, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.lines and not self.items


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaShown:
    """An agenda as somebody may read it: what chat, pages, Word and PDF draw.

    `as_of` is the last day that was counted; `entries` and `head` say how far history had come, so that an alteration
    shows between two agendas. `annex` is empty but for those who read sealed reports.
    """

    meeting: str
    revision: int
    as_of: date
    sections: tuple[SectionShown, ...]
    entries: int
    head: str
    annex: tuple[Line, ...] = ()
    refreshed_by: PersonId | None = None  # who had it counted again, if it is not the first


def threads_of(agenda: AgendaShown) -> list[int]:
    """The sections that have more than what the post shows of them."""
    return [one.number for one in agenda.sections if len(one.lines) + len(one.items) > FIRST]
