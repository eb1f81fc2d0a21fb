"""Who holds which seat, who is away, and the forms that change it."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date

from domain.frozen import dataclass
from domain.people import TITLES, WITHIN, Absence, Claim, Role
from domain.places import Place, PlaceKind
from domain.texts import joined, say
from views.dates import day
from views.elements import Ask, Button, Card, Form, Item, Items, Note, Option, Text
from views.pages import page_of

PAGE = 15
#: In a small district: "" is not offered.
SMALL_TITLES: Mapping[Role, str] = {
    Role.DEPARTMENT_HEAD: "",
    Role.MRT_MEMBER: "",
    Role.CABINET_MEMBER: say("Cabinet and Management Review Team"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chair:
    """A seat as the screen shows it: one who sits in it, or nobody."""

    role: Role
    place: str = ""
    person: str = ""
    deputy: bool = False

    @property
    def about(self) -> str:
        return f"{self.role}/{self.place}/{self.person}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """What people and places are called, and who is away."""

    today: date
    people: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    away: Mapping[str, Absence] = field(default_factory=dict)

    def person(self, known: str) -> str:
        return self.people.get(known, say("somebody who left"))

    def seat(self, role: Role, place: str) -> str:
        """A title with its place, as in: Principal, East School."""
        return joined(", ", [TITLES[role], self.places.get(place, say("a closed place"))]) if place else TITLES[role]


def people_card(chairs: Sequence[Chair], room: Room, *, offset: int, total: int) -> Card:
    """One page of the seats."""
    span = page_of(offset, len(chairs), total)
    turns = [
        Button(label=say("Earlier"), does="people.page", about=str(max(0, offset - PAGE))) if offset else None,
        Button(label=say("Further"), does="people.page", about=str(offset + PAGE)) if offset + PAGE < total else None,
    ]
    return Card(
        title=say("Who holds which seat ({span})", span=span),
        parts=[Items([_item(chair, room) for chair in chairs]), Note(say("Only you and your deputies see this."))],
        buttons=[Button(label=say("Give a seat"), does="people.give_form", primary=True), *(t for t in turns if t)],
        more=[
            Button(label=say("Somebody is away"), does="people.away_form", about="anybody"),
            Button(label=say("Where somebody works"), does="people.work_form"),
            Button(label=say("Add to the staff list"), does="people.staff_form", about="add"),
            Button(label=say("Take off the staff list"), does="people.staff_form", about="remove"),
            Button(label=say("Two accounts, one person"), does="people.same_form"),
        ],
    )


def _item(chair: Chair, room: Room) -> Item:
    name = room.seat(chair.role, chair.place)
    if not chair.person:
        give = Button(label=say("Give"), does="people.give_form", about=chair.about)
        return Item(name=name, detail=say("Nobody yet; messages to this seat are kept."), button=give)
    take = Button(
        label=say("Take away"),
        does="people.take",
        about=chair.about,
        confirm=say("{person} no longer acts as: {name}.", person=room.person(chair.person), name=name),
    )
    return Item(name=name, detail=_who(chair, room), button=take)


def _who(chair: Chair, room: Room) -> str:
    named = joined(", ", [room.person(chair.person), say("deputy") if chair.deputy else ""])
    away = room.away.get(chair.person)
    if away is None:
        return named
    return say(
        "{named} · away until {day}: {person} acts",
        named=named,
        day=day(away.last, room.today),
        person=room.person(away.deputy),
    )


def give_form(places: Sequence[Place], chair: Chair | None, *, small: bool = False) -> Form:
    """`chair` is the seat that is to be given, where one was pressed."""
    titles = {**TITLES, **SMALL_TITLES} if small else TITLES
    roles = [Option(value=str(role), label=title) for role, title in titles.items() if title]
    where = [Option(value=place.id, label=place.name) for place in places]
    deputy = Option(value="deputy", label=say("As deputy"), detail=say("Beside the holder, with the same rights"))
    asked = [
        Ask(
            name="role",
            label=say("Which seat?"),
            kind="choice",
            options=roles,
            value=str(chair.role) if chair else None,
        ),
        Ask(name="person", label=say("Who takes it?"), kind="person"),
        Ask(
            name="place",
            label=say("Of which school?") if small else say("Of which school or department?"),
            kind="choice",
            optional=True,
            hint=say("Only for principals.") if small else say("Only for principals and department heads."),
            options=where,
            search="places.school" if small else "places.any",
            value=chair.place if chair else None,
        ),
        Ask(name="marks", label=say("How?"), kind="ticks", optional=True, options=[deputy]),
    ]
    return Form(
        title=say("Give a seat"),
        does="people.give",
        submit=say("Give"),
        parts=[ask for ask in asked if ask.name != "place" or where],
    )


def work_form(places: Sequence[Place]) -> Form:
    schools, departments = ([p for p in places if p.kind is kind] for kind in (PlaceKind.SCHOOL, PlaceKind.DEPARTMENT))
    asks = [
        Ask(name="person", label=say("Who?"), kind="person"),
        _where("school", say("At which school?"), schools),
        _where("department", say("In which department?"), departments),
    ]
    kept = Note(say("Their first report names this school; after that, the one that they reported about last."))
    return Form(
        title=say("Where somebody works"),
        does="people.work",
        submit=say("Save"),
        parts=[*(ask for ask in asks if ask.kind == "person" or ask.options), kept],
    )


def _where(name: str, label: str, places: Sequence[Place]) -> Ask:
    options = [Option(value=place.id, label=place.name) for place in places]
    return Ask(name=name, label=label, kind="choice", optional=True, options=options, search=f"places.{name}")


def work_card(room: Room, person: str, where: Sequence[str]) -> Card:
    places = joined(", ", [room.places.get(place, say("a closed place")) for place in where])
    who = room.person(person)
    said = say("{who} works at: {places}", who=who, places=places) if where else say("Not said for {who}.", who=who)
    return Card(title=say("Where {who} works", who=who), parts=[Text(said)])


def staff_form(*, add: bool) -> Form:
    person = Ask(name="person", label=say("Who works here?") if add else say("Who is no longer named?"), kind="person")
    hint = (
        say("Somebody who is named may use Kaizen, whatever the setting says, guests too.")
        if add
        else say("Somebody who is staff by the setting stays so.")
    )
    does = "people.staff_add" if add else "people.staff_remove"
    return Form(title=say("Staff list"), does=does, submit=say("Save"), parts=[person, Note(hint)])


def staff_card(name: str, *, named: bool) -> Card:
    on, off = say("{name} is on the staff list.", name=name), say("{name} is not on the staff list.", name=name)
    return Card(title=on if named else off)


def seated_card(role: Role, place: str, room: Room) -> Card:
    title = say("You are now: {seat}", seat=room.seat(role, place))
    said = say("What was sent to this seat while nobody held it comes to you now.")
    return Card(title=title, parts=[Text(said)], buttons=[Button(label=say("I will be away"), does="people.away_form")])


def unseated_card(role: Role, place: str, now: Sequence[str], room: Room) -> Card:
    """Told to whoever left a seat."""
    names = joined(", ", [room.person(person) for person in now])
    said = say("It is held now by: {names}.", names=names) if now else say("Nobody holds it now.")
    return Card(title=say("You no longer act as: {seat}", seat=room.seat(role, place)), parts=[Text(said)])


def claimed_card(claim: Claim, room: Room, *, reversible: bool) -> Card:
    """Told to each admin."""
    name = room.person(claim.person)
    if claim.reversed_by:
        said = say("{person} took it back. The seat is free again.", person=room.person(claim.reversed_by))
        return Card(title=say("{name} is not management representative any more", name=name), parts=[Text(said)])
    said = say(
        "They decide about reports and see who filed them. You, or any other admin, can take the seat back for 7 days."
    )
    back = Button(
        label=say("Take the seat back"),
        does="people.reverse",
        about=claim.id,
        confirm=say("{name} can no longer decide about reports.", name=name),
    )
    return Card(
        title=say("{name} is management representative now", name=name),
        parts=[Text(said)],
        buttons=[back] if reversible else [],
    )


def nobody_said(seat: str, tell: str) -> str:
    """What the sender of a message to an empty seat is told."""
    return say("Nobody is {seat} yet: your report waits and is not lost. Tell {tell}.", seat=seat, tell=tell)


def seat_words(role: Role, place: str | None) -> str:
    """A seat within a sentence: "principal of East School"."""
    return say("{title} of {place}", title=WITHIN[role], place=place) if place else WITHIN[role]
