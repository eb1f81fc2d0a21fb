"""The whole life of a report, as the people of a district press and type it."""

from datetime import timedelta

import pytest

from domain.cars import Outcome, State
from domain.errors import RefusedError
from domain.plans import StepStatus
from handlers.routing import FormError, Open
from storage.step_lists import StepLists
from storage.step_updates import StepUpdates
from storage.verify import verify
from storage.words import words
from tests.conftest import DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ask, filed, owed, seen
from tests.working import (
    CHECKER,
    CHOSEN,
    HELD,
    ON,
    OWNER,
    QUICK,
    STEPPER,
    accepted,
    approved,
    card,
    case_of,
    choices,
    done,
    items,
    labels,
    plan_answers,
    planned,
    press,
    verifying,
    watched,
)
from views.elements import Ask, Note, Text

LATER = NOW + timedelta(days=60)


def waits(district: District, who: str, number: str) -> str:
    foot = next(part.body for part in card(district, who, number).parts if isinstance(part, Note))
    return foot.rpartition(" · ")[2]


# A quick fix


def test_a_minor_report_is_closed_with_four_presses_and_one_sentence(district: District) -> None:
    """Submit, Accept, Mark done and It is fixed; the sentence is what happened, and the owner chooses in the card."""
    number = filed(district, what="The gate latch is broken").number
    press(district, MR, "Accept", number)
    assert [ask.name for ask in choices(card(district, PRINCIPAL, number, "car.owned"))] == [*CHOSEN]
    press(district, PRINCIPAL, "Mark done", number, typed=CHOSEN)
    press(district, MR, "It is fixed", number)

    closed = seen(district, number)
    assert (closed.state, closed.outcome, closed.cause_category) == (State.CLOSED, Outcome.CHECKED, "communication")
    assert (closed.done, closed.cause, closed.elsewhere) == ("It was replaced.", "Communication", False)
    told = owed(district)
    assert [what for what, who in told if who == TEACHER] == ["car.received", "car.decided", "car.decided"]
    assert [what for what, who in told if who == PRINCIPAL] == ["car.owned", "car.turn"]
    assert district.do(verify).broken == []


@pytest.mark.parametrize(
    ("missing", "says"), [("remedy", "Please choose what was done"), ("category", "Please choose why it happened")]
)
def test_what_is_not_chosen_in_the_card_is_asked_for_and_nothing_is_done(
    district: District, missing: str, says: str
) -> None:
    number = accepted(district)

    with pytest.raises(RefusedError, match=says):
        press(district, OWNER, "Mark done", number, typed={**CHOSEN, missing: None})

    assert seen(district, number).state is State.ACCEPTED


def test_only_the_owner_is_asked_in_the_card_what_was_done(district: District) -> None:
    number = accepted(district)

    assert choices(card(district, MR, number)) == []
    assert [ask.name for ask in choices(card(district, OWNER, number))] == [*CHOSEN]
    press(district, OWNER, "Mark done", number, typed=CHOSEN)
    assert choices(card(district, OWNER, number)) == []


def test_a_cause_that_was_chosen_stands_in_the_card_once(district: District) -> None:
    number = accepted(district)
    press(district, OWNER, "Mark done", number, typed={**CHOSEN, "elsewhere": "yes"})

    said = [part.body for part in card(district, MR, number).parts if isinstance(part, Text)]
    assert said[-3:] == ["Done: It was replaced.", "Why it happened: Communication", "Elsewhere: Yes"]


def test_a_fix_that_is_not_there_yet_goes_back_with_a_reason(district: District) -> None:
    number = accepted(district)
    press(district, OWNER, "In your own words …", number, QUICK)
    assert waits(district, OWNER, number) == "Waiting for the management representative"

    press(district, MR, "Not yet", number, {"reason": "It still opens"})

    assert "It still opens" in str(card(district, OWNER, number, "car.turn"))
    press(district, OWNER, "The work is done", number, {"done": "And a spring"})
    press(district, DEPUTY, "It is fixed", number)
    assert seen(district, number).done == "And a spring"


def test_whoever_did_the_work_does_not_check_it(district: District) -> None:
    number = accepted(district)
    ask(district, MR, "owner.ask", {"owner": district.person(DEPUTY)}, about=number)
    press(district, DEPUTY, "Yes, I take it", number)
    press(district, DEPUTY, "In your own words …", number, QUICK)

    assert "It is fixed" not in labels(card(district, DEPUTY, number))
    with pytest.raises(RefusedError, match="You had a part in this work"):
        ask(district, DEPUTY, "car.checked", about=number)
    assert ("car.turn", DEPUTY) not in owed(district)
    assert ("car.turn", MR) in owed(district)


