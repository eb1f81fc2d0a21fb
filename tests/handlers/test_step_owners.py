"""Asking somebody to do a step of a report."""

from datetime import timedelta

import pytest

from domain.errors import RefusedError
from domain.items import ItemKind
from domain.people import PersonId
from handlers.routing import FormError, Open
from storage.items import audience, items_for
from storage.verify import verify
from tests.conftest import MR, NOW, TEACHER, District
from tests.story import ask, owed
from tests.working import CHECKER, OWNER, STEPPER, approved, card, case_of, items, labels, plan_answers, press

ASK = "Ask somebody to do a step"
NEW = "U31"


def asked(district: District, who: str = STEPPER) -> str:
    number = approved(district)
    press(district, who, ASK, number, {"step": "1", "owner": district.person(NEW)}, now=NOW + timedelta(hours=1))
    return number


@pytest.mark.parametrize("who", [STEPPER, OWNER, MR])
def test_a_step_goes_to_somebody_who_says_yes(district: District, who: str) -> None:
    number = asked(district, who)
    assert ("step.asked", NEW) in owed(district)
    drawn = card(district, NEW, number, "step.asked")
    assert "You are asked to do this: step 1 · Make a list. Do you take it?" in str(drawn)
    assert "is asked to do it" in items(card(district, OWNER, number))[0].detail
    press(district, NEW, "Yes, I do step 1", number)

    plan = case_of(district, number).plan
    assert plan
    assert [step.owner for step in plan.steps] == [district.person(NEW), district.person(STEPPER)]
    assert {("step.answered", STEPPER), ("step.answered", OWNER)} <= set(owed(district))
    assert "has answered" in str(card(district, STEPPER, number, "step.answered"))
    with pytest.raises(RefusedError, match="You are not asked to do step 1"):
        ask(district, NEW, "step.take", about="1")
    with pytest.raises(RefusedError, match="Only whoever does step 1"):
        ask(district, STEPPER, "step.report", {"as_": "done", "said": "It hangs"}, about="1")
    press(district, NEW, "Update", number, {"as_": "done", "said": "It hangs"})
    told = str(ask(district, MR, "story.show", about=number))
    assert "asked somebody to do step 1. Step 1 asked to do it: " in told
    assert district.do(verify).broken == []


def test_what_was_approved_stays_approved_and_the_card_says_who_took_over(district: District) -> None:
    number = asked(district)
    press(district, NEW, "Yes, I do step 1", number)

    plan = case_of(district, number).plan
    assert plan
    assert plan.approval
    assert plan.digest == plan.approval.digest
    said = "Approved as version 1. Handed over since: step 1, by "
    assert [said in str(card(district, who, number)) for who in (OWNER, MR, TEACHER)] == [True] * 3

    press(district, NEW, ASK, number, {"step": "1", "owner": district.person(STEPPER)})
    press(district, STEPPER, "Yes, I do step 1", number)
    assert "Handed over since" not in str(card(district, MR, number))
    assert district.do(verify).broken == []


def test_a_changed_plan_is_approved_with_whoever_does_its_steps_then(district: District) -> None:
    number = asked(district)
    press(district, NEW, "Yes, I do step 1", number)
    again = plan_answers(district, steps="Make a better list", who=district.person(NEW))
    press(district, OWNER, "Change the plan", number, again)
    press(district, MR, "Approve", number)

    plan = case_of(district, number).plan
    assert plan
    assert plan.approval
    assert (plan.approval.version, plan.approval.digest, plan.handed) == (2, plan.digest, [])


def test_who_says_no_to_a_step_of_a_sealed_report_does_not_read_it_any_more(district: District) -> None:
    number = approved(district)
    ask(district, MR, "car.seal", about=number)
    assert "Make a list" not in str(card(district, NEW, number))
    press(district, OWNER, ASK, number, {"step": "1", "owner": district.person(NEW)})
    assert "Make a list" in str(card(district, NEW, number, "step.asked"))
    assert "Make a list" in str(card(district, NEW, number))
    press(district, NEW, "No, not step 1", number)

    for notice in ("step.asked", "car.card"):
        assert "Make a list" not in str(card(district, NEW, number, notice))
    plan = case_of(district, number).plan
    assert plan
    assert plan.step_owners == {district.person(STEPPER)}


def test_it_waits_for_whoever_is_asked(district: District) -> None:
    number, new = asked(district), PersonId(district.person(NEW))
    waits = district.do(lambda tx: items_for(tx, [new])[new])

    assert [(item.kind, item.about, item.of) for item in waits] == [(ItemKind.OWN, "1", number)]
    assert new in district.do(audience)
    assert number in str(ask(district, NEW, "car list", text="turn"))


def test_neither_who_checks_nor_a_stranger_is_asked(district: District) -> None:
    number = approved(district)
    for owner in (district.person(CHECKER), "nobody"):
        with pytest.raises(FormError) as refused:
            ask(district, OWNER, "step.ask", {"step": "1", "owner": owner}, about=number)
        assert list(refused.value.faults) == ["owner"]
    with pytest.raises(RefusedError, match="There is no step 9"):
        ask(district, OWNER, "step.ask", {"step": "9", "owner": district.person(NEW)}, about=number)
    assert ASK not in labels(card(district, TEACHER, number))


def test_the_form_offers_the_open_steps(district: District) -> None:
    number = approved(district)
    ask(district, STEPPER, "step.report", {"as_": "done", "said": "It hangs"}, about="1")
    opened = ask(district, OWNER, "step.hand_form", about=number)

    assert isinstance(opened, Open)
    assert [option.label for option in opened.form.asks[0].options] == ["Step 2 · Hang it up"]
    with pytest.raises(RefusedError, match="no open step for which you can ask"):
        ask(district, TEACHER, "step.hand_form", about=number)
