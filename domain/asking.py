"""A small grammar: what somebody asks in plain words, as a question that can be answered.

Every word of a question has to be understood: one that is not makes it something else, most often a report. Nothing
here guesses, and no language model is asked.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from domain.asking_words import (
    BEFORE_A_MONTH,
    CALLED,
    DOUBTFUL,
    ENGLISH,
    KINDS,
    LASTS,
    MONTHS,
    SPANISH,
    TIMES,
    UNITS,
    WEEKDAYS,
    Sense,
)
from domain.cars import Severity
from domain.frozen import dataclass
from domain.periods import DAY, EVERYTHING, Filters, Period, first_of_month
from domain.places import Place, PlaceKind
from domain.sought import Sought, Status, Whose

LONGEST_PHRASE, LONGEST_NAME = 6, 3  # words
SENTENCE, STRANGE = 3, 2  # words of what may be a report, and of them such as are in no question
LONGEST = 300  # letters of a question; what is longer is a report


class Aspect(StrEnum):
    """What somebody wants to know of one report."""

    CARD = "card"
    OWNER = "owner"
    DUE = "due"
    HISTORY = "history"


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutOne:
    number: str
    aspect: Aspect = Aspect.CARD


@dataclass(frozen=True, kw_only=True, slots=True)
class AboutMany:
    """`owner` is the name of whom they belong to, as it was typed: who that is has to be looked up."""

    sought: Sought
    owner: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ForHelp:
    pass


@dataclass(frozen=True, kw_only=True, slots=True)
class Unclear:
    """Not understood: because of these words, or since a place could be one of several. `report`: it reads like one."""

    words: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    rest: Sought = field(default_factory=Sought)  # what of it was understood
    report: bool = False


Question = AboutOne | AboutMany | ForHelp | Unclear


@dataclass(frozen=True, kw_only=True, slots=True)
class Around:
    """What a question may name: the district's places, today, and the year in which a bare number is."""

    places: Sequence[Place] = ()
    today: date
    year: int


NUMBER = re.compile(r"(?:\bcar\b[-\s#]*|#)(?:(\d{4})\s*[-/]\s*)?(\d{1,6})\b")
BARE = re.compile(r"\s*(\d{4})-(\d{3,6})\s*|\s*(\d{1,6})\s*")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(kw_only=True, slots=True)
class _Heard:
    """What was understood so far, and the words that were not."""

    senses: set[Sense] = field(default_factory=set)
    places: list[tuple[Place, ...]] = field(default_factory=list)
    period: Period | None = None
    strange: list[str] = field(default_factory=list)
    gaps: int = 0  # how often strange words are parted by others


def understand(text: str, around: Around) -> Question:
    said = plain(text)
    if len(text) > LONGEST:
        return Unclear(report=True)
    number, rest = _number(said, around.year)
    heard = _hear(_words(rest), around, {word for word in re.findall(r"\w+", text) if word.isupper()})
    if number:
        return _about_one(number, heard)
    if heard.strange and not (Sense.BY in heard.senses and _is_name(heard)):
        return _unclear(said, heard, around)
    if any(len(found) > 1 for found in heard.places):
        return _unclear(said, heard, around)
    if heard.senses & CORE or heard.places or heard.period:
        return AboutMany(sought=_sought(heard), owner=" ".join(heard.strange))
    return ForHelp() if Sense.HELP in heard.senses else _unclear(said, heard, around)


#: Of these one has to be there, or a place, or a time: else nothing was asked for.
CORE = frozenset(
    {Sense.OPEN, Sense.CLOSED, Sense.OVERDUE, Sense.URGENT, Sense.CRITICAL, Sense.MAJOR, Sense.MINOR, Sense.MINE}
    | {Sense.REPORTED, Sense.OWNED, Sense.WAITING, Sense.COUNT, Sense.THING, Sense.FILED, Sense.DUE, Sense.BY}
)


def plain(text: str) -> str:
    """Small letters without accents, and nothing but words, numbers and what joins them."""
    bare = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    kept = "".join(char for char in bare if not unicodedata.combining(char))
    kept = re.sub(r"\b(what|who|where|how|that|it|there)'s\b", r"\1 is", kept)
    return " ".join(re.sub(r"[^\w\s#/'-]", " ", kept).split())


def _words(said: str) -> list[str]:
    """Its words; dates stay whole, and "Ann's" is "ann" and "s"."""
    return [word for word in re.findall(r"\d{4}-\d{2}-\d{2}|\w+", said) if word]


