"""Plans as people make, approve, change and carry them on in chat."""

from typing import Any

import pytest

from domain.errors import RefusedError
from domain.improvement import PlanState
from handlers.routing import Draw, FormError, Open, Show
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.improving import DOER, LEAD, drafted, in_force, plan_of, with_chief
from tests.story import CHIEF, ROUTES, ask, owed
from tests.working import card, items, labels
from views.elements import Card, Facts, Quote, Text

START = {"kind": "school", "year": "2026"}


def shown(district: District, who: str, route: str, **more: Any) -> Card:
    reply = ask(district, who, route, **more)
    assert isinstance(reply, Show)
    return reply.card


def words(drawn: Card) -> str:
    rows = [f"{name}: {value}" for part in drawn.parts if isinstance(part, Facts) for name, value in part.rows]
    texts = [part.body for part in drawn.parts if isinstance(part, Text | Quote)]
    return "\n".join([drawn.title, drawn.state, *rows, *texts, *(f"{one.name} | {one.detail}" for one in items(drawn))])


def started(district: District, who: str = PRINCIPAL, **more: Any) -> str:
    form = {**START, "place": district.school(), "lead": district.person(PRINCIPAL), **more}
    reply = ask(district, who, "plan.start", form)
    assert isinstance(reply, Draw)
    return reply.about


def press(district: District, who: str, label: str, number: str, form: dict[str, Any] | None = None) -> Any:
    """Press a button of the plan's card, and send the form that it opens."""
    drawn = card(district, who, number, "plan.card")
    button = next(one for one in (*drawn.buttons, *drawn.more) if one.label == label)
    reply = ask(district, who, button.does, about=button.about)
    if form is None:
        return reply
    assert isinstance(reply, Open)
    return ask(district, who, reply.form.does, form, about=reply.form.about)


def test_a_principal_writes_a_plan_for_the_school_from_nothing(district: District) -> None:
    number = started(district)
    press(district, LEAD, "Add a goal", number, {"statement": "All students read", "target": "90 %"})
    at = f"{number} 1"
    strategy = {"does": "Read aloud each day", "adults": "plan together", "students": "read more"}
    ask(district, LEAD, "plan.strategy_save", strategy, about=f"{at} 0")
    step = {"what": "Buy books", "under": f"{at} 1", "owner": district.person(DOER), "due": "2026-10-01"}
    ask(district, LEAD, "steps.add", step, about=number)

    goal = words(card(district, LEAD, at, "plan.goal_card"))
    assert card(district, LEAD, number, "plan.card").title == f"{number} · School improvement plan 2026-27"
    assert "Measure: to be set" in goal
    assert "If we: Read aloud each day\nthen adults: plan together · measure to be set\nand students: read more" in goal
    assert "Step 1 · Buy books | Not started · Nurse · due Thu 1 Oct (in 206 days)" in goal
    assert owed(district) == []  # it is a draft


def test_a_plan_begins_with_a_model_whose_steps_are_its_leads(district: District) -> None:
    number = started(district, MR, kind="quality", place=None, template="quality")
    plan = plan_of(district, number)

    assert plan.title == "Quality Plan (QAS-M002)"
    assert len(plan.goals) == 5
    assert "Measures to be set: 5" in str(card(district, PRINCIPAL, number, "plan.card"))
    assert {step.owner for step in plan.steps} == {plan.lead}
    assert all(step.what.startswith("Example: ") for step in plan.steps)


def test_a_small_change_of_words_is_seen_and_a_goal_can_be_written_again(district: District) -> None:
    number = drafted(district)
    header = {"title": "Our plan", "lead": district.person(LEAD), "mission": "Every child"}
    press(district, LEAD, "Change the header", number, header)
    ask(district, LEAD, "plan.goal_save", {"statement": "All read well", "measure": "STAR"}, about=f"{number} 1")
    ask(district, LEAD, "plan.goal_drop", about=f"{number} 2")

    plan = plan_of(district, number)
    assert (plan.title, plan.mission, [goal.statement for goal in plan.goals]) == (
        "Our plan",
        "Every child",
        ["All read well"],
    )
    assert plan.goals[0].strategies


