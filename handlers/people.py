"""Seats and who holds them, absences, the staff list, and accounts that belong to one person."""

from collections.abc import Sequence
from datetime import date

from domain.errors import RefusedError
from domain.people import (
    PLACED,
    REVERSIBLE,
    Absence,
    PersonId,
    Role,
    check_absence,
    check_reversal,
    check_seat,
)
from domain.places import Place, PlaceKind
from domain.texts import say
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show
from storage.absences import Absences
from storage.claims import Claims
from storage.colleagues import must_be_colleague
from storage.copies import draw_again_for
from storage.history import History
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.staff import Staff
from views.elements import Card
from views.people import (
    PAGE,
    Chair,
    Room,
    away_card,
    away_form,
    back_card,
    claimed_card,
    give_form,
    nobody_said,
    people_card,
    same_card,
    same_form,
    seat_words,
    seated_card,
    staff_card,
    staff_form,
)

routes = Routes()

SEAT = Role.MANAGEMENT_REPRESENTATIVE


class GiveForm(Answers):
    role: Role
    person: str
    place: str | None = None
    marks: Sequence[str] = ()


class AwayForm(Answers):
    person: str | None = None
    first: date
    last: date
    deputy: str


class StaffForm(Answers):
    person: str


class SameForm(Answers):
    kept: str
    also: str
    sure: Sequence[str]


# The first seat


@routes.button("people.claim", writes=True, administrative=True)
def claim(call: Call) -> Reply:
    """A workspace admin takes the empty seat, and gets what was kept for it. All admins are told."""
    people = People(call.tx)
    if not call.viewer.administrator:
        raise RefusedError("Only an admin of this workspace can take the seat of the management representative.")
    History(call.tx).lock()  # of two who press at once, the second finds it taken
    held = [person for person in people.holders(SEAT) if person != call.me]
    if held:
        name = people.names(held).get(held[0], say("Somebody"))
        raise RefusedError("{name} is management representative already. Ask them to hand the seat over.", name=name)
    people.seat(SEAT, call.me, by=call.me)
    made = Claims(call.tx).add(call.me)
    for admin in people.administrators():
        Outbox(call.tx).owe("people.claimed", made.id, to=admin, key=f"people.claimed:{made.id}")
    Outbox(call.tx).fill(SEAT, call.me)
    return Draw("home")


@routes.button("people.reverse", writes=True, administrative=True)
def reverse(call: Call) -> Reply:
    """Any admin takes the seat back from whoever claimed it, for a week."""
    if not call.viewer.administrator:
        raise RefusedError("Only an admin of this workspace can take the seat back.")
    kept = Claims(call.tx)
    made = kept.get(call.about)
    check_reversal(made, call.tx.now)
    kept.reverse(made, by=call.me)
    People(call.tx).unseat(SEAT, made.person, by=call.me)
    draw_again_for(call.tx, [made.person])
    box = Outbox(call.tx)
    box.refresh(made.id, "people.claimed")
    box.owe("people.claimed", made.id, to=made.person, key=f"people.claim_reversed:{made.id}")
    return Draw("people.claimed", made.id)


@routes.notice("people.claimed", administrative=True)
def claimed(call: Call) -> Card:
    made = Claims(call.tx).get(call.about)
    room = _room(call, [made.person, made.reversed_by or ""])
    return claimed_card(made, room, reversible=call.tx.now - made.at <= REVERSIBLE)


# Who holds which seat


@routes.button("people.open")
def open_(call: Call) -> Reply:
    return Show(_page(call, 0), beside=True)


@routes.button("people.page")
def page(call: Call) -> Reply:
    return Show(_page(call, int(call.about or 0)))


@routes.notice("people.seats")
def seats(call: Call) -> Card:
    return _page(call, 0)


def _page(call: Call, offset: int) -> Card:
    _must_be_mr(call)
    names = {place.id: place.name for place in Places(call.tx).all()}
    chairs = sorted(_chairs(call), key=lambda c: (list(Role).index(c.role), names.get(c.place, ""), c.deputy, c.person))
    shown = chairs[offset : offset + PAGE]
    away: dict[str, Absence] = {a.person: a for a in Absences(call.tx).all()}
    persons = [*(chair.person for chair in shown), *(a.deputy for a in away.values())]
    room = Room(today=call.today, people=People(call.tx).names(persons), places=names, away=away)
    return people_card(shown, room, offset=offset, total=len(chairs))


def _chairs(call: Call) -> list[Chair]:
    """Everybody who holds a seat, and the seats that a district needs and nobody holds."""
    held = [
        Chair(role=seat.role, place=seat.place or "", person=seat.person, deputy=seat.deputy)
        for seat in People(call.tx).everyone_seated()
    ]
    taken = {(chair.role, chair.place) for chair in held}
    placed = [(role, place.id) for place in _places(call) for role, kind in PLACED.items() if place.kind is kind]
    needed = [(SEAT, ""), (Role.SUPERINTENDENT, ""), *placed]
    return [*held, *(Chair(role=role, place=place) for role, place in needed if (role, place) not in taken)]


@routes.button("people.give_form")
def open_give(call: Call) -> Reply:
    _must_be_mr(call)
    role, _, rest = call.about.partition("/")
    chair = Chair(role=Role(role), place=rest.partition("/")[0]) if role else None
    return Open(give_form(_places(call), chair, small=call.settings.is_small))


def _places(call: Call) -> list[Place]:
    """Where seats are given: a small district has no departments in its forms."""
    return Places(call.tx).all(PlaceKind.SCHOOL if call.settings.is_small else None)