def _number(said: str, year: int) -> tuple[str, str]:
    """The number of the one report that is named, and the words beside it."""
    bare = BARE.fullmatch(said)
    if bare:
        return f"CAR-{bare[1] or year}-{int(bare[2] or bare[3]):03}", ""
    found = NUMBER.findall(said)
    if len(found) != 1:
        return "", said
    return f"CAR-{found[0][0] or year}-{int(found[0][1]):03}", NUMBER.sub(" ", said)


def _about_one(number: str, heard: _Heard) -> Question:
    if heard.strange:
        return Unclear(words=tuple(heard.strange), report=len(heard.strange) >= STRANGE)
    for sense, aspect in ((Sense.OWNER, Aspect.OWNER), (Sense.HISTORY, Aspect.HISTORY), (Sense.DUE, Aspect.DUE)):
        if sense in heard.senses:
            return AboutOne(number=number, aspect=aspect)
    return AboutOne(number=number)


def _hear(words: Sequence[str], around: Around, shouted: set[str]) -> _Heard:
    heard, at, names = _Heard(), 0, _names(around.places)
    parted = True
    while at < len(words):
        taken = _time(words, at, around.today, heard) or _phrase(words, at, names, heard, shouted)
        if not taken:
            heard.gaps += parted
            heard.strange.append(words[at])
        parted = bool(taken)
        at += taken or 1
    return heard


def _is_name(heard: _Heard) -> bool:
    """Whether the words that were not understood can be somebody's name."""
    return heard.gaps == 1 and len(heard.strange) <= LONGEST_NAME and not any(w.isdigit() for w in heard.strange)


def _phrase(
    words: Sequence[str], at: int, names: Mapping[str, tuple[Place, ...]], heard: _Heard, shouted: set[str]
) -> int:
    """Take the longest phrase or place that begins here; how many words it has."""
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        said = " ".join(words[at : at + length])
        if said in names and (said not in _senses() or said.upper() in shouted):
            heard.places.append(names[said])
            return length
        if said in _senses():
            heard.senses.add(_senses()[said])
            return length
    return 0


@cache
def _senses() -> Mapping[str, Sense]:
    return {
        said: sense for words in (SPANISH, ENGLISH) for sense, phrases in words.items() for said in phrases.split("|")
    }


def _names(places: Sequence[Place]) -> dict[str, tuple[Place, ...]]:
    """What each place may be called. One word may mean several: then somebody has to say which."""
    found: dict[str, tuple[Place, ...]] = {}
    for place in places:
        for name in dict.fromkeys(_called(place)):
            found[name] = (*found.get(name, ()), place)
    return {name: _whole(name, meant) for name, meant in found.items() if name}


def _whole(name: str, meant: tuple[Place, ...]) -> tuple[Place, ...]:
    """A place's full name means that place, though others begin with it."""
    exact = tuple(place for place in meant if plain(place.name) == name)
    return exact or meant


def _called(place: Place) -> list[str]:
    words = _words(plain(place.name))
    own = [word for word in words if word not in KINDS]
    begins = [" ".join(words[:length]) for length in range(1, len(words) + 1) if set(words[:length]) - KINDS]
    names = [*begins, " ".join(own), *own[:1]]
    if place.kind is PlaceKind.DEPARTMENT:
        names += [called for called, stems in CALLED.items() if set(stems.split("|")) & set(words)]
        names += ["".join(word[0] for word in own)] if len(own) > 1 else []
    return names


def _time(words: Sequence[str], at: int, today: date, heard: _Heard) -> int:
    """Take a time that begins here; how many words it has. Behind "since" it lasts until today."""
    since = _senses().get(words[at]) is Sense.SINCE
    start = at + since
    taken, period = _named_time(words, start, today, behind=words[start - 1] if start else "")
    if period is None or heard.period is not None:
        return 0
    heard.period = Period(first=period.first, last=max(today, period.first)) if since else period
    return taken + since


def _named_time(words: Sequence[str], at: int, today: date, *, behind: str) -> tuple[int, Period | None]:
    here = list(words[at : at + 3])
    for length in (2, 1):
        if " ".join(here[:length]) in TIMES and len(here) >= length:
            return length, _relative(*TIMES[" ".join(here[:length])], today)
    if len(here) == 3 and here[0] in LASTS and here[1].isdigit() and here[2] in UNITS:  # noqa: PLR2004 - "last 30 days"
        return 3, Period(first=today - timedelta(days=min(int(here[1]), 3660) * UNITS[here[2]]), last=today)
    return _calendar(here, today, behind) if here else (0, None)