def test_both_approve_what_they_read_and_then_it_is_in_force_and_told(district: District) -> None:
    number = drafted(with_chief(district))
    press(district, LEAD, "Send for approval", number)
    assert sorted(owed(district)) == [("plan.asked", "U3"), ("plan.asked", "U4"), ("plan.asked", CHIEF)]

    press(district, MR, "Approve", number)
    assert card(district, MR, number, "plan.card").state == "With those who approve it"
    assert "Take my approval back" in labels(card(district, MR, number, "plan.card"))
    press(district, CHIEF, "Approve", number)

    assert plan_of(district, number).state is PlanState.IN_FORCE
    assert {("plan.decided", LEAD), ("plan.steps", DOER)} <= set(owed(district))
    assert "You do 1 step of this plan." in words(card(district, DOER, number, "plan.steps"))
    assert "Both have approved it" in words(card(district, LEAD, number, "plan.decided"))


def test_a_plan_that_changed_since_it_was_read_is_not_approved(district: District) -> None:
    number = drafted(with_chief(district))
    press(district, LEAD, "Send for approval", number)
    seen = next(one for one in card(district, MR, number, "plan.card").buttons if one.label == "Approve")
    ask(district, LEAD, "plan.goal_save", {"statement": "Another"}, about=f"{number} 0")

    with pytest.raises(RefusedError, match="changed since you read it"):
        ask(district, MR, seen.does, about=seen.about)


def test_sent_back_its_lead_reads_why(district: District) -> None:
    number = drafted(with_chief(district))
    press(district, LEAD, "Send for approval", number)
    press(district, CHIEF, "Send it back", number, {"reason": "Goal 2 has no measure"})

    drawn = card(district, LEAD, number, "plan.decided")
    assert "Goal 2 has no measure" in words(drawn)
    assert "Your plan came back" in words(drawn)
    assert ("plan.decided", LEAD) in owed(district)


def test_it_is_taken_back_to_write_and_an_approval_is_taken_back(district: District) -> None:
    number = drafted(with_chief(district))
    press(district, LEAD, "Send for approval", number)
    press(district, MR, "Approve", number)
    press(district, MR, "Take my approval back", number)
    assert plan_of(district, number).signatures == ()

    press(district, LEAD, "Go on writing", number)
    assert plan_of(district, number).state is PlanState.DRAFT


def test_a_change_is_read_by_its_lead_while_all_others_read_what_is_in_force(district: District) -> None:
    number = in_force(district)
    press(district, LEAD, "Change the plan", number, {"why": "The audit"})
    ask(district, LEAD, "plan.goal_save", {"statement": "A third goal"}, about=f"{number} 0")

    assert card(district, LEAD, number, "plan.card").state == "Being changed · version 2"
    assert "A third goal" in words(card(district, LEAD, number, "plan.card"))
    assert "A third goal" not in words(card(district, TEACHER, number, "plan.card"))
    assert "A third goal" not in words(shown(district, LEAD, "plan.in_force", about=number))
    press(district, LEAD, "Leave it as it was", number)
    assert card(district, LEAD, number, "plan.card").state == "In force"


def test_a_step_of_a_change_that_is_given_up_goes_with_it(district: District) -> None:
    number = in_force(district)
    press(district, LEAD, "Change the plan", number, {"why": "The audit"})
    step = {"what": "New", "under": f"{number} 2", "owner": district.person(DOER), "due": "2026-10-01"}
    ask(district, LEAD, "steps.add", step, about=number)
    press(district, LEAD, "Leave it as it was", number)

    assert [one.what for one in plan_of(district, number).steps] == ["Meet the families"]


