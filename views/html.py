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
from views.elements import Buttons, Card, Document, Facts, Heading, Item, Items, Link, Note, Part, Picture, Quote, Text
from views.languages import said

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
#: For the header `Content-Security-Policy`: this style, and nothing else from anywhere.
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
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
    title = " — ".join(text for text in (_clean(card.title).strip(), _clean(card.state).strip(), NAME) if text)
    right = card.language.partition("-")[0] in FROM_RIGHT_TO_LEFT
    drawn = PAGE.format(
        language=card.language,
        direction="rtl" if right else "ltr",
        title=title,
        style=Markup(STYLE),  # noqa: S704 - a file of ours
        name=NAME,
        main=main(card),
    )
    return str(drawn)


def main(card: Card) -> Markup:
    """What a page is about."""
    state = _element('<p class="state" dir="auto">{}</p>', card.state)
    parts = [
        _element('<h1 dir="auto">{}</h1>', card.title if _clean(card.title).strip() else NAME),
        state,
        *map(part_html, card.parts),
    ]
    acts = card.buttons or card.more or any(isinstance(part, Buttons) or _presses(part) for part in card.parts)
    if acts:
        parts.append(_element('<p class="note" dir="auto">{}</p>', said(FOR_READING, card.language)))
    return Markup("<main>\n{}\n</main>").format(_lines(parts))


def part_html(part: Part) -> Markup:  # noqa: C901, PLR0911 - a case for each element
    match part:
        case Heading(body):
            return _element('<h2 dir="auto">{}</h2>', body)
        case Text(body):
            return _element('<p dir="auto">{}</p>', body)
        case Quote(body):
            return _element('<blockquote dir="auto">{}</blockquote>', body)
        case Note(body):
            return _element('<p class="note" dir="auto">{}</p>', body)
        case Facts(rows):
            return _list("dl", [_fact(name, value) for name, value in rows])
        case Link(label, url):
            return _link(label, url)
        case Picture(alt=alt):  # a page asks nobody for anything, so it has no pictures
            return _element('<p class="note" dir="auto">{}</p>', alt)
        case Document(name=name):  # a page leads nowhere as whoever reads it
            return _element('<p class="note" dir="auto">{}</p>', name)
        case Buttons():  # a page is for reading
            return Markup()
        case Items(items):  # all of them: nothing has to be left out, so `rest` is not needed
            return _list("ul", [_item(item) for item in items])
        case _:
            assert_never(part)


def _fact(name: str, value: str) -> Markup:
    return Markup('<div><dt dir="auto">{}</dt><dd dir="auto">{}</dd></div>').format(_clean(name), _clean(value) or "–")


def _item(item: Item) -> Markup:
    return Markup('<li><b dir="auto">{}</b><span dir="auto">{}</span></li>').format(
        _clean(item.name), _clean(item.detail)
    )


def _link(label: str, url: str) -> Markup:
    """Something to press, where it leads to a page."""
    if not url.startswith(("https://", "http://")):
        return _element('<p dir="auto">{}</p>', f"{label}: {url}")
    address = _clean(url)
    return Markup('<p dir="auto"><a href="{}" rel="noopener noreferrer">{}</a></p>').format(
        address, _clean(label).strip() or address
    )


def _presses(part: Part) -> bool:
    return isinstance(part, Items) and any(item.button for item in part.items)


def _list(tag: str, lines: list[Markup]) -> Markup:
    return Markup("<{}>\n{}\n</{}>").format(tag, _lines(lines), tag) if lines else Markup()


def _element(html: str, text: str) -> Markup:
    """Nothing at all for a text without words, since an empty heading is read out as one."""
    clean = _clean(text)
    return Markup(html).format(clean) if clean.strip() else Markup()  # noqa: S704 - html is a literal of this file


def _lines(parts: Iterable[Markup]) -> Markup:
    return Markup("\n").join(part for part in parts if part)


def _clean(text: str) -> str:
    return str(text).translate(CONTROLS)