def _calendar(here: Sequence[str], today: date, behind: str) -> tuple[int, Period | None]:
    """A month, with its year or the last one that began; a year, a weekday, a day."""
    word = here[0]
    if word in MONTHS and (word not in DOUBTFUL or behind in BEFORE_A_MONTH or _is_year(here[1:2])):
        named = int(here[1]) if _is_year(here[1:2]) else None
        year = named or today.year - (MONTHS[word] > today.month)
        return 1 + (named is not None), _month(date(year, MONTHS[word], 1))
    if _is_year(here[:1]):
        return 1, Period(first=date(int(word), 1, 1), last=date(int(word), 12, 31))
    if word in WEEKDAYS:
        day = today - DAY * ((today.weekday() - WEEKDAYS[word]) % 7)
        return 1, Period(first=day, last=day)
    return (1, _day(word)) if DATE.fullmatch(word) else (0, None)


def _day(written: str) -> Period | None:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return Period(first=day, last=day)


def _is_year(here: Sequence[str]) -> bool:
    return bool(here) and re.fullmatch(r"20\d\d", here[0]) is not None


def _month(first: date) -> Period:
    return Period(first=first, last=first_of_month(first, -1) - DAY)


def _relative(unit: str, nth: int, today: date) -> Period:
    match unit:
        case "day":
            return Period(first=today + DAY * nth, last=today + DAY * nth)
        case "week":
            monday = today - DAY * today.weekday() + timedelta(weeks=nth)
            return Period(first=monday, last=monday + DAY * 6)
        case "month":
            return _month(first_of_month(today, -nth))
        case _:
            return Period(first=date(today.year + nth, 1, 1), last=date(today.year + nth, 12, 31))


SEVERITIES = {Sense.CRITICAL: Severity.CRITICAL, Sense.MAJOR: Severity.MAJOR, Sense.MINOR: Severity.MINOR}
WHOSE = {
    Sense.WAITING: Whose.WAITING,
    Sense.OWNED: Whose.OWNED,
    Sense.REPORTED: Whose.REPORTED,
    Sense.MINE: Whose.MINE,
}


def _sought(heard: _Heard) -> Sought:
    senses = heard.senses
    found = Sought(
        status=_status(heard),
        whose=next((whose for sense, whose in WHOSE.items() if sense in senses), None),
        filters=_filters(heard),
        overdue=Sense.OVERDUE in senses,
        urgent=Sense.URGENT in senses,
    )
    if heard.period is None:
        return found
    dated = "closed" if found.status is Status.CLOSED else "due" if senses & {Sense.DUE, Sense.OVERDUE} else "filed"
    dates: dict[str, Any] = {dated: heard.period}
    return replace(found, **dates)


def _status(heard: _Heard) -> Status:
    """Open ones, unless something else is said: of a time, all that were reported in it."""
    senses = heard.senses
    if Sense.CLOSED in senses and Sense.OPEN not in senses:
        return Status.CLOSED
    dated = heard.period is not None and not senses & {Sense.OPEN, Sense.OVERDUE, Sense.DUE, Sense.WAITING}
    whole = senses & {Sense.EVERY, Sense.REPORTED} and Sense.OPEN not in senses and Sense.OVERDUE not in senses
    return Status.ALL if dated or whole else Status.OPEN


def _filters(heard: _Heard) -> Filters:
    values: dict[str, Any] = {}
    for found in heard.places:
        if len(found) == 1:
            values["school" if found[0].kind is PlaceKind.SCHOOL else "department"] = found[0].id
    severity = next((value for sense, value in SEVERITIES.items() if sense in heard.senses), None)
    return replace(EVERYTHING, severity=severity, **values)


def _unclear(said: str, heard: _Heard, around: Around) -> Unclear:
    words = said.split()
    asks = bool(words) and _senses().get(words[0]) in (Sense.ASKING, Sense.COUNT, Sense.OWNER, Sense.HELP)
    reads = len(words) >= SENTENCE and len(heard.strange) >= STRANGE and not asks
    del around
    return Unclear(
        words=tuple(heard.strange),
        places=next((found for found in heard.places if len(found) > 1), ()),
        rest=_sought(heard),
        report=reads,
    )
