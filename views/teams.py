"""Draws views as Adaptive Cards for Microsoft Teams. Pure: it knows the shapes and limits of Teams, not its client.

It uses the elements of ELEMENTS and no others. Words are cut before they are made safe (views/teams_text.py), and what
is still too large is drawn again with less room until it fits.
"""

import json
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, assert_never

from domain.frozen import dataclass
from domain.texts import say
from views.added import CUT_OFF, NAME, downloads, left_out, no_download
from views.elements import (
    Ask,
    Button,
    Buttons,
    Card,
    Choices,
    Document,
    Facts,
    Form,
    Heading,
    Item,
    Items,
    Link,
    Note,
    Option,
    Part,
    Picture,
    Quote,
    Text,
)
from views.fallback import in_words
from views.languages import ENGLISH, said
from views.teams_acts import OUR, SHOWN, Memo, Where, acts, link, submit
from views.teams_inputs import LISTED, Filling, Who, attention, choice, question, ticked
from views.teams_text import Element, cut, heading, line, plain, rich, run, small

__all__ = [
    "ELEMENTS",
    "OUR",
    "TITLE",
    "Memo",
    "activity",
    "card_of",
    "chat_form",
    "dialog_form",
    "fallback",
    "message",
    "options",
    "sure",
    "ticked",
    "window",
]

