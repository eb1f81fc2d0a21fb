"""Surveys: made, launched, answered by those who are asked, closed, and what they hear of it."""

from datetime import timedelta

import pytest

from domain.errors import RefusedError
from domain.surveys import Phase
from handlers.routing import Draw, FormError, Open, answer
from storage.outbox import Outbox, outbox
from storage.repeats import repeats
from storage.survey_answers import SurveyAnswers, survey_answers
from tests.conftest import MR, NOW, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, owed, settled
from tests.surveying import (
    card_of,
    closed,
    details,
    drawn,
    fills_in,
    launched,
    left,
    made,
    planned,
    presses,
    staff,
    survey_of,
    the_clock,
    wave_of,
)
from views.elements import Text

LATER = NOW + timedelta(days=8)


# Made


def test_a_survey_is_made_question_by_question_and_asked_once_it_has_three(district: District) -> None:
    number = made(district, ready=None)
    for text, asks in (("Do you feel safe?", "yes"), ("How likely?", "ten"), ("What else?", "text")):
        with pytest.raises(RefusedError, match="Ask 3 to 7"):
            ask(district, MR, "survey.ask", about=number)
        ask(district, MR, "survey.keep", {"text": text, "asks": asks}, about=f"{number} +")

    assert isinstance(ask(district, MR, "survey.ask", about=number), Open)
    assert [one.key for one in survey_of(district, number).questions] == ["q1", "q2", "q3"]


def test_a_question_is_reworded_moved_and_left_out_and_its_key_is_given_to_none_again(district: District) -> None:
    number = made(district, ready="leaders")
    form = {"text": "Where do you need help?", "asks": "several", "answers": "People\nBuses\nRooms", "stands": "1"}
    ask(district, MR, "survey.keep", form, about=f"{number} q3")
    ask(district, MR, "survey.keep", {"text": "x", "asks": "yes", "stands": "out"}, about=f"{number} q4")
    ask(district, MR, "survey.keep", {"text": "Is it warm?", "asks": "yes"}, about=f"{number} +")

    questions = survey_of(district, number).questions
    assert [one.key for one in questions] == ["q3", "q1", "q2", "q5"]
    assert questions[0].text == "Where do you need help?"


def test_what_does_not_fit_a_question_stands_at_its_box(district: District) -> None:
    number = made(district, ready=None)

    for form, field in (
        ({"text": " ", "asks": "yes"}, "text"),
        ({"text": "Which?", "asks": "one", "answers": "A\nB", "other_answers": "A"}, "other_answers"),
        ({"text": "Which?", "asks": "one", "answers": "A\n" + "B" * 81}, "answers"),
    ):
        with pytest.raises(FormError) as refused:
            ask(district, MR, "survey.keep", form, about=f"{number} +")
        assert set(refused.value.faults) == {field}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"closes": "2026-03-08"}, "closes"),
        ({"closes": "2026-09-30"}, "closes"),
        ({"opens": "2026-03-01"}, "opens"),
        ({"weeks": "1", "closes": "2026-03-20"}, "closes"),
        ({"audience": "families", "mode": "named"}, "mode"),
        ({"audience": "support"}, "place"),
    ],
)
def test_a_wave_that_cannot_be_held_is_refused_at_its_question(
    district: District, wrong: dict[str, str], field: str
) -> None:
    with pytest.raises(FormError) as refused:
        planned(district, **wrong)

    assert set(refused.value.faults) == {field}


def test_without_a_secret_a_survey_is_named(district: District) -> None:
    number = made(district)
    district.database.vault = None

    reply = ask(district, MR, "survey.ask", about=number)

    assert isinstance(reply, Open)
    assert [o.value for one in reply.form.asks if one.name == "mode" for o in one.options] == ["named"]


