"""Small checks that the tables of `kit.py` are made of. Each tells a `Reading` what it refuses."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Check = Callable[[Any, str, "Reading"], None]
Rule = Callable[[Mapping[str, Any], str, "Reading"], None]


@dataclass(slots=True)
class Reading:
    """One pass over a payload: on which surface it will stand, and what was wrong."""

    surface: str
    errors: list[str] = field(default_factory=list)
    block_ids: set[str] = field(default_factory=set)
    focused: int = 0

    def refuse(self, words: str, where: str) -> None:
        self.errors.append(f"{words} [json-pointer:{where}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Which properties an object must and may have. Anything else is refused, as Slack does."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    rules: Sequence[Rule] = ()
    surfaces: Collection[str] = ("message", "modal", "home")

    def __call__(self, value: Any, where: str, reading: Reading) -> None:
        if not isinstance(value, dict):
            reading.refuse("must provide an object", where)
            return
        for name in self.required.keys() - value.keys():
            reading.refuse(f"missing required field: {name}", where)
        for name, part in value.items():
            self._check_property(name, part, where, reading)
        for rule in self.rules:
            rule(value, where, reading)

    def _check_property(self, name: str, part: Any, where: str, reading: Reading) -> None:
        check = self.required.get(name) or self.optional.get(name)
        if check:
            check(part, f"{where}/{name}", reading)
        else:
            reading.refuse(f"invalid additional property: {name}", where)


def string(most: int, least: int = 1) -> Check:
    def check(value: Any, where: str, reading: Reading) -> None:
        if not isinstance(value, str):
            reading.refuse("must provide a string", where)
        elif len(value) < least:
            reading.refuse(f"must be more than {least - 1} characters", where)
        elif len(value) > most:
            reading.refuse(f"must be less than {most + 1} characters", where)

    return check


def boolean(value: Any, where: str, reading: Reading) -> None:
    if not isinstance(value, bool):
        reading.refuse("must provide a boolean", where)


def integer(least: int, most: int) -> Check:
    def check(value: Any, where: str, reading: Reading) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            reading.refuse("must provide an integer", where)
        elif not least <= value <= most:
            reading.refuse(f"must be between {least} and {most}", where)

    return check


def matching(pattern: str, words: str) -> Check:
    found = re.compile(pattern)

    def check(value: Any, where: str, reading: Reading) -> None:
        if not isinstance(value, str) or not found.fullmatch(value):
            reading.refuse(words, where)

    return check


def one_of(*allowed: str) -> Check:
    def check(value: Any, where: str, reading: Reading) -> None:
        if value not in allowed:
            reading.refuse(f"must be one of: {', '.join(allowed)}", where)

    return check


def array(item: Check, least: int, most: int) -> Check:
    def check(value: Any, where: str, reading: Reading) -> None:
        if not isinstance(value, list):
            reading.refuse("must provide an array", where)
            return
        if len(value) < least:
            reading.refuse(f"no less than {least} items allowed", where)
        if len(value) > most:
            reading.refuse(f"no more than {most} items allowed", where)
        for place, part in enumerate(value):
            item(part, f"{where}/{place}", reading)

    return check


def typed(table: Mapping[str, Shape], allowed: Collection[str] | None = None) -> Check:
    """Look the object's `type` up in a table, and check it by the shape found there."""

    def check(value: Any, where: str, reading: Reading) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        shape = table.get(kind) if isinstance(kind, str) else None
        if not isinstance(value, dict):
            reading.refuse("must provide an object", where)
        elif kind is None:
            reading.refuse("missing required field: type", where)
        elif shape is None or (allowed is not None and kind not in allowed) or reading.surface not in shape.surfaces:
            reading.refuse(f"unsupported type: {kind}", f"{where}/type")
        else:
            shape(value, where, reading)

    return check


def text(most: int, *kinds: str) -> Check:
    """Check a text object: `plain_text`, `mrkdwn`, or one of both."""
    words = string(most)
    shapes = {
        "plain_text": Shape(required={"type": anything, "text": words}, optional={"emoji": boolean}),
        "mrkdwn": Shape(required={"type": anything, "text": words}, optional={"verbatim": boolean}),
    }
    return typed(shapes, kinds or ("plain_text", "mrkdwn"))


def plain(most: int) -> Check:
    return text(most, "plain_text")


def anything(_value: Any, _where: str, _reading: Reading) -> None:
    """Accept it: somebody else has checked it, or nobody need."""


def exactly_one(*names: str) -> Rule:
    def rule(value: Mapping[str, Any], where: str, reading: Reading) -> None:
        if sum(name in value for name in names) != 1:
            reading.refuse(f"must provide exactly one of: {', '.join(names)}", where)

    return rule


def at_least_one(*names: str) -> Rule:
    def rule(value: Mapping[str, Any], where: str, reading: Reading) -> None:
        if not any(name in value for name in names):
            reading.refuse(f"missing required field: {' or '.join(names)}", where)

    return rule


def unique(name: str, inside: str) -> Rule:
    """No two objects of a list carry the same identifier."""

    def rule(value: Mapping[str, Any], where: str, reading: Reading) -> None:
        seen: set[str] = set()
        items = value.get(inside)
        for place, item in enumerate(items if isinstance(items, list) else ()):
            key = item.get(name) if isinstance(item, dict) else None
            if key in seen:
                reading.refuse(f"`{name}` {key} already exists for another element", f"{where}/{inside}/{place}/{name}")
            if isinstance(key, str):
                seen.add(key)

    return rule