# A plan


def test_a_major_report_goes_from_report_to_closed_by_four_people(district: District) -> None:
    number = watched(district)
    assert waits(district, OWNER, number) == "Watched until Fri 8 May; then it is looked at whether it held"
    assert waits(district, MR, number) == "Waiting for you to sign it off"
    press(district, MR, "Sign off", number)
    assert waits(district, CHECKER, number) == "Watched until Fri 8 May; then you look whether it held"
    with pytest.raises(RefusedError, match="Only the management representative can close it before that day"):
        ask(district, CHECKER, "car.held", HELD, about=number)

    press(district, CHECKER, "It held", number, HELD, now=LATER, today=ON)

    closed = case_of(district, number)
    assert (closed.car.state, closed.car.outcome) == (State.CLOSED, Outcome.EFFECTIVE)
    assert closed.verdict
    assert closed.verdict.lesson == "Look twice a year"
    assert "Look twice a year" in str(card(district, TEACHER, number, "car.decided"))
    assert [what for what, who in owed(district) if who == TEACHER] == ["car.received", "car.decided", "car.decided"]
    assert [what for what, who in owed(district) if who == STEPPER] == ["step.yours"]
    assert district.do(verify).broken == []


def test_one_that_did_not_hold_is_planned_anew_and_its_cause_is_not_confirmed(district: District) -> None:
    number = watched(district)
    press(district, CHECKER, "It came back", number, {"reason": "Two open gates"})

    assert (seen(district, number).state, seen(district, number).cycle) == (State.ACCEPTED, 2)
    assert "It was not, as it turned out: Nobody looks at it" in str(card(district, OWNER, number))
    assert "steps done" not in str(card(district, OWNER, number))
    opened = press(district, OWNER, "Write the plan", number)
    assert isinstance(opened, Open)
    assert {part.value for part in opened.form.parts if isinstance(part, Ask) and part.name == "steps"} == {None}
    again = plan_answers(district, causes="The list hangs where nobody walks", steps_2="", who_2=None, due_2=None)
    ask(district, OWNER, "car.plan", again, about=number)
    press(district, MR, "Approve", number)
    whole = str(card(district, MR, number, "car.card"))
    shown = ask(district, MR, "car.show_all", about=number)

    assert "1 step" in whole
    assert "It was not, as it turned out: Nobody looks at it" in str(shown)
    done(district, number)
    press(district, OWNER, "The work is done", number)
    press(district, CHECKER, "Done, now watch it", number)
    press(district, MR, "Sign off", number)
    press(district, CHECKER, "It held", number, HELD, now=LATER, today=ON)
    assert seen(district, number).outcome is Outcome.EFFECTIVE
    assert district.do(verify).broken == []


def test_the_third_cycle_is_noted_for_the_review_team(district: District) -> None:
    number = watched(district)
    for nth in (2, 3):
        press(district, CHECKER, "It came back", number, {"reason": "Again"})
        ask(district, OWNER, "car.plan", plan_answers(district, causes=f"Cause {nth}"), about=number)
        press(district, MR, "Approve", number)
        done(district, number)
        press(district, OWNER, "The work is done", number)
        press(district, CHECKER, "Done, now watch it", number)

    assert seen(district, number).for_mrt
    assert "The Management Review Team looks at it" in str(card(district, MR, number))


# Steps


def test_steps_are_done_or_not_needed_and_undone(district: District) -> None:
    number = approved(district)
    assert "You do 2 steps of this plan" in str(card(district, STEPPER, number, "step.yours"))
    press(district, STEPPER, "Update", number, {"as_": "done", "said": "A photo of it"})
    press(district, STEPPER, "Update", number, {"as_": "not_needed", "said": "It hangs already"})

    assert "Your steps here are done" in str(card(district, STEPPER, number, "step.yours"))
    assert "The work is done" in labels(card(district, OWNER, number))
    press(district, STEPPER, "Undo", number)
    assert waits(district, OWNER, number) == "Waiting for Nurse"
    assert waits(district, STEPPER, number) == "Waiting for you"
    assert "The work is done" not in labels(card(district, OWNER, number))
    with pytest.raises(RefusedError, match="is open"):
        ask(district, OWNER, "car.finish", about=number)


