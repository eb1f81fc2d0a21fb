"""What a person put into a card's inputs: what Teams refuses to send, and what it sends."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from playground.teams.cards import PEOPLE, Part, parts
from playground.teams.errors import NotPossibleError
from playground.teams.tenant import Json, Tenant

Values = dict[str, str]
USUAL = "Fill this in."


def inputs_of(card: Json, action: Part | None = None) -> list[Part]:
    """The inputs that an action sends: those of its own card and of the cards around it."""
    found = [one for one in parts(card) if one.kind.startswith("Input.")]
    if action is None:
        return found
    if action.it.get("associatedInputs") == "none":
        return []
    return [one for one in found if one.cards == action.cards[: len(one.cards)]]


def starting(element: Json) -> str:
    if element["type"] == "Input.Toggle":
        return str(element.get("value", element.get("valueOff", "false")))
    return str(element.get("value", ""))


def filled(tenant: Tenant, person: str, fields: list[Part], given: Mapping[str, Any]) -> Values:
    """Every input's value. A choice may be named by its value or its words, a person by any name of theirs."""
    unknown = set(given) - {one.it["id"] for one in fields}
    if unknown:
        raise NotPossibleError(f"The card has no input {', '.join(sorted(unknown))} there.")
    return {
        one.it["id"]: _value(tenant, person, one.it, given[one.it["id"]]) if one.it["id"] in given else starting(one.it)
        for one in fields
    }


def _value(tenant: Tenant, person: str, element: Json, given: Any) -> str:
    if element["type"] == "Input.Toggle" and isinstance(given, bool):
        return str(element.get("valueOn", "true") if given else element.get("valueOff", "false"))
    if element["type"] != "Input.ChoiceSet":
        return str(given)
    several = given if isinstance(given, list) else str(given).split(",") if element.get("isMultiSelect") else [given]
    return ",".join(_chosen(tenant, person, element, str(one)) for one in several if one not in ("", None))


def _chosen(tenant: Tenant, person: str, element: Json, given: str) -> str:
    query = element.get("choices.data") or {}
    offered = {one["value"]: one["title"] for one in element.get("choices") or ()}
    if query.get("dataset") == PEOPLE:
        found = tenant.person(given) or next((one for one in tenant.people.values() if one.name == given), None)
        offered |= {found.id: given} if found else {}
    elif query:
        offered |= tenant.found.get((person, element["id"]), {})
    if given in offered:
        return given
    for value, title in offered.items():
        if title == given:
            return str(value)
    raise NotPossibleError(f"{element['id']} does not offer {given!r}.")


def complaints(fields: list[Part], values: Mapping[str, str]) -> dict[str, str]:
    """What Teams says itself, before it sends anything: the input's own message for each that is not right."""
    wrong = (one.it for one in fields if not _is_right(one.it, values[one.it["id"]]))
    return {it["id"]: it.get("errorMessage", USUAL) for it in wrong}


def _is_right(element: Json, value: str) -> bool:
    if element["type"] == "Input.Toggle":
        return not element.get("isRequired") or value == str(element.get("valueOn", "true"))
    if not value.strip():
        return not element.get("isRequired")
    return all(rule(element, value) for rule in RULES)


def _fits(element: Json, value: str) -> bool:
    return len(value) <= int(element.get("maxLength", len(value)))


def _matches(element: Json, value: str) -> bool:
    return element["type"] != "Input.Text" or re.search(element.get("regex", ""), value) is not None


def _in_time(element: Json, value: str) -> bool:
    if element["type"] != "Input.Date":
        return True
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return False
    return str(element.get("min", value)) <= value <= str(element.get("max", value))


RULES: tuple[Callable[[Json, str], bool], ...] = (_fits, _matches, _in_time)


def people_like(tenant: Tenant, words: str) -> Iterator[Json]:
    """People of the tenant whose name or address has these words."""
    wanted = words.casefold()
    for one in tenant.people.values():
        if not one.deleted and (wanted in one.name.casefold() or wanted in one.email.casefold()):
            yield {"value": one.id, "title": one.name, "about": one.email}
