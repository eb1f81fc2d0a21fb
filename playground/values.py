"""What a person put into an input, in the shape that Slack gives it in `state.values`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.blocks import interactive
from playground.kit import all_options

Block = Mapping[str, Any]
Value = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of element names its value, and the value that it starts with."""

    holds: str
    starts: str = ""
    many: bool = False
    options: bool = False


KINDS: Mapping[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value"),
    "number_input": Kind("value", "initial_value"),
    "email_text_input": Kind("value", "initial_value"),
    "url_text_input": Kind("value", "initial_value"),
    "static_select": Kind("selected_option", "initial_option", options=True),
    "external_select": Kind("selected_option", "initial_option", options=True),
    "radio_buttons": Kind("selected_option", "initial_option", options=True),
    "multi_static_select": Kind("selected_options", "initial_options", many=True, options=True),
    "multi_external_select": Kind("selected_options", "initial_options", many=True, options=True),
    "checkboxes": Kind("selected_options", "initial_options", many=True, options=True),
    "users_select": Kind("selected_user", "initial_user"),
    "multi_users_select": Kind("selected_users", "initial_users", many=True),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "multi_conversations_select": Kind("selected_conversations", "initial_conversations", many=True),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "multi_channels_select": Kind("selected_channels", "initial_channels", many=True),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "file_input": Kind("files", many=True),
}
#: Elements that only ever report what was pressed, and keep nothing.
PRESSED: Mapping[str, str] = {"button": "value", "overflow": "selected_option"}


class UnknownOptionError(Exception):
    """A person can only choose what is offered."""


def starting_value(element: Block) -> Value:
    kind = KINDS[element["type"]]
    empty: Any = [] if kind.many else None
    return {"type": element["type"], kind.holds: element.get(kind.starts, empty)}


def starting_values(blocks: Sequence[Block]) -> dict[str, dict[str, Value]]:
    """Give the state of a message or view that nobody has touched."""
    values: dict[str, dict[str, Value]] = {}
    for block, element in interactive([dict(block) for block in blocks]):
        if element["type"] in KINDS:
            values.setdefault(block["block_id"], {})[element["action_id"]] = starting_value(element)
    return values


def carried_over(blocks: Sequence[Block], typed: Mapping[str, Mapping[str, Value]]) -> dict[str, dict[str, Value]]:
    """Keep what was typed where block_id, action_id and kind are the same; start afresh elsewhere."""
    values = starting_values(blocks)
    for block_id, actions in values.items():
        for action_id, fresh in actions.items():
            kept = typed.get(block_id, {}).get(action_id)
            if kept and kept["type"] == fresh["type"]:
                actions[action_id] = dict(kept)
    return values


def value_of(element: Block, given: Any, suggested: Mapping[str, Any] | None = None) -> Value:
    """Turn a plain value (words, an option's value, an id, a list of those) into Slack's typed value.

    A value that has Slack's shape already is taken as it is.
    """
    kind = KINDS[element["type"]]
    if isinstance(given, Mapping) and kind.holds in given:
        return {"type": element["type"], kind.holds: given[kind.holds]}
    if kind.many:
        many = [] if given in (None, "") else given if isinstance(given, list) else [given]
        return {"type": element["type"], kind.holds: [_one(kind, element, one, suggested) for one in many]}
    return {
        "type": element["type"],
        kind.holds: None if given in (None, "") else _one(kind, element, given, suggested),
    }


def _one(kind: Kind, element: Block, given: Any, suggested: Mapping[str, Any] | None) -> Any:
    if not kind.options:
        return given if isinstance(given, Mapping) else str(given)
    return chosen_option(element, given, suggested)


def chosen_option(element: Block, given: Any, suggested: Mapping[str, Any] | None = None) -> Any:
    """Find an option by its value or by its words, among those offered or suggested."""
    if isinstance(given, Mapping):
        return dict(given)
    offered = [*all_options(element), *(suggested or {}).values()]
    for option in offered:
        if given in (option["value"], option["text"]["text"]):
            return option
    raise UnknownOptionError(f"“{given}” is not one of the options of {element['action_id']}.")


def is_empty(value: Value) -> bool:
    return value[KINDS[value["type"]].holds] in (None, "", [])


def as_action(block: Block, element: Block, value: Mapping[str, Any], action_ts: str) -> Value:
    """Describe an act as `actions[]` of a block_actions payload does."""
    about = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"]}
    kept = {name: element[name] for name in ("text", "style", "placeholder", "confirm") if name in element}
    starts = KINDS[element["type"]].starts if element["type"] in KINDS else ""
    initial = {starts: element[starts]} if starts in element else {}
    return about | kept | initial | dict(value) | {"action_ts": action_ts}


# What Slack's own form refuses before the app hears of it.
Complaint = Callable[[Block, str], str | None]
REQUIRED = "Please complete this required field."


def _length(element: Block, words: str) -> str | None:
    if len(words) < element.get("min_length", 0):
        return f"Please enter at least {element['min_length']} characters."
    if len(words) > element.get("max_length", 3000):
        return f"Please enter no more than {element.get('max_length', 3000)} characters."
    return None


def _number(element: Block, words: str) -> str | None:
    try:
        number = Decimal(words)
    except InvalidOperation:
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _email(_element: Block, words: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", words) else "Please enter a valid email address."


def _url(_element: Block, words: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+\.\S+", words) else "Please enter a valid URL."


COMPLAINTS: Mapping[str, Complaint] = {
    "plain_text_input": _length,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
}


def complaints(blocks: Sequence[Block], typed: Mapping[str, Mapping[str, Value]]) -> dict[str, str]:
    """Name, by block_id, the inputs that Slack's form would not let go."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        value = typed[block["block_id"]][element["action_id"]]
        complaint = _complaint(block, element, value)
        if complaint:
            found[block["block_id"]] = complaint
    return found


def _complaint(block: Block, element: Block, value: Value) -> str | None:
    if is_empty(value):
        return None if block["optional"] else REQUIRED
    check = COMPLAINTS.get(element["type"])
    return check(element, str(value["value"])) if check else None