def test_how_a_step_stands_is_told_as_often_as_it_takes_and_stays_told_when_it_is_opened_again(
    district: District,
) -> None:
    number = approved(district)
    for said in ("The vendor", "The vendor", "The vendor and the snow"):
        press(district, STEPPER, "Update", number, {"as_": "at_risk", "said": said})
    assert items(card(district, MR, number))[0].detail.endswith("The vendor and the snow")
    ask(district, STEPPER, "step.report", {"as_": "done", "said": "It came"}, about="1")
    press(district, STEPPER, "Undo", number, now=LATER)

    plan = case_of(district, number).plan
    assert plan
    assert (plan.steps[0].status, plan.steps[0].reason) == (StepStatus.AT_RISK, "The vendor and the snow")
    assert [line.nth for line in district.do(lambda tx: StepUpdates(tx).of(1))] == [1, 2, 3]
    told = [part.body for part in ask(district, MR, "story.show", about=number).card.parts if isinstance(part, Text)]  # type: ignore[union-attr]
    assert "How it stands: At risk. Note: “The vendor”." in told[-2]
    assert told[-1].endswith("opened step 1 again.")  # and does not say once more what was told before
    assert district.do(verify).broken == []


def test_at_risk_needs_a_note_on_its_question(district: District) -> None:
    approved(district)
    for as_ in ("at_risk", "off_track", "done", "not_needed"):
        with pytest.raises(FormError) as refused:
            ask(district, STEPPER, "step.report", {"as_": as_, "said": " "}, about="1")
        assert list(refused.value.faults) == ["said"]


def test_what_is_told_of_a_step_may_seal_its_report_and_is_removed_with_its_words(district: District) -> None:
    number = approved(district)
    told = {"as_": "at_risk", "said": "Student ID 1234567 Xyzzy", "names": "sealed"}
    ask(district, STEPPER, "step.report", told, about="1")
    assert seen(district, number).sealed
    assert "Xyzzy" in str(card(district, OWNER, number))
    assert district.do(lambda tx: StepLists(tx).changed(NOW, most=9)) == []
    ask(district, MR, "redaction.make", {"parts": ["fix"], "reason": "A name"}, about=number)

    assert "Xyzzy" not in str(card(district, OWNER, number))
    assert "Xyzzy" not in str(district.do(lambda tx: [row["text"] for row in tx.rows(words)]))


def test_the_owner_hears_when_the_last_step_is_done(district: District) -> None:
    number = approved(district)
    before = owed(district).count(("car.turn", OWNER))
    press(district, STEPPER, "Update", number, {"as_": "done", "said": "A photo of it"})
    assert owed(district).count(("car.turn", OWNER)) == before
    press(district, STEPPER, "Update", number, {"as_": "done", "said": "A photo of it"})

    assert owed(district).count(("car.turn", OWNER)) == before + 1
    assert "All steps are done" in str(card(district, OWNER, number, "car.turn"))


def test_only_who_does_a_step_has_its_button(district: District) -> None:
    number = approved(district)

    assert [bool(item.button) for item in items(card(district, STEPPER, number))] == [True, True]
    for who in (OWNER, MR, TEACHER, CHECKER):
        assert [item.button for item in items(card(district, who, number))] == [None, None]
    with pytest.raises(RefusedError, match="Only whoever does step 1"):
        ask(district, OWNER, "step.report", {"as_": "done", "said": "x"}, about="1")
    with pytest.raises(RefusedError, match="There is no step 99"):
        ask(district, OWNER, "step.report", {"as_": "done", "said": "x"}, about="99")


# Resources


def test_resources_are_waited_for_and_the_clock_stands(district: District) -> None:
    number = planned(district, resources="A gate for 900 dollars")
    press(district, MR, "Approve, resources later", number)
    assert waits(district, OWNER, number) == "Waiting for what the Management Review Team gives"
    due = seen(district, number).implementation_due
    assert due

    told = {"as_": "in_part", "what": "Half of it, from the building fund"}
    press(district, MR, "Resources …", number, told, now=NOW + timedelta(days=9), today=NOW.date() + timedelta(days=9))

    assert seen(district, number).implementation_due == due + timedelta(days=9)
    assert "Given in part, Half of it" in str(ask(district, OWNER, "car.show_all", about=number))


# Watching


def test_a_check_is_put_off_once(district: District) -> None:
    number = watched(district)
    put_off = {"until": (ON + timedelta(days=30)).isoformat()}
    press(district, CHECKER, "Too early to say", number, put_off)

    assert seen(district, number).effectiveness_due == ON + timedelta(days=30)
    assert "Too early to say" not in labels(card(district, CHECKER, number))
    with pytest.raises(RefusedError, match="put off once already"):
        ask(district, CHECKER, "car.later", put_off, about=number)


