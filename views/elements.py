"""The closed vocabulary of views. A new element is drawn by every renderer or by none.

Every text here is plain words: renderers escape and shorten them, nobody else does. A text of ours is a `Said`
(domain/texts.py), which views/languages.py says in the reader's language before a renderer draws it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal

from domain.frozen import dataclass
from domain.texts import say

MOST_RARE = 5  # acts behind "More …"
HOLDS = 1900  # letters of what a button is about that come back with a press, on every platform
SUBMIT = say("Submit")


@dataclass(frozen=True, slots=True)
class Heading:
    body: str


@dataclass(frozen=True, slots=True)
class Text:
    body: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What a person said, in their words."""

    body: str


@dataclass(frozen=True, slots=True)
class Note:
    """Small and grey: context, hints, who sees this."""

    body: str


@dataclass(frozen=True, slots=True)
class Facts:
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Opens:
    """A page behind a signed link: the program makes its address (bot/pages.py)."""

    purpose: str
    about: str
    until: datetime
    person: str = ""  # as whom it is read; "" where whoever holds it may


@dataclass(frozen=True, slots=True)
class Link:
    """Where it `opens` a page, `url` is how the address begins, if not as all others."""

    label: str
    url: str
    opens: Opens | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A chart of a figure. `alt` says the same in words, and stands there alone where the picture has no address."""

    alt: str
    about: str  # the figure, as a button names it
    url: str = ""  # where whoever looks finds it: the program fills it in (bot/pictures.py)


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file to download. The program fills in where it is found, or what is said instead (bot/documents.py)."""

    name: str
    about: str  # its id
    url: str = ""
    instead: str = ""  # of an address


@dataclass(frozen=True, kw_only=True, slots=True)
class Button:
    label: str
    does: str  # the route it takes, "car.accept"
    about: str = ""  # the record it is about, "CAR-2026-014"
    primary: bool = False
    confirm: str = ""  # asked before what cannot be undone


@dataclass(frozen=True, slots=True)
class Buttons:
    buttons: Sequence[Button]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """A line of a list: its name, what is known of it, and one press."""

    name: str
    detail: str
    button: Button | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list. What does not fit is counted in a last line, which says `rest`."""

    items: Sequence[Item]
    rest: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """One question of a form.

    `value` is what stands in it when it opens: text, a date, an option's value or several, the id of a person or a
    conversation.
    `search` is the route that finds options where a platform cannot list them all.
    """

    name: str
    label: str
    kind: Literal["line", "paragraph", "link", "date", "person", "choice", "ticks", "photos", "channel"] = "line"
    hint: str = ""
    example: str = ""
    optional: bool = False
    value: str | date | Sequence[str] | None = None
    options: Sequence[Option] = ()
    search: str = ""
    most: int = 3000  # characters of a text, or files


@dataclass(frozen=True, slots=True)
class Choices:
    """Questions that are answered where the card stands, each by a choice: the answers come with whatever is pressed.

    No platform holds a press back until they are answered: the handler of the button says what is missing.
    """

    asks: Sequence[Ask]


Part = Heading | Text | Quote | Note | Facts | Link | Picture | Document | Buttons | Items | Choices


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One message, or a person's home. `more` are the rare acts behind "More …"."""

    title: str
    language: str = "en"  # what it is said in, for the few words that a renderer adds
    state: str = ""
    parts: Sequence[Part] = ()
    buttons: Sequence[Button] = ()
    more: Sequence[Button] = ()

    def __post_init__(self) -> None:
        if len(self.more) > MOST_RARE:
            raise ValueError(f"{len(self.more)} rare acts; {MOST_RARE} fit")


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    title: str
    does: str
    parts: Sequence[Part | Ask]
    about: str = ""
    submit: str = SUBMIT
    language: str = "en"

    @property
    def asks(self) -> list[Ask]:
        return [part for part in self.parts if isinstance(part, Ask)]
