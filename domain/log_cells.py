"""One row of a table that was kept elsewhere: its cells as texts, days and choices, and what does not fit in them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from typing import Generic, TypeVar

from domain.frozen import dataclass
from domain.texts import Said, joined, say

T = TypeVar("T")
#: What a spreadsheet or a CSV file has in a cell. A number may be a day.
Cell = str | int | float | bool | date | datetime | None

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
US = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:\s.*)?")
SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
#: Excel counts days from here; what lies outside of 1950 to 2100 is no day of a log.
EPOCH, FIRST, LAST = date(1899, 12, 30), date(1950, 1, 1), date(2100, 12, 31)
SHOWN = 40  # letters of a cell that does not fit
A_DAY = say("Write a day as 2024-03-09 or 3/9/2024.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit in a row: in which column, what stands there, and what to do about it."""

    line: int
    column: str
    value: str
    mend: str

    @property
    def sentence(self) -> Said:
        if not self.value:
            return say("line {line}, {column}: {mend}", line=self.line, column=self.column, mend=self.mend)
        shown = self.value if len(self.value) <= SHOWN else f"{self.value[:SHOWN]}…"
        return say(
            "line {line}, {column}, “{value}”: {mend}", line=self.line, column=self.column, value=shown, mend=self.mend
        )


def text_of(cell: Cell) -> str:
    """A cell as somebody reads it: 12.0 is 12, and a day is written as 2024-03-09."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return str(cell).replace("\0", "").strip()


def day_of(cell: Cell) -> date | None:
    """The day that a cell names: a day of the spreadsheet's own, a count of Excel's, 2024-03-09 or 3/9/2024."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    said = text_of(cell)
    if SERIAL.fullmatch(said):
        return _within(EPOCH + timedelta(days=int(float(said))))
    if iso := ISO.fullmatch(said):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if us := US.fullmatch(said):
        return _day(int(us[3]), int(us[1]), int(us[2]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return None


def _within(day: date) -> date | None:
    return day if FIRST <= day <= LAST else None


def plain(name: str) -> str:
    """A name as it is compared: "Filed_On " and "filed on" are one."""
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line by column. What does not fit is noted in `faults`, and reads as if it were not there."""

    line: int
    cells: Mapping[str, Cell]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, column: str, mend: str) -> None:
        self.faults.append(Fault(self.line, column, text_of(self.cells.get(column)), mend))

    def text(self, column: str, most: int) -> str | None:
        said = text_of(self.cells.get(column))
        if len(said) > most:
            long = say("This has {n} letters; at most {most} fit.", n=f"{len(said):,}", most=f"{most:,}")
            self.fault(column, long)
        return said or None

    def day(self, column: str, today: date | None = None) -> date | None:
        """With `today`, it has to have come."""
        cell = self.cells.get(column)
        if not text_of(cell):
            return None
        found = day_of(cell)
        if found is None:
            self.fault(column, A_DAY)
        elif today and found > today:
            self.fault(column, say("This day has not come yet."))
        return found

    def choice(self, column: str, known: "Choices[T]") -> T | None:
        """One of a list, by how it is called."""
        said = plain(text_of(self.cells.get(column)))
        if said and said not in known.values:
            self.fault(column, known.nearest(said))
        return known.values.get(said) if said else None


class Choices(Generic[T]):
    """A list to choose from, by every name of each; `shown` are those that are told where nothing is near."""

    def __init__(self, known: Mapping[str, T], shown: Iterable[str] = ()) -> None:
        self.values = {plain(name): value for name, value in known.items()}
        self._names = {plain(name): name for name in known}
        self._shown = list(shown) or list(known)

    def nearest(self, said: str) -> Said:
        near = get_close_matches(said, self._names, 1)
        if near:
            return say("Did you mean {name}?", name=self._names[near[0]])
        return joined(" ", [say("There are:"), joined(", ", self._shown) if self._shown else say("none.")])
