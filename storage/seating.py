"""Giving and taking seats, with all that hangs on it, in one place for chat, import and command line.

Whoever takes a seat gets what was kept for it; whoever leaves one is told, and their copies of what they may not read
any more are drawn again, as are those of who acted for them; and a report about somebody in charge finds who decides
about it now.
"""

from collections.abc import Iterable

from domain.cars import Concern
from domain.people import Absence, PersonId, Role, chain
from storage.absences import Absences
from storage.copies import draw_again_for
from storage.db import Tx
from storage.deciders import deciders, missing
from storage.outbox import Outbox, seat_name
from storage.people import People
from storage.waiting import undecided

TRIAGE = "car.triage"
#: The seats on which it depends who decides about a report about somebody in charge.
IN_CHARGE = frozenset({Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT, Role.BOARD_CHAIR})


def give_seat(tx: Tx, role: Role, person: str, *, place: str = "", deputy: bool = False, by: str) -> int:
    """How many messages that waited for the seat are on their way now. Who gives it to themselves knows of it."""
    people, taker = People(tx), People(tx).canonical(person)
    before = people.holders(role, place)
    people.seat(role, person, place=place, deputy=deputy, by=by)
    about = f"{role}/{place}"
    if taker != by:
        Outbox(tx).owe("people.seated", about, to=taker, key=f"people.seated:{about}:{tx.now.isoformat()}")
    _changed(tx, role, place, before, by=by)
    _forget_for(tx, [taker])  # it may be about them now
    return Outbox(tx).fill(role, taker, place, unless=_not_theirs(tx, role, taker))


def take_seat(tx: Tx, role: Role, person: str, *, place: str = "", by: str) -> None:
    before = People(tx).holders(role, place)
    People(tx).unseat(role, person, place=place, by=by)
    _changed(tx, role, place, before, by=by)


def _changed(tx: Tx, role: Role, place: str, before: Iterable[PersonId], *, by: str) -> None:
    left = [person for person in before if person not in People(tx).holders(role, place)]
    about = f"{role}/{place}"
    for person in left:
        if person != by:
            Outbox(tx).owe("people.unseated", about, to=person, key=f"people.unseated:{about}:{tx.now.isoformat()}")
    _forget_for(tx, left)
    if role in IN_CHARGE:
        tell_in_charge(tx)


def _forget_for(tx: Tx, persons: Iterable[PersonId]) -> None:
    """They, and whoever acts for them, see in chat what they may read now."""
    away = People(tx).away()
    draw_again_for(tx, dict.fromkeys(one for person in persons for one in chain(person, away)))


def end_absence(tx: Tx, absence: Absence, *, by: str) -> None:
    """Somebody is back: what was sent to whoever acted for them is drawn again, without what they may not read now."""
    people = People(tx)
    away = people.away() | {people.canonical(absence.person): people.canonical(absence.deputy)}
    Absences(tx).end(absence.person, by=by)
    Outbox(tx).refresh(absence.person, "people.away_card")
    draw_again_for(tx, chain(people.canonical(absence.person), away)[1:])
    tell_in_charge(tx)


def tell_in_charge(tx: Tx) -> int:
    """Owe each report about somebody in charge to whoever decides about it now and was not told; how many."""
    owed, box = 0, Outbox(tx)
    for car in undecided(tx):
        if car.concerns is Concern.NOBODY:
            continue
        told, key = box.told(TRIAGE, car.number), f"{TRIAGE}:{car.number}:{tx.now.isoformat()}"
        for person in deciders(tx, car):
            if f"person:{person}" not in told:
                box.owe(TRIAGE, car.number, to=person, key=key)
                owed += 1
        empty = missing(tx, car)
        if empty and seat_name(empty) not in told:
            box.keep(empty, TRIAGE, car.number, key=key)
    return owed


def _not_theirs(tx: Tx, role: Role, person: PersonId) -> set[str]:
    """The reports that stay kept for a seat, since whoever took it may not decide about them."""
    if role not in IN_CHARGE:
        return set()
    return {car.number for car in undecided(tx) if person not in deciders(tx, car)}
