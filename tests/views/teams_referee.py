"""Says whether Teams would take a card, and whether anything in it would be live that somebody typed."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.views.adaptive import faults_of_schema
from views.teams import ELEMENTS, OUR, SIZE, SUMMARY, activity, size

Element = dict[str, Any]

MOST_PRIMARY, LONGEST_TITLE = 5, 80
HARD = 100_000  # bytes of a message that Teams refuses
LIVE = re.compile(r"\{\{|<\s*/?\s*at\b", re.IGNORECASE)
#: What a client that reads Markdown might make something of.
MARKDOWN = re.compile(
    r"[*`]|\]\(|\]\[|\[\w|~~|(?<!\u200b)_|^\s*(?:[-+#>]|\d+[.)])|<[a-z/!]|&[a-z#]", re.IGNORECASE | re.MULTILINE
)
#: Where such clients are known: headings, ticks, and the words that stand for a whole card.
READ_AS_MARKDOWN = ("fallbackText", "speak")
SHOWN = ("text", "title", "tooltip", "label", "placeholder", "errorMessage", *READ_AS_MARKDOWN)


def faults_of_activity(drawn: Element) -> list[str]:
    """Why a message could not be sent, or would come in pieces."""
    (attached,) = drawn["attachments"]
    faults = ["text beside a card"] if "text" in drawn else []
    if not 0 < len(drawn["summary"].strip()) <= SUMMARY:
        faults.append(f"{len(drawn['summary'])} characters of summary")
    if (bytes_ := size(drawn)) > SIZE:
        faults.append(f"{bytes_} bytes")
    return [*faults, *_live("summary", drawn["summary"]), *faults_of_card(attached["content"])]


def faults_of_card(card: Element, *, window: bool = False) -> list[str]:
    """Why a card would not be drawn, or an act in it not be sent."""
    faults = faults_of_schema(card)
    inputs = [one for one in elements(card) if one["type"].startswith("Input.")]
    names = [one["id"] for one in inputs]
    faults += [f"{name} twice" for name in {*names} if names.count(name) > 1]
    faults += [f"an input called {name}" for name in names if name in (OUR, "msteams")]
    for one in elements(card):
        faults += [f"unknown: {one['type']}"] if one["type"] not in ELEMENTS else []
        faults += CHECKS.get(one["type"], _nothing)(one, window)
        faults += [fault for name in SHOWN if name in one for fault in _faults_of_text(one, name)]
    return faults


def faults_of_form(card: Element, *, window: bool = False) -> list[str]:
    """The same for a form. What was typed may take the room that it takes, since nothing typed is lost."""
    faults = faults_of_card(card, window=window)
    typed = sum(size(one["value"]) for one in elements(card) if one["type"] == "Input.Text" and "value" in one)
    whole = size(activity(card))
    if whole - typed > SIZE or whole > HARD:
        faults.append(f"{whole} bytes, {typed} of them typed")
    return faults


def elements(part: Any) -> Iterator[Element]:
    """A card and all that is drawn in it: not what an action or an input carries along."""
    if isinstance(part, list):
        for inner in part:
            yield from elements(inner)
    elif isinstance(part, dict):
        if "type" in part:
            yield part
        for name in ("body", "items", "columns", "inlines", "actions"):
            yield from elements(part.get(name, []))


def shown(part: Any) -> str:
    """All that a card shows, a text a line; runs of one paragraph stand on one."""
    lines = []
    for one in elements(part):
        if one["type"] == "RichTextBlock":
            lines.append("".join(run["text"] for run in one["inlines"]))
        elif one["type"] not in ("TextRun", "AdaptiveCard"):
            lines += [one[name] for name in ("text", "title", "label", "errorMessage") if name in one]
            lines += [choice["title"] for choice in one.get("choices", [])]
    return "\n".join(lines)


def _faults_of_text(one: Element, name: str) -> list[str]:
    text = one[name]
    if not text.replace("\u200b", "").strip():
        return [f"no words in the {name} of {one['type']}"]
    faults = _live(f"{name} of {one['type']}", text)
    if (one["type"] == "TextBlock" or name in READ_AS_MARKDOWN) and MARKDOWN.search(text):
        faults.append(f"markup in {name}: {text[:80]!r}")
    return faults


def _live(where: str, text: str) -> list[str]:
    return [f"live in the {where}: {text[:80]!r}"] if LIVE.search(text) else []


def _action_set(one: Element, _window: bool) -> list[str]:  # noqa: FBT001
    primary = [act for act in one["actions"] if act.get("mode") != "secondary"]
    return [f"{len(primary)} acts"] if len(primary) > MOST_PRIMARY or not one["actions"] else []


def _execute(one: Element, window: bool) -> list[str]:  # noqa: FBT001
    ours = one.get("data", {}).get(OUR)
    named = one.get("verb") and ours and one["verb"] in (ours.get("does"), ours.get("form"))
    return (["Execute in a window"] if window else []) + ([] if named else ["no verb or data"]) + _ours(one)


def _submit(one: Element, window: bool) -> list[str]:  # noqa: FBT001
    asks = one["data"].get("msteams")
    if window:
        return _ours(one) + (["a window out of a window"] if asks else [])
    return _ours(one) + ([] if asks == {"type": "task/fetch"} else ["a Submit in a message that opens no window"])


def _ours(one: Element) -> list[str]:
    ours: Mapping[str, Any] = one["data"].get(OUR, {})
    known = {"does", "form", "about", "confirm", "label", "memo", "kinds", "kept"}
    faults = [] if ("does" in ours) != ("form" in ours) and "about" in ours else ["no route in the data"]
    if len(one["title"].replace("\u200b", "")) > LONGEST_TITLE:
        faults.append("a long title")
    return faults + [f"unknown data: {name}" for name in {*ours} - known]


def _choices(one: Element, _window: bool) -> list[str]:  # noqa: FBT001
    values = [choice["value"] for choice in one["choices"]]
    many = one.get("isMultiSelect", False)
    faults = [f"{len(values)} choices"] if len(values) > 100 else []
    faults += ["nothing to choose"] if not values and "choices.data" not in one else []
    faults += ["a choice twice"] if len({*values}) < len(values) else []
    faults += ["a comma within a tick"] if many and any("," in value for value in values) else []
    chosen = one["value"].split(",") if many and one.get("value") else [one["value"]] if "value" in one else []
    if one.get("choices.data", {}).get("dataset") != "graph.microsoft.com/users":
        faults += [f"{value} is chosen and not there" for value in chosen if value not in values]
    titles = [choice["title"] for choice in one["choices"]]
    faults += ["a choice without words"] if not all(title.strip() for title in titles) else []
    faults += [f"markup in a tick: {title}" for title in titles if many and MARKDOWN.search(title)]
    return faults + [fault for title in titles for fault in _live("choice", title)]


def _nothing(_one: Element, _window: bool) -> list[str]:  # noqa: FBT001
    return []


CHECKS = {
    "ActionSet": _action_set,
    "Action.Execute": _execute,
    "Action.Submit": _submit,
    "Input.ChoiceSet": _choices,
}
