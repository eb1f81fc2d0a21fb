"""The referee of Teams' cards sees what it is there for."""

from typing import Any

import pytest

from tests.views.teams_referee import faults_of_activity, faults_of_card
from views import teams
from views.elements import Button, Card

OURS = {"kaizen": {"does": "car.show", "about": ""}}
SHOW = {"type": "Action.Execute", "title": "Show", "verb": "car.show", "data": OURS}
TEXT = {"type": "TextBlock", "text": "a"}
TICKS = {"type": "Input.ChoiceSet", "id": "q", "isMultiSelect": True, "choices": [{"title": "a", "value": "a,b"}]}


def card(*body: dict[str, Any]) -> dict[str, Any]:
    return teams.card_of(Card(title="a")) | {"body": list(body)}


def acts(*actions: dict[str, Any]) -> dict[str, Any]:
    return card({"type": "ActionSet", "actions": list(actions)})


@pytest.mark.parametrize(
    ("drawn", "fault"),
    [
        (card({"type": "Banner", "text": "a"}), "Banner"),
        (card({"type": "FactSet", "facts": [{"title": "a", "value": "b"}]}), "unknown: FactSet"),
        (card(TEXT | {"colour": "attention"}), "colour"),
        (card(TEXT | {"size": "huge"}), "huge"),
        (card(TEXT | {"text": " "}), "no words"),
        (card(TEXT | {"text": "*a*"}), "markup"),
        (card(TEXT | {"text": "{{DATE(2026-03-01T06:00:00Z)}}"}), "live"),
        (card({"type": "Input.Text", "id": "q"}, {"type": "Input.Date", "id": "q"}), "q twice"),
        (card(TICKS), "comma"),
        (card(TICKS | {"choices": []}), "nothing to choose"),
        (acts(), "0 acts"),
        (acts(*[SHOW] * 6), "6 acts"),
        (acts({**SHOW, "verb": "car.other"}), "no verb"),
        (acts({"type": "Action.Submit", "title": "Show", "data": OURS}), "opens no window"),
        (acts({**SHOW, "data": {"kaizen": {"about": ""}}}), "no route"),
    ],
)
def test_a_card_that_teams_would_not_take_is_noticed(drawn: dict[str, Any], fault: str) -> None:
    assert fault in " ".join(faults_of_card(drawn))


def test_an_act_that_a_window_cannot_do_is_noticed() -> None:
    drawn = teams.card_of(Card(title="a", buttons=[Button(label="Show", does="car.show")]))

    assert faults_of_card(drawn) == []
    assert faults_of_card(drawn, window=True) == ["Execute in a window"]


def test_a_message_that_is_too_large_or_in_two_pieces_is_noticed() -> None:
    drawn = teams.activity(card(TEXT | {"text": "a" * 13_000}))
    faults = faults_of_activity(drawn | {"text": "a"})

    assert faults[0] == "text beside a card"
    assert faults[1].endswith(" bytes")