def test_earlier_versions_are_there_to_read(district: District) -> None:
    number = in_force(district)
    press(district, LEAD, "Change the plan", number, {"why": "The audit"})
    ask(district, LEAD, "plan.goal_save", {"statement": "A third goal"}, about=f"{number} 0")
    press(district, LEAD, "Send for approval", number)
    for who in (MR, CHIEF):
        press(district, who, "Approve", number)

    listed = items(shown(district, TEACHER, "plan.versions", about=number))
    assert [one.name for one in listed] == ["Version 2", "Version 1"]
    assert listed[0].detail.endswith("The audit")
    assert "A third goal" not in words(shown(district, TEACHER, "plan.version", about=f"{number} 1"))
    assert "A third goal" in words(shown(district, TEACHER, "plan.whole", about=f"{number} 2 2"))


def test_it_goes_on_next_year_with_the_open_steps_that_were_ticked(district: District) -> None:
    number = in_force(district)
    press(district, LEAD, "Go on next year", number, {"which": ["all"]})
    new = plan_of(district, "PLAN-2026-002")
    assert (new.rolled_from, new.year, [(s.what, s.from_step) for s in new.steps]) == (
        number,
        2026,
        [("Meet the families", 1)],
    )
    assert plan_of(district, number).state is PlanState.IN_FORCE

    press(district, LEAD, "Send for approval", new.number)
    for who in (MR, CHIEF):
        press(district, who, "Approve", new.number)

    assert plan_of(district, number).state is PlanState.REPLACED
    assert plan_of(district, new.number).state is PlanState.IN_FORCE


def test_roll_over_by_command_takes_the_only_plan_that_somebody_leads(district: District) -> None:
    number = in_force(district)
    reply = ask(district, LEAD, "plan roll-over")
    assert isinstance(reply, Open)
    assert reply.form.about == number

    with pytest.raises(RefusedError, match="Please name the plan"):
        ask(district, TEACHER, "plan roll-over")
    with pytest.raises(RefusedError, match="Only whoever leads it"):
        ask(district, TEACHER, "plan roll-over", text="1")


def test_a_plan_is_closed_with_a_reason_and_opened_again(district: District) -> None:
    number = in_force(district)
    press(district, LEAD, "Close it", number, {"reason": "The school closes"})
    assert "The school closes" in words(card(district, TEACHER, number, "plan.card"))
    press(district, LEAD, "Open it again", number)

    assert plan_of(district, number).state is PlanState.IN_FORCE


def test_whoever_is_let_in_reads_a_draft_and_is_told(district: District) -> None:
    number = drafted(district)
    with pytest.raises(RefusedError, match="no plan"):
        card(district, TEACHER, number, "plan.card")
    press(district, LEAD, "Let somebody read it", number, {"person": district.person(TEACHER)})

    assert owed(district) == [("plan.to_read", TEACHER)]
    assert "You were let in" in words(card(district, TEACHER, number, "plan.to_read"))
    assert labels(card(district, TEACHER, number, "plan.card")) == ["Show all", "Export"]


def test_the_list_begins_with_what_is_nearest(district: District) -> None:
    number = in_force(district)
    drafted(district, who=MR)

    assert shown(district, LEAD, "plan").title == "Plans that you lead (2)"
    assert shown(district, TEACHER, "plan").title == "All plans (1)"
    (line,) = items(shown(district, TEACHER, "plan", text="all"))
    assert (line.name, line.detail) == (
        f"{number} · East School plan",
        "Not started · 0 of 1 step done · East School · 2025-26",
    )
    assert shown(district, TEACHER, "plan", text="1").title == f"{number} · East School plan"
    assert "There is no plan “that I saw”" in words(shown(district, TEACHER, "plan", text="that I saw"))
    assert "New plan" not in labels(shown(district, TEACHER, "plan"))


