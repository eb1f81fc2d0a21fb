"""What the product draws for Teams stands in the playground: each card that a person approved."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playground.teams.cards import ACTIONS, ELEMENTS, faults_in
from views import teams

APPROVED = sorted((Path(__file__).parent.parent / "views" / "golden" / "teams").glob("*.json"))


def cards(part: Any) -> Iterator[Any]:
    if isinstance(part, dict) and part.get("type") == "AdaptiveCard":
        yield part
    elif isinstance(part, dict | list):
        for inner in part.values() if isinstance(part, dict) else part:
            yield from cards(inner)


@pytest.mark.parametrize("path", APPROVED, ids=lambda path: path.stem)
def test_each_card_that_was_approved_is_taken(path: Path) -> None:
    found = cards(json.loads(path.read_text()))

    assert [fault for one in found for fault in faults_in(one)] == []


def test_every_element_of_the_product_is_known_here() -> None:
    assert sum(1 for path in APPROVED for _ in cards(json.loads(path.read_text()))) > 50
    assert teams.ELEMENTS - {*ELEMENTS, *ACTIONS, "AdaptiveCard", "Column", "TextRun"} == set()
