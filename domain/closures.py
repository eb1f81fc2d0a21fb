"""Days without school, as the office pastes them: dates one a line, a table (CSV), or a calendar file (iCalendar)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date, timedelta
from functools import lru_cache

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.texts import say

NAME_MAX, LONGEST, MOST = 80, 400, 500  # letters; days in one closure; closures on one list
DAY = timedelta(days=1)
DATE = re.compile(r"\b(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)/(\d\d?)/(\d{4}))(?!\d)")
BETWEEN = re.compile(r"^\W*(?:(?:to|until|through)\b)?\W*|[\s,;\"'.:–-]+$")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Closure:
    first: date
    last: date
    name: str = ""

    def __str__(self) -> str:
        span = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{span} {self.name}".strip()

    @property
    def days(self) -> Iterator[date]:
        return (self.first + n * DAY for n in range((self.last - self.first).days + 1))


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """What stands in a text, and how many of its events are not whole days, are cancelled, or repeat."""

    closures: list[Closure] = field(default_factory=list)
    left_out: int = 0


def read_closures(text: str) -> Found:
    """Read whatever was pasted, or refuse it in a sentence that names the line."""
    found = _calendar(text) if "BEGIN:VCALENDAR" in text else Found(closures=list(_lines(text)))
    if len(found.closures) > MOST:
        raise RefusedError("These are {n} entries; {most} fit on one calendar.", n=len(found.closures), most=MOST)
    return found


def written(closures: Iterable[Closure]) -> str:
    """A list as it is kept: each once, in order."""
    return "\n".join(str(closure) for closure in sorted(set(closures)))


@lru_cache(maxsize=256)
def closed_days(text: str) -> frozenset[date]:
    """Every day of a list that is kept."""
    return frozenset(day for closure in read_closures(text).closures for day in closure.days)


def _lines(text: str) -> Iterator[Closure]:
    lines = [(nth, line.strip()) for nth, line in enumerate(text.splitlines(), 1) if line.strip()]
    for place, (nth, line) in enumerate(lines):
        dates = [_day(found, nth) for found in DATE.finditer(line)]
        if place == 0 and not dates and len(lines) > 1:
            continue  # the heads of a table
        if not 1 <= len(dates) <= 2:  # noqa: PLR2004 - the first day, and perhaps the last
            raise RefusedError("Line {nth} needs one or two dates, such as 2026-11-26 or 11/26/2026.", nth=nth)
        yield _closure(dates[0], dates[-1], BETWEEN.sub("", DATE.sub("", line)), say("Line {nth}", nth=nth))


def _day(found: re.Match[str], nth: int) -> date:
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise RefusedError("Line {nth} has a day that is on no calendar.", nth=nth) from None


def _closure(first: date, last: date, name: str, where: str) -> Closure:
    if last < first:
        raise RefusedError("{where} ends before it begins.", where=where)
    if (last - first).days >= LONGEST:
        raise RefusedError("{where} is longer than {longest} days.", where=where, longest=LONGEST)
    said = " ".join(name.split())[:NAME_MAX].strip()
    return Closure(first=first, last=last, name="" if DATE.search(said) else BETWEEN.sub("", said))


# iCalendar (RFC 5545): only whole-day events close a school. Of the rest of the format nothing is needed.

FOLDED = re.compile(r"\r?\n[ \t]")
WHOLE_DAY = re.compile(r"\d{8}")
LENGTH = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?")


def _calendar(text: str) -> Found:
    events = list(_events(FOLDED.sub("", text).splitlines()))
    closures = [closure for event in events if (closure := _event(event))]
    return Found(closures=closures, left_out=len(events) - len(closures))


def _events(lines: Iterable[str]) -> Iterator[dict[str, str]]:
    """The properties of each event; those of what is nested in it, such as an alarm, are not its own."""
    event: dict[str, str] = {}
    within: list[str] = []
    for line in lines:
        head, _, value = line.partition(":")
        name = head.partition(";")[0].strip().upper()
        if name == "BEGIN":
            within.append(value.strip().upper())
            event = {} if within[-1] == "VEVENT" else event
        elif name == "END" and within:
            if within.pop() == "VEVENT":
                yield event
        elif within and within[-1] == "VEVENT":
            event.setdefault(name, value.strip())


def _event(event: Mapping[str, str]) -> Closure | None:
    start = event.get("DTSTART", "")
    if not WHOLE_DAY.fullmatch(start) or event.get("STATUS", "").upper() == "CANCELLED" or "RRULE" in event:
        return None
    first, name = _stamp(start), _plain(event.get("SUMMARY", ""))
    return _closure(first, max(first, _end(event, first) - DAY), name, say("The event of {first}", first=first))


def _end(event: Mapping[str, str], first: date) -> date:
    """The day after its last one, as iCalendar counts."""
    end = event.get("DTEND", "")
    if WHOLE_DAY.fullmatch(end):
        return _stamp(end)
    length = LENGTH.fullmatch(event.get("DURATION", ""))
    return first + timedelta(weeks=int(length[1] or 0), days=int(length[2] or 0)) if length else first + DAY


def _stamp(digits: str) -> date:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        raise RefusedError("The calendar has a day that is on no calendar.") from None


def _plain(text: str) -> str:
    return re.sub(r"\\([\\;,])", r"\1", re.sub(r"\\[nN]", " ", text))
