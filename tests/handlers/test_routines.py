"""The routine of a plan, and how it asks those who do steps."""

import pytest

from domain.errors import RefusedError
from handlers.routing import Draw, FormError, Open, Show
from storage.routines import Routines
from storage.verify import verify
from tests.conftest import MR, TEACHER, District
from tests.handlers.test_improvement import words
from tests.improving import DOER, LEAD, drafted, in_force, plan_of
from tests.reminding import buttons, days_of, lines, message, press, tick
from tests.story import ask
from tests.working import card, labels

FAR = {"what": "Visit other schools", "due": "2026-05-29"}
RHYTHM = {"first": "2026-03-17", "weeks": "2"}  # every second Tuesday


def planned(district: District) -> str:
    """A plan with a routine; the nurse does a step that is due on 20 March, and one that is far."""
    number = in_force(district)
    ask(district, LEAD, "steps.add", {**FAR, "owner": district.person(DOER), "under": f"{number} 1 1"}, about=number)
    assert ask(district, LEAD, "routine.set", RHYTHM, about=number) == Draw("routine.card", number)
    return number


def drawn(district: District, number: str, who: str = LEAD) -> str:
    return words(card(district, who, number, "routine.card"))


def said(district: District, who: str, day: str) -> list[str]:
    tick(district, f"{day}T08:00")
    found = [about for about in days_of(district, who) if about.startswith(day)]
    return lines(message(district, who, found[0])) if found else []


def asked_of(found: list[str]) -> list[str]:
    """Of which steps somebody is asked how they go."""
    return [line.partition("step ")[2][:1] for line in found if "Say how it goes, for the routine" in line]


def test_a_week_before_a_routine_those_who_do_steps_are_asked_and_not_after_they_said_it(district: District) -> None:
    number = planned(district)
    line = f"{number}, step 2 · Visit other schools · Say how it goes, for the routine · due Tue 17 Mar (in 7 days)"
    assert f"{line} · East School" in said(district, DOER, "2026-03-10")
    about = days_of(district, DOER)[0]
    update = next(one for one in buttons(message(district, DOER, about)) if one.about.endswith("update:2"))
    assert (update.label, update.does) == ("Update", "reminders.told_form")

    press(district, DOER, about, "Update", {"status": "on_track", "percent": "20"}, nth=1)

    assert plan_of(district, number).steps[1].percent == 20
    assert asked_of(lines(message(district, DOER, about))) == ["1"]
    assert asked_of(said(district, DOER, "2026-03-17")) == ["1"]
    assert asked_of(said(district, DOER, "2026-03-24")) == ["2"]  # for that of 31 March


def test_whoever_leads_the_plan_hears_of_it_on_its_day_until_something_is_decided(district: District) -> None:
    number = planned(district)
    assert f"{number} · Hold the routine · due Tue 17 Mar (today) · East School" in said(district, LEAD, "2026-03-17")
    assert said(district, MR, "2026-03-17") == []

    ask(
        district,
        LEAD,
        "routine.decide",
        {"about": "1 1", "decision": "adjust", "because": "Too few families come"},
        about=number,
    )

    told = message(district, LEAD, days_of(district, LEAD)[-1])
    assert "Hold the routine" not in words(told)
    assert "strategy 1.1 · Adjust · Too few families come" in drawn(district, number)
    assert district.do(verify).broken == []


def test_what_is_late_is_on_its_list_and_goes_to_no_supervisor(district: District) -> None:
    number = planned(district)
    ask(district, LEAD, "routine.set", {"first": "2026-03-24", "weeks": "1"}, about=number)

    seen = drawn(district, number, TEACHER)

    assert "For the routine on Tue 24 Mar 2026" in str(card(district, TEACHER, number, "routine.card").title)
    assert "Late (1)" in str(card(district, TEACHER, number, "routine.card"))
    assert "Step 1 · Meet the families" in seen
    assert "Goal 1 · STAR" in seen
    assert labels(card(district, TEACHER, number, "routine.card"))[-1] == "Show the plan"


def test_the_last_word_of_a_day_counts_and_what_was_decided_can_be_removed(district: District) -> None:
    number = planned(district)
    for decision, because in (("stay", "It works"), ("adjust", "xyzzy said so")):
        ask(district, LEAD, "routine.decide", {"about": "1 1", "decision": decision, "because": because}, about=number)
    assert [one.because for one in district.do(lambda tx: Routines(tx).decided(number))] == ["xyzzy said so"]

    ask(district, MR, "plan.redact", {"parts": ["reasons"], "reason": "A name"}, about=number)

    assert "xyzzy" not in drawn(district, number)


def test_nobody_is_asked_once_there_is_none_any_more(district: District) -> None:
    number = planned(district)
    ask(district, LEAD, "routine.stop", about=number)

    assert not [line for line in said(district, DOER, "2026-03-10") if "for the routine" in line]
    assert "This plan has no routine yet." in drawn(district, number)
    with pytest.raises(RefusedError, match="has no routine"):
        ask(district, LEAD, "routine.decide", {"about": "1 1", "decision": "stay", "because": "So"}, about=number)


def test_the_command_shows_it_and_whoever_leads_the_plan_chooses_its_rhythm(district: District) -> None:
    number = in_force(district)
    shown = ask(district, LEAD, "plan routine", text="1")
    assert isinstance(shown, Show)
    assert labels(shown.card) == ["Choose its rhythm", "Show the plan"]
    assert isinstance(ask(district, LEAD, "routine.form", about=number), Open)
    for who, form in ((TEACHER, RHYTHM), (LEAD, {**RHYTHM, "first": "2026-03-01"})):
        with pytest.raises((RefusedError, FormError)):
            ask(district, who, "routine.set", form, about=number)
    with pytest.raises(RefusedError, match="is not in force yet"):
        ask(district, LEAD, "routine.show", about=drafted(district))
    with pytest.raises(RefusedError, match="Please name the plan"):
        ask(district, LEAD, "plan routine", text="soon")
