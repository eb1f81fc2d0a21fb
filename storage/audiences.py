"""Who is asked by a survey: all staff, those at one place, or those in some seats, by a few queries for all."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.people import PersonId, Role, Standing, is_staff
from domain.surveys import BY_LINK, Audience
from storage.db import Tx
from storage.people import People, accounts, seats_held
from storage.roster import expected, workplaces
from storage.settings import DistrictSettings
from storage.staff import Staff, members
from storage.survey_answers import Invited

LEADING = (Role.PRINCIPAL,)  # holders and deputies


def audience_of(tx: Tx, audience: Audience, place: str | None = None) -> list[Invited]:
    """Each person once, with the school where they are counted. Nobody where people are reached by links."""
    if audience in BY_LINK:
        return []
    found = _leaders(tx) if audience is Audience.LEADERS else _staff(tx)
    schools, departments = _places(tx)
    return [
        Invited(who=person, place=schools.get(person))
        for person in sorted(found)
        if place in (None, "", schools.get(person), departments.get(person))
    ]


def _leaders(tx: Tx) -> set[PersonId]:
    return {People(tx).canonical(seat.person) for seat in seats_held(tx) if seat.role in LEADING}


def _staff(tx: Tx) -> set[PersonId]:
    """Whoever may use the bot, with those who are expected and were not seen yet."""
    people, setting = People(tx), DistrictSettings(tx).all()["staff"]
    listed, named = _listed(tx), _canonical(tx, Staff(tx).named())
    named |= {people.canonical(seat.person) for seat in seats_held(tx)}
    inside = {(row["platform"], row["workspace"], row["group"], row["external"]) for row in tx.rows(members)}
    _, _, group = setting.partition(":")
    found = set()
    for row in tx.having(accounts, gone=False):
        person = people.canonical(row["person"])
        key = (row["platform"], row["workspace"], group, row["external"])
        standing = _standing(row, named=person in named, listed=person in listed, in_group=key in inside)
        if is_staff(setting, standing):
            found.add(person)
    met = {people.canonical(row["person"]) for row in tx.rows(accounts)}
    new = listed.keys() - met
    return found | {one for one in new if is_staff(setting, Standing(listed=True, email=listed[one]))}


def _standing(row: Mapping[str, Any], *, named: bool, listed: bool, in_group: bool) -> Standing:
    flags = {name: row[name] for name in ("email", "guest", "bot", "gone", "mixed")}
    return Standing(named=named, listed=listed, in_group=in_group, **flags)


def _listed(tx: Tx) -> dict[PersonId, str]:
    """Those on the district's list who were not taken off it, with their e-mail."""
    people, off = People(tx), _canonical(tx, Staff(tx).taken_off())
    every = {people.canonical(row["person"]): row["email"] for row in tx.rows(expected)}
    return {person: email for person, email in every.items() if person not in off}


def _canonical(tx: Tx, persons: Iterable[str]) -> set[PersonId]:
    return {People(tx).canonical(person) for person in persons}


def _places(tx: Tx) -> tuple[dict[PersonId, str], dict[PersonId, str]]:
    """Where each works: their school, that of which they are the head, or their department."""
    people, schools, departments = People(tx), dict[PersonId, str](), dict[PersonId, str]()
    for row in tx.rows(workplaces):
        person = people.canonical(row["person"])
        if row["school"]:
            schools[person] = row["school"]
        if row["department"]:
            departments[person] = row["department"]
    for seat in seats_held(tx):
        if seat.role in LEADING and seat.place:
            schools.setdefault(people.canonical(seat.person), seat.place)
    return schools, departments
