"""How words become text of Adaptive Cards: shown as they were typed, never live, and short enough.

Teams reads Markdown in a TextBlock and in a FactSet, and its clients do not agree on how Markdown is escaped: a
backslash that one takes away another shows. A TextRun knows no Markdown, so words stand in TextRuns; a TextBlock is
drawn only for a heading in which there is nothing that Markdown could read, since screen readers announce it as one.
Everywhere the functions {{DATE(…)}} and {{TIME(…)}} and the mention <at> would be live: a space of no width breaks
them.
"""

import re
from typing import Any

Element = dict[str, Any]

TEXT, HEADING, STATE, BUTTON, OPTION, LABEL = 3000, 300, 100, 75, 150, 200  # ours, in characters: Teams names no limits
NOTHING = "\u200b"  # a space of no width
LIVE = re.compile(r"\{(?=\{)|<(?=/?at\b)", re.IGNORECASE)
#: What Markdown cannot read, wherever it stands: words, and the signs that mean nothing in it. No "." within a word,
#: which might be an address, and no mark of a list before them.
INERT = re.compile(r"(?!\d+[.)]|-|.*//)(?:[^\W_]|[ ,;:?()'\"’“”·—–…/-]|\.(?= |$))+")
#: What Markdown may read, and how it looks the same without being read: another sign, or spaces of no width about it.
MARKUP: dict[str, str | int | None] = {"*": "∗", "`": "\u02cb", "_": f"{NOTHING}_{NOTHING}"}
MARKUP |= {sign: sign + NOTHING for sign in "[]<&{~\\"}
LISTED = re.compile(r"^(?=\s*(?:\d+[.)]|[-+#>=]))", re.MULTILINE)
#: Control characters, except for the tab and the end of a line.
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")


def clean(text: str) -> str:
    """The same words without signs that cannot be shown; every end of a line is one that Teams knows."""
    return CONTROLS.sub("", "\n".join(text.splitlines())).strip()


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def words(text: str, limit: int) -> str:
    """For a TextRun, and wherever else Teams reads no Markdown: labels, buttons, choices of a menu."""
    return LIVE.sub(rf"\g<0>{NOTHING}", cut(clean(text), limit))


def plain(text: str, limit: int) -> str:
    """For where a client might read Markdown and there are no TextRuns: ticks, and a card in words."""
    return LISTED.sub(NOTHING, cut(clean(text), limit)).translate(str.maketrans(MARKUP))


def line(text: str, limit: int) -> str:
    """The same words on one line, a dash for none: what has to have a name."""
    return words(" ".join(text.split()), limit) or "–"


def run(text: str, limit: int = TEXT, **looks: Any) -> Element:
    return {"type": "TextRun", "text": words(text, limit)} | looks


def rich(*runs: Element, **looks: Any) -> list[Element]:
    """Words one after another in a paragraph; nothing at all for no words."""
    said = [one for one in runs if one["text"]]
    spaced = [one | {"text": f" {one['text']}"} if n else one for n, one in enumerate(said)]
    return [{"type": "RichTextBlock", "inlines": spaced} | looks] if said else []


def small(text: str, limit: int = TEXT) -> list[Element]:
    return rich(run(text, limit, size="small", isSubtle=True), spacing="small")


def heading(text: str, size: str, state: str = "") -> list[Element]:
    """What stands above other things, and the state that they are in."""
    name, beside = words(text, HEADING), words(state, STATE)
    said = " — ".join(one for one in (name, beside) if one)
    looks = {"size": size, "weight": "bolder"}
    if INERT.fullmatch(said):
        return [{"type": "TextBlock", "text": said, "style": "heading", **looks, "wrap": True}]
    return rich(run(name, HEADING, **looks), *([run(f"— {beside}", HEADING, size=size)] if beside else []))
