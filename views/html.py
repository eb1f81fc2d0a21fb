"""Draws cards as web pages for reading. Pure: it knows HTML, not its server. Escaping lives here and nowhere else.

`Markup.format` escapes whatever is put into it, so no text can become markup. A page needs no script and asks nobody
for anything: its style stands in it.
"""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import assert_never

from markupsafe import Markup

from domain.texts import say
from views.elements import (
    Buttons,
    Card,
    Choices,
    Document,
    Facts,
    Heading,
    Item,
    Items,
    Link,
    Note,
    Part,
    Picture,
    Quote,
    Text,
)
from views.languages import said


def stylesheet(*names: str) -> str:
    """Files of ours, one behind the other."""
    return "".join((Path(__file__).parent / f"{name}.css").read_text(encoding="utf-8") for name in names)


STYLE = stylesheet("page")


def policy(style: str, *, forms: str = "'none'") -> str:
    """For the header `Content-Security-Policy`: this style, forms that go there, and nothing else from anywhere."""
    return (
        f"default-src 'none'; style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
    )


POLICY = policy(STYLE)
NAME = "Kaizen"
FOR_READING = say("This page is for reading. To do something about it, open Kaizen in chat.")
FROM_RIGHT_TO_LEFT = {"ar", "dv", "fa", "he", "ps", "ur", "yi"}
#: What has no place in a page: control characters, except for the tab and the end of a line.
CONTROLS = dict.fromkeys(set(range(0xA0)) - set(range(0x20, 0x7F)) - {0x09, 0x0A})
PAGE = Markup("""<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<style>{style}</style>
</head>
<body>
<header>{name}</header>
{main}
</body>
</html>
""")


def page(card: Card) -> str:
    """A card as a whole page, in the language that it is said in."""
    title = " — ".join(text for text in (clean(card.title).strip(), clean(card.state).strip(), NAME) if text)
    return framed(title, main(card), language=card.language, style=STYLE)


def framed(title: str, content: Markup, *, language: str, style: str) -> str:
    """What is between the tags of `main` and around, as a whole page; `style` is a file of ours."""
    right = language.partition("-")[0] in FROM_RIGHT_TO_LEFT
    drawn = PAGE.format(
        language=language,
        direction="rtl" if right else "ltr",
        title=title,
        style=Markup(style),  # noqa: S704 - a file of ours
        name=NAME,
        main=content,
    )
    return str(drawn)


def main(card: Card) -> Markup:
    """What a page is about."""
    state = element('<p class="state" dir="auto">{}</p>', card.state)
    parts = [
        element('<h1 dir="auto">{}</h1>', card.title if clean(card.title).strip() else NAME),
        state,
        *map(part_html, card.parts),
    ]
    acts = card.buttons or card.more or any(isinstance(part, Buttons) or _presses(part) for part in card.parts)
    if acts:
        parts.append(element('<p class="note" dir="auto">{}</p>', said(FOR_READING, card.language)))
    return Markup("<main>\n{}\n</main>").format(lines(parts))


def part_html(part: Part) -> Markup:  # noqa: C901, PLR0911 - a case for each element
    match part:
        case Heading(body):
            return element('<h2 dir="auto">{}</h2>', body)
        case Text(body):
            return element('<p dir="auto">{}</p>', body)
        case Quote(body):
            return element('<blockquote dir="auto">{}</blockquote>', body)
        case Note(body):
            return element('<p class="note" dir="auto">{}</p>', body)
        case Facts(rows):
            return listed("dl", [fact(name, value) for name, value in rows])
        case Link(label, url):
            return _link(label, url)
        case Picture(alt=alt):  # a page asks nobody for anything, so it has no pictures
            return element('<p class="note" dir="auto">{}</p>', alt)
        case Document(name=name):  # a page leads nowhere as whoever reads it
            return element('<p class="note" dir="auto">{}</p>', name)
        case Buttons() | Choices():  # a page is for reading
            return Markup()
        case Items(items):  # all of them: nothing has to be left out, so `rest` is not needed
            return listed("ul", [_item(item) for item in items])
        case _:
            assert_never(part)


def fact(name: str, value: str) -> Markup:
    return Markup('<div><dt dir="auto">{}</dt><dd dir="auto">{}</dd></div>').format(clean(name), clean(value) or "–")


def _item(item: Item) -> Markup:
    return Markup('<li><b dir="auto">{}</b><span dir="auto">{}</span></li>').format(
        clean(item.name), clean(item.detail)
    )


def _link(label: str, url: str) -> Markup:
    """Something to press, where it leads to a page."""
    if not url.startswith(("https://", "http://")):
        return element('<p dir="auto">{}</p>', f"{label}: {url}")
    address = clean(url)
    return Markup('<p dir="auto"><a href="{}" rel="noopener noreferrer">{}</a></p>').format(
        address, clean(label).strip() or address
    )


def _presses(part: Part) -> bool:
    return isinstance(part, Items) and any(item.button for item in part.items)


def listed(tag: str, items: list[Markup]) -> Markup:
    return Markup("<{}>\n{}\n</{}>").format(tag, lines(items), tag) if items else Markup()


def element(html: str, text: str) -> Markup:
    """Nothing at all for a text without words, since an empty heading is read out as one."""
    words = clean(text)
    return Markup(html).format(words) if words.strip() else Markup()  # noqa: S704 - html is a literal of this file


def lines(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(part for part in parts if part)


def clean(text: str) -> str:
    return str(text).translate(CONTROLS)
