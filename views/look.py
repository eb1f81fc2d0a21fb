"""Who looks at a record, when and under which rules, and what its ids are called."""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, date, datetime, tzinfo

from domain.frozen import dataclass
from domain.imported import EARLIER_LOG
from domain.people import Viewer
from domain.rules import DEFAULT_RULES, Rules
from domain.texts import say

HIDDEN = say("somebody who asked not to be named")


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """What the ids in a record are called."""

    people: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def person(self, known: str) -> str:
        if known == EARLIER_LOG:
            return say("the earlier log")
        return self.people.get(known, say("somebody who left")) if known else HIDDEN

    def place(self, known: str | None) -> str:
        return self.places.get(known or "", say("not said"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """Who looks at a report, when, and under which rules."""

    viewer: Viewer
    today: date
    names: Names
    rules: Rules = DEFAULT_RULES
    now: datetime | None = None  # for what can be undone for some minutes
    zone: tzinfo = UTC

    def person(self, known: str) -> str:
        return say("you") if known == self.viewer.person else self.names.person(known)