#: All that is drawn, with Action.Execute, Action.Submit and Action.OpenUrl: what a client of Teams has to know for us.
ELEMENTS = frozenset(
    {"AdaptiveCard", "TextBlock", "RichTextBlock", "TextRun", "Container", "ColumnSet", "Column", "ActionSet", "Image"}
    | {"Input.Text", "Input.Date", "Input.ChoiceSet", "Action.Execute", "Action.Submit", "Action.OpenUrl"}
)
SCHEMA, VERSION = "http://adaptivecards.io/schemas/adaptive-card.json", "1.5"
CARD = "application/vnd.microsoft.card.adaptive"
FOUND = "application/vnd.microsoft.search.searchResponse"
SIZE = 25 * 1024  # bytes of a message as UTF-16, the budget; Teams refuses one of more than about 100 kB
FALLBACK, SUMMARY, SPOKEN = 3000, 300, 300  # characters
INSTEAD = 1000  # of the words that an old client shows instead of a card
TITLE = 60  # of a window, which Teams draws on one line
FACT, NAMED, DETAIL, ALT = 2000, 200, 300, 1000
BESIDE = 10  # characters of a button that leave room for words beside it on a phone
GO_BACK = say("To go back, close this window.")


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each thing is drawn: characters a text, lines a list, choices a menu; and in which language."""

    text: int
    items: int
    listed: int = LISTED
    language: str = ENGLISH


#: Tried in this order until the message is within its size.
ROOMS = (Room(2900, 30), Room(1500, 20, 50), Room(700, 15, 20), Room(300, 10, 0), Room(120, 5, 0), Room(60, 2, 0))


def message(card: Card, opens: Container[str] = ()) -> dict[str, Any]:
    """A message: a card, and the same in words for notifications. `opens` are the routes that open a window."""
    return activity(card_of(card, opens))


def activity(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """A message that is a card. It has no text: Teams would post text and card as two messages."""
    attached = {"contentType": CARD, "content": drawn}
    return {"type": "message", "summary": cut(drawn["fallbackText"], SUMMARY), "attachments": [attached]}


def card_of(card: Card, opens: Container[str] = ()) -> dict[str, Any]:
    """The card of a message alone: what a press on it is answered with."""
    return _card(card, Where(opens=opens))


def window(card: Card, memo: Memo) -> dict[str, Any]:
    """A card in a window of its own. `memo` comes back with every press."""
    return _card(card, Where(window=True, along={"memo": dict(memo)}))


def chat_form(form: Form, memo: Memo, who: Who, faults: Mapping[str, str] = {}) -> dict[str, Any]:
    """A form as a card in chat; `faults` are what has to be mended, by the name of the question."""
    head = heading(form.title, "large")
    return _form(form, head, Where(along=_along(form, memo)), Filling(who=who, faults=faults))


def dialog_form(form: Form, memo: Memo, who: Who, faults: Mapping[str, str] = {}) -> dict[str, Any]:
    """A form in a window, which has a title of its own."""
    return _form(form, [], Where(window=True, along=_along(form, memo)), Filling(who=who, faults=faults))


def sure(label: str, question: str, does: str, about: str, memo: Memo, language: str) -> dict[str, Any]:
    """A window that asks before what cannot be undone."""
    where = Where(window=True, along={"memo": dict(memo)})
    (asked,) = acts([Button(label=label, does=does, about=about)], where)
    asked["actions"][0]["style"] = "destructive"
    body = [*rich(run(question)), *small(said(GO_BACK, language)), asked]
    return _frame(f"{label}\n{question}", body, language)


def options(found: Iterable[Option]) -> dict[str, Any]:
    """What is answered when somebody types in a menu that is too long to be listed."""
    return {"type": FOUND, "statusCode": 200, "value": {"results": [choice(one) for one in found][:LISTED]}}


def fallback(card: Card) -> str:
    """A card in words."""
    return plain(in_words(card), FALLBACK) or NAME


def part_elements(part: Part, where: Where, room: Room) -> list[Element]:  # noqa: C901, PLR0911 - one case each
    match part:
        case Heading(body):
            return heading(body, "medium")
        case Text(body):
            return rich(run(body, room.text))
        case Quote(body):
            return _quote(body, room)
        case Note(body):
            return small(body, room.text)
        case Facts(rows):
            return _facts(rows, room)
        case Link(label, url):
            return link(label, url) or rich(run(f"{label}: {url}", room.text))
        case Picture(alt=alt, url=url):
            return [{"type": "Image", "url": url, "altText": line(alt, ALT), "size": "stretch"}] if url else small(alt)
        case Document(url=url):
            found = link(downloads(part, room.language), url) if url else []
            return found or rich(run(no_download(part), room.text))
        case Buttons(buttons):
            return acts(buttons, where)
        case Choices(asks):
            return [drawn for ask in asks for drawn in question(ask, Filling(language=room.language, strict=False))]
        case Items():
            return _items(part, where, room)
        case _:
            assert_never(part)


def _quote(body: str, room: Room) -> list[Element]:
    """Shaded and in quotation marks, since nobody hears a shade."""
    said = rich(run(f"“{body.strip()}”", room.text)) if body.strip() else []
    return [{"type": "Container", "style": "emphasis", "items": said}] if said else []


def _facts(rows: Sequence[tuple[str, str]], room: Room) -> list[Element]:
    """A line each. Teams reads Markdown in a FactSet, and would squeeze it on a phone."""
    drawn = [_fact(name, value, min(room.text, FACT)) for name, value in rows]
    return [one | {"spacing": "small"} if n else one for n, one in enumerate(drawn)]


def _fact(name: str, value: str, most: int) -> Element:
    (drawn,) = rich(run(f"{name.strip()}:", 100, weight="bolder"), run(value.strip() or "–", most))
    return drawn


def _items(part: Items, where: Where, room: Room) -> list[Element]:
    drawn = [_item(item, where, room) for item in part.items[: room.items]]
    left = len(part.items) - len(drawn)
    return [*drawn, *small(left_out(left, part.rest, room.language), 300)] if left else drawn


def _item(item: Item, where: Where, room: Room) -> Element:
    detail = [one | {"spacing": "none"} for one in rich(run(item.detail, min(room.text, DETAIL)))]
    texts = [*rich(run(item.name.strip() or "–", min(room.text, NAMED), weight="bolder")), *detail]
    columns: list[Element] = [{"type": "Column", "width": "stretch", "items": texts}]
    if item.button:
        (act,) = acts([item.button], where)
        act["actions"][0]["tooltip"] = line(f"{item.button.label}: {item.name}", NAMED)  # or all are heard alike
        if len(item.button.label) > BESIDE:
            return {"type": "Container", "items": [*texts, act | {"spacing": "small"}]}
        columns.append({"type": "Column", "width": "auto", "verticalContentAlignment": "center", "items": [act]})
    return {"type": "ColumnSet", "columns": columns}


def _card(card: Card, where: Where) -> dict[str, Any]:
    """A card within its size; where even the least room is too much, its last parts go."""
    where = _answered(card, where)
    head, act = _head(card), acts(card.buttons[:SHOWN], where, card.more)
    told = in_words(card)
    parts: list[Element] = []
    for room in ROOMS:
        here = replace(room, language=card.language)
        parts = [element for part in card.parts for element in part_elements(part, where, here)]
        drawn = _frame(told, [*head, *parts, *act], card.language)
        if _fits(drawn):
            return drawn
    note = small(said(CUT_OFF, card.language))
    left = SIZE - size(activity(_frame(told, [*head, *note, *act], card.language)))
    return _frame(told, [*head, *_first(parts, left), *note, *act], card.language)


def _first(parts: Iterable[Element], left: int) -> Iterator[Element]:
    """As many parts as have room; each is followed by a comma and a space."""
    for part in parts:
        left -= size(part) + _bytes(", ")
        if left < 0:
            return
        yield part


def _head(card: Card) -> list[Element]:
    return heading(card.title, "large", card.state) or heading(NAME, "large")


def _answered(card: Card, where: Where) -> Where:
    """With how to read what is chosen in the card, for all that is pressed in it."""
    asks = [ask for part in card.parts if isinstance(part, Choices) for ask in part.asks]
    kinds = {ask.name: ask.kind for ask in asks}
    return replace(where, along={**where.along, "kinds": kinds}) if kinds else where


def _along(form: Form, memo: Memo) -> dict[str, Any]:
    """What comes back with every act of a form: how to read each answer, and what could not be asked."""
    kept = {ask.name: str(ask.value) for ask in form.asks if ask.kind == "channel" and ask.value}
    kinds = {ask.name: ask.kind for ask in form.asks}
    return {"kinds": kinds} | ({"kept": kept} if kept else {}) | {"memo": dict(memo)}


def _form(form: Form, head: list[Element], where: Where, filling: Filling) -> dict[str, Any]:
    """A form; where even the least room is too much, the questions alone, since nothing typed is lost."""
    strict = not any(_has_acts(part) for part in form.parts)
    told = in_words(Card(title=form.title, parts=[part for part in form.parts if not isinstance(part, Ask)]))
    above = _above(form, filling.faults)
    for room in ROOMS:
        here = replace(filling, language=form.language, listed=room.listed, strict=strict)
        body = _form_body(form.parts, where, here, replace(room, language=form.language))
        drawn = _frame(told, [*head, *above, *body, *submit(form, where)], form.language)
        if _fits(drawn):
            return drawn
    asks = _form_body(form.asks, where, here, room)
    return _frame(told, [*head, *above, *asks, *submit(form, where)], form.language)


def _form_body(parts: Sequence[Part | Ask], where: Where, filling: Filling, room: Room) -> list[Element]:
    drawn = [question(p, filling) if isinstance(p, Ask) else part_elements(p, where, room) for p in parts]
    return [element for elements in drawn for element in elements]


def _has_acts(part: Part | Ask) -> bool:
    return isinstance(part, Buttons) or (isinstance(part, Items) and any(item.button for item in part.items))


def _above(form: Form, faults: Mapping[str, str]) -> list[Element]:
    """What has to be mended and belongs to no question."""
    asked = {ask.name for ask in form.asks}
    return [one for name, fault in faults.items() if name not in asked for one in attention(fault, form.language)]


def _frame(told: str, body: list[Element], language: str) -> dict[str, Any]:
    words = plain(told, INSTEAD) or NAME
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "lang": language,
        "msteams": {"width": "full"},
        "fallbackText": words,
        "speak": cut(words, SPOKEN),
        "body": body,
    }


def _fits(drawn: Mapping[str, Any]) -> bool:
    return size(activity(drawn)) <= SIZE


def size(drawn: Mapping[str, Any]) -> int:
    """Bytes of a payload, as Teams counts them."""
    return _bytes(json.dumps(drawn, ensure_ascii=False))


def _bytes(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass"))
