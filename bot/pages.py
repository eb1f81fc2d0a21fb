"""The addresses of pages that a card leads to, for whoever may send them on."""

from dataclasses import replace

from bot.links import Links
from domain.feeds import CALENDAR
from domain.links import Pass
from handlers.routing import Call
from views.elements import Card, Link, Note, Part
from views.pages import MISSING


def with_pages(card: Card, call: Call, links: Links | None) -> Card:
    """Each such link with its address; without one the card says what is missing."""
    if not any(isinstance(part, Link) and part.opens for part in card.parts):
        return card
    return replace(card, parts=[_addressed(part, call, links) for part in card.parts])


def _addressed(part: Part, call: Call, links: Links | None) -> Part:
    if not isinstance(part, Link) or part.opens is None:
        return part
    if links is None:
        return Note(MISSING)
    given = Pass(
        purpose=part.opens.purpose,
        district=call.tx.district,
        about=part.opens.about,
        person=part.opens.person,
        until=part.opens.until,
        round=call.settings["link_round"],
    )
    if given.purpose != CALENDAR:
        return replace(part, url=links.to(given), opens=None)
    scheme, _, rest = links.feed(given).partition(":")
    return replace(part, url=f"{part.url.rstrip(':') or scheme}:{rest}", opens=None)
