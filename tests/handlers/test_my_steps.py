"""Everybody's steps, and what is told of them in two presses."""

from typing import Any

import pytest

from domain.errors import RefusedError
from domain.plans import StepStatus
from handlers.routing import Draw, FormError, Open, Show
from storage.step_lists import StepLists
from tests.conftest import MR, NOW, TEACHER, District
from tests.handlers.test_improvement import shown, words
from tests.improving import DOER, LEAD, drafted, in_force, plan_of
from tests.story import ask, owed
from tests.working import CHECKER, OWNER, approved, card, case_of, items, labels
from views.elements import Heading


def typed(district: District, text: str, who: str = DOER) -> Any:
    return ask(district, who, "step", text=text)


def save(district: District, reply: Any, who: str = DOER) -> Any:
    assert isinstance(reply, Show)
    button = next(one for one in reply.card.buttons if one.label == "Save")
    return ask(district, who, button.does, about=button.about)


def test_my_steps_are_those_of_plans_and_reports_with_one_press_each(district: District) -> None:
    number, report = in_force(district), approved(district)

    drawn = shown(district, DOER, "step")
    assert drawn.title == "Your steps (3)"
    assert [(one.button.label, one.button.does) for one in items(drawn) if one.button] == [
        ("Update", "steps.form"),
        ("Update", "steps.form"),
        ("Update", "steps.form"),
    ]
    assert [one.detail.split(" · ")[-1] for one in items(drawn)] == [number, report, report]
    assert "You have no steps to do now." in words(shown(district, TEACHER, "step"))


def test_what_is_typed_is_read_shown_and_saved_with_a_second_press(district: District) -> None:
    number = in_force(district)
    reply = typed(district, "1 at risk waiting for the vendor")
    assert isinstance(reply, Show)
    assert reply.card.title == "Step 1 · At risk · waiting for the vendor"
    assert plan_of(district, number).steps[0].status is StepStatus.NOT_STARTED

    assert save(district, reply) == Draw("steps.card", "1")
    step = plan_of(district, number).steps[0]
    assert step.status is StepStatus.AT_RISK
    assert "At risk · waiting for the vendor · you" in words(card(district, DOER, "1", "steps.card"))


def test_a_percent_is_saved_and_taken_back(district: District) -> None:
    number = in_force(district)
    save(district, typed(district, "1 50%"))
    drawn = card(district, DOER, "1", "steps.card")
    assert drawn.state == "On track 50%"
    undo = next(one for one in drawn.buttons if one.label == "Undo")
    ask(district, DOER, undo.does, about=undo.about)

    assert plan_of(district, number).steps[0].status is StepStatus.NOT_STARTED
    with pytest.raises(RefusedError, match="told more"):
        ask(district, DOER, undo.does, about=undo.about)


@pytest.mark.parametrize("text", ["done 1", "1 at risk", "1 off track", "cancel 1", "1 100%"])
def test_what_needs_words_opens_the_form_with_what_was_read(district: District, text: str) -> None:
    in_force(district)
    reply = typed(district, text)

    assert isinstance(reply, Open)
    assert {ask.name: ask.value for ask in reply.form.asks}["status"] in ("done", "at_risk", "off_track", "cancelled")
    with pytest.raises(FormError) as refused:
        ask(district, DOER, "steps.tell", {"status": "done", "comment": " "}, about="1")
    assert list(refused.value.faults) == ["comment"]


def test_change_opens_the_form_with_all_that_was_typed(district: District) -> None:
    in_force(district)
    reply = typed(district, "1 at risk 20% no room at East")
    assert isinstance(reply, Show)
    change = next(one for one in reply.card.buttons if one.label == "Change")
    opened = ask(district, DOER, change.does, about=change.about)

    assert isinstance(opened, Open)
    values = {one.name: one.value for one in opened.form.asks if one.name != "files"}
    assert values == {"status": "at_risk", "percent": "20", "comment": "no room at East"}


def test_a_step_of_a_report_goes_by_the_rules_of_reports(district: District) -> None:
    number = approved(district)
    save(district, typed(district, "done 1 The list hangs at the gate"))
    plan = case_of(district, number).plan
    assert plan
    assert (plan.steps[0].status, plan.steps[0].evidence) == (StepStatus.DONE, "The list hangs at the gate")


@pytest.mark.parametrize(
    ("text", "as_", "said"),
    [("2 done", "done", None), ("2 off track", "off_track", None), ("2 50% no time", "on_track", "50% no time")],
)
def test_what_lacks_words_of_a_step_of_a_report_opens_its_form(
    district: District, text: str, as_: str, said: str | None
) -> None:
    approved(district)
    opened = typed(district, text)

    assert isinstance(opened, Open)
    assert opened.form.does == "step.report"
    assert [one.value for one in opened.form.asks[:2]] == [as_, said]