def test_a_value_of_a_measure_shows_on_its_goal(district: District) -> None:
    number = in_force(district)
    for value, day in (("64", "2026-02-02"), ("70.5", "2026-03-02")):
        ask(district, LEAD, "plan.value", {"of": "0 goal", "value": value, "day": day}, about=f"{number} 1")
    ask(district, LEAD, "plan.value", {"of": "1 students", "value": "12", "day": "2026-03-02"}, about=f"{number} 1")

    drawn = card(district, TEACHER, f"{number} 1", "plan.goal_card")
    assert "Measured: 64 → 70.5 (Mon 2 Mar 2026), up 6.5" in words(drawn)
    with pytest.raises(FormError) as refused:
        ask(district, LEAD, "plan.value", {"of": "0 goal", "value": "many", "day": "2026-03-02"}, about=f"{number} 1")
    assert list(refused.value.faults) == ["value"]


def test_goals_that_support_others_are_the_consolidated_plan(district: District) -> None:
    above = in_force(district)
    below = drafted(district)
    form = {"statement": "All read", "supports": f"{above} 1"}
    ask(district, LEAD, "plan.goal_save", form, about=f"{below} 0")
    press(district, LEAD, "Send for approval", below)
    assert "No goal supports another one yet" in words(shown(district, TEACHER, "plan consolidated"))
    for who in (MR, CHIEF):
        press(district, who, "Approve", below)

    (line,) = items(shown(district, TEACHER, "plan consolidated"))
    assert line.name == f"{above} · goal 1 · Every student reads at grade level"
    assert "supported by East School (goal 3: No steps yet)" in line.detail
    with pytest.raises(FormError) as refused:
        ask(district, LEAD, "plan.goal_save", {"statement": "A", "supports": "PLAN-2026-999 1"}, about=f"{below} 0")
    assert list(refused.value.faults) == ["supports"]


def test_words_that_seem_to_name_a_student_are_asked_about_once(district: District) -> None:
    number = drafted(district)
    form = {"statement": "Student 12345678 reads"}
    again = ask(district, LEAD, "plan.goal_save", form, about=f"{number} 0")
    assert isinstance(again, Open)

    assert isinstance(ask(district, LEAD, "plan.goal_save", {**form, "names": "no_student"}, about=f"{number} 0"), Draw)


WRITES: dict[str, dict[str, Any] | None] = {
    "plan.send": None,
    "plan.header": {"title": "Mine", "lead": "{me}"},
    "plan.goal_save": {"statement": "Mine"},
    "plan.value": {"of": "0 goal", "value": "1", "day": "2026-03-02"},
    "plan.reader": {"person": "{me}"},
    "plan.change": {"why": "So"},
    "plan.close": {"reason": "So"},
    "plan.recall": None,
    "plan.give_up": None,
}


@pytest.mark.parametrize("route", WRITES)
def test_nobody_else_writes_in_it(district: District, route: str) -> None:
    number = in_force(district)
    me = district.person(OTHER)
    form = {name: value.replace("{me}", me) for name, value in (WRITES[route] or {}).items()} or None
    before = plan_of(district, number)
    with pytest.raises((RefusedError, FormError)):
        ask(district, OTHER, route, form, about=f"{number} 1")

    assert plan_of(district, number) == before


BUTTONS = [name for name, route in ROUTES.items() if name.startswith(("plan.", "steps.")) and route.form is None]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("route", BUTTONS)
def test_a_button_that_names_nothing_is_answered_all_the_same(district: District, route: str) -> None:
    """Whatever comes in is answered by a card or a sentence, and is no fault."""
    for about in ("", "x", "PLAN-2026-009", "7 x y z", "-1", "1 done - ", "²"):
        try:
            district.do(lambda tx, about=about: ROUTES[route].handle(district.call(tx, MR, about=about)))
        except RefusedError as refused:
            assert refused.sentence  # noqa: PT017 - some of them are cards
