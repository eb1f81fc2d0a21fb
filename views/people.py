"""Who holds which seat, who is away, and the forms that change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.people import PLACED, TITLES, Absence, Claim, Role
from domain.places import Place
from views.dates import day
from views.elements import Ask, Button, Card, Form, Item, Items, Note, Option, Text

PAGE = 15


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
        return self.people.get(known, "somebody who left")

    def seat(self, role: Role, place: str) -> str:
        """A title with its place, as in: Principal, East School."""
        return f"{TITLES[role]}, {self.places.get(place, 'a closed place')}" if place else TITLES[role]


def people_card(chairs: Sequence[Chair], room: Room, *, offset: int, total: int) -> Card:
    """One page of the seats."""
    span = f"{offset + 1}–{offset + len(chairs)} of {total}" if total > len(chairs) else str(total)
    turns = [
        Button(label="Earlier", does="people.page", about=str(max(0, offset - PAGE))) if offset else None,
        Button(label="Further", does="people.page", about=str(offset + PAGE)) if offset + PAGE < total else None,
    ]
    return Card(
        title=f"Who holds which seat ({span})",
        parts=[Items([_item(chair, room) for chair in chairs]), Note("Only you and your deputies see this.")],
        buttons=[Button(label="Give a seat", does="people.give_form", primary=True), *(t for t in turns if t)],
        more=[
            Button(label="Somebody is away", does="people.away_form", about="anybody"),
            Button(label="Add to the staff list", does="people.staff_form", about="add"),
            Button(label="Take off the staff list", does="people.staff_form", about="remove"),
            Button(label="Two accounts, one person", does="people.same_form"),
        ],
    )


def _item(chair: Chair, room: Room) -> Item:
    name = room.seat(chair.role, chair.place)
    if not chair.person:
        give = Button(label="Give", does="people.give_form", about=chair.about)
        return Item(name=name, detail="Nobody yet; messages to this seat are kept.", button=give)
    take = Button(
        label="Take away",
        does="people.take",
        about=chair.about,
        confirm=f"{room.person(chair.person)} no longer acts as: {name}.",
    )
    return Item(name=name, detail=_who(chair, room), button=take)


def _who(chair: Chair, room: Room) -> str:
    named = room.person(chair.person) + (", deputy" if chair.deputy else "")
    away = room.away.get(chair.person)
    if away is None:
        return named
    return f"{named} · away until {day(away.last, room.today)}: {room.person(away.deputy)} acts"


def give_form(places: Sequence[Place], chair: Chair | None) -> Form:
    """`chair` is the seat that is to be given, where one was pressed."""
    roles = [Option(value=str(role), label=title) for role, title in TITLES.items()]
    where = [Option(value=place.id, label=place.name) for place in places]
    deputy = Option(value="deputy", label="As deputy", detail="Beside the holder, with the same rights")
    asked = [
        Ask(name="role", label="Which seat?", kind="choice", options=roles, value=str(chair.role) if chair else None),
        Ask(name="person", label="Who takes it?", kind="person"),
        Ask(
            name="place",
            label="Of which school or department?",
            kind="choice",
            optional=True,
            hint="Only for principals and department heads.",
            options=where,
            search="places.any",
            value=chair.place if chair else None,
        ),
        Ask(name="marks", label="How?", kind="ticks", optional=True, options=[deputy]),
    ]
    return Form(
        title="Give a seat",
        does="people.give",
        submit="Give",
        parts=[ask for ask in asked if ask.name != "place" or where],
    )


def away_form(today: date, *, anybody: bool) -> Form:
    who = [Ask(name="person", label="Who is away?", kind="person")] if anybody else []
    return Form(
        title="Away",
        does="people.away",
        submit="Save",
        parts=[
            *who,
            Ask(name="first", label="From which day?", kind="date", value=today),
            Ask(name="last", label="Until which day?", kind="date", hint="The last day away."),
            Ask(name="deputy", label="Who acts meanwhile?", kind="person", hint="They get the messages to the seat."),
        ],
    )


def away_card(absence: Absence, room: Room) -> Card:
    """Said to whoever set it and to the deputy."""
    span = f"{day(absence.first, room.today)} to {day(absence.last, room.today)}"
    who, deputy = room.person(absence.person), room.person(absence.deputy)
    back = Button(label="Back already", does="people.back", about=absence.person)
    said = f"Away {span}. {deputy} acts meanwhile and gets the messages to the seat."
    return Card(title=f"{who} is away", parts=[Text(said)], buttons=[back])


def back_card(name: str) -> Card:
    return Card(title=f"{name} is not away.", parts=[Text("Messages to the seat go to its holder.")])


def staff_form(*, add: bool) -> Form:
    person = Ask(name="person", label="Who works here?" if add else "Who is no longer named?", kind="person")
    hint = (
        "Somebody who is named may use Kaizen, whatever the setting says, guests too."
        if add
        else "Somebody who is staff by the setting stays so."
    )
    does = "people.staff_add" if add else "people.staff_remove"
    return Form(title="Staff list", does=does, submit="Save", parts=[person, Note(hint)])


def staff_card(name: str, *, named: bool) -> Card:
    return Card(title=f"{name} {'is on' if named else 'is not on'} the staff list.")


def same_form() -> Form:
    sure = Option(value="sure", label="Both belong to one human", detail="This cannot be undone.")
    return Form(
        title="One person",
        does="people.same",
        submit="Link",
        parts=[
            Text("Reports of either account then belong to both, and no rule takes them for two people."),
            Ask(name="kept", label="The account used now", kind="person"),
            Ask(name="also", label="The other account", kind="person"),
            Ask(name="sure", label="Are you sure?", kind="ticks", options=[sure]),
        ],
    )


def same_card(name: str) -> Card:
    return Card(title=f"Both accounts belong to {name}.")


def seated_card(role: Role, place: str, room: Room) -> Card:
    title = f"You are now: {room.seat(role, place)}"
    said = "What was sent to this seat while nobody held it comes to you now."
    return Card(title=title, parts=[Text(said)], buttons=[Button(label="I will be away", does="people.away_form")])


def claimed_card(claim: Claim, room: Room, *, reversible: bool) -> Card:
    """Told to each admin."""
    name = room.person(claim.person)
    if claim.reversed_by:
        said = f"{room.person(claim.reversed_by)} took it back. The seat is free again."
        return Card(title=f"{name} is not management representative any more", parts=[Text(said)])
    said = (
        "They decide about reports and see who filed them. "
        "Any admin of this workspace can take the seat back for 7 days."
    )
    back = Button(
        label="Take the seat back",
        does="people.reverse",
        about=claim.id,
        confirm=f"{name} can no longer decide about reports.",
    )
    return Card(
        title=f"{name} is management representative now", parts=[Text(said)], buttons=[back] if reversible else []
    )


def nobody_said(seat: str, tell: str) -> str:
    """What the sender of a message to an empty seat is told."""
    return f"Nobody is {seat} yet: your report waits and is not lost. Tell {tell}."


def seat_words(role: Role, place: str | None) -> str:
    """A seat within a sentence: "principal of East School"."""
    title = TITLES[role].lower() if role in PLACED or not place else TITLES[role]
    return f"{title} of {place}" if place else title