@routes.submit("people.give", GiveForm)
def give(call: Call, form: GiveForm) -> Reply:
    _must_be_mr(call)
    place = Places(call.tx).get(form.place) if form.place else None
    check_seat(form.role, place.kind if place else None)
    at = place.id if place else ""
    before = People(call.tx).holders(form.role, at)
    People(call.tx).seat(form.role, form.person, place=at, deputy="deputy" in form.marks, by=call.me)
    draw_again_for(call.tx, set(before) - set(People(call.tx).holders(form.role, at)))
    box, about = Outbox(call.tx), f"{form.role}/{at}"
    box.owe("people.seated", about, to=form.person, key=f"people.seated:{about}:{call.tx.now.isoformat()}")
    box.fill(form.role, form.person, at)
    return Draw("people.seats")


@routes.notice("people.seated")
def seated(call: Call) -> Card:
    role, _, place = call.about.partition("/")
    return seated_card(Role(role), place, _room(call, []))


@routes.button("people.take", writes=True)
def take(call: Call) -> Reply:
    _must_be_mr(call)
    role, place, person = (*call.about.split("/"), "", "")[:3]
    people = People(call.tx)
    if role == SEAT and people.holders(SEAT) == [people.canonical(person)]:
        raise RefusedError("Somebody has to decide about reports: give this seat to somebody else first.")
    people.unseat(Role(role), person, place=place, by=call.me)
    draw_again_for(call.tx, [people.canonical(person)])
    return Draw("people.seats")


def nobody_in(call: Call, role: Role, place: str = "") -> str:
    """What a sender is told when nobody holds the seat that they write to; nothing when somebody does."""
    if People(call.tx).holders(role, place):
        return ""
    name = Places(call.tx).names([place]).get(place)
    tell = say("your IT office") if role is SEAT else say("the management representative")
    return nobody_said(seat_words(role, name), tell)


# Who is away


@routes.button("people.away_form")
def open_away(call: Call) -> Reply:
    anybody = call.about == "anybody"
    if anybody:
        _must_be_mr(call)
    return Open(away_form(call.today, anybody=anybody))


@routes.submit("people.away", AwayForm)
def away(call: Call, form: AwayForm) -> Reply:
    """For oneself, or by the management representative for anybody."""
    person = People(call.tx).canonical(form.person or call.me)
    if person != call.me:
        _must_be_mr(call)
    absence = Absence(person=person, first=form.first, last=form.last, deputy=PersonId(form.deputy))
    check_absence(absence, call.today)
    must_be_colleague(call.tx, form.deputy, field="deputy")
    Absences(call.tx).set(absence, by=call.me)
    key = f"people.stands_in:{person}:{form.first}:{form.last}"
    for told in (person, form.deputy):
        Outbox(call.tx).owe("people.away_card", person, to=told, key=key)
    return Draw("people.away_card", person)


@routes.notice("people.away_card")
def away_now(call: Call) -> Card:
    absence = Absences(call.tx).get(call.about)
    if absence is None:
        return back_card(_room(call, [call.about]).person(call.about))
    return away_card(absence, _room(call, [absence.person, absence.deputy]))


@routes.button("people.back", writes=True)
def back(call: Call) -> Reply:
    if call.about not in call.viewer.ids and not call.viewer.is_mr:
        raise RefusedError("Only who is away, or the management representative, can say that they are back.")
    Absences(call.tx).end(call.about, by=call.me)
    Outbox(call.tx).refresh(call.about, "people.away_card")
    return Draw("people.away_card", call.about)


# Who is staff


@routes.button("people.staff_form", administrative=True)
def open_staff(call: Call) -> Reply:
    _must_keep_staff(call)
    return Open(staff_form(add=call.about != "remove"))


@routes.submit("people.staff_add", StaffForm, administrative=True)
def add_to_staff(call: Call, form: StaffForm) -> Reply:
    return _name(call, form, named=True)


@routes.submit("people.staff_remove", StaffForm, administrative=True)
def take_off_staff(call: Call, form: StaffForm) -> Reply:
    return _name(call, form, named=False)


def _name(call: Call, form: StaffForm, *, named: bool) -> Reply:
    _must_keep_staff(call)
    for one in sorted(People(call.tx).ids_of(form.person)) if not named else [form.person]:
        Staff(call.tx).name(one, by=call.me, named=named)
    return Draw("people.staff_card", form.person)


@routes.notice("people.staff_card", administrative=True)
def staff_now(call: Call) -> Card:
    named = Staff(call.tx).is_named(People(call.tx).ids_of(call.about))
    return staff_card(_room(call, [call.about]).person(call.about), named=named)


# Accounts of one person


@routes.button("people.same_form")
def open_same(call: Call) -> Reply:
    _must_be_mr(call)
    return Open(same_form())


@routes.submit("people.same", SameForm)
def same(call: Call, form: SameForm) -> Reply:
    _must_be_mr(call)
    people = People(call.tx)
    if "sure" not in form.sure:
        raise RefusedError("Please tick this, or close the form.", field="sure")
    people.merge(people.canonical(form.kept), people.canonical(form.also), by=call.me)
    return Draw("people.same_card", people.canonical(form.kept))


@routes.notice("people.same_card")
def same_now(call: Call) -> Card:
    return same_card(_room(call, [call.about]).person(call.about))


def _room(call: Call, persons: Sequence[str]) -> Room:
    names = {place.id: place.name for place in Places(call.tx).all()}
    return Room(today=call.today, people=People(call.tx).names(persons), places=names)


def _must_be_mr(call: Call) -> None:
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative can change who does what.")


def _must_keep_staff(call: Call) -> None:
    if not (call.viewer.is_mr or call.viewer.administrator):
        raise RefusedError("Only the management representative or an administrator can change the staff list.")
