"""Plans as owners write them and the office reads them."""

import pytest

from domain.cars import State
from domain.errors import RefusedError
from handlers.routing import FormError, Open
from tests.conftest import DEPUTY, MR, District
from tests.story import ask
from tests.working import OWNER, STEPPER, accepted, approved, card, case_of, plan_answers, planned, press


def test_a_plan_is_approved_as_it_was_read(district: District) -> None:
    number = planned(district)
    read = card(district, MR, number).buttons[0]
    assert (read.label, read.primary) == ("Approve", True)
    press(district, DEPUTY, "Send it back", number, {"reason": "Who pays?"})
    assert "Who pays?" in str(card(district, OWNER, number, "car.turn"))
    ask(district, OWNER, "car.plan", plan_answers(district, correction="None needed, because"), about=number)

    with pytest.raises(RefusedError, match="The plan changed while you were reading"):
        ask(district, MR, "car.approve", about=read.about)

    press(district, MR, "Approve", number)
    plan = case_of(district, number).plan
    assert plan
    assert plan.approval
    assert (plan.version, plan.approval.digest) == (2, plan.digest)


def test_the_form_of_a_plan_grows_by_a_step_and_loses_nothing(district: District) -> None:
    number = accepted(district, severity="major")
    typed = {"correction": "Tied shut", "steps": "Make a list", "who": district.person(STEPPER)}

    more = ask(district, OWNER, "car.plan_more", about=f"{number} 2", typed=typed)

    assert isinstance(more, Open)
    asks = {one.name: one.value for one in more.form.asks}
    assert (asks["correction"], asks["who"], asks["steps_2"]) == ("Tied shut", district.person(STEPPER), None)


def test_a_plan_may_name_more_than_one_cause_each_with_its_kind(district: District) -> None:
    number = accepted(district, severity="major")
    typed = plan_answers(district)
    more = ask(district, OWNER, "car.plan_more", about=f"{number} 2 2", typed=typed)
    assert isinstance(more, Open)
    asks = {one.name: one.value for one in more.form.asks}
    assert (asks["causes"], asks["steps_2"], asks["causes_2"]) == ("Nobody looks at it", "Hang it up", None)
    second = {"causes_2": "The latch is weak", "whys_2": "Cheap\nOld", "how_found_2": "data_analysis"}
    with pytest.raises(FormError, match="category_2"):
        ask(district, OWNER, "car.plan", {**typed, **second}, about=number)
    ask(district, OWNER, "car.plan", {**typed, **second, "category_2": "communication"}, about=number)
    shown = str(card(district, MR, number))
    press(district, MR, "Approve", number)

    kept = case_of(district, number)
    assert kept.plan
    assert [cause.statement for cause in kept.plan.causes] == ["Nobody looks at it", "The latch is weak"]
    assert (kept.plan.causes[1].whys, kept.car.cause_category) == (("Cheap", "Old"), "not_implemented")
    assert "The latch is weak" in shown
    opened = press(district, OWNER, "Change the plan", number)
    assert isinstance(opened, Open)
    again = {one.name: one.value for one in opened.form.asks if one.name != "files"}
    assert (again["causes_2"], again["category_2"]) == ("The latch is weak", "communication")
    ask(district, OWNER, "car.plan", {**again, "causes_2": ""}, about=number)
    assert [cause.statement for cause in case_of(district, number).plan.causes] == ["Nobody looks at it"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("left_out", "field"),
    [("who_2", "who_2"), ("due_2", "due_2"), ("correction", "correction"), ("criterion", "criterion")],
)
def test_what_is_missing_in_a_plan_is_said_at_its_question(district: District, left_out: str, field: str) -> None:
    number = accepted(district, severity="major")
    form = plan_answers(district)
    form[left_out] = None if left_out.endswith("_2") else ""

    with pytest.raises(FormError) as refused:
        ask(district, OWNER, "car.plan", form, about=number)

    assert list(refused.value.faults) == [field]


def test_an_approved_plan_that_is_changed_is_approved_again_and_keeps_what_was_done(district: District) -> None:
    number = approved(district)
    first = case_of(district, number).plan
    assert first
    press(district, STEPPER, "Update", number, {"as_": "done", "said": "It hangs"})
    opened = press(district, OWNER, "Change the plan", number)
    assert isinstance(opened, Open)
    typed = {one.name: one.value for one in opened.form.asks if one.name != "files"}
    ask(district, OWNER, "car.plan", {**typed, "steps_2": "Hang it up high"}, about=number)

    changed = case_of(district, number)
    assert changed.car.state is State.PLAN_REVIEW
    assert changed.plan
    assert [step.number for step in changed.plan.steps] == [step.number for step in first.steps]
    assert [step.is_settled for step in changed.plan.steps] == [True, False]
    assert changed.plan.steps[1].what == "Hang it up high"
