"""Files on cards: at which address whoever looks finds one, or what comes beside the card where there is none."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.links import Links
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.links import Pass, required
from domain.texts import say
from handlers.files import opened
from handlers.routing import Call
from views.elements import Card, Document, Part

FILE = "file"  # what such a link opens
LASTS = timedelta(days=1)  # whoever has the link reads as whoever it was made for
TAKES_FILES = {"slack"}  # where the bot can send a file beside a card
BESIDE = say("it follows in this chat.")
NOT_SENT = say("it cannot be sent here before your IT office installs Kaizen again, which allows it to send files.")
FILES = say("A file")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is sent beside a card."""

    name: str
    media: str
    content: bytes


def with_documents(card: Card, call: Call, links: Links | None, *, beside: bool = False) -> Card:
    """Each file with an address; without one, it is said that it comes beside the card, or what is missing."""
    if not has_documents(card):
        return card
    parts: Sequence[Part] = [
        _addressed(part, call, links, beside=beside) if isinstance(part, Document) else part for part in card.parts
    ]
    return replace(card, parts=parts)


def _addressed(file: Document, call: Call, links: Links | None, *, beside: bool) -> Document:
    if links is None:
        return replace(file, instead=BESIDE if beside else _missing())
    given = Pass(
        purpose=FILE,
        district=call.tx.district,
        about=file.about,
        person=call.me,
        until=call.tx.now + LASTS,
        round=call.settings["link_round"],
    )
    return replace(file, url=links.file(given))


def _missing() -> str:
    try:
        return required(FILES, "PUBLIC_URL", "")
    except RefusedError as error:
        return error.sentence


def uploads(card: Card, call: Call) -> list[Upload]:
    """What is to be sent beside a card, with the rights that whoever gets it has now."""
    found = [opened(replace(call, about=part.about)) for part in documents(card) if not part.url]
    return [Upload(file.name, file.media, content) for file, content in found]


def documents(card: Card) -> Iterator[Document]:
    return (part for part in card.parts if isinstance(part, Document))


def has_documents(card: Card) -> bool:
    return any(True for _ in documents(card))


def not_sent(card: Card) -> Card:
    """The same where the platform takes no file from the bot."""
    parts: Sequence[Part] = [
        replace(part, instead=NOT_SENT) if isinstance(part, Document) else part for part in card.parts
    ]
    return replace(card, parts=parts)
