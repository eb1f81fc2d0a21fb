"""Writes a paper as the data that is typeset (views/paper.typ). Pure: what makes a file of it is `bot/typeset.py`.

No text is markup there, so nothing is escaped. What a text may hold is decided here: each piece names the font that
has all of it, characters that no font of ours has are named, since a reader would see an empty box and hear nothing,
and long words get places where a line may end.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from views.paper import Paper, PaperPart, Scanned

#: A line for each font that is there to print with, in the order of `FONTS` in views/paper.typ: the first and last
#: character of each row of characters that it has.
GLYPHS = Path(__file__).parent / "glyphs.txt"
ON_A_PAGE = {"opens"}  # what leads nowhere on paper
LONG_WORD, PIECE = re.compile(r"\S{25,}"), re.compile(r"\S{8}(?=\S)")
BREAK = "\u200b"
SCANNED = "scanned"  # an address, in the place of which a picture is put
UNKNOWN = "[?]"  # in the place of a letter that cannot be printed


def typeset_data(paper: Paper) -> str:
    """The paper as JSON, with texts that can be printed as they are. In order, so that the same paper is the same."""
    written = {
        "title": printed(" ".join(paper.title.split())),
        "at": int(paper.at.timestamp()),
        **_language(paper.language),
        "running": printed(paper.running),
        "edition": printed(paper.edition),
        "notice": printed(paper.notice),
        "foot": [printed(line) for line in paper.foot],
        "pages": printed(paper.pages),
        "wide": paper.wide,
        "large": paper.large,
        "parts": [_part(part) for part in paper.parts],
    }
    return json.dumps(written, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _language(tag: str) -> Mapping[str, str | None]:
    lang, _, region = tag.partition("-")
    return {"lang": lang, "region": region if re.fullmatch("[A-Za-z]{2}", region) else None}


def _part(part: PaperPart) -> dict[str, Any]:
    shape = {f.name: _value(getattr(part, f.name)) for f in fields(part) if f.name not in ON_A_PAGE}
    return {"kind": type(part).__name__, **shape}


def _value(value: Any) -> Any:
    if isinstance(value, Scanned):  # bot/typeset.py draws it, where it keeps nobody waiting
        return {SCANNED: str(value)}
    if isinstance(value, str):
        return printed(value)
    if isinstance(value, list | tuple):
        return [_value(one) for one in value]
    return value if isinstance(value, int) else {f.name: _value(getattr(value, f.name)) for f in fields(value)}


def printed(text: str) -> list[tuple[int, str]]:
    """A text as it can be printed: its pieces, each with the font that has all of it."""
    whole = unicodedata.normalize("NFC", str(text).strip()).replace("\r\n", "\n").replace("\t", " ")
    if whole and set(whole) <= _fonts()[0]:  # as nearly all are
        return [(0, LONG_WORD.sub(_with_breaks, whole))]
    found: list[tuple[int, str]] = []
    for cluster in _clusters(whole):
        found.append(_cluster(cluster, found[-1][0] if found else 0))
    runs = [(font, "".join(text for _, text in run)) for font, run in groupby(found, key=lambda one: one[0])]
    return [(font, LONG_WORD.sub(_with_breaks, run)) for font, run in runs if run]


def _with_breaks(word: re.Match[str]) -> str:
    return PIECE.sub(lambda piece: piece[0] + BREAK, word[0])


def _clusters(text: str) -> Iterator[str]:
    """Each character with the marks that stand on it."""
    cluster = ""
    for one in text:
        if cluster and not unicodedata.category(one).startswith("M"):
            yield cluster
            cluster = ""
        cluster += one
    yield cluster


def _cluster(cluster: str, before: int) -> tuple[int, str]:
    """A character with its font, as far as one has it: else without its marks, and else what it is called."""
    font = _font(cluster, before)
    if font is None and len(cluster) > 1:
        return _cluster(cluster[0], before)
    return (0, _called(cluster)) if font is None else (font, cluster)


def _font(cluster: str, before: int) -> int | None:
    """The first that has all of it; for what begins no word that of the word before it."""
    fonts = _fonts()
    if before and not cluster[0].isalpha() and cluster <= "\u024f" and set(cluster) <= fonts[before]:
        return before
    return next((nth for nth, font in enumerate(fonts) if set(cluster) <= font), None)


def _called(one: str) -> str:
    """What stands in place of a character that cannot be printed; nothing for what has no look of its own."""
    kind = unicodedata.category(one) if one else "C"
    if kind.startswith("L"):
        return UNKNOWN
    if kind.startswith(("S", "N", "P")):
        return f"[{unicodedata.name(one, f'U+{ord(one):04X}').lower()}]"
    return " " if kind.startswith("Z") else ""


@cache
def _fonts() -> tuple[frozenset[str], ...]:
    lines = GLYPHS.read_text(encoding="ascii").splitlines()
    return tuple(frozenset(chain("\n", *map(_row, line.split()))) for line in lines)


def _row(row: str) -> Iterator[str]:
    first, _, last = row.partition("-")
    return map(chr, range(int(first, 16), int(last or first, 16) + 1))
