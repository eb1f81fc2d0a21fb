"""Surveys: made, launched, answered by those who are asked, closed, and what they hear of it."""

from datetime import timedelta

import pytest

from domain.anonymity import Mode
from domain.errors import RefusedError
from domain.items import Item, ItemKind
from domain.people import Absence, PersonId
from domain.surveys import Phase, Told
from handlers.routing import Draw, FormError, Open, Show
from storage.absences import Absences
from storage.ballots import answered, sealed, sealed_keys
from storage.daily import tell
from storage.db import Tx
from storage.items import items_for
from storage.outbox import Outbox, outbox
from storage.reminded import Reminded, reminded
from storage.repeats import repeats
from storage.settings import DistrictSettings
from storage.survey_answers import SurveyAnswers, invitations, survey_answers
from storage.verify import verify
from storage.waves import Waves
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, owed, settled
from tests.surveying import (
    asked_and_answered,
    closed,
    fills_in,
    launched,
    made,
    planned,
    presses,
    staff,
    survey_of,
    the_clock,
    wave_of,
)
from views.elements import Card, Items, Text

LATER = NOW + timedelta(days=8)


def card_of(district: District, who: str, route: str, **more: object) -> Card:
    reply = ask(district, who, route, **more)
    assert isinstance(reply, Show)
    return reply.card


def drawn(district: District, who: str, notice: str, number: str) -> Card:
    card: Card = district.do(lambda tx: ROUTES[notice].handle(district.call(tx, who, about=number)))
    return card


def left(district: District) -> dict[str, int]:
    tables = (sealed, sealed_keys, answered)
    return {table.name: len(district.do(lambda tx, t=table: tx.rows(t))) for table in tables}


def details(card: Card) -> list[str]:
    return [item.detail for part in card.parts if isinstance(part, Items) for item in part.items]


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


# Closed


def everybody_answers(district: District, wave: object, people: list[str]) -> None:
    for nth, who in enumerate(people):
        presses(district, who, wave, f"a{nth % 5 + 1}")  # type: ignore[arg-type]
        fills_in(district, who, wave, q4="yes" if nth % 3 else "no", q6=f"Word {nth:02}")  # type: ignore[arg-type]


def test_once_it_is_closed_only_what_is_shown_is_left(district: District) -> None:
    people = staff(district, 15)
    wave = launched(district)
    everybody_answers(district, wave, people)
    presses(district, TEACHER, wave, "a5")

    ended = closed(district, wave)

    assert left(district) == {"sealed": 0, "sealed_keys": 0, "answered": 0}
    assert ended.results
    assert (ended.results.n, ended.asked) == (16, 21)
    assert ended.results.shown["q4"].total.ranges == {"no": (5, 5), "yes": (10, 10)}  # type: ignore[union-attr]
    assert ended.results.comments["q6"][0] == "Word 00"
    assert district.do(verify).broken == []
    card = card_of(district, MR, "wave.show", about=wave.number)
    assert card.title == "How are you? · 16 of 21 answered"
    assert "44 % favourable · mean 3.1 of 5 · n = 16" in details(card)


def test_who_answered_a_confidential_one_stays_known_and_not_what(district: District) -> None:
    wave = launched(district, mode="confidential")
    for who in (TEACHER, OTHER):
        presses(district, who, wave, "a1")

    closed(district, wave)

    assert left(district) == {"sealed": 0, "sealed_keys": 0, "answered": 2}
    assert wave_of(district, wave.number).results.shown["q1"].total is None  # type: ignore[union-attr]


def test_the_limits_are_those_of_its_launch(district: District) -> None:
    wave = launched(district)
    for who in (TEACHER, OTHER, PRINCIPAL, MR):
        presses(district, who, wave, "a1")
    district.do(lambda tx: DistrictSettings(tx).set("smallest_scores", "3", by="test"))

    assert closed(district, wave).results.shown["q1"].total is None  # type: ignore[union-attr]


def test_the_clock_closes_it_and_whoever_ran_it_hears(district: District) -> None:
    wave = launched(district)
    settled(district)
    district.do(the_clock, now=LATER)
    district.do(the_clock, now=LATER)

    assert wave_of(district, wave.number).phase is Phase.CLOSED
    assert owed(district).count(("wave.closed", MR)) == 1
    assert drawn(district, MR, "wave.closed", wave.number).title == "How are you? · 0 of 6 answered"


def test_results_are_for_those_who_run_it_until_they_are_shared(district: District) -> None:
    wave = closed(district, launched(district))
    with pytest.raises(RefusedError, match="once they are shared"):
        ask(district, TEACHER, "wave.results", about=wave.number)

    ask(district, MR, "wave.share", about=wave.number)
    ask(district, MR, "wave.share", about=wave.number)

    shared = [who for what, who in owed(district) if what == "wave.shared"]
    assert len(shared) == 6
    assert card_of(district, TEACHER, "wave.results", about=wave.number).more == []


def test_what_was_done_is_told_to_all_once_and_stands_in_the_next_invitation(district: District) -> None:
    wave = closed(district, launched(district))
    card = card_of(district, MR, "wave.show", about=planned(district, wave.survey).number)
    assert any("Nobody has heard what you did about wave 1" in str(part) for part in card.parts)

    ask(district, MR, "wave.did", {"you_said": "It is cold", "we_did": "New heaters"}, about=wave.number)

    assert [what for what, _ in owed(district)].count("wave.done") == 6
    assert drawn(district, TEACHER, "wave.done", wave.number).title == "How are you?: you said, we did"
    second = launched(district, wave.survey)
    assert second.number == f"{wave.survey}-3"
    assert Text("We did: New heaters") in drawn(district, TEACHER, "wave.invited", second.number).parts
    assert wave_of(district, wave.number).telling == Told.DONE


