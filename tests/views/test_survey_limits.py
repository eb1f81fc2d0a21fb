"""The longest survey that may be made fits Slack and Teams, whatever is typed in it."""

from dataclasses import replace

import pytest

from domain.anonymity import Limits
from domain.polls import ANSWER_MAX, QUESTION_MAX
from domain.pulses import COMMENT_MAX, Asks, Choice, Question, boxed, results_of
from domain.surveys import NAME_MAX, TOLD_MAX
from tests.views import surveyed
from tests.views.referee import faults_of_message, faults_of_view
from tests.views.scene import schools
from tests.views.teams_referee import faults_of_card, faults_of_form
from views import slack, teams
from views.elements import Card, Form
from views.survey_answers import invited_card, lead_of, rest_form
from views.survey_forms import did_form, raise_form
from views.survey_results import question_card, results_card
from views.surveys import question_form, survey_card

MANY = 40  # schools


def filled(piece: str, most: int) -> str:
    return (piece * most)[:most]


def questions_of(piece: str) -> list[Question]:
    """Seven, each with ten answers, and two that are answered in words."""
    choices = [Choice(key=f"a{n}", text=filled(piece, ANSWER_MAX - 2) + f"{n:02}") for n in range(1, 11)]
    kinds = [Asks.ONE, *[Asks.SEVERAL] * 4, Asks.TEXT, Asks.TEXT]
    return [
        Question(
            key=f"q{nth}", asks=asks, text=filled(piece, QUESTION_MAX), choices=[] if asks is Asks.TEXT else choices
        )
        for nth, asks in enumerate(kinds, 1)
    ]


def drawn(piece: str) -> tuple[list[Card], list[Form]]:
    questions, name = questions_of(piece), filled(piece, NAME_MAX)
    said = {"q1": "a1", "q2": ["a2", "a3"], "q6": filled(piece, COMMENT_MAX)}
    boxes = [boxed({**said, "q1": f"a{nth % 10 + 1}"}, f"s{nth % MANY}") for nth in range(MANY * 10)]
    told = filled(piece, TOLD_MAX)
    open_ = replace(surveyed.OPEN, name=name, questions=questions)
    results = results_of(questions, boxes, Limits())
    done = replace(surveyed.DONE, name=name, questions=questions, results=results, you_said=told, we_did=told)
    places = {f"s{n}": filled(piece, 60) for n in range(MANY)}
    at = replace(surveyed.at(done, before=done), places=places)
    survey = replace(surveyed.SURVEY, name=name, questions=questions)
    when = surveyed.WHEN
    cards = [
        survey_card(survey, [open_, done] * 20, when),
        invited_card(open_, {}, first=False, rest=False, when=when, language="en", lead=lead_of(done)),
        results_card(at),
        *(question_card(at, question) for question in questions),
    ]
    forms = [
        question_form(survey, questions[0], {}, f"{survey.number} q1"),
        rest_form(open_, said, first=False, language="en"),
        did_form(done),
        raise_form(at, questions[0], schools(3)),
    ]
    return cards, forms


@pytest.mark.parametrize("piece", ["x", "&", "\n", "<!channel> ", "教"])
def test_every_card_and_form_fits(piece: str) -> None:
    cards, forms = drawn(piece)

    for card in cards:
        assert faults_of_message(slack.message(card)) == []
        assert faults_of_card(teams.card_of(card)) == []
    for form in forms:
        assert faults_of_view(slack.modal(form, "", {})) == []
        assert faults_of_form(teams.chat_form(form, {}, {})) == []


def test_what_people_answer_is_asked_whole_on_either_platform() -> None:
    """Nothing of a form with seven long questions is left out to make room."""
    (form,) = (one for one in drawn("x")[1] if one.does == "wave.sealed")

    asked = [block["block_id"] for block in slack.modal(form, "", {})["blocks"] if block["type"] == "input"]
    inputs = [one["id"] for one in teams.chat_form(form, {}, {})["body"] if str(one.get("type")).startswith("Input")]
    assert asked == inputs == [f"q{n}" for n in range(1, 8)]
