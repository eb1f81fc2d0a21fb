"""Seats and who holds them, and the staff list."""

from collections.abc import Sequence

from domain.errors import RefusedError
from domain.people import PLACED, Absence, Role, check_seat
from domain.places import Place, PlaceKind
from domain.texts import say
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show
from storage.absences import Absences
from storage.people import People
from storage.places import Places
from storage.roster import Roster
from storage.seating import give_seat, take_seat
from storage.staff import Staff
from views.elements import Card
from views.people import (
    PAGE,
    Chair,
    Room,
    give_form,
    nobody_said,
    people_card,
    seat_words,
    seated_card,
    staff_card,
    staff_form,
    unseated_card,
    work_card,
    work_form,
)

routes = Routes()

SEAT = Role.MANAGEMENT_REPRESENTATIVE


class GiveForm(Answers):
    role: Role
    person: str
    place: str | None = None
    marks: Sequence[str] = ()


class WorkForm(Answers):
    person: str
    school: str | None = None
    department: str | None = None


class StaffForm(Answers):
    person: str


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
    must_be_mr(call)
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
    must_be_mr(call)
    role, _, rest = call.about.partition("/")
    chair = Chair(role=Role(role), place=rest.partition("/")[0]) if role else None
    return Open(give_form(_places(call), chair, small=call.settings.is_small))


def _places(call: Call) -> list[Place]:
    """Where seats are given: a small district has no departments in its forms."""
    return Places(call.tx).all(PlaceKind.SCHOOL if call.settings.is_small else None)


@routes.submit("people.give", GiveForm)
def give(call: Call, form: GiveForm) -> Reply:
    must_be_mr(call)
    place = Places(call.tx).get(form.place) if form.place else None
    check_seat(form.role, place.kind if place else None)
    at = place.id if place else ""
    give_seat(call.tx, form.role, form.person, place=at, deputy="deputy" in form.marks, by=call.me)
    return Draw("people.seats")


@routes.notice("people.seated")
def seated(call: Call) -> Card:
    role, _, place = call.about.partition("/")
    return seated_card(Role(role), place, room_of(call, []))


@routes.notice("people.unseated", personal=True)
def unseated(call: Call) -> Card:
    """Told to whoever left a seat, also when that makes them no staff."""
    role, _, place = call.about.partition("/")
    now = People(call.tx).holders(Role(role), place)
    return unseated_card(Role(role), place, now, room_of(call, now))


@routes.button("people.take", writes=True)
def take(call: Call) -> Reply:
    must_be_mr(call)
    role, place, person = (*call.about.split("/"), "", "")[:3]
    people = People(call.tx)
    if role == SEAT and people.holders(SEAT) == [people.canonical(person)]:
        raise RefusedError("Somebody has to decide about reports: give this seat to somebody else first.")
    take_seat(call.tx, Role(role), person, place=place, by=call.me)
    return Draw("people.seats")


# Where somebody works


@routes.button("people.work_form")
def open_work(call: Call) -> Reply:
    must_be_mr(call)
    return Open(work_form(_places(call)))


@routes.submit("people.work", WorkForm)
def work(call: Call, form: WorkForm) -> Reply:
    """Both as they are said now, an empty one is none; where no department is asked for, it stays."""
    must_be_mr(call)
    person, ids = People(call.tx).canonical(form.person), People(call.tx).ids_of(form.person)
    asked = any(place.kind is PlaceKind.DEPARTMENT for place in _places(call))
    department = form.department if asked else Roster(call.tx).workplace_of(ids)[1]
    for one in sorted(ids):
        here = (form.school, department) if one == person else (None, None)
        Roster(call.tx).place(one, school=here[0], department=here[1], by=call.me)
    return Draw("people.work_card", person)


@routes.notice("people.work_card")
def work_now(call: Call) -> Card:
    must_be_mr(call)
    school, department = Roster(call.tx).workplace_of(People(call.tx).ids_of(call.about))
    return work_card(room_of(call, [call.about]), call.about, [place for place in (school, department) if place])


def nobody_in(call: Call, role: Role, place: str = "") -> str:
    """What a sender is told when nobody holds the seat that they write to; nothing when somebody does."""
    if People(call.tx).holders(role, place):
        return ""
    name = Places(call.tx).names([place]).get(place)
    tell = say("your IT office") if role is SEAT else say("the management representative")
    return nobody_said(seat_words(role, name), tell)


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
    return staff_card(room_of(call, [call.about]).person(call.about), named=named)


def room_of(call: Call, persons: Sequence[str]) -> Room:
    names = {place.id: place.name for place in Places(call.tx).all()}
    return Room(today=call.today, people=People(call.tx).names(persons), places=names)


def must_be_mr(call: Call) -> None:
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative can change who does what.")


def _must_keep_staff(call: Call) -> None:
    if not (call.viewer.is_mr or call.viewer.administrator):
        raise RefusedError("Only the management representative or an administrator can change the staff list.")
