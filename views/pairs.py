"""Two accounts of one human: what is asked, and how it was answered."""

from domain.pairs import Answer, Pair
from domain.texts import say
from views.elements import Ask, Button, Card, Form, Option, Text
from views.people import Room

SAME_EMAIL = say(
    "Two accounts on different chat platforms have the same e-mail address; both directories say so. If they belong to "
    "one human, each reads what the other reads, reports of either belong to both, and messages go where they were "
    "last. It cannot be undone."
)


def same_form() -> Form:
    sure = Option(value="sure", label=say("Both belong to one human"), detail=say("This cannot be undone."))
    return Form(
        title=say("One person"),
        does="people.same",
        submit=say("Ask them"),
        parts=[
            Text(
                say(
                    "Both accounts are asked to confirm it. The superintendent or the chair of the board is asked "
                    "where an account is closed, or where one of the two is in charge. Reports of either then belong "
                    "to both, and no rule takes them for two people."
                )
            ),
            Ask(name="kept", label=say("The account used now"), kind="person"),
            Ask(name="also", label=say("The other account"), kind="person"),
            Ask(name="sure", label=say("Are you sure?"), kind="ticks", options=[sure]),
        ],
    )


def pair_card(pair: Pair, room: Room, *, asks: bool) -> Card:
    """Told to those who confirm it and to whoever asked; `asks` whether the reader has to say something."""
    kept, also = room.person(pair.kept), room.person(pair.also)
    match pair.answer:
        case Answer.LINKED:
            return Card(
                title=say("{kept} and {also} are one person now", kept=kept, also=also),
                parts=[Text(say("Reports of either account belong to both."))],
            )
        case Answer.REFUSED:
            return Card(
                title=say("{kept} and {also} stay two people", kept=kept, also=also),
                parts=[Text(say("Somebody who was asked said no. Nothing was changed."))],
            )
        case Answer.OPEN:
            return _open(pair, room, asks=asks)


def _open(pair: Pair, room: Room, *, asks: bool) -> Card:
    kept, also, asked_by = room.person(pair.kept), room.person(pair.also), room.person(pair.asked_by)
    claimed = say(
        "{asked_by} says that both accounts belong to one human. Then each reads what the other reads, and reports of "
        "either belong to both. It cannot be undone.",
        asked_by=asked_by,
    )
    said = SAME_EMAIL if pair.by_email else claimed
    waits = say("Nothing is changed until all who were asked have said yes.")
    yes = Button(label=say("Yes, one person"), does="people.pair_yes", about=pair.id, primary=True)
    no = Button(label=say("No"), does="people.pair_no", about=pair.id)
    return Card(
        title=say("Are {kept} and {also} one person?", kept=kept, also=also),
        parts=[Text(said), Text(waits)],
        buttons=[yes, no] if asks else [],
    )
