"""Says whether Slack would take a payload, and whether it would wake anybody: the playground's validator, and more."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from playground import blocks as playground
from playground import limits
from tests.views.scene import texts

OUR_LINK = re.compile(r"<https?://[^\s|<>]+\|[^<>|]+>")
OUR_QUOTE = re.compile(r"^> ", re.MULTILINE)
LIVE = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")


def faults_of_message(drawn: dict[str, Any]) -> list[str]:
    """Why a message could not be posted, updated or read aloud, or whom it would wake."""
    faults = playground.faults_in_blocks(drawn["blocks"])
    size = len(json.dumps(drawn["blocks"], ensure_ascii=False))
    if size > limits.MESSAGE_BLOCK_CHARACTERS:
        faults.append(f"{size} characters of blocks")
    if not drawn["text"].strip() or len(drawn["text"]) > limits.UPDATE_TEXT:
        faults.append(f"{len(drawn['text'])} characters of words beside the blocks")
    if LIVE.search(drawn["text"]):
        faults.append("words beside the blocks that are not escaped")
    return faults + _faults_of_parts(drawn["blocks"])


def faults_of_view(view: dict[str, Any]) -> list[str]:
    """Why a form, a window or a Home would not open."""
    faults = playground.faults_in_view(view, view["type"])
    if playground.view_too_large(view):
        faults.append("the view is too large")
    if len(view.get("private_metadata", "")) > limits.PRIVATE_METADATA:
        faults.append("the memo is too long")
    return faults + _faults_of_parts(view["blocks"])


def _faults_of_parts(blocks: list[dict[str, Any]]) -> list[str]:
    faults = _twice("block_id", [block["block_id"] for block in blocks if "block_id" in block])
    for block in blocks:
        actions = [element["action_id"] for element in playground.elements_of(block)]
        faults += _twice("action_id", actions) + ["no action_id" for name in actions if not name]
    for options in _lists(blocks):
        faults += _twice("option", [one["value"] for one in options]) or ([] if options else ["no options"])
    return faults + [f"live: {text}" for kind, text in texts(blocks) if kind == "mrkdwn" and is_live(text)]


def _twice(what: str, names: Sequence[str]) -> list[str]:
    return [f"{what} {name} twice" for name in sorted({name for name in names if names.count(name) > 1})]


def is_live(mrkdwn: str) -> bool:
    """Whether anything in it but our own links and quotation marks means something to Slack."""
    return LIVE.search(OUR_QUOTE.sub("", OUR_LINK.sub("", mrkdwn))) is not None


def _lists(part: Any) -> Iterator[list[dict[str, Any]]]:
    if isinstance(part, dict):
        if "options" in part:
            yield part["options"]
        for inner in part.values():
            yield from _lists(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _lists(inner)
