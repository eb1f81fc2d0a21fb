"""Draws the questions of a form as Slack's input blocks."""

from collections.abc import Callable, Mapping
from typing import Any

from views.elements import Ask
from views.slack_text import cut, option, plain

Block = dict[str, Any]
Who = Mapping[str, str]  # the user id of each person who stands in a form

LABEL, HINT, PLACEHOLDER, TYPED = 2000, 2000, 150, 3000  # Slack's limits, in characters
LISTED = 100  # options of a static select; beyond that Slack asks us while the person types
TICKS = 10


def question(ask: Ask, who: Who) -> Block:
    element = {"action_id": ask.name} | KINDS[ask.kind](ask, who)
    drawn: Block = {
        "type": "input",
        "block_id": ask.name,
        "label": plain(ask.label, LABEL),
        "optional": ask.optional,
        "element": element,
    }
    return drawn | ({"hint": plain(ask.hint, HINT)} if ask.hint else {})


def _typed(ask: Ask, _who: Who) -> Block:
    drawn: Block = {
        "type": "plain_text_input",
        "multiline": ask.kind == "paragraph",
        "max_length": min(ask.most, TYPED),
    }
    return drawn | _placeholder(ask) | _initial("initial_value", cut(str(ask.value or ""), min(ask.most, TYPED)))


def _link(ask: Ask, _who: Who) -> Block:
    return {"type": "url_text_input"} | _placeholder(ask) | _initial("initial_value", str(ask.value or ""))


def _date(ask: Ask, _who: Who) -> Block:
    return {"type": "datepicker"} | _placeholder(ask) | _initial("initial_date", str(ask.value or ""))


def _person(ask: Ask, who: Who) -> Block:
    return {"type": "users_select"} | _placeholder(ask) | _initial("initial_user", who.get(str(ask.value), ""))


def _choice(ask: Ask, _who: Who) -> Block:
    chosen = [option(o) for o in ask.options if o.value == ask.value]
    initial = {"initial_option": chosen[0]} if chosen else {}
    if ask.options and len(ask.options) <= LISTED:
        return {"type": "static_select", "options": [option(o) for o in ask.options]} | _placeholder(ask) | initial
    return {"type": "external_select", "min_query_length": 0, "action_id": ask.search} | _placeholder(ask) | initial


def _ticks(ask: Ask, _who: Who) -> Block:
    shown = ask.options[:TICKS]
    ticked = [option(o) for o in shown if o.value in (ask.value or ())]  # type: ignore[operator]
    drawn: Block = {"type": "checkboxes", "options": [option(o) for o in shown]}
    return drawn | ({"initial_options": ticked} if ticked else {})


def _photos(ask: Ask, _who: Who) -> Block:
    return {"type": "file_input", "filetypes": ["jpg", "jpeg", "png", "heic", "gif", "pdf"], "max_files": ask.most}


def _channel(ask: Ask, _who: Who) -> Block:
    """Conversations of many people; direct messages and those shared with another workspace are not offered."""
    only = {"include": ["public", "private"], "exclude_external_shared_channels": True, "exclude_bot_users": True}
    drawn: Block = {"type": "conversations_select", "filter": only}
    return drawn | _placeholder(ask) | _initial("initial_conversation", str(ask.value or ""))


KINDS: Mapping[str, Callable[[Ask, Who], Block]] = {
    "line": _typed,
    "paragraph": _typed,
    "link": _link,
    "date": _date,
    "person": _person,
    "choice": _choice,
    "ticks": _ticks,
    "photos": _photos,
    "channel": _channel,
}


def _placeholder(ask: Ask) -> Block:
    return {"placeholder": plain(ask.example, PLACEHOLDER)} if ask.example else {}


def _initial(name: str, value: str) -> Block:
    return {name: value} if value else {}
