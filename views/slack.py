"""Draws views as Slack Block Kit. Pure: it knows Slack's shapes and limits, not its client.

Escaping and size limits live here and nowhere else. Text is cut before it is escaped, so that an entity is never cut
in two, and a payload that is still too large is drawn again with less room until it fits.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, assert_never

from domain.frozen import dataclass
from domain.texts import say
from views.added import CUT_OFF, LOOK_AGAIN, NAME, downloads, left_out, no_download
from views.addresses import address
from views.as_json import is_within
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
    Part,
    Picture,
    Quote,
    Text,
)
from views.fallback import in_words
from views.languages import ENGLISH, said
from views.slack_inputs import question
from views.slack_text import LABEL, TITLE, bold, cut, escape, mrkdwn, option, plain, quoted, words

Block = dict[str, Any]

# Slack's limits: characters, unless another unit is named. Fallback text may be 40,000 when posted, 4,000 when updated.
FIELD, FIELDS, BUTTON_VALUE, CONFIRM, SUBMIT = 2000, 10, 2000, 300, 24
ACTIONS, MODAL_BLOCKS, MESSAGE_BLOCKS = 25, 100, 50
HEARD = 75  # of what a screen reader says instead of a label
#: Of JSON without spaces, with which Slack may count: to a message it allows 13,200. A view may have 250 kB.
MESSAGE_SIZE, VIEW_SIZE, FALLBACK = 12_000, 60_000, 3000
BUTTONS_SHOWN = 5
IMAGE_URL, ALT = 3000, 2000
ATTENTION = "attention"  # the block_id of the line above a form that has to be mended
ADDRESS = 2500  # of a link, once it is escaped; its label has room beside it
CLOSE, CANCEL, GO_BACK, SAVING = say("Close"), say("Cancel"), say("Go back"), say("Saving …")


@dataclass(frozen=True, slots=True)
class Room:
    """How much of each thing is drawn: characters a text, lines a list, blocks in all; and in which language."""

    text: int
    items: int
    blocks: int
    language: str = ENGLISH


#: Tried in this order until the payload is within Slack's size.
ROOMS = ((2900, 30), (1500, 20), (700, 15), (300, 10), (120, 5), (60, 2))


def message(card: Card) -> dict[str, Any]:
    """A message: its blocks, and the same in words for screen readers and notifications."""
    return {"text": fallback(card), "blocks": _fitted(card, MESSAGE_BLOCKS, MESSAGE_SIZE)}


def home(card: Card) -> dict[str, Any]:
    return {"type": "home", "blocks": _fitted(card, MODAL_BLOCKS, VIEW_SIZE)}


def sheet(card: Card, memo: str) -> dict[str, Any]:
    """A card in a window of its own: what a press on Home shows."""
    blocks = _fitted(card, MODAL_BLOCKS, VIEW_SIZE)
    return {
        "type": "modal",
        "title": plain(NAME, TITLE),
        "close": plain(said(CLOSE, card.language), TITLE),
        "blocks": blocks,
    } | {
        "private_metadata": memo,
    }


def modal(form: Form, memo: str, who: Mapping[str, str]) -> dict[str, Any]:
    """A form. `memo` comes back with its answers; `who` gives the user id of each person that stands in it."""
    drawn = (_form_blocks(form, who, Room(text, items, MODAL_BLOCKS, form.language)) for text, items in ROOMS)
    fitting = next((blocks for blocks in drawn if _fits(blocks, MODAL_BLOCKS, VIEW_SIZE)), None)
    blocks = _form_asks(form, who) if fitting is None else fitting
    return {
        "type": "modal",
        "callback_id": form.does,
        "private_metadata": memo,
        "title": plain(form.title, TITLE),
        "submit": plain(form.submit, SUBMIT),
        "close": plain(said(CANCEL, form.language), TITLE),
        "notify_on_close": False,
        "blocks": blocks[:MODAL_BLOCKS],
    }


def _form_blocks(form: Form, who: Mapping[str, str], room: Room) -> list[Block]:
    parts = [[question(p, who)] if isinstance(p, Ask) else part_blocks(p, room) for p in form.parts]
    return [block for blocks in parts for block in blocks]


def _form_asks(form: Form, who: Mapping[str, str]) -> list[Block]:
    """The questions alone: what a form cannot do without."""
    return [question(ask, who) for ask in form.asks][:MODAL_BLOCKS]


def options(found: Iterable[Any]) -> dict[str, Any]:
    return {"options": [option(o) for o in found][:100]}


def fallback(card: Card) -> str:
    """A card in words."""
    return words(in_words(card), FALLBACK) or NAME


def part_blocks(part: Part, room: Room) -> list[Block]:  # noqa: C901, PLR0911 - a case for each element
    match part:
        case Heading(body):
            return [_section(bold(body, 200))]
        case Text(body):
            return [_section(words(body, room.text))]
        case Quote(body):
            return [_section(quoted(body, room.text))]
        case Note(body):
            return [_context(words(body, room.text))]
        case Facts(rows):
            return _facts(rows, room)
        case Link(label, url):
            return [_section(_link(label, url))]
        case Picture(alt=alt, url=url):
            return [_picture(alt, url, room)]
        case Document(url=url):
            text = _link(downloads(part, room.language), url) if url else words(no_download(part), room.text)
            return [_section(text)]
        case Buttons(buttons):
            return [_actions(buttons, [], room.language)] if buttons else []
        case Choices(asks):
            return [_choice(ask) for ask in asks]
        case Items():
            return _items(part, room)
        case _:
            assert_never(part)


def _link(label: str, url: str) -> str:
    """Something to press; in plain words where it leads to no page, or is too long to be a whole address."""
    leads = escape(address(url))
    if not leads or len(leads) > ADDRESS:
        return words(f"{label}: {url}", ADDRESS)
    shown = (words(label, 200) or words(url, 200)).replace("|", "¦")  # a bar would begin another label
    return f"<{leads}|{shown}>"


def _picture(alt: str, url: str, room: Room) -> Block:
    if not url or len(url) > IMAGE_URL:
        return _context(words(alt, room.text))
    return {"type": "image", "image_url": url, "alt_text": cut(alt, ALT) or NAME}


def _fits(blocks: list[Block], most_blocks: int, most_size: int) -> bool:
    return len(blocks) <= most_blocks and is_within(blocks, most_size)


def _fitted(card: Card, most_blocks: int, most_size: int) -> list[Block]:
    """A card's blocks within Slack's size; where even the least room is too much, its last parts go."""
    blocks: list[Block] = []
    for text, items in ROOMS:
        blocks = _card_blocks(card, Room(text, items, most_blocks, card.language))
        if _fits(blocks, most_blocks, most_size):
            return blocks
    acts = [blocks.pop()] if card.buttons or card.more else []
    cut_off = _context(said(CUT_OFF, card.language))
    del blocks[most_blocks:]
    while len(blocks) > 1 and not _fits([*blocks, cut_off, *acts], most_blocks, most_size):
        blocks.pop()
    return [*blocks, cut_off, *acts]


def _card_blocks(card: Card, room: Room) -> list[Block]:
    state = f" — {words(card.state, 100)}" if card.state else ""
    blocks = [_section(f"{bold(card.title, 300)}{state}")]
    for part in card.parts:
        blocks += part_blocks(part, room)
    if card.buttons or card.more:
        blocks.append(_actions(card.buttons, card.more, room.language))
    return blocks


def _section(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(text or " ")}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(text or " ")]}


def _facts(rows: Sequence[tuple[str, str]], room: Room) -> list[Block]:
    fields = [mrkdwn(f"{bold(k, 100)}\n{words(v, min(room.text, FIELD - 150)) or '–'}") for k, v in rows]
    return [{"type": "section", "fields": fields[i : i + FIELDS]} for i in range(0, len(fields), FIELDS)]


def _choice(ask: Ask) -> Block:
    """A question with its menu beside it: an input block could not stand in a window without a Submit."""
    drawn = question(ask, {})
    return _section(words(ask.label, 300)) | {"block_id": ask.name, "accessory": drawn["element"]}


def _items(part: Items, room: Room) -> list[Block]:
    blocks = [_item(item, room) for item in part.items[: room.items]]
    left = len(part.items) - len(blocks)
    return [*blocks, _context(words(left_out(left, part.rest, room.language), 300))] if left else blocks


def _item(item: Item, room: Room) -> Block:
    text = f"{bold(item.name, 200)}\n{words(item.detail, min(room.text, 300))}"
    if not item.button:
        return _section(text)
    heard = cut(f"{item.button.label}: {' '.join(item.name.split())}", HEARD)  # or all of a list are heard alike
    return _section(text) | {"accessory": _button(item.button, room.language) | {"accessibility_label": heard}}


def _actions(buttons: Sequence[Button], more: Sequence[Button], language: str) -> Block:
    # Slack asks before any act of a list or before none, and nobody looks for one act behind "More …".
    alone = [button for button in more if button.confirm or len(more) == 1]
    listed = [button for button in more if button not in alone]
    elements = _numbered([_button(b, language) for b in [*buttons[:BUTTONS_SHOWN], *alone]])
    if listed:
        acts = [{"text": plain(b.label, LABEL), "value": f"{b.does} {b.about}"} for b in listed]
        elements.append({"type": "overflow", "action_id": "more", "options": acts})
    return {"type": "actions", "elements": elements[:ACTIONS]}


def _sure(label: str, question: str, language: str) -> Block:
    return {
        "title": plain(label, 100),
        "text": plain(question, CONFIRM),
        "confirm": plain(label, 30),
        "deny": plain(said(GO_BACK, language), 30),
    }


def _numbered(elements: list[Block]) -> list[Block]:
    """Two elements of one block may not share an action_id; the route is what stands before the #."""
    return [e | {"action_id": f"{e['action_id']}#{n}"} if n else e for n, e in enumerate(elements)]


def _button(button: Button, language: str) -> Block:
    drawn: Block = {"type": "button", "action_id": button.does, "text": plain(button.label, LABEL)}
    if button.about:
        drawn["value"] = cut(button.about, BUTTON_VALUE)
    if button.primary:
        drawn["style"] = "primary"
    if button.confirm:
        drawn["confirm"] = _sure(button.label, button.confirm, language)
    return drawn


def saving(language: str) -> dict[str, Any]:
    """Shown when a form cannot be answered at once."""
    return {"type": "modal", "title": plain(NAME, TITLE), "blocks": [_section(said(SAVING, language))]}


def attention(sentence: str, language: str) -> list[Block]:
    """A line above a form that has to be mended."""
    return [_section(f"{bold(said(LOOK_AGAIN, language), 200)} {words(sentence, 2000)}") | {"block_id": ATTENTION}]
