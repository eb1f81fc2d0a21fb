"""Surveys and their waves: what keeps its key, when a wave opens and closes, and when the next one comes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.anonymity import Limits, Mode, Published, Shown
from domain.errors import RefusedError
from domain.people import PersonId
from domain.pulses import Asks, Choice, Question, change, check_questions
from domain.ready_surveys import READY
from domain.surveys import (
    OTHER_LANGUAGE,
    Audience,
    Phase,
    Survey,
    Wave,
    check_wave,
    following,
    moments,
    next_key,
    next_opening,
    placed,
    question_of,
    with_question,
    without_question,
)

CHICAGO = ZoneInfo("America/Chicago")
NOW = datetime(2026, 3, 9, 15, tzinfo=UTC)
EMPTY = Survey(number="PULSE-2026-001", name="How are you?", questions=[], by=PersonId("ann"), made_at=NOW)
SURVEY = replace(EMPTY, questions=READY["leaders"].questions, last_key=4)
WAVE = Wave(
    number="PULSE-2026-001-1",
    survey=SURVEY.number,
    nth=1,
    name=SURVEY.name,
    questions=SURVEY.questions,
    mode=Mode.ANONYMOUS,
    scores=5,
    comments=10,
    audience=Audience.STAFF,
    place=None,
    opens_at=NOW,
    closes_at=datetime(2026, 3, 14, 5, tzinfo=UTC),
    by=PersonId("ann"),
    phase=Phase.CLOSED,
)


def asked(answers: str, was: Question | None = None, others: str = "") -> Question:
    return question_of("q1", Asks.ONE, "Which?", answers, other_answers=others, was=was)


@pytest.mark.parametrize("name", READY)
def test_what_stands_ready_may_be_asked_and_is_written_in_both_languages(name: str) -> None:
    questions = READY[name].questions

    check_questions(questions)
    every: list[Question | Choice] = [*questions, *(choice for question in questions for choice in question.choices)]
    for one in every:
        assert one.said(OTHER_LANGUAGE) not in ("", one.text)
        assert one.said("es-MX") == one.said(OTHER_LANGUAGE)
        assert one.said("de") == one.text


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ("Soup\nPizza\nSalad", ["a1", "a2", "a3"]),
        ("Salad\nSoup\nPizza", ["a3", "a1", "a2"]),  # moved
        ("Soup\nPizza with ham\nSalad", ["a1", "a2", "a3"]),  # reworded
        ("Soup\nSalad", ["a1", "a3"]),  # one less
        ("Soup\nFish\nPizza\nSalad", ["a1", "a4", "a2", "a3"]),  # one more
    ],
)
def test_an_answer_keeps_its_key_whatever_becomes_of_the_others(answers: str, keys: list[str]) -> None:
    assert [one.key for one in asked(answers, was=asked("Soup\nPizza\nSalad")).choices] == keys


def test_spanish_answers_stand_beside_the_others_in_their_order() -> None:
    question = asked("Yes\nNo", others="Sí\nNo sé")

    assert [one.said("es") for one in question.choices] == ["Sí", "No sé"]
    with pytest.raises(RefusedError):
        asked("Yes\nNo", others="Sí")


def test_a_key_that_was_given_once_is_never_given_again() -> None:
    survey = without_question(SURVEY, "q4")

    assert next_key(survey) == "q5"
    again = with_question(survey, Question(key="q5", asks=Asks.YES, text="Is it warm?"))
    assert next_key(without_question(again, "q5")) == "q6"


def test_a_question_is_put_in_another_place() -> None:
    assert [one.key for one in placed(SURVEY, "q3", 1).questions] == ["q3", "q1", "q2", "q4"]
    assert [one.key for one in placed(SURVEY, "q1", 4).questions] == ["q2", "q3", "q4", "q1"]


def test_the_first_question_is_checked_like_the_seventh() -> None:
    with pytest.raises(RefusedError):
        with_question(EMPTY, Question(key="q1", asks=Asks.SCALE, text="How?", choices=[Choice(key="a1", text="Well")]))
    full = replace(SURVEY, questions=[Question(key=f"q{n}", asks=Asks.YES, text="?") for n in range(1, 8)], last_key=7)
    with pytest.raises(RefusedError):
        with_question(full, Question(key="q8", asks=Asks.YES, text="?"))


def test_todays_opens_at_once_and_another_in_the_morning_and_it_is_open_all_of_its_last_day() -> None:
    opens, closes = moments(date(2026, 3, 9), date(2026, 3, 13), time(8), CHICAGO, NOW)
    assert (opens, closes) == (NOW, datetime(2026, 3, 14, 5, tzinfo=UTC))
    assert moments(date(2026, 3, 10), date(2026, 3, 13), time(8), CHICAGO, NOW)[0].hour == 13


@pytest.mark.parametrize(
    ("weeks", "after", "opens"),
    [
        (0, timedelta(days=30), None),
        (1, timedelta(days=5), timedelta(days=7)),
        (1, timedelta(days=7), timedelta(days=7)),
        (1, timedelta(days=24), timedelta(days=21)),  # two were missed
        (13, timedelta(days=5), timedelta(weeks=13)),
    ],
)
def test_the_next_wave_opens_in_its_rhythm_and_of_those_missed_the_last_is_held(
    weeks: int, after: timedelta, opens: timedelta | None
) -> None:
    found = next_opening(WAVE, weeks, CHICAGO, NOW + after)

    assert found == (NOW + opens if opens else None)


def test_the_next_wave_is_fixed_as_the_last_one_with_the_questions_of_then() -> None:
    survey = replace(SURVEY, questions=SURVEY.questions[:3])
    wave = following(survey, WAVE, 3, NOW + timedelta(days=7), Limits(scores=4, comments=8), CHICAGO)

    assert (wave.number, wave.mode, wave.scores, wave.phase) == ("PULSE-2026-001-3", WAVE.mode, 4, Phase.SET)
    assert len(wave.questions) == 3
    assert wave.closes_at == WAVE.closes_at + timedelta(days=7)
    check_wave(wave, 1, NOW + timedelta(days=7))


def test_the_next_wave_opens_at_the_same_hour_on_the_wall_after_the_clocks_change() -> None:
    before = replace(WAVE, opens_at=datetime(2026, 3, 2, 14, tzinfo=UTC), closes_at=datetime(2026, 3, 7, 6, tzinfo=UTC))

    assert next_opening(before, 1, CHICAGO, before.closes_at) == datetime(2026, 3, 9, 13, tzinfo=UTC)


def test_no_change_is_told_where_the_answers_are_others_by_now() -> None:
    was, now = asked("Soup\nPizza"), replace(asked("Soup\nFish\nPizza", was=asked("Soup\nPizza")), asks=Asks.SCALE)
    before = Published(total=Shown(n=10, ranges={"gone": (5, 5), "a2": (5, 5)}))
    after = Published(total=Shown(n=10, ranges={"a1": (5, 5), "a3": (3, 3), "a2": (2, 2)}))

    assert was.keys == ("a1", "a2")
    assert change(now, before, after) is None