def test_a_change_is_told_when_both_waves_pass_the_limit(district: District) -> None:
    people = staff(district, 10)
    first = launched(district)
    for nth, who in enumerate(people):
        presses(district, who, first, "a4" if nth < 3 else "a2")
    closed(district, first)
    second = launched(district, first.survey)
    for nth, who in enumerate(people):
        presses(district, who, second, "a4" if nth < 6 else "a2")
    closed(district, second)

    assert any(
        "30 points more than in wave 1" in one
        for one in details(card_of(district, MR, "wave.show", about=second.number))
    )


# Again


def test_it_is_asked_again_in_its_rhythm_with_the_questions_of_then(district: District) -> None:
    wave = launched(district, weeks="1", closes="2026-03-13")
    district.do(the_clock, now=NOW + timedelta(days=5))
    ask(district, MR, "survey.keep", {"text": "Reworded?", "asks": "yes"}, about=f"{wave.survey} q4")
    district.do(the_clock, now=NOW + timedelta(days=6))
    assert len(district.do(lambda tx: Waves(tx).of(wave.survey))) == 1

    district.do(the_clock, now=NOW + timedelta(days=7, hours=1))

    second = wave_of(district, f"{wave.survey}-2")
    assert (second.phase, second.mode, second.questions[3].text) == (Phase.OPEN, Mode.ANONYMOUS, "Reworded?")
    assert second.closes_at - wave.closes_at == timedelta(days=7)


def test_a_stopped_survey_is_not_asked_again(district: District) -> None:
    wave = launched(district, weeks="1", closes="2026-03-13")
    ask(district, MR, "survey.stop", about=wave.survey)
    district.do(the_clock, now=LATER)

    assert len(district.do(lambda tx: Waves(tx).of(wave.survey))) == 1


def test_only_the_office_runs_surveys(district: District) -> None:
    number = made(district)

    for route, about in (("survey.show", number), ("survey.ask", number), ("survey.question", f"{number} q1")):
        with pytest.raises(RefusedError, match="Only the management representative"):
            ask(district, TEACHER, route, about=about)
    assert district.do(lambda tx: tx.rows(invitations)) == []


# Reminded


def reminded_of(district: District, who: str, days: int) -> list[str]:
    def work(tx: Tx) -> list[str]:
        person = district.call(tx, who).me
        return [item.key for item in items_for(tx, [person]).get(person, [])]

    found: list[str] = district.do(work, now=NOW + timedelta(days=days))
    return found


def test_who_said_nothing_yet_has_a_line_in_the_message_of_the_day(district: District) -> None:
    sealed_, named = launched(district), launched(district, mode="named")
    presses(district, TEACHER, sealed_, "a1")
    presses(district, TEACHER, named, "a1")

    assert reminded_of(district, OTHER, 0) == [], "they were asked today"
    assert reminded_of(district, OTHER, 1) == [f"answer:{sealed_.number}", f"answer:{named.number}"]
    assert reminded_of(district, TEACHER, 1) == []
    assert card_of(district, OTHER, "wave.open", about=named.number).title == "How are you?"


def test_nobody_hears_for_somebody_who_is_away_that_they_did_not_answer(district: District) -> None:
    launched(district)
    person, deputy = PersonId(district.person(OTHER)), PersonId(district.person(TEACHER))
    absence = Absence(person=person, first=NOW.date(), last=NOW.date() + timedelta(days=9), deputy=deputy)
    district.do(lambda tx: Absences(tx).set(absence, by="test"))

    assert len(reminded_of(district, TEACHER, 1)) == 1


def test_once_an_anonymous_one_is_closed_nothing_tells_who_was_reminded(district: District) -> None:
    wave = launched(district)
    district.do(lambda tx: tell(tx, [district.call(tx, OTHER).me]), now=NOW + timedelta(days=7))
    assert len(district.do(lambda tx: tx.rows(reminded))) == 1

    closed(district, wave)

    assert district.do(lambda tx: tx.rows(reminded)) == []


def test_whoever_runs_it_is_told_that_nothing_was_said_of_what_was_done(district: District) -> None:
    wave = launched(district, weeks="1", closes="2026-03-13")
    district.do(the_clock, now=NOW + timedelta(days=5))
    assert reminded_of(district, MR, 5) == [f"say_done:{wave.number}"]

    ask(district, MR, "wave.did", {"you_said": "It is cold", "we_did": "New heaters"}, about=wave.number)

    assert reminded_of(district, MR, 5) == []


def test_the_next_time_waits_for_a_day_without_another_message(district: District) -> None:
    launched(district, weeks="1", closes="2026-03-13")
    next_week = NOW + timedelta(days=7, hours=1)
    day = next_week.date()
    item = Item(kind=ItemKind.STEP, about="1", of="CAR-2026-001", whose=PersonId("x"), since=day)

    def told(tx: Tx) -> None:
        Reminded(tx).note(district.call(tx, OTHER).me, day, [item], DistrictSettings(tx).all().rules.calendar)

    district.do(told, now=next_week)
    district.do(the_clock, now=next_week)
    first = [who for what, who in owed(district) if what == "wave.invited"]
    district.do(the_clock, now=next_week + timedelta(days=1))
    then = [who for what, who in owed(district) if what == "wave.invited"]

    assert (first.count(OTHER), first.count(TEACHER)) == (1, 2)
    assert (then.count(OTHER), then.count(TEACHER)) == (2, 2)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_many_are_asked_and_half_of_them_answer_and_every_answer_is_counted_once(district: District) -> None:
    """With 3,000 people it is measured in tests/torture/test_surveys.py."""
    asked_and_answered(district, 250)
