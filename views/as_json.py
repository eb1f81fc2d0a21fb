"""JSON as it is sent to a chat platform, by orjson: the standard library takes ten times as long for each card."""

import json
from typing import Any

import orjson


def as_json(told: Any) -> bytes:
    """What is told, in UTF-8."""
    try:
        return orjson.dumps(told)
    except orjson.JSONEncodeError:  # half a character, which somebody's phone may send, has a code in ASCII only
        return json.dumps(told, separators=(",", ":")).encode()


def is_within(told: Any, most: int) -> bool:
    """Whether it has at most so many characters as JSON."""
    written = as_json(told)
    return len(written) <= most or len(written.decode()) <= most
