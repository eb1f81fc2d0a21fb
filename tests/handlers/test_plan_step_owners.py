"""Asking somebody to do a step of a plan."""

import pytest

from domain.errors import RefusedError
from domain.items import ItemKind
from domain.people import PersonId
from handlers.routing import FormError, Open
from storage.items import audience, items_for
from storage.step_lists import StepLists
from storage.verify import verify
from tests.conftest import MR, TEACHER, District
from tests.handlers.test_improvement import words
from tests.improving import DOER, LEAD, in_force, plan_of
from tests.story import ask, owed
from tests.working import card, labels

NEW, STEP = "U31", "1"


def asked(district: District, who: str = DOER) -> str:
    number = in_force(district)
    opened = ask(district, who, "steps.hand_form", about=STEP)
    assert isinstance(opened, Open)
    ask(district, who, opened.form.does, {"owner": district.person(NEW)}, about=STEP)
    return number


def kinds(district: District, who: str) -> list[ItemKind]:
    person = PersonId(district.person(who))
    found = district.do(lambda tx: items_for(tx, [person]))
    return [item.kind for item in found.get(person, [])]


def mine(district: District, who: str) -> list[int]:
    person = PersonId(district.person(who))
    found: list[int] = district.do(lambda tx: [line.number for line in StepLists(tx).mine(person, size=9)])
    return found


def drawn(district: District, who: str, notice: str = "steps.card") -> str:
    return words(card(district, who, STEP, notice))


@pytest.mark.parametrize("who", [DOER, LEAD, MR])
def test_a_step_goes_to_somebody_who_says_yes_and_its_day_and_how_it_stands_stay(district: District, who: str) -> None:
    number = asked(district, who)
    ask(district, DOER, "steps.tell", {"status": "at_risk", "comment": "No room", "percent": "20"}, about=STEP)
    was = plan_of(district, number).steps[0]
    assert ("steps.asked", NEW) in owed(district)
    assert "You are asked to do this step. Do you take it?" in drawn(district, NEW, "steps.asked")
    assert "is asked to do it" in drawn(district, LEAD)
    assert (kinds(district, NEW), kinds(district, DOER)) == ([ItemKind.OWN], [ItemKind.STEP])
    assert district.person(NEW) in district.do(audience)
    assert "Yes, I take it" in labels(card(district, NEW, STEP, "steps.asked"))

    ask(district, NEW, "steps.take", about=STEP)

    step = plan_of(district, number).steps[0]
    assert (step.owner, step.asked_owner) == (district.person(NEW), None)
    assert (step.due, step.status, step.percent) == (was.due, was.status, was.percent)
    assert [mine(district, one) for one in (NEW, DOER)] == [[1], []]
    assert {("steps.answered", DOER), ("steps.answered", LEAD)} & set(owed(district))
    assert "Now it is done by: " in drawn(district, LEAD, "steps.answered")
    assert "There is nothing for you to do here" in drawn(district, NEW, "steps.asked")
    assert district.do(verify).broken == []


def test_taking_it_is_taken_back_by_undo(district: District) -> None:
    number = asked(district)
    ask(district, NEW, "steps.take", about=STEP)

    ask(district, NEW, "steps.undo", about="1 1")

    assert plan_of(district, number).steps[0].owner == district.person(DOER)


def test_who_says_no_leaves_it_where_it_was(district: District) -> None:
    number = asked(district)
    ask(district, NEW, "steps.decline", about=STEP)

    step = plan_of(district, number).steps[0]
    assert (step.owner, step.asked_owner) == (district.person(DOER), None)
    assert kinds(district, NEW) == []
    with pytest.raises(RefusedError, match="You are not asked to do step 1"):
        ask(district, NEW, "steps.take", about=STEP)


@pytest.mark.parametrize(("status", "comment"), [("done", "It hangs"), ("cancelled", "The grant ended")])
def test_of_what_is_over_nobody_is_asked_any_more(district: District, status: str, comment: str) -> None:
    number = asked(district)
    ask(district, DOER, "steps.tell", {"status": status, "comment": comment}, about=STEP)

    assert plan_of(district, number).steps[0].asked_owner is None
    with pytest.raises(RefusedError, match="Nobody works on step 1 now"):
        ask(district, DOER, "steps.ask_owner", {"owner": district.person(NEW)}, about=STEP)


def test_nobody_is_asked_for_what_they_do_already_and_only_who_has_a_part_in_it_asks(district: District) -> None:
    asked(district)

    with pytest.raises(FormError) as already:
        ask(district, LEAD, "steps.ask_owner", {"owner": district.person(DOER)}, about=STEP)
    assert already.value.faults == {"owner": "They do step 1 already. Please choose somebody else."}
    with pytest.raises(RefusedError, match="Only whoever does step 1, or who leads the plan"):
        ask(district, TEACHER, "steps.hand_form", about=STEP)
    with pytest.raises(RefusedError, match="You are not asked"):
        ask(district, TEACHER, "steps.take", about=STEP)


def test_who_leads_the_plan_gives_it_to_somebody_else_unasked_with_a_reason(district: District) -> None:
    number = asked(district)
    form = {
        "what": "Meet the families",
        "owner": district.person(TEACHER),
        "due": "2026-03-20",
        "under": f"{number} 1 1",
    }

    with pytest.raises(FormError) as unsaid:
        ask(district, LEAD, "steps.change", form, about=STEP)
    assert list(unsaid.value.faults) == ["why"]
    ask(district, LEAD, "steps.change", {**form, "why": "The nurse is on leave"}, about=STEP)

    step = plan_of(district, number).steps[0]
    assert (step.owner, step.asked_owner) == (district.person(TEACHER), None)
    assert kinds(district, NEW) == []
