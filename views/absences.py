"""Who is away and who acts: what is asked and said about it."""

from datetime import date

from domain.people import Absence
from domain.texts import say
from views.dates import day
from views.elements import Ask, Button, Card, Form, Text
from views.people import Room


def away_form(today: date, *, anybody: bool) -> Form:
    who = [Ask(name="person", label=say("Who is away?"), kind="person")] if anybody else []
    return Form(
        title=say("Away"),
        does="people.away",
        submit=say("Save"),
        parts=[
            *who,
            Ask(name="first", label=say("From which day?"), kind="date", value=today),
            Ask(name="last", label=say("Until which day?"), kind="date", hint=say("The last day away.")),
            Ask(
                name="deputy",
                label=say("Who acts meanwhile?"),
                kind="person",
                hint=say("They get the messages to the seat."),
            ),
        ],
    )


def away_card(absence: Absence, room: Room) -> Card:
    """Said to whoever set it and to the deputy."""
    span = say("{first} to {last}", first=day(absence.first, room.today), last=day(absence.last, room.today))
    who, deputy = room.person(absence.person), room.person(absence.deputy)
    back = Button(label=say("Back already"), does="people.back", about=absence.person)
    said = say("Away {span}. {deputy} acts meanwhile and gets the messages to the seat.", span=span, deputy=deputy)
    return Card(title=say("{who} is away", who=who), parts=[Text(said)], buttons=[back])


def back_card(name: str) -> Card:
    return Card(
        title=say("{name} is not away.", name=name), parts=[Text(say("Messages to the seat go to its holder."))]
    )