def test_few_people_are_told_of_before_the_launch_with_the_numbers(district: District) -> None:
    card = card_of(district, MR, "wave.show", about=planned(district).number)
    assert any("6 people: scores only if 5 of them answer, comments never" in str(part) for part in card.parts)

    school = district.school()
    few = card_of(district, MR, "wave.show", about=planned(district, place=school).number)
    assert any("1 people: nothing can be shown" in str(part) for part in few.parts)


# Launched


def test_once_launched_nothing_of_a_wave_is_changed(district: District) -> None:
    wave = launched(district)

    for route in ("wave.change", "wave.launch", "wave.drop"):
        with pytest.raises(RefusedError, match="nothing of it can be changed"):
            ask(district, MR, route, about=wave.number)
    with pytest.raises(RefusedError, match="nothing of it can be changed"):
        planned(district, wave.number, mode="named")
    ask(district, MR, "survey.keep", {"text": "Reworded?", "asks": "yes"}, about=f"{wave.survey} q4")
    assert wave_of(district, wave.number) == wave


def test_everybody_on_staff_gets_one_message_and_the_ledger_adds_up(district: District) -> None:
    staff(district, 20)
    wave = launched(district)
    district.do(the_clock)

    assert wave.asked == 26
    assert {what for what, _ in owed(district)} == {"wave.invited"}
    assert sum(district.do(lambda tx: Outbox(tx).ledger()).values()) == 26


def test_a_draft_of_days_ago_opens_when_it_is_launched_with_the_questions_of_then(district: District) -> None:
    wave, later = planned(district), NOW + timedelta(days=2)
    ask(district, MR, "survey.keep", {"text": "Reworded?", "asks": "yes"}, about=f"{wave.survey} q4")

    district.do(lambda tx: answer(ROUTES["wave.launch"], district.call(tx, MR, about=wave.number)), now=later)

    found = wave_of(district, wave.number)
    assert (found.phase, found.opens_at, found.questions[3].text) == (Phase.OPEN, later, "Reworded?")


def test_a_wave_of_another_day_goes_out_on_that_morning(district: District) -> None:
    wave = launched(district, opens="2026-03-10")
    assert (wave.phase, owed(district)) == (Phase.SET, [])

    district.do(the_clock, now=NOW + timedelta(hours=6))
    assert wave_of(district, wave.number).phase is Phase.SET
    district.do(the_clock, now=NOW + timedelta(days=1))

    assert wave_of(district, wave.number).phase is Phase.OPEN
    assert len(owed(district)) == 6


def test_school_leaders_alone_are_asked_where_it_is_for_them(district: District) -> None:
    launched(district, audience="leaders")

    assert owed(district) == [("wave.invited", PRINCIPAL)]


# Answered


def test_the_first_question_is_sealed_by_one_press_and_a_second_one_changes_nothing(district: District) -> None:
    wave = launched(district)
    settled(district)
    for key in ("a1", "a5"):
        assert presses(district, TEACHER, wave, key) == Draw("wave.invited", wave.number)

    assert left(district) == {"sealed": 1, "sealed_keys": 2, "answered": 1}
    card = drawn(district, TEACHER, "wave.invited", wave.number)
    assert [button.label for button in card.buttons] == ["Answer the rest (5)"]
    assert Text("Your answer is in.") in card.parts


def test_the_rest_is_answered_in_one_form_and_nothing_but_the_boxes_tells_of_it(district: District) -> None:
    wave = launched(district)
    settled(district)
    before = len(district.do(lambda tx: tx.rows(outbox)))
    presses(district, TEACHER, wave, "a4")
    reply = ask(district, TEACHER, "wave.rest", about=wave.number)
    assert isinstance(reply, Open)
    assert [one.name for one in reply.form.asks] == ["q2", "q3", "q4", "q5", "q6"]
    fills_in(district, TEACHER, wave, q2="a2", q5="9", q6="It is cold")
    fills_in(district, TEACHER, wave, q2="a1")

    assert left(district) == {"sealed": 2, "sealed_keys": 2, "answered": 2}
    assert len(district.do(lambda tx: tx.rows(outbox))) == before
    assert district.do(lambda tx: tx.rows(repeats)) == district.do(lambda tx: tx.rows(survey_answers)) == []
    assert not drawn(district, TEACHER, "wave.invited", wave.number).buttons


