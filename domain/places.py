"""Schools and departments."""

import re
from collections.abc import Sequence
from enum import StrEnum

from domain.asks import fit
from domain.frozen import dataclass

NAME_MAX = 100
AT = re.compile(r"\b(?:at|in|from)\s+(\w+)")


class PlaceKind(StrEnum):
    SCHOOL = "school"
    DEPARTMENT = "department"


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    id: str
    kind: PlaceKind
    name: str


def distinct(names: Sequence[str], field: str) -> dict[str, str]:
    """The names that somebody listed at a question, each once, by how they are compared: in small letters."""
    for name in names:
        fit(name, field=field, at_most=NAME_MAX)
    return {name.casefold(): name for name in reversed(names)}


def place_in(text: str, places: Sequence[Place]) -> Place | None:
    """The one place that somebody wrote by its name, or as "at East", "in East". None in doubt."""
    said = text.casefold()
    whole = [place for place in places if place.name.casefold() in said]
    if whole:
        return whole[0] if len(whole) == 1 else None
    named = [place for place in places if place.name.split()[0].casefold() in AT.findall(said)]
    return named[0] if len(named) == 1 else None
