"""Adaptive Cards as tables: which properties each element must and may have. What is not in them is refused.

Only what the app uses is here; an element that Teams draws and a card needs is added to the tables and to the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from playground.checks import (
    Check,
    Reading,
    Shape,
    anything,
    array,
    boolean,
    integer,
    matching,
    one_of,
    string,
    typed,
)
from playground.teams import limits

CARD = "application/vnd.microsoft.card.adaptive"
SAID = "application/vnd.microsoft.activity.message"
FAULT = "application/vnd.microsoft.error"
SEARCHED = "application/vnd.microsoft.search.searchResponse"
PEOPLE = "graph.microsoft.com/users"
Json = dict[str, Any]
LONG = 28_000

words, filled = string(LONG, 0), string(LONG)
date = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must provide a date in YYYY-MM-DD format")
web = matching(r"(https?|mailto|tel|msteams):\S{1,2990}", "must provide a valid URL")
color = one_of("default", "dark", "light", "accent", "good", "warning", "attention")
spacing = one_of("default", "none", "small", "medium", "large", "extraLarge", "padding")
style = one_of("default", "emphasis", "good", "attention", "warning", "accent")
align = one_of("left", "center", "right")
upright = one_of("top", "center", "bottom")


def flexible(value: Any, where: str, reading: Reading) -> None:
    """A column's width: "auto", "stretch", "50px" or a weight."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        reading.refuse("must provide a width", where)


def inside(check: str) -> Check:
    """A check of the tables below, which refer to each other."""

    def look_up(value: Any, where: str, reading: Reading) -> None:
        CHECKS[check](value, where, reading)

    return look_up


COMMON: Mapping[str, Check] = {
    "id": filled,
    "isVisible": boolean,
    "separator": boolean,
    "spacing": spacing,
    "height": one_of("auto", "stretch"),
    "fallback": anything,
    "requires": anything,
}
TEXT: Mapping[str, Check] = {
    "color": color,
    "fontType": one_of("default", "monospace"),
    "isSubtle": boolean,
    "size": one_of("default", "small", "medium", "large", "extraLarge"),
    "weight": one_of("default", "lighter", "bolder"),
}
BOX: Mapping[str, Check] = {
    **COMMON,
    "style": style,
    "bleed": boolean,
    "minHeight": filled,
    "selectAction": inside("action"),
}
FIELD: Mapping[str, Check] = {**COMMON, "label": filled, "isRequired": boolean, "errorMessage": filled}


def shape(required: Mapping[str, Check], optional: Mapping[str, Check] = COMMON, **more: Check) -> Shape:
    return Shape(required={"type": anything, **required}, optional={**optional, **more})


def field(required: Mapping[str, Check] | None = None, **more: Check) -> Shape:
    return shape({"id": filled, **(required or {})}, FIELD, **more)


CHOICE = Shape(required={"title": filled, "value": filled})
QUERY = Shape(
    required={"type": one_of("Data.Query"), "dataset": filled},
    optional={"associatedInputs": one_of("auto", "none"), "count": integer(1, 100), "skip": integer(0, 10_000)},
)
FACT = Shape(required={"title": words, "value": words})
RUN = shape(
    {"text": words},
    TEXT,
    highlight=boolean,
    italic=boolean,
    strikethrough=boolean,
    underline=boolean,
    selectAction=inside("action"),
)


def run(value: Any, where: str, reading: Reading) -> None:
    """Words alone, or a TextRun."""
    if not isinstance(value, str):
        typed({"TextRun": RUN})(value, where, reading)


def choices(element: Mapping[str, Any], where: str, reading: Reading) -> None:
    """There is something to choose, and commas, which join several choices, are in none of them."""
    offered = element.get("choices") or []
    if not offered and "choices.data" not in element:
        reading.refuse("missing required field: choices", where)
    values = [one.get("value") for one in offered if isinstance(one, dict)] if isinstance(offered, list) else []
    if element.get("isMultiSelect") and any("," in str(value) for value in values):
        reading.refuse("a value with a comma cannot be told apart where several are chosen", f"{where}/choices")
    if len(set(map(str, values))) < len(values):
        reading.refuse("two choices have the same value", f"{where}/choices")


CHOICE_SET = Shape(
    required={"type": anything, "id": filled},
    optional={
        **FIELD,
        "choices": array(CHOICE, 0, 1000),
        "choices.data": QUERY,
        "isMultiSelect": boolean,
        "placeholder": filled,
        "style": one_of("compact", "expanded", "filtered"),
        "value": words,
        "wrap": boolean,
    },
    rules=[choices],
)

