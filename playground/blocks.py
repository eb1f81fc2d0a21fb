"""Says whether Slack would take a message's blocks or a view, and fills in what Slack fills in."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from playground import limits
from playground.checks import Reading, array, typed
from playground.kit import BLOCKS, OPTION, OPTION_GROUP, VIEWS

Block = dict[str, Any]


def faults_in_blocks(blocks: Any) -> list[str]:
    """Name everything that Slack would refuse in a message's blocks."""
    reading = Reading("message")
    _read_blocks(blocks, "/blocks", limits.MESSAGE_BLOCKS, reading)
    return reading.errors


def faults_in_view(view: Any, kind: str) -> list[str]:
    """Name everything that Slack would refuse in a modal or a Home tab."""
    reading = Reading(kind)
    typed({kind: VIEWS[kind]})(view, "/view", reading)
    if isinstance(view, dict) and "blocks" in view:
        _read_blocks(view["blocks"], "/view/blocks", limits.VIEW_BLOCKS, reading)
        if kind == "modal" and "submit" not in view and any(_is_input(block) for block in view["blocks"] or ()):
            reading.refuse("missing required field: submit", "/view")
    schema = ["failed to match all allowed schemas [json-pointer:/view]"]
    return schema + reading.errors if reading.errors else []


def faults_in_options(answer: Mapping[str, Any]) -> list[str]:
    """Name everything that Slack would refuse in the answer to a `block_suggestion`."""
    reading = Reading("message")
    grouped = "option_groups" in answer
    name, item = ("option_groups", OPTION_GROUP) if grouped else ("options", OPTION)
    array(item, 0, limits.SELECT_OPTIONS)(answer.get(name), f"/{name}", reading)
    return reading.errors


def too_many_characters(blocks: Any) -> bool:
    return sum(len(words) for words in _words(blocks)) > limits.MESSAGE_BLOCK_CHARACTERS


def view_too_large(view: Any) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > limits.VIEW_BYTES


def normalise(blocks: Sequence[Block]) -> list[Block]:
    """Add what Slack adds to blocks that it accepted: identifiers and the flags of texts."""
    return [_normal_block(block) for block in blocks]


def normalise_view(view: Mapping[str, Any]) -> Block:
    """Do the same for a modal or a Home tab."""
    full: Block = _with_flags({**view, "blocks": normalise(view["blocks"])})
    return full


def elements_of(block: Mapping[str, Any]) -> list[Block]:
    """List the interactive elements of a block, wherever they stand in it."""
    own = [block.get("accessory"), block.get("element"), *(block.get("elements") or ())]
    return [one for one in own if isinstance(one, dict) and "action_id" in one]


def interactive(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """List every element of a message or view with the block it stands in."""
    return ((block, element) for block in blocks for element in elements_of(block))


def _read_blocks(blocks: Any, where: str, most: int, reading: Reading) -> None:
    array(typed(BLOCKS), 0, most)(blocks, where, reading)
    for place, block in enumerate(blocks if isinstance(blocks, list) else ()):
        block_id = block.get("block_id") if isinstance(block, dict) else None
        if block_id in reading.block_ids:
            reading.refuse(f"`block_id` {block_id} already exists for another block", f"{where}/{place}/block_id")
        if isinstance(block_id, str):
            reading.block_ids.add(block_id)


def _is_input(block: Any) -> bool:
    return isinstance(block, dict) and block.get("type") == "input"


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for inner in part.values():
            yield from _words(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _words(inner)


#: What Slack writes into a text object that did not say it.
FLAGS: Mapping[str, Mapping[str, bool]] = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}
NO_ACTION = ("image", "plain_text", "mrkdwn")


def _normal_block(block: Block) -> Block:
    full: Block = _with_flags(block)
    full.setdefault("block_id", secrets.token_urlsafe(4)[:5])
    for element in (full.get("accessory"), full.get("element"), *(full.get("elements") or ())):
        if isinstance(element, dict) and element.get("type") not in NO_ACTION:
            element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    if full["type"] == "input":
        full = {"optional": False, "dispatch_action": False} | full
    return full


def _with_flags(part: Any) -> Any:
    if isinstance(part, dict):
        flags = FLAGS.get(part.get("type", ""), {}) if isinstance(part.get("text"), str) else {}
        return {name: _with_flags(inner) for name, inner in part.items()} | {
            name: value for name, value in flags.items() if name not in part
        }
    if isinstance(part, list):
        return [_with_flags(inner) for inner in part]
    return part
