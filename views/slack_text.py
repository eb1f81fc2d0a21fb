"""How words become Slack's text: made safe, and short enough even so."""

from collections.abc import Mapping
from typing import Any

from views.elements import Option

TEXT, LABEL, TITLE, OPTION = 3000, 75, 24, 75  # Slack's limits, in characters
ENTITIES: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def words(text: str, limit: int) -> str:
    """Escape what a person typed ("<!channel>" in a report must not wake everyone), within `limit` even so."""
    safe = escape(text)
    if len(safe) <= limit:
        return safe
    kept, room = [], limit - 1
    for char in text:
        piece = ENTITIES.get(char, char)
        room -= len(piece)
        if room < 0:
            break
        kept.append(piece)
    return "".join(kept).rstrip() + "…"


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def mrkdwn(text: str) -> dict[str, Any]:
    # Verbatim: or "@channel" and "#general" in somebody's words would become live.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, limit) or "–", "emoji": False}


def option(one: Option) -> dict[str, Any]:
    drawn: dict[str, Any] = {"text": plain(one.label, OPTION), "value": one.value}
    return drawn | ({"description": plain(one.detail, OPTION)} if one.detail else {})