ELEMENTS: Mapping[str, Shape] = {
    "TextBlock": shape(
        {"text": words},
        {**COMMON, **TEXT},
        horizontalAlignment=align,
        maxLines=integer(1, 100),
        style=one_of("default", "heading"),
        wrap=boolean,
    ),
    "RichTextBlock": shape({"inlines": array(run, 1, 200)}, horizontalAlignment=align),
    "Container": shape({"items": inside("elements")}, BOX, verticalContentAlignment=upright),
    "ColumnSet": shape({"columns": inside("columns")}, BOX, horizontalAlignment=align),
    "Image": shape({"url": web}, altText=words, size=one_of("auto", "stretch", "small", "medium", "large")),
    "FactSet": shape({"facts": array(FACT, 1, 100)}),
    "ActionSet": shape({"actions": inside("actions")}, horizontalAlignment=align),
    "Input.Text": field(
        isMultiline=boolean,
        maxLength=integer(1, LONG),
        placeholder=filled,
        regex=filled,
        style=one_of("text", "tel", "url", "email", "password"),
        value=words,
    ),
    "Input.Date": field(max=date, min=date, placeholder=filled, value=date),
    "Input.ChoiceSet": CHOICE_SET,
    "Input.Toggle": field({"title": filled}, value=words, valueOff=words, valueOn=words, wrap=boolean),
}
COLUMN = shape({"items": inside("elements")}, BOX, width=flexible, verticalContentAlignment=upright)
ACT: Mapping[str, Check] = {
    "id": filled,
    "title": filled,
    "style": one_of("default", "positive", "destructive"),
    "mode": one_of("primary", "secondary"),
    "tooltip": filled,
    "isEnabled": boolean,
    "iconUrl": web,
    "fallback": anything,
    "requires": anything,
}
SENDS: Mapping[str, Check] = {**ACT, "data": anything, "associatedInputs": one_of("auto", "none")}
ACTIONS: Mapping[str, Shape] = {
    "Action.Execute": shape({"verb": filled}, SENDS),
    "Action.Submit": shape({}, SENDS),
    "Action.OpenUrl": shape({"url": web}, ACT),
    "Action.ShowCard": shape({"card": inside("card")}, ACT),
}


def actions(value: Any, where: str, reading: Reading) -> None:
    array(typed(ACTIONS), 1, 25)(value, where, reading)
    listed = value if isinstance(value, list) else []
    seen = [one for one in listed if isinstance(one, dict) and one.get("mode") != "secondary"]
    if len(seen) > limits.ACTIONS:
        reading.refuse(f"no more than {limits.ACTIONS} actions are seen; others need mode: secondary", where)
    for place, one in enumerate(listed):
        if isinstance(one, dict) and not one.get("title"):
            reading.refuse("missing required field: title", f"{where}/{place}")


def version(value: Any, where: str, reading: Reading) -> None:
    if value not in ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5"):
        reading.refuse("must be a version up to 1.5", where)


ROOT = Shape(
    required={"type": one_of("AdaptiveCard")},
    optional={
        "$schema": anything,
        "version": version,
        "body": array(typed(ELEMENTS), 0, 200),
        "actions": actions,
        "fallbackText": words,
        "lang": filled,
        "minHeight": filled,
        "msteams": anything,
        "refresh": anything,
        "rtl": boolean,
        "selectAction": inside("action"),
        "speak": words,
        "verticalContentAlignment": upright,
    },
)
CHECKS: Mapping[str, Check] = {
    "action": typed(ACTIONS, ("Action.Execute", "Action.Submit", "Action.OpenUrl")),
    "actions": actions,
    "card": ROOT,
    "columns": array(typed({"Column": COLUMN}), 1, 20),
    "elements": array(typed(ELEMENTS), 0, 200),
}


@dataclass(frozen=True, slots=True)
class Part:
    """An element or action of a card: where it stands, and inside which cards that are shown on request."""

    path: str
    it: Json
    cards: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return str(self.it.get("type", ""))


def parts(card: Json, path: str = "", cards: tuple[str, ...] = ()) -> Iterator[Part]:
    """Every element and action of a card, in the order in which one reads it."""
    for name in ("body", "items", "columns", "actions"):
        for place, one in enumerate(card.get(name) or ()):
            here = f"{path}/{name}/{place}"
            yield Part(here, one, cards)
            yield from parts(one, here, cards)
            if one["type"] == "Action.ShowCard":
                yield from parts(one["card"], f"{here}/card", (*cards, f"{here}/card"))
    if "selectAction" in card:
        yield Part(f"{path}/selectAction", card["selectAction"], cards)


def faults_in(card: Any, *, dialog: bool = False) -> list[str]:
    """Say what Teams would refuse, or not draw, in a card."""
    reading = Reading("message")
    ROOT(card, "", reading)
    if isinstance(card, dict) and "version" not in card:
        reading.refuse("missing required field: version", "")
    if reading.errors:
        return reading.errors
    found = list(parts(card))
    ids = [part.it["id"] for part in found if part.kind.startswith("Input.")]
    twice = sorted({one for one in ids if ids.count(one) > 1})
    for one in twice:
        reading.refuse(f"two inputs are called {one}", "")
    for part in found if dialog else ():
        if part.kind == "Action.Execute":
            reading.refuse("a dialog is sent by Action.Submit", part.path)
    return reading.errors
