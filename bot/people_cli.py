"""`kaizen import people`: the district's list of staff, whole or not at all."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import Seat
from domain.places import PlaceKind
from domain.roster import Entry, Misfit, check_columns, entries_of
from storage.db import Tx
from storage.people import People
from storage.places import Places
from storage.roster import Roster
from storage.seating import give_seat

SYSTEM = "system"
SHOWN = 50  # lines that do not fit


@dataclass(slots=True)
class Counts:
    people: int = 0
    new: int = 0
    seats: int = 0
    places: int = 0

    def __str__(self) -> str:
        return f"{self.people} people, {self.new} of them new; {self.seats} seats given; {self.places} places added"


class MisfitsError(RefusedError):
    """Some lines do not fit, so nothing was written."""

    def __init__(self, misfits: Sequence[Misfit]) -> None:
        said = [f"line {misfit.line}: {misfit.reason}" for misfit in misfits[:SHOWN]]
        rest = [f"and {len(misfits) - SHOWN} more"] if len(misfits) > SHOWN else []
        lines = "1 line does" if len(misfits) == 1 else f"{len(misfits)} lines do"
        super().__init__("\n".join([*said, *rest, f"{lines} not fit, so nothing was written."]))


def import_people(tx: Tx, file: Path, *, add_places: bool) -> Counts:
    """Write every line, or refuse with the lines that do not fit."""
    rows = list(_rows(file))
    counts = Counts(people=len(rows), places=_add_places(tx, rows) if add_places else 0)
    entries, misfits = entries_of(rows, Places(tx).all())
    if misfits:
        raise MisfitsError(misfits)
    known = {**People(tx).by_emails(), **Roster(tx).everybody()}
    seated = set(People(tx).everyone_seated())
    for entry in entries:
        person = People(tx).canonical(known.get(entry.email) or People(tx).expected(by=SYSTEM))
        counts.new += entry.email not in known
        Roster(tx).expect(entry.email, person, entry.name)
        Roster(tx).place(person, school=entry.school, department=entry.department, by=SYSTEM)
        counts.seats += _seat(tx, entry, person, seated)
    return counts


def _seat(tx: Tx, entry: Entry, person: str, seated: set[Seat]) -> int:
    """Give the seats that this person does not hold yet; whoever is not named keeps what they hold."""
    given = 0
    for seat in entry.seats:
        one = Seat(role=seat.role, person=People(tx).canonical(person), place=seat.place or None, deputy=seat.deputy)
        if one in seated:
            continue
        give_seat(tx, seat.role, person, place=seat.place, deputy=seat.deputy, by=SYSTEM)
        given += 1
    return given


def _add_places(tx: Tx, rows: Sequence[tuple[int, Mapping[str, str]]]) -> int:
    """Add the schools and departments that are not on the list yet."""
    places = Places(tx)
    known = {(place.kind, place.name.casefold()) for place in places.all()}
    named = {(kind, row.get(str(kind), "")): None for _, row in rows for kind in PlaceKind}
    new = {(kind, name.casefold()): name for kind, name in named if name and (kind, name.casefold()) not in known}
    for (kind, _), name in new.items():
        places.add(kind, name, by=SYSTEM)
    return len(new)


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each line that holds something, with its number and its values by column."""
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened)
            columns = [name.strip().lower() for name in next(reader, [])]
            check_columns(columns)
            for values in reader:
                if any(value.strip() for value in values):
                    yield reader.line_num, dict(zip(columns, (value.strip() for value in values), strict=False))
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, csv.Error):
        raise RefusedError(f"{file} is not a CSV file in UTF-8.") from None
