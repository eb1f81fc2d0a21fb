"""What is said about links to a page."""

from datetime import date

from domain.texts import say
from views.dates import day
from views.elements import Card, Text


def link_made_card(number: str, until: date, today: date) -> Card:
    """To whoever it was made for."""
    said = say(
        "Your IT office made a link for you that opens {number} on a page until {day}. Whoever has the link reads the "
        "report as you do. If nobody told you of it, ask your IT office.",
        number=number,
        day=day(until, today),
    )
    return Card(title=say("A link to {number}", number=number), parts=[Text(said)])
