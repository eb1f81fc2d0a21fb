"""How words become Slack's text: made safe, and short enough even so."""

from collections.abc import Mapping
from typing import Any

from views.elements import Option

TEXT, LABEL, TITLE, OPTION = 3000, 75, 24, 75  # Slack's limits, in characters
ENTITIES: Mapping[str, str] = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
QUOTED: Mapping[str, str] = {**ENTITIES, "\n": "\n> "}
LONGEST = max(len(piece) for piece in QUOTED.values())


def words(text: str, limit: int, pieces: Mapping[str, str] = ENTITIES) -> str:
    """Escape what a person typed ("<!channel>" in a report must not wake everyone), within `limit` even so."""
    if len(text) * LONGEST <= limit:  # it fits whatever it holds: all at once, & first, which is in the other pieces
        for char, piece in pieces.items():
            text = text.replace(char, piece)
        return text
    kept, room = [], limit
    for char in text:
        piece = pieces.get(char, char)
        room -= len(piece)
        kept.append(piece)
        if room < 0:
            return _shorter(kept, 1 - room)
    return "".join(kept)


def _shorter(pieces: list[str], excess: int) -> str:
    """Take whole pieces away, so that no entity is cut in two, and say that there was more."""
    while pieces and (excess > 0 or pieces[-1].isspace() or pieces[-1] == QUOTED["\n"]):
        excess -= len(pieces.pop())
    return "".join(pieces) + "…"


def quoted(text: str, limit: int) -> str:
    """The same as a quotation: a mark before each line, and the marks count."""
    safe = words("\n".join(text.splitlines()), limit - 2, QUOTED)
    return f"> {safe}" if safe else ""


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str, limit: int) -> str:
    """Words in bold; a star among them would end it."""
    return f"*{words(text.replace('*', '∗'), limit)}*"


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def mrkdwn(text: str) -> dict[str, Any]:
    # Verbatim: or "@channel" and "#general" in somebody's words would become live.
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text.strip(), limit) or "–", "emoji": False}


def option(one: Option) -> dict[str, Any]:
    drawn: dict[str, Any] = {"text": plain(one.label, OPTION), "value": one.value}
    return drawn | ({"description": plain(one.detail, OPTION)} if one.detail else {})