def test_the_office_closes_it_earlier_with_a_reason(district: District) -> None:
    number = watched(district)
    with pytest.raises(FormError) as refused:
        ask(district, MR, "car.held", HELD, about=number)
    assert list(refused.value.faults) == ["early_because"]

    press(district, MR, "It held", number, {**HELD, "early_because": "The gate is gone"})

    assert seen(district, number).state is State.CLOSED


def test_the_checker_waits_for_the_sign_off(district: District) -> None:
    number = watched(district)
    assert ("car.turn", MR) in owed(district)

    with pytest.raises(RefusedError, match="signs this off before it closes"):
        ask(district, CHECKER, "car.held", HELD, about=number, today=ON)

    assert "It held" not in labels(card(district, CHECKER, number, today=ON))
    foot = str(card(district, CHECKER, number, today=ON))
    assert "Waiting for the management representative to sign it off" in foot


# The end, and a new beginning


def test_the_office_stops_a_report_and_everybody_is_told(district: District) -> None:
    number = verifying(district)
    press(district, MR, "Stop it", number, {"reason": "The gate is gone"})

    assert seen(district, number).state is State.CANCELLED
    assert "The work on your report was stopped" in str(card(district, TEACHER, number, "car.decided"))
    assert "This was stopped" in str(card(district, OWNER, number, "car.turn"))


def test_a_closed_report_is_opened_again(district: District) -> None:
    number = accepted(district)
    press(district, OWNER, "In your own words …", number, QUICK)
    press(district, MR, "It is fixed", number)
    press(district, MR, "Open it again", number, {"reason": "It broke again"})

    assert (seen(district, number).state, seen(district, number).outcome) == (State.ACCEPTED, None)
    assert waits(district, OWNER, number) == "Waiting for you"


def test_one_that_is_opened_again_is_planned_and_approved_anew_and_old_questions_are_gone(district: District) -> None:
    number = approved(district)
    press(district, OWNER, "More time", number, {"new": "2026-06-01", "reason": "The list is long"})
    done(district, number)
    press(district, OWNER, "The work is done", number)
    press(district, CHECKER, "Done, now watch it", number)
    press(district, MR, "Sign off", number)
    press(district, CHECKER, "It held", number, HELD, now=LATER, today=ON)
    press(district, MR, "Open it again", number, {"reason": "It broke again"}, now=LATER, today=ON)

    again = case_of(district, number)
    assert (again.approved_plan, again.car.approved_on, again.car.signed_off_by) == (None, None, None)
    assert "Give the time" not in labels(card(district, MR, number))
    assert "Nobody decided about more time" in str(card(district, OWNER, number, "time.decided"))
    opened = press(district, OWNER, "Write the plan", number, today=ON)
    assert isinstance(opened, Open)
    typed = {one.name: one.value for one in opened.form.asks if one.name != "files"}
    with pytest.raises(FormError, match=r"^on$"):
        ask(district, OWNER, "car.plan", {**typed, "on": NOW.date()}, about=number, today=ON)
    ask(district, OWNER, "car.plan", {**typed, "steps_2": "Hang it up high"}, about=number, today=ON)
    press(district, MR, "Approve", number, now=LATER, today=ON)

    planned_ = case_of(district, number)
    assert planned_.approved_plan
    assert planned_.car.approved_on == ON
    assert [step.is_settled for step in planned_.approved_plan.steps] == [True, False]
    assert district.do(verify).broken == []


def test_one_that_nobody_owned_needs_an_owner_to_be_opened(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.fixed", {"reason": "because it is", "category": "communication"}, about=number)
    with pytest.raises(FormError) as refused:
        ask(district, MR, "car.reopen", {"reason": "It broke again"}, about=number)
    assert list(refused.value.faults) == ["owner"]

    press(district, MR, "Open it again", number, {"reason": "It broke again", "owner": district.person(OTHER)})

    assert seen(district, number).owner == district.person(OTHER)


def test_all_words_of_the_work_can_be_removed(district: District) -> None:
    number = verifying(district)
    ask(district, MR, "redaction.make", {"parts": ["fix"], "reason": "A name"}, about=number)

    shown = str(ask(district, MR, "car.show_all", about=number))
    for word in ("tied shut", "Nobody looks", "No list", "Make a list", "It hangs", "No open gate", "evening round"):
        assert word not in shown
    assert district.do(verify).broken == []
    assert len(district.do(verify).redacted) > 8
