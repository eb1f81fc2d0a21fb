"""Meetings as they are held: who came, what was decided as steps, and what the end of one leads to."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import RefusedError
from domain.improvement import Kind
from domain.meetings import Phase
from handlers.routing import FormError, Open, Show
from storage.partnerships import Partnerships
from storage.verify import verify
from tests.conftest import MR, OTHER, TEACHER, District
from tests.handlers.test_improvement import words
from tests.handlers.test_meetings import begun, drawn, invited, planned, told
from tests.handlers.test_partnerships import TERM, TRAININGS
from tests.improving import LEAD, in_force
from tests.meeting import kept, meeting, saved
from tests.reminding import days_of, lines, message, tick
from tests.story import ask
from tests.working import card, labels

ON_ITS_DAY = {"today": date(2026, 3, 20)}


def test_it_starts_on_its_day_and_whoever_does_not_run_it_is_refused(district: District) -> None:
    number = planned(district)
    invited(district, number, person1=district.person(TEACHER))
    with pytest.raises(RefusedError, match="Move it to today first"):
        ask(district, MR, "meeting.start", about=number)
    with pytest.raises(RefusedError, match="Only whoever hosts it"):
        begun(district, number, TEACHER)

    begun(district, number)

    acts = ["Who came", "Add a step", "Close", "Ask how it was", "You said, we did", "Remove words"]
    assert labels(card(district, MR, number, "meeting.card")) == acts
    with pytest.raises(RefusedError, match="so it cannot come to"):
        begun(district, number)


def test_who_came_is_ticked_a_page_at_a_time(district: District) -> None:
    number = meeting(district, TEACHER, OTHER, guests=tuple(f"Guest {n}" for n in range(12)), host=MR)
    begun(district, number)
    first = ask(district, MR, "meeting.came_form", about=f"{number} 0")
    assert isinstance(first, Open)
    assert [len(one.options) for one in first.form.asks] == [10, 10, 10]
    assert list(first.form.asks[0].value or ()) == [str(n) for n in range(1, 11)]

    second = ask(
        district, MR, "meeting.came", {"came": ["1", "2"], "late": ["2"], "excused": ["3"]}, about=f"{number} 0"
    )
    assert isinstance(second, Open)
    assert second.form.about == f"{number} 10"
    ask(district, MR, "meeting.came", {"came": ["11"], "guests": "Mr. Ode"}, about=f"{number} 10")

    said = drawn(district, number)
    assert "Present (3): Teacher, Guest 8, Mr. Ode" in said
    assert "Came late (1): Nurse" in said
    assert "Excused (1): Guest 0" in said
    assert "Absent (10)" in said


def test_a_step_that_it_decides_is_told_done_and_opened_again_by_whoever_does_it(district: District) -> None:
    number = planned(district)
    begun(district, number)
    form = {"what": "Write to the families", "owner": district.person(TEACHER), "due": "2026-04-01"}
    ask(district, MR, "meeting.step", form, about=number, **ON_ITS_DAY)
    assert told(district, "meeting.step_yours") == [TEACHER]
    with pytest.raises(RefusedError, match="that you can see"):
        ask(district, OTHER, "steps.show", about="1")

    shown = ask(district, TEACHER, "steps.show", about="1")
    assert isinstance(shown, Show)
    assert labels(shown.card) == ["Mark done"]
    assert "Decided in: MTG-2026-001" in words(shown.card)
    ask(district, TEACHER, "step.report", {"as_": "done", "said": "Sent on Monday"}, about="1")
    assert "Step 1 · Write to the families | Done · Teacher" in drawn(district, number)
    ask(district, TEACHER, "step.undo", about="1")

    mine = ask(district, TEACHER, "step")
    assert isinstance(mine, Show)
    assert "Step 1 · Write to the families | due Wed 1 Apr (in 23 days) · MTG-2026-001" in words(mine.card)
    assert "This step is yours." in drawn(district, "1", TEACHER, "meeting.step_yours")
    assert district.do(verify).broken == []


def test_host_and_step_owner_hear_of_it_in_their_message_of_the_day(district: District) -> None:
    number = planned(district, day="2026-03-10")
    tick(district, "2026-03-10T08:00")
    said = lines(message(district, MR, days_of(district, MR)[-1]))
    assert f"{number} · Families of East · Hold the meeting · due Tue 10 Mar (today)" in said

    ask(district, MR, "meeting.start", about=number, today=date(2026, 3, 10))
    form = {"what": "Write to the families", "owner": district.person(TEACHER), "due": "2026-03-12"}
    ask(district, MR, "meeting.step", form, about=number)
    ask(district, MR, "meeting.close", about=number)
    tick(district, "2026-03-12T08:00")

    said = lines(message(district, TEACHER, days_of(district, TEACHER)[-1]))
    assert f"{number}, step 1 · Write to the families · Do your step · due Thu 12 Mar (today)" in said
    assert len(days_of(district, MR)) == 1


def test_a_board_training_counts_towards_what_a_partnership_promises(district: District) -> None:
    plan = in_force(district, kind=Kind.PARTNERSHIP)
    ask(district, LEAD, "partnership.term", TERM, about=plan)
    ask(district, LEAD, "partnership.promise", TRAININGS, about=plan)
    with pytest.raises(FormError) as refused:
        planned(district, "training", supports=f"{plan} 2")
    assert list(refused.value.faults) == ["supports"]

    number = planned(district, "training", day="2026-03-02", supports=f"{plan} 1")
    assert f"Supports: {plan} · East School plan · Board trainings" in drawn(district, number)
    beyond = {"day": "2028-07-01", "start": "18:00"}
    with pytest.raises(FormError) as refused:
        ask(district, MR, "meeting.move", beyond, about=number, today=date(2028, 1, 1))
    assert refused.value.faults == {"day": f"Choose a day within the term of {plan}."}
    ask(district, MR, "meeting.held", about=number)

    (happened,) = district.do(lambda tx: Partnerships(tx).happened([plan])[plan])
    assert (happened.commitment, happened.day, happened.said) == (1, date(2026, 3, 2), f"{number} · Families of East")


def test_a_routine_leads_to_stay_or_adjust_of_its_plan(district: District) -> None:
    plan = in_force(district)
    number = planned(district, "routine", supports=plan)
    assert "all staff may see it" in drawn(district, number, TEACHER)
    saved(district, replace(kept(district, number), phase=Phase.CLOSED))

    stay = card(district, MR, number, "meeting.card").buttons[0]

    assert (stay.label, stay.does, stay.about) == ("Stay or adjust", "routine.decide_form", plan)
    with pytest.raises((RefusedError, FormError), match="supports"):
        planned(district, "routine")
