"""What somebody types behind `/car log`, as filters: read tolerantly, so that whatever is no filter is looked for.

A filter is a word ("overdue"), a place by its name or the first word of it, a year, a month, or a name and a value
("owner:ann", "since:2026-03-01"). Nothing is refused here: what was understood is said beside the rows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Any

from domain.cars import SEEN, Kind, Severity, Source, State
from domain.frozen import dataclass
from domain.log import Rows, text_of
from domain.periods import DAY, EVERYTHING, Period, first_of_month
from domain.places import Place
from domain.sought import Sought, Status, Whose

LONGEST = 5  # words of a name
PIECE = re.compile(r'(?P<name>\w+):(?:"(?P<quoted>[^"]*)"|(?P<bare>\S+))|"(?P<said>[^"]*)"|(?P<word>\S+)')
YEAR, MONTH, DAY_WRITTEN = re.compile(r"20\d\d"), re.compile(r"(20\d\d)-(\d\d)"), re.compile(r"20\d\d-\d\d-\d\d")
SPRING_HALF = ("january", "february", "march", "april", "may", "june")
MONTHS = (*SPRING_HALF, "july", "august", "september", "october", "november", "december")
FIRST_DAY = date(2000, 1, 1)

#: Words and phrases, each with the field that it fills. What members read of a state is a phrase as well.
SAID: Mapping[str, tuple[str, Any]] = {
    "open": ("status", Status.OPEN),
    "closed": ("status", Status.CLOSED),
    "all": ("status", Status.ALL),
    "overdue": ("overdue", True),
    "late": ("overdue", True),
    "past due": ("overdue", True),
    "urgent": ("urgent", True),
    "mine": ("whose", Whose.MINE),
    "owned": ("whose", Whose.OWNED),
    "reported by me": ("whose", Whose.REPORTED),
    "waiting for me": ("whose", Whose.WAITING),
    "quick fix": ("severity", Severity.MINOR),
    "needs a plan": ("severity", Severity.MAJOR),
    "complaints": ("source", Source.COMPLAINT),
    "by due date": ("by_due", True),
    "by due": ("by_due", True),
    **{str(severity): ("severity", severity) for severity in Severity},
    **{str(kind): ("kind", kind) for kind in Kind},
    **{str(source).replace("_", " "): ("source", source) for source in Source if source is not Source.OTHER},
    **{str(state).replace("_", " "): ("state", state) for state in State if state is not State.CLOSED},
    **{str(seen).casefold(): ("state", state) for state, seen in SEEN.items() if state is not State.CLOSED},
}
#: What stands before a colon, where it is not the name of a field.
NAMED: Mapping[str, str] = {"from": "source", "dept": "department", "status": "state", "search": "text"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """The rows that were asked for; `owner` is a name, since who that is has to be looked up."""

    rows: Rows
    owner: str = ""


@dataclass(kw_only=True, slots=True)
class _Heard:
    found: dict[str, Any] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)


def read_words(typed: str, places: Sequence[Place], today: date) -> Read:
    heard, names = _Heard(), _names(places)
    pieces = list(_pieces(typed))
    at = 0
    while at < len(pieces):
        at += _taken(pieces, at, names, today, heard)
    return _as_rows(heard)


def _pieces(typed: str) -> Iterator[tuple[str, str]]:
    """Words, each with the name that stood before its colon; what stood in quotation marks is text."""
    for found in PIECE.finditer(typed.replace("“", '"').replace("”", '"')):
        if found["name"]:
            yield found["name"].casefold(), found["quoted"] if found["quoted"] is not None else found["bare"]
        elif found["said"] is not None:
            yield "text", found["said"]
        else:
            yield "", found["word"]


def _taken(pieces: Sequence[tuple[str, str]], at: int, names: Mapping[str, Place], today: date, heard: _Heard) -> int:
    """Read the longest thing that begins here; how many pieces it has."""
    name, value = pieces[at]
    if name:
        if not _named(NAMED.get(name, name), value, names, today, heard):
            heard.text.append(f"{name} {value}")
        return 1
    for length in range(min(LONGEST, len(pieces) - at), 0, -1):
        some = pieces[at : at + length]
        if all(not named for named, _ in some) and _phrase(" ".join(word for _, word in some), names, today, heard):
            return length
    heard.text.append(value)
    return 1


def _phrase(said: str, names: Mapping[str, Place], today: date, heard: _Heard) -> bool:
    plain = said.casefold().strip(",.;")
    if plain in SAID:
        what, value = SAID[plain]
        heard.found[what] = value
        return True
    if plain in names and str(names[plain].kind) not in heard.found:
        heard.found[str(names[plain].kind)] = names[plain].id
        return True
    filed = period_of(plain, today)
    if filed and "filed" not in heard.found:
        heard.found["filed"] = filed
    return filed is not None


def _named(what: str, value: str, names: Mapping[str, Place], today: date, heard: _Heard) -> bool:
    """A filter by its name: whether there is such a one, with such a value."""
    match what:
        case "owner":
            heard.found["owner"] = value.removeprefix("@").strip()
        case "text":
            heard.text.append(value)
        case "since" | "until":
            return _edge(what, value, today, heard)
        case "asof":
            day = _one_day(value)
            return _put(heard, "as_of", day and day.first)
        case "filed" | "due" | "closed":
            return _put(heard, what, period_of(value.casefold(), today))
        case "school" | "department":
            place = names.get(value.casefold())
            return _put(heard, what, place.id if place and place.kind == what else None)
        case _:
            field_, found = SAID.get(value.casefold().replace("_", " "), ("", None))
            return what in (field_, "state") and _put(heard, field_, found)
    return True


def _put(heard: _Heard, what: str, value: Any) -> bool:
    if value is not None:
        heard.found[what] = value
    return value is not None


def _edge(what: str, value: str, today: date, heard: _Heard) -> bool:
    """One end of the time in which reports were filed."""
    found = period_of(value.casefold(), today)
    if not found:
        return False
    was = heard.found.get("filed") or Period(first=FIRST_DAY, last=date(today.year + 1, 12, 31))
    first, last = (found.first, was.last) if what == "since" else (was.first, found.last)
    if first <= last:
        heard.found["filed"] = Period(first=first, last=last)
    return first <= last


def period_of(said: str, today: date) -> Period | None:
    """A year, a month of it, a month by its name (the last one that has begun), or a day."""
    if YEAR.fullmatch(said):
        return Period(first=date(int(said), 1, 1), last=date(int(said), 12, 31))
    if DAY_WRITTEN.fullmatch(said):
        return _one_day(said)
    month = MONTH.fullmatch(said)
    if month and 1 <= int(month[2]) <= len(MONTHS):
        return _month(int(month[1]), int(month[2]))
    if said in MONTHS and said != "may":  # which is a word as well
        nth = MONTHS.index(said) + 1
        return _month(today.year if nth <= today.month else today.year - 1, nth)
    return None


def _one_day(said: str) -> Period | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return Period(first=day, last=day)


def _month(year: int, nth: int) -> Period:
    first = date(year, nth, 1)
    return Period(first=first, last=first_of_month(first, -1) - DAY)


def _names(places: Sequence[Place]) -> dict[str, Place]:
    """Places by their whole names, and by the first word of it where that is one place's alone."""
    first = [place.name.split()[0].casefold() for place in places]
    alone = {said: place for said, place in zip(first, places, strict=True) if first.count(said) == 1}
    said_otherwise = {said: place for said, place in alone.items() if said not in SAID}
    return said_otherwise | {place.name.casefold(): place for place in places}


def _as_rows(heard: _Heard) -> Read:
    found = dict(heard.found)
    owner = found.pop("owner", "")
    own = {name: found.pop(name) for name in ("state", "kind", "by_due", "as_of") if name in found}
    places = {name: found.pop(name) for name in ("school", "department", "severity", "source") if name in found}
    sought = Sought(**{"status": Status.ALL, **found}, filters=replace(EVERYTHING, **places))
    return Read(rows=Rows(sought=sought, text=text_of(" ".join(heard.text)), **own), owner=owner)