def test_what_does_not_fit_is_told_at_its_question_and_nothing_is_kept(district: District) -> None:
    wave = launched(district)

    for said, field in (({"q2": "a9"}, "q2"), ({"q5": "11"}, "q5"), ({"q6": "x" * 501}, "q6")):
        with pytest.raises(FormError) as refused:
            fills_in(district, TEACHER, wave, **said)
        assert set(refused.value.faults) == {field}
    with pytest.raises(RefusedError, match="one question at least"):
        fills_in(district, TEACHER, wave, q6="  ", q99="a1")
    assert left(district)["sealed"] == 0


def test_words_that_look_like_a_students_are_asked_about_first(district: District) -> None:
    wave = launched(district)

    again = fills_in(district, TEACHER, wave, q2="a2", q6="Student ID 12345678 is never heard")
    assert isinstance(again, Open)
    assert {one.name: one.value for one in again.form.asks}["q2"] == "a2"
    assert left(district)["sealed"] == 0
    fills_in(district, TEACHER, wave, q2="a2", q6="Student ID 12345678 is never heard", names="no_student")
    assert left(district)["sealed"] == 1


def test_who_was_not_asked_answers_nothing(district: District) -> None:
    wave = launched(district, audience="leaders")

    for route in ("wave.seal", "wave.rest", "wave.open"):
        with pytest.raises(RefusedError):
            ask(district, TEACHER, route, about=f"{wave.number} a1" if route == "wave.seal" else wave.number)
    with pytest.raises(RefusedError, match="asks others"):
        fills_in(district, TEACHER, wave, q2="a1")


def test_neither_kind_is_answered_as_the_other_nor_after_the_close(district: District) -> None:
    wave, named = launched(district), launched(district, mode="named")

    with pytest.raises(RefusedError):
        ask(district, TEACHER, "wave.say", about=f"{wave.number} a1")
    with pytest.raises(RefusedError):
        ask(district, TEACHER, "wave.sealed", {"q2": "a1"}, about=named.number)
    closed(district, wave)
    with pytest.raises(RefusedError, match="is closed"):
        presses(district, TEACHER, wave, "a1")


def test_by_name_the_last_answer_counts_until_it_closes(district: District) -> None:
    wave = launched(district, mode="named")
    presses(district, TEACHER, wave, "a1")
    presses(district, TEACHER, wave, "a5")
    fills_in(district, TEACHER, wave, q2="a2", q6="It is cold")
    fills_in(district, TEACHER, wave, q2="a3")

    assert len(district.do(lambda tx: tx.rows(survey_answers))) == 1
    person = district.person(TEACHER)
    said = district.do(lambda tx: SurveyAnswers(tx).said_by(wave, person))
    assert said == {"q1": "a5", "q2": "a3", "q6": "It is cold"}
    assert "Teacher" in str(card_of(district, MR, "wave.who", about=f"{wave.number} 0").parts)
    with pytest.raises(RefusedError, match="Only the management representative"):
        ask(district, TEACHER, "wave.who", about=f"{wave.number} 0")


def test_while_it_is_open_only_how_many_answered_is_told(district: District) -> None:
    school = district.school()
    people = staff(district, 12, [school, school, district.school("West School")])
    wave = launched(district)
    for who in people[:6]:
        presses(district, who, wave, "a2")

    card = card_of(district, MR, "wave.show", about=wave.number)

    assert Text("6 of 18 answered so far") in card.parts
    assert details(card) == ["4 of 9"], (
        "of West School too few are asked, and of who works nowhere they would be the rest"
    )
    with pytest.raises(RefusedError, match="no results"):
        ask(district, MR, "wave.did_form", about=wave.number)
