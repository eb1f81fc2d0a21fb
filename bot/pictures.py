"""Charts as pictures: who may fetch one, and drawing it outside this process, with a limit of time."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.apart import Apart
from bot.links import Links
from domain.links import Pass
from handlers.routing import Call
from views.elements import Card, Part, Picture

CHART = "chart"  # what such a link opens
LASTS = timedelta(days=7)  # a card that somebody scrolls back to still shows it
SECONDS, AT_ONCE = 10.0, 2  # a chart takes a tenth of one


class Draughtsman:
    """Draws a few at a time, each in a process of its own."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._apart = Apart("bot.rasterise", seconds=seconds, at_once=AT_ONCE)

    async def png(self, svg: str) -> bytes:
        return await self._apart.made(svg)


def with_pictures(card: Card, call: Call, links: Links | None) -> Card:
    """Each picture with an address, at which whoever asks finds it; without one it stays words."""
    if links is None or not any(isinstance(part, Picture) for part in card.parts):
        return card
    parts = [_addressed(part, call, links) if isinstance(part, Picture) else part for part in card.parts]
    return replace(card, parts=parts)


def _addressed(picture: Picture, call: Call, links: Links) -> Picture:
    given = Pass(
        purpose=CHART,
        district=call.tx.district,
        about=picture.about,
        person=call.me,
        until=call.tx.now + LASTS,
        round=call.settings["link_round"],
    )
    return replace(picture, url=links.picture(given))


def in_words(card: Card) -> Card:
    """The same with its pictures said, for a platform that did not get at them."""
    parts: Sequence[Part] = [replace(part, url="") if isinstance(part, Picture) else part for part in card.parts]
    return replace(card, parts=parts)


def has_picture(card: Card) -> bool:
    return any(isinstance(part, Picture) and part.url for part in card.parts)
