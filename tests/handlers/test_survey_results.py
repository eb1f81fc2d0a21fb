"""Waves of surveys that are over: what they came to, what people hear of it, and when they are asked again."""

from collections import Counter
from datetime import timedelta

import pytest

from domain.anonymity import Mode
from domain.errors import RefusedError
from domain.items import Item, ItemKind
from domain.people import Absence, PersonId
from domain.surveys import Phase, Told
from storage.absences import Absences
from storage.daily import tell
from storage.db import Tx
from storage.items import items_for
from storage.reminded import Reminded, reminded
from storage.settings import DistrictSettings
from storage.survey_answers import invitations
from storage.verify import verify
from storage.waves import Waves
from tests.conftest import MR, NAMES, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ask, owed, settled
from tests.surveying import (
    asked_and_answered,
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
    the_clock,
    wave_of,
)
from views.elements import Text

LATER = NOW + timedelta(days=8)


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
def test_many_are_asked_and_half_of_them_answer_and_every_answer_is_counted_once(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 3,000 people it is measured in tests/torture/test_surveys.py. Here the clock tells most of them."""
    monkeypatch.setattr("storage.survey_messages.FIRST", 100)
    asked_and_answered(district, 250)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_staff_of_a_small_district_hear_of_a_wave_by_the_press_that_launches_it(district: District) -> None:
    asked = {*staff(district, 130), *NAMES}
    launched(district)

    assert Counter(who for what, who in owed(district) if what == "wave.invited") == Counter(asked)
