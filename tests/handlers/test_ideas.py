"""Ideas, from the one box to the step that carries them out."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.cars import RejectionKind, State
from domain.errors import RefusedError
from domain.ideas import Idea, IdeaState
from domain.people import PersonId, Role
from handlers.routing import Draw, FormError, Open, Show
from storage.db import Tx
from storage.history import History
from storage.idea_items import settled_of_ideas
from storage.ideas import IdeaBook
from storage.items import audience, items_for
from storage.step_lists import StepLists
from storage.steps import Steps
from storage.verify import verify
from storage.words import words
from tests.conftest import DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, drawn_again, filed, owed, seat, seen, settled

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ADOPT = {"what": "Make the list", "due": "2026-04-08"}
WHAT = "One list of all substitute plans at East"


@pytest.fixture
def cabinet(district: District) -> District:
    """With a member of the Cabinet, who is the principal of East School."""
    seat(district, Role.CABINET_MEMBER, PRINCIPAL)
    return district


def given(district: District, what: str = WHAT, by: str = TEACHER) -> str:
    reply = ask(district, by, "idea.give", {"what": what})
    assert isinstance(reply, Draw)
    return reply.about


def idea_of(district: District, number: str) -> Idea:
    idea: Idea = district.do(lambda tx: IdeaBook(tx).get(number))
    return idea


def adopted(district: District, number: str, owner: str = OTHER) -> int:
    ask(district, PRINCIPAL, "idea.adopt", {**ADOPT, "owner": district.person(owner)}, about=number)
    step = idea_of(district, number).step
    assert step is not None
    return step


def card(district: District, who: str, route: str, about: str = "") -> str:
    return str(district.do(lambda tx: ROUTES[route].handle(district.call(tx, who, about=about))))


def test_one_box_is_an_idea_on_record_and_whoever_gave_it_hears_so(cabinet: District) -> None:
    opened = ask(cabinet, TEACHER, "idea", text=WHAT)
    number = given(cabinet)
    idea = idea_of(cabinet, number)

    assert isinstance(opened, Open)
    assert [question.value for question in opened.form.asks] == [WHAT, cabinet.school()], "East School is named in it"
    assert (number, idea.state, idea.given_on) == ("IDEA-2026-001", IdeaState.NEW, date(2026, 3, 9))
    assert owed(cabinet) == [("idea.received", TEACHER)]
    assert given(cabinet, "Another") == "IDEA-2026-002"


@SQLITE
def test_an_idea_that_seems_to_name_a_student_is_asked_about_once(cabinet: District) -> None:
    said = {"what": "The student Ann Archer needs a ramp"}

    assert isinstance(ask(cabinet, TEACHER, "idea.give", said), Open)
    assert isinstance(ask(cabinet, TEACHER, "idea.give", {**said, "names": "no_student"}), Draw)
    with pytest.raises(FormError):
        ask(cabinet, TEACHER, "idea.give", {"what": " "})


@SQLITE
def test_a_number_shows_an_idea_a_word_that_is_nearly_a_command_asks_and_all_else_is_an_idea(
    cabinet: District,
) -> None:
    number = given(cabinet)

    for text in ("1", number, "2026-1"):
        assert WHAT in str(ask(cabinet, OTHER, "idea", text=text))
    assert "Did you mean /idea list?" in str(ask(cabinet, OTHER, "idea", text="lits"))
    assert isinstance(ask(cabinet, OTHER, "idea show", text="more pictures"), Open)
    assert isinstance(ask(cabinet, OTHER, "idea list", text="of names"), Open)
    with pytest.raises(RefusedError, match="There is no idea IDEA-2026-099"):
        ask(cabinet, OTHER, "idea show", text="99")


def test_who_decides_finds_it_on_home_and_takes_it_up_and_whoever_does_it_hears(cabinet: District) -> None:
    number = given(cabinet)
    assert "Ideas for you to decide (1)" in card(cabinet, PRINCIPAL, "home")
    assert "Ideas for you" not in card(cabinet, TEACHER, "home")
    settled(cabinet)

    step = adopted(cabinet, number)

    assert owed(cabinet)[1:] == [("idea.yours", OTHER), ("idea.decided", TEACHER)]
    assert drawn_again(cabinet) == [("idea.received", TEACHER), ("home", TEACHER)]
    assert "You are asked to carry this out." in card(cabinet, OTHER, "idea.yours", number)
    assert "Your idea is taken up." in card(cabinet, TEACHER, "idea.decided", number)
    assert "Ideas that you carry out (1)" in card(cabinet, OTHER, "home")
    assert "Ideas for you to decide" not in card(cabinet, PRINCIPAL, "home")

    def mine(tx: Tx) -> tuple[Any, Any]:
        me = cabinet.call(tx, OTHER).me
        return [line.number for line in StepLists(tx).mine(me, size=9)], Steps(tx).open_of(me, 9)

    assert cabinet.do(mine) == ([step], [(number, step)])


def test_the_step_is_done_and_reopened_by_its_number_and_whose_idea_it_is_hears(cabinet: District) -> None:
    number = given(cabinet)
    step = adopted(cabinet, number)
    with pytest.raises(RefusedError, match="Only whoever does step"):
        ask(cabinet, TEACHER, "step.report", {"as_": "done", "said": "x"}, about=str(step))

    assert isinstance(ask(cabinet, OTHER, "step.form", about=str(step)), Open)
    ask(cabinet, OTHER, "step.report", {"as_": "done", "said": "It hangs in the office"}, about=str(step))
    told = card(cabinet, TEACHER, "idea.done", number)

    assert ("idea.done", TEACHER) in owed(cabinet)
    assert "Your idea is carried out." in told
    assert "It hangs in the office" in told
    assert "Ideas that you carry out" not in card(cabinet, OTHER, "home")

    ask(cabinet, OTHER, "step.undo", about=str(step))
    assert "Your idea is carried out." not in card(cabinet, TEACHER, "idea.done", number)
    assert "Ideas that you carry out (1)" in card(cabinet, OTHER, "home")
    ask(cabinet, OTHER, "step.report", {"as_": "not_needed", "said": "There is one"}, about=str(step))
    assert "not needed any more" in card(cabinet, TEACHER, "idea.done", number)
    assert cabinet.do(verify).broken == []


@SQLITE
def test_the_message_of_the_day_tells_of_the_step_until_it_is_done_and_marks_it_there(cabinet: District) -> None:
    step = adopted(cabinet, given(cabinet))
    me, due = PersonId(cabinet.person(OTHER)), datetime(2026, 4, 8, 15, tzinfo=UTC)

    def told() -> list[str]:
        found: list[str] = cabinet.do(lambda tx: [item.key for item in items_for(tx, [me]).get(me, [])], now=due)
        return found

    assert told() == [f"step:{step}"]
    assert me in cabinet.do(audience)
    opened = ask(cabinet, OTHER, "reminders.step_form", about=f"2026-04-08 step:{step}")
    assert isinstance(opened, Open)
    ask(cabinet, OTHER, "reminders.step", {"as_": "done", "said": "It hangs"}, about=f"2026-04-08 step:{step}")
    assert told() == []
    assert cabinet.do(lambda tx: settled_of_ideas(tx, me, [step])) == {step}


def test_taking_it_up_is_undone_with_its_step_and_the_next_step_has_a_number_of_its_own(cabinet: District) -> None:
    number = given(cabinet)
    step = adopted(cabinet, number)

    ask(cabinet, PRINCIPAL, "idea.undo", about=number)

    assert (idea_of(cabinet, number).state, idea_of(cabinet, number).step) == (IdeaState.NEW, None)
    assert "taken back for now" in card(cabinet, OTHER, "idea.yours", number)
    assert "was taken back" in card(cabinet, TEACHER, "idea.decided", number)
    with pytest.raises(RefusedError, match="There is no step"):
        ask(cabinet, OTHER, "step.form", about=str(step))
    assert adopted(cabinet, number) == step + 1
    assert cabinet.do(verify).broken == []


@SQLITE
def test_not_now_comes_back_on_its_day_by_itself(cabinet: District) -> None:
    number = given(cabinet)
    ask(cabinet, PRINCIPAL, "idea.later", {"until": "2026-03-12", "reason": "After the audit"}, about=number)

    def on_home(days: int) -> bool:
        def work(tx: Tx) -> str:
            call = cabinet.call(tx, PRINCIPAL)
            found, _ = IdeaBook(tx).page("decide", call.viewer, call.today, size=9)
            return str([idea.number for idea in found])

        return number in cabinet.do(work, now=NOW + timedelta(days=days))

    assert [on_home(days) for days in (0, 2, 3, 30)] == [False, False, True, True]
    assert "After the audit" in card(cabinet, TEACHER, "idea.decided", number)
    ask(cabinet, PRINCIPAL, "idea.decline", {"reason": "There is one"}, about=number)
    assert [on_home(days) for days in (0, 3)] == [False, False]


@SQLITE
def test_what_the_review_team_was_given_waits_for_it_and_the_representative(cabinet: District) -> None:
    seat(cabinet, Role.MRT_MEMBER, OTHER)
    number = given(cabinet)
    assert "Ideas for you" not in card(cabinet, OTHER, "home")

    ask(cabinet, PRINCIPAL, "idea.to_team", about=number)

    assert "Ideas for you to decide (1)" in card(cabinet, OTHER, "home")
    assert "Ideas for you to decide (1)" in card(cabinet, MR, "home")
    assert "Ideas for you to decide" not in card(cabinet, PRINCIPAL, "home")
    ask(cabinet, OTHER, "idea.decline", {"reason": "Too dear"}, about=number)
    assert "Too dear" in card(cabinet, TEACHER, "idea.decided", number)


def test_of_two_who_decide_about_one_state_the_second_is_told(cabinet: District) -> None:
    number = given(cabinet)
    ask(cabinet, MR, "idea.decline", {"reason": "There is one"}, about=number)

    with pytest.raises(RefusedError, match='is at "Not taken up" now'):
        ask(cabinet, PRINCIPAL, "idea.to_team", about=number)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_of_two_who_decide_at_the_same_moment_neither_waits_for_ever(cabinet: District) -> None:
    """A report takes its number first and locks history last, as whoever has changed the idea by then does."""
    number, changed = given(cabinet), threading.Event()

    def slowly(tx: Tx) -> None:
        ROUTES["idea.to_team"].handle(cabinet.call(tx, MR, about=number))
        assert IdeaBook(tx).get(number).state is IdeaState.REVIEW_TEAM
        changed.set()
        time.sleep(0.3)

    with ThreadPoolExecutor(1) as beside:
        first = beside.submit(cabinet.do, slowly)
        assert changed.wait(30)
        with pytest.raises(RefusedError, match="Somebody else changed this"):
            ask(cabinet, PRINCIPAL, "idea.raise", {"what": "No list", "happened_on": "2026-03-09"}, about=number)
        first.result(30)


def test_an_idea_becomes_a_report_and_each_shows_the_other(cabinet: District) -> None:
    number = given(cabinet)
    form = {"what": "Plans are missing", "happened_on": "2026-03-09", "school": cabinet.school()}

    ask(cabinet, PRINCIPAL, "idea.raise", form, about=number)

    car = seen(cabinet, "CAR-2026-001")
    assert car.requester == cabinet.person(PRINCIPAL)
    assert (idea_of(cabinet, number).state, idea_of(cabinet, number).car) == (IdeaState.RAISED, car.number)
    assert number in str(ask(cabinet, TEACHER, "car.show", about=car.number))
    assert car.number in card(cabinet, TEACHER, "idea.decided", number)
    assert {("car.triage", MR), ("idea.decided", TEACHER)} <= set(owed(cabinet))


def test_a_report_that_is_an_idea_makes_one_and_each_shows_the_other(cabinet: District) -> None:
    car = filed(cabinet, what="It would be nicer in green")
    no = {"as_": str(RejectionKind.MOVED_TO_OPPORTUNITY), "reason": "A good idea"}

    ask(cabinet, MR, "car.reject", no, about=car.number)

    idea = idea_of(cabinet, "IDEA-2026-001")
    assert (idea.what, idea.by, idea.car) == (car.what, car.requester, car.number)
    assert (seen(cabinet, car.number).state, seen(cabinet, car.number).related) == (State.REJECTED, idea.number)
    assert idea.number in card(cabinet, TEACHER, "car.decided", car.number)
    assert [entry["did"] for entry in cabinet.do(lambda tx: History(tx).about(f"ideas:{idea.number}"))] == [
        "idea.given"
    ]


@SQLITE
def test_a_report_may_move_to_an_idea_that_is_there_and_a_sealed_one_to_no_other(cabinet: District) -> None:
    number, car = given(cabinet), filed(cabinet)
    no = {"as_": str(RejectionKind.MOVED_TO_OPPORTUNITY), "reason": "A good idea"}

    ask(cabinet, MR, "car.reject", {**no, "related": "1"}, about=car.number)
    assert idea_of(cabinet, number).car == car.number

    sealed = filed(cabinet, marks=["sealed"])
    for related, said in (("", "Not everybody may read this report"), ("77", "There is no idea 77")):
        with pytest.raises(FormError) as refused:
            ask(cabinet, MR, "car.reject", {**no, "related": related}, about=sealed.number)
        assert said in refused.value.faults["related"]


def test_words_of_an_idea_and_its_steps_are_removed_unless_the_district_is_held(cabinet: District) -> None:
    number = given(cabinet, "Xyzzy could be better")
    adopted(cabinet, number)
    ask(cabinet, PRINCIPAL, "idea.undo", about=number)
    ask(cabinet, PRINCIPAL, "idea.later", {"until": "2026-04-01", "reason": "Xyzzy is away"}, about=number)
    hold = {"cause": "litigation", "reason": "A letter"}

    assert isinstance(ask(cabinet, MR, "redact", text=number), Open)
    ask(cabinet, MR, "idea.remove", {"reason": "A name"}, about=number)
    assert "Xyzzy" not in card(cabinet, MR, "idea.card", number)
    texts = cabinet.do(lambda tx: [row["text"] for row in tx.rows(words)])
    assert not any("Xyzzy" in (text or "") or text == ADOPT["what"] for text in texts)
    assert cabinet.do(verify).broken == []
    assert not idea_of(cabinet, number).title.startswith("Xyzzy")

    ask(cabinet, MR, "holds.set", hold, about="")
    with pytest.raises(RefusedError, match="A hold on the whole district"):
        ask(cabinet, MR, "idea.remove", {"reason": "A name"}, about=number)


@SQLITE
def test_lists_have_pages_and_scopes(cabinet: District) -> None:
    numbers = [given(cabinet, f"Idea {nth}", by=(TEACHER, DEPUTY)[nth % 2]) for nth in range(12)]

    first = ask(cabinet, OTHER, "idea list")
    assert isinstance(first, Show)
    assert first.card.title == "Ideas (1–10 of 12)"
    assert numbers[11] in str(first)
    assert numbers[0] in str(ask(cabinet, OTHER, "idea.page", about="open 10"))
    assert str(ask(cabinet, DEPUTY, "idea list", text="mine")).count("IDEA-2026") == 2 * 6
    assert "None." in str(ask(cabinet, OTHER, "idea list", text="mine"))
