"""Pages: no text becomes markup, whoever typed it, and everybody can read them."""

import re
from dataclasses import fields, is_dataclass
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.views.anything import CARDS
from views import html
from views.elements import (
    Button,
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
    Picture,
    Quote,
    Text,
)

NASTY = (
    """</p></main></title></style><script>alert(1)</script><img src=x onerror=alert(1)>" onclick='x' &lt; <!-- {0} %s"""
)
TAGS = {"html", "head", "meta", "title", "style", "body", "header", "main", "h1", "h2", "p", "blockquote", "a"}
TAGS |= {"dl", "div", "dt", "dd", "ul", "li", "b", "span"}
ATTRIBUTES = {"lang", "dir", "charset", "name", "content", "class", "href", "rel"}
moderate = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


class Reader(HTMLParser):
    """What a browser makes of a page."""

    def __init__(self, drawn: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.others: list[str] = []
        self.feed(drawn)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    handle_pi = unknown_decl = handle_comment

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def typed(part: Any) -> list[str]:  # noqa: PLR0911 - a case for each element
    """Every text of a card that a page shows."""
    match part:
        case Buttons() | Button() | Choices():
            return []
        case Items(items):
            return [text for item in items for text in (item.name, item.detail)]
        case Link(label, url):
            return [label] if label.strip() else [url]
        case Document(name=name):
            return [name]
        case Picture(alt=alt):
            return [alt]
        case Card():
            return [part.title, part.state, *(text for inner in part.parts for text in typed(inner))]
        case Facts(rows):
            return [text for row in rows for text in row]
        case _:
            return [getattr(part, field.name) for field in fields(part)] if is_dataclass(part) else []


@given(CARDS)
@moderate
def test_whatever_is_typed_stays_text(card: Card) -> None:
    read = Reader(html.page(card))

    assert {tag for tag, _ in read.tags} <= TAGS
    assert {name for _, attrs in read.tags for name in attrs} <= ATTRIBUTES
    assert all(re.match("https?://", attrs["href"] or "") for attrs in read.all("a"))
    assert read.others == []
    for text in typed(card):
        assert text.translate(html.CONTROLS).strip() in read.words


@pytest.mark.parametrize(
    "part",
    [
        Heading(NASTY),
        Text(NASTY),
        Quote(NASTY),
        Note(NASTY),
        Facts([(NASTY, NASTY)]),
        Link(NASTY, "https://example.org/" + NASTY),
        Link(NASTY, NASTY),
        Items([Item(name=NASTY, detail=NASTY)], NASTY),
    ],
    ids=lambda part: type(part).__name__,
)
def test_markup_that_somebody_typed_stays_words_in_every_element(part: Any) -> None:
    harmless = Reader(html.page(Card(title="a", state="a", parts=[type(part)(*_tame(part))])))

    read = Reader(html.page(Card(title=NASTY, state=NASTY, parts=[part])))

    assert [tag for tag, _ in read.tags] == [tag for tag, _ in harmless.tags]
    assert [set(attrs) for _, attrs in read.tags] == [set(attrs) for _, attrs in harmless.tags]
    assert read.words.count("<script>alert(1)</script>") >= 4


def _tame(part: Any) -> list[Any]:
    """The same element with a word in the place of every text."""

    def tame(value: Any) -> Any:
        match value:
            case str():
                return "https://a" if value.startswith("https://") else "a"
            case list() | tuple():
                return type(value)(tame(one) for one in value)
            case Item():
                return Item(name="a", detail="a")
        return value

    return [tame(getattr(part, field.name)) for field in fields(part)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://x", "//x.example", "!channel"])
def test_a_link_leads_to_a_web_address_or_is_words(url: str) -> None:
    drawn = html.part_html(Link("Photo", url))

    assert "href" not in drawn
    assert f"Photo: {url}" in drawn


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    drawn = html.page(Card(title="a", parts=[Link("Photo", "https://example.org/a")]))

    assert not re.search(r"<(script|link|img|iframe|form)|url\(|@import", drawn)
    assert html.POLICY.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in html.POLICY


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es-MX", "ltr"), ("ar", "rtl"), ("ur-PK", "rtl")])
def test_a_page_says_its_language_and_its_direction(language: str, direction: str) -> None:
    (root,) = Reader(html.page(Card(title="a", language=language))).all("html")

    assert (root["lang"], root["dir"]) == (language, direction)


def test_what_waits_for_a_press_is_said_to_be_in_chat() -> None:
    press = Button(label="Accept", does="car.accept")
    reading = "This page is for reading."

    assert reading not in html.main(Card(title="a", parts=[Text("b")]))
    for card in (
        Card(title="a", buttons=[press]),
        Card(title="a", more=[press]),
        Card(title="a", parts=[Buttons([press])]),
        Card(title="a", parts=[Items([Item(name="b", detail="c", button=press)])]),
    ):
        assert reading in html.main(card)
        assert "Accept" not in html.main(card)


def test_a_page_without_words_has_a_title_and_no_empty_heading() -> None:
    drawn = html.page(Card(title=" \n", parts=[Heading("\x00"), Text(""), Facts([]), Items([])]))

    assert '<h1 dir="auto">Kaizen</h1>' in drawn
    assert [tag for tag, _ in Reader(drawn).tags].count("h2") == 0


def colours(scheme: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#\w{6})", scheme))


LIGHT, DARK = html.STYLE.split("@media")[:2]


def luminance(colour: str) -> float:
    """Of WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("scheme", "name"), list(product((LIGHT, DARK), ("words", "quiet", "accent"))))
def test_every_text_stands_out_from_its_ground(scheme: str, name: str) -> None:
    found = colours(scheme)
    dark, bright = sorted((luminance(found["ground"]), luminance(found[name])))

    assert (bright + 0.05) / (dark + 0.05) >= 4.5
