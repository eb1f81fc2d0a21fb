"""What `kaizen import calendar` reads, keeps and says."""

from pathlib import Path

from domain.closures import Found, read_closures, written
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.places import PlaceKind
from domain.settings import closures_key
from storage.db import Tx
from storage.places import Places
from storage.settings import DistrictSettings

SYSTEM = "system"  # who history names when nobody in chat did it


@dataclass(frozen=True, slots=True)
class Import:
    """Days without school for a district or one of its schools."""

    found: Found
    school: str
    dry: bool

    def __call__(self, tx: Tx) -> list[str]:
        """Add the days that are not on file yet, unless it is a dry run; a line for each."""
        place = _place(tx, self.school)
        settings = DistrictSettings(tx)
        known = settings.all().closures(place)
        new = [closure for closure in self.found.closures if closure not in known]
        if new and not self.dry:
            settings.set(closures_key(place), written([*known, *new]), by=SYSTEM)
        return [*(f"  {closure}" for closure in sorted(set(new))), self._sum(len(set(new)))]

    def _sum(self, new: int) -> str:
        did = "would be added" if self.dry else "added"
        had = len(set(self.found.closures)) - new
        left = self.found.left_out
        return f"{new} {did}, {had} on file already, {left} left out (not whole days, cancelled or repeating)"


def read_file(path: str) -> Found:
    try:
        return read_closures(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise RefusedError(f"{path} is not text in UTF-8. Export the calendar as .ics or .csv.") from None


def _place(tx: Tx, school: str) -> str:
    if not school:
        return ""
    schools = Places(tx).all(PlaceKind.SCHOOL)
    for place in schools:
        if place.name.casefold() == school.strip().casefold():
            return place.id
    raise RefusedError(f"There is no school {school}. There are: {', '.join(p.name for p in schools) or 'none yet'}.")
