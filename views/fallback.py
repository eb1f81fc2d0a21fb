"""A card in words: for whoever hears it, and for notifications. Each renderer cuts and escapes it for its platform."""

from collections.abc import Callable, Mapping
from typing import Any

from views.elements import (
    Buttons,
    Card,
    Choices,
    Document,
    Facts,
    Heading,
    Items,
    Link,
    Note,
    Part,
    Picture,
    Quote,
    Text,
)


def in_words(card: Card) -> str:
    """Its title, and a line for each thing that it says."""
    return "\n".join([first_line(card), *(line for part in card.parts for line in _lines(part))]).strip()


def first_line(card: Card) -> str:
    return f"{card.title} — {card.state}" if card.state else card.title


_LINES: Mapping[type, Callable[[Any], list[str]]] = {
    Heading: lambda p: [p.body],
    Text: lambda p: [p.body],
    Quote: lambda p: [f"“{p.body}”"],
    Note: lambda p: [p.body],
    Facts: lambda p: [f"{name}: {value}" for name, value in p.rows],
    Link: lambda p: [f"{p.label}: {p.url}"],
    Picture: lambda p: [p.alt],
    Document: lambda p: [p.name],
    Buttons: lambda p: [],  # noqa: ARG005 - a press cannot be made from a notification
    Choices: lambda p: [],  # noqa: ARG005 - nor a choice
    Items: lambda p: [f"{item.name} · {item.detail}" for item in p.items],
}


def _lines(part: Part) -> list[str]:
    return _LINES[type(part)](part)