def test_how_a_step_of_a_report_stands_is_told_in_two_presses(district: District) -> None:
    number = approved(district)
    reply = typed(district, "2 at risk waiting for the vendor")
    assert isinstance(reply, Show)
    assert reply.card.title == "Step 2 · At risk · waiting for the vendor"
    change = next(one for one in reply.card.buttons if one.label == "Change")
    opened = ask(district, DOER, change.does, about=change.about)
    assert isinstance(opened, Open)
    assert [one.value for one in opened.form.asks[:2]] == ["at_risk", "waiting for the vendor"]
    save(district, reply)

    assert "At risk" in items(shown(district, DOER, "step"))[1].detail
    for who in (OWNER, MR, CHECKER):
        assert "At risk · " in items(card(district, who, number))[1].detail
        assert items(card(district, who, number))[1].detail.endswith("waiting for the vendor")
    told = district.do(lambda tx: StepLists(tx).changed(NOW, most=9))
    assert [(one.step, one.of, one.status) for one in told] == [(2, number, StepStatus.AT_RISK)]


def test_a_number_alone_shows_the_step_and_words_alone_say_how(district: District) -> None:
    in_force(district)

    assert shown(district, TEACHER, "step", text="1").title == "Step 1 · Meet the families"
    assert "Please begin with the number of the step" in words(shown(district, DOER, "step", text="what now"))
    with pytest.raises(RefusedError, match="no step 9 that you can see"):
        typed(district, "9 done all of it")


def test_nobody_else_tells_of_it_but_its_lead(district: District) -> None:
    in_force(district)
    with pytest.raises(RefusedError, match="Only whoever does step 1"):
        save(district, typed(district, "1 50%", TEACHER), TEACHER)
    save(district, typed(district, "1 50%", LEAD), LEAD)

    assert "Update" not in labels(card(district, TEACHER, "1", "steps.card"))


def test_a_step_of_a_draft_is_nobodys_yet(district: District) -> None:
    drafted(district)

    assert "You have no steps" in words(shown(district, DOER, "step"))
    with pytest.raises(RefusedError, match="no step 1 that you can see"):
        typed(district, "1 50%")
    ask(district, LEAD, "steps.drop", about="1")
    with pytest.raises(RefusedError, match="no step 1"):
        card(district, LEAD, "1", "steps.card")


def test_a_new_step_of_a_plan_in_force_is_told_to_whoever_does_it(district: District) -> None:
    number = in_force(district)
    opened = ask(district, LEAD, "step new", text="Print the list")
    assert isinstance(opened, Open)
    values = {one.name: one.value for one in opened.form.asks}
    assert (values["what"], values["under"]) == ("Print the list", f"{number} 1")
    form = {"what": "Print the list", "under": f"{number} 1 1", "owner": district.person(TEACHER), "due": "2026-04-01"}
    ask(district, LEAD, "steps.add", form)

    assert ("steps.yours", TEACHER) in owed(district)
    assert "This step is yours now." in words(card(district, TEACHER, "2", "steps.yours"))
    with pytest.raises(RefusedError, match="lead no plan"):
        ask(district, DOER, "step new")


def test_a_day_is_moved_with_a_reason_and_the_new_owner_is_told(district: District) -> None:
    number = in_force(district)
    form = {
        "what": "Meet the families",
        "under": f"{number} 1 1",
        "owner": district.person(TEACHER),
        "due": "2026-05-01",
    }
    with pytest.raises(FormError) as refused:
        ask(district, LEAD, "steps.change", form, about="1")
    assert list(refused.value.faults) == ["why"]
    ask(district, LEAD, "steps.change", {**form, "why": "Snow"}, about="1")

    assert "was due Fri 20 Mar · was Nurse's · Snow" in words(card(district, TEACHER, "1", "steps.card"))
    assert ("steps.yours", TEACHER) in owed(district)
    with pytest.raises(RefusedError, match="is in force"):
        ask(district, LEAD, "steps.drop", about="1")


def test_home_shows_the_next_ones(district: District) -> None:
    in_force(district)
    approved(district)
    home = card(district, DOER, "", "home")

    assert [part.body for part in home.parts if isinstance(part, Heading)][-1] == "Your steps (3)"
    assert [one.name.split(" · ")[0] for one in items(home)][-3:] == ["Step 1", "Step 2", "Step 3"]
    assert "Your steps" not in str(card(district, MR, "", "home"))
