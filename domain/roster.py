"""The list of people that a district hands over: what one line holds, and why a line does not fit."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PLACED, SOLE, TITLES, Role
from domain.places import Place, PlaceKind
from domain.texts import noted, say

COLUMNS = ("email", "name", "school", "department", "roles", "deputy_of")
NEEDED = ("email", "name")
EMAIL = re.compile(r"[^@\s;,]+@[^@\s;,]+\.[^@\s;,]+")
NAME_MAX, EMAIL_MAX = 200, 320
NAMED: Mapping[str, Role] = {
    **{title.casefold(): role for role, title in TITLES.items()},
    **{str(role): role for role in Role},
    **{str(role).replace("_", " "): role for role in Role},
}

KINDS: Mapping[PlaceKind, str] = {PlaceKind.SCHOOL: noted("school"), PlaceKind.DEPARTMENT: noted("department")}

Places = Mapping[tuple[PlaceKind, str], Place]  # by kind and name


@dataclass(frozen=True, kw_only=True, slots=True)
class Given:
    """A seat that a line gives."""

    role: Role
    place: str = ""  # its id
    deputy: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One person of the list."""

    line: int
    email: str
    name: str
    school: str | None = None
    department: str | None = None
    seats: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class Misfit:
    line: int
    reason: str


def check_columns(found: Sequence[str]) -> None:
    for name in NEEDED:
        if name not in found:
            raise RefusedError(
                "The column {name} is missing. The first line names the columns: {known}.",
                name=name,
                known=", ".join(COLUMNS),
            )
    for name in found:
        if name not in COLUMNS:
            raise RefusedError(
                "There is no column {name}. There are: {known}.", name=name or "(empty)", known=", ".join(COLUMNS)
            )


def entries_of(
    lines: Iterable[tuple[int, Mapping[str, str]]], places: Sequence[Place]
) -> tuple[list[Entry], list[Misfit]]:
    """Every line as a person, and those that do not fit with the reason."""
    by_name = {(place.kind, place.name.casefold()): place for place in places}
    entries, misfits = [], []
    for line, row in lines:
        try:
            entries.append(_entry(line, row, by_name))
        except RefusedError as error:
            misfits.append(Misfit(line, error.sentence))
    return entries, sorted([*misfits, *_clashes(entries)], key=lambda misfit: misfit.line)


def _entry(line: int, row: Mapping[str, str], places: Places) -> Entry:
    email, name = row.get("email", "").lower(), row.get("name", "")
    if not EMAIL.fullmatch(email) or len(email) > EMAIL_MAX:
        raise RefusedError("“{email}” is not an e-mail address.", email=email)
    if not name or len(name) > NAME_MAX:
        raise RefusedError("a name has 1 to {most} letters.", most=NAME_MAX)
    home = {kind: _place(places, kind, row.get(str(kind), "")) for kind in PlaceKind}
    seats = [
        _given(said, home, places, deputy=deputy)
        for column, deputy in (("roles", False), ("deputy_of", True))
        for said in row.get(column, "").split(";")
        if said.strip()
    ]
    school, department = home[PlaceKind.SCHOOL], home[PlaceKind.DEPARTMENT]
    return Entry(line=line, email=email, name=name, school=school, department=department, seats=tuple(seats))


def _place(places: Places, kind: PlaceKind, name: str) -> str | None:
    if not name:
        return None
    found = places.get((kind, name.casefold()))
    if found is None:
        names = [place.name for place in places.values() if place.kind is kind]
        near = get_close_matches(name, names, 1)
        given = {"kind": say(KINDS[kind]), "name": name}
        if near:
            hint = say("Did you mean {name}?", name=near[0])
            raise RefusedError("there is no {kind} “{name}”. {hint}", **given, hint=hint)
        raise RefusedError("there is no {kind} “{name}”.", **given)
    return found.id


def _given(said: str, home: Mapping[PlaceKind, str | None], places: Places, *, deputy: bool) -> Given:
    """A role of the line's own school or department, or of another: principal@West School."""
    word, _, elsewhere = (part.strip() for part in said.partition("@"))
    role = NAMED.get(word.casefold())
    if role is None:
        near = get_close_matches(word.casefold(), NAMED, 1)
        there = say("There are: {known}.", known=", ".join(Role))
        hint = say("Did you mean {name}?", name=NAMED[near[0]]) if near else there
        raise RefusedError("there is no role “{word}”. {hint}", word=word, hint=hint)
    kind = PLACED.get(role)
    if kind is None:
        if elsewhere:
            raise RefusedError(
                "{role} is a seat of the whole district, not of “{elsewhere}”.", role=role, elsewhere=elsewhere
            )
        return Given(role=role, deputy=deputy)
    place = _place(places, kind, elsewhere) or home[kind]
    if place is None:
        raise RefusedError(
            "{role} needs a {kind}: fill that column, or write {role}@ and its name.", role=role, kind=say(KINDS[kind])
        )
    return Given(role=role, place=place, deputy=deputy)


def _clashes(entries: Iterable[Entry]) -> list[Misfit]:
    """Two lines for one person, and two holders of a seat that one person holds."""
    first: dict[object, int] = {}
    clashes = []
    for entry in entries:
        sole = [(given.role, given.place) for given in entry.seats if given.role in SOLE and not given.deputy]
        for what, key in [(entry.email, entry.email), *((str(key[0]), key) for key in sole)]:
            if first.setdefault(key, entry.line) != entry.line:
                clashes.append(Misfit(entry.line, say("line {first} has {what} already.", first=first[key], what=what)))
    return clashes
