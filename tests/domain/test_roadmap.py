"""The roadmap: who answers, what is new in an answer, what changed since a day, and plans without answers."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.groups import Group
from domain.improvement import Goal, Kind, PlanState
from domain.people import PersonId
from domain.plans import StepStatus
from domain.roadmap import (
    ANSWER_MAX,
    CALLED,
    Answers,
    Phase,
    a_month_before,
    answered,
    changes,
    days_of,
    from_goal,
    heard_words,
    merged,
)
from storage.plan_models import models
from tests.domain.improving import AS_ANYBODY, AS_LEAD, AS_MR, LEAD, READS, SOMEBODY, TODAY, plan, step

ROADMAP = replace(plan(PlanState.IN_FORCE), kind=Kind.ROADMAP)
FEBRUARY, MARCH = date(2026, 2, 2), date(2026, 3, 2)


def line(nth: int = 1, day: date = FEBRUARY, phase: Phase = Phase.NEEDS, **more: Any) -> Answers:
    known: dict[str, Any] = {"done": "Two forums", **more}
    return Answers(plan=ROADMAP.number, phase=phase, nth=nth, by=LEAD, day=day, **known)


def test_whoever_leads_the_roadmap_answers_and_each_answer_has_a_number_and_a_day() -> None:
    first = answered(ROADMAP, None, line(0), by=AS_LEAD, today=TODAY)
    second = answered(ROADMAP, first, replace(first, to_do="Ask the nations"), by=AS_MR, today=TODAY)

    assert (first.nth, first.day, first.by) == (1, TODAY, LEAD)
    assert (second.nth, second.by) == (2, AS_MR.person)


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (replace(ROADMAP, kind=Kind.SCHOOL), "is no roadmap"),
        (replace(ROADMAP, state=PlanState.CLOSED), "not in force any more"),
    ],
)
def test_nothing_is_answered_where_there_is_no_roadmap_that_goes_on(of: Any, says: str) -> None:
    with pytest.raises(RefusedError, match=says):
        answered(of, None, line(0), by=AS_LEAD, today=TODAY)


def test_nobody_else_answers_and_nobody_says_the_same_again() -> None:
    with pytest.raises(RefusedError, match="Only whoever leads it"):
        answered(ROADMAP, None, line(0), by=AS_ANYBODY, today=TODAY)
    with pytest.raises(RefusedError, match="Nothing is different"):
        answered(ROADMAP, line(), replace(line(), by=SOMEBODY), by=AS_LEAD, today=TODAY)
    with pytest.raises(RefusedError, match="letters or fewer"):
        answered(ROADMAP, None, line(0, to_do="x" * (ANSWER_MAX + 1)), by=AS_LEAD, today=TODAY)


def test_the_answers_of_a_new_year_are_counted_anew() -> None:
    last_year = replace(line(7), plan="PLAN-2025-001")

    assert answered(ROADMAP, last_year, line(0, done="Three forums"), by=AS_LEAD, today=TODAY).nth == 1


def test_each_answer_has_the_day_on_which_it_came() -> None:
    lines = [line(1), line(2, MARCH, to_do="Ask"), line(3, TODAY, to_do="Ask", groups=(Group.FAMILIES,))]

    assert {name: found.day for name, found in days_of(lines).items()} == {
        "done": FEBRUARY,
        "to_do": MARCH,
        "groups": TODAY,
    }


def test_what_changed_since_a_day_is_told_against_how_it_stood_then() -> None:
    lines = [
        line(1),
        line(2, MARCH, to_do="Ask"),
        line(3, MARCH, to_do="Ask the nations"),
        line(1, FEBRUARY, Phase.VISION),
        line(1, MARCH, Phase.MONITOR, done=None, by_when=TODAY),
    ]
    found = changes(lines, date(2026, 2, 9))

    assert [(one.phase, one.was and one.was.nth, one.now.nth, one.asked) for one in found] == [
        (Phase.NEEDS, 1, 3, ("to_do",)),
        (Phase.MONITOR, None, 1, ("by_when",)),
    ]
    assert changes(lines, MARCH) == []


def test_what_was_changed_and_changed_back_is_no_change() -> None:
    lines = [line(1), line(2, MARCH, done="Three forums"), line(3, MARCH)]

    assert changes(lines, FEBRUARY) == []


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 3, 9), date(2026, 2, 9)),
        (date(2026, 3, 31), date(2026, 2, 28)),
        (date(2028, 3, 31), date(2028, 2, 29)),
        (date(2026, 1, 15), date(2025, 12, 15)),
        (date(2026, 12, 31), date(2026, 11, 30)),
    ],
)
def test_a_month_before_is_the_same_day_of_the_last_month_or_its_last_one(day: date, before: date) -> None:
    assert a_month_before(day) == before


def test_a_box_that_was_left_alone_keeps_what_somebody_else_answered_meanwhile() -> None:
    base = line(1, to_do="Ask", who=SOMEBODY)
    newest = line(2, to_do="Ask the nations", who=SOMEBODY, heard="At two forums")
    typed = line(0, done="Three forums", to_do="Ask", who=None)

    assert merged(base, newest, typed) == replace(
        typed, to_do="Ask the nations", heard="At two forums", done="Three forums", who=None
    )
    assert merged(base, base, typed) == typed
    assert merged(None, newest, line(0, done=None)).done == "Two forums"


def test_a_phase_of_an_older_plan_shows_what_the_plan_says_of_it() -> None:
    goal = Goal(nth=1, statement="Assess Needs: from data", baseline="Two forums", strategies=(READS,))
    steps = (
        step(41, owner=SOMEBODY, due=date(2026, 4, 1)),
        step(42, what="Ask", due=date(2026, 3, 20)),
        step(43, StepStatus.DONE),
    )
    found = from_goal(replace(ROADMAP, goals=(goal,), steps=steps), Phase.NEEDS)

    assert found
    assert (found.nth, found.done, found.heard) == (0, "Two forums", "Read aloud each day")
    assert (found.to_do, found.by_when, found.who) == ("Ask\nMeet the families", date(2026, 4, 1), PersonId("sam"))
    assert from_goal(ROADMAP, Phase.VISION) is None


@pytest.mark.parametrize("phase", Phase)
def test_the_model_of_a_roadmap_has_a_goal_for_each_phase(phase: Phase) -> None:
    goals = [goal.statement for goal in models()["roadmap"].goals]

    assert sum(statement.startswith(CALLED[phase]) for statement in goals) == 1


def test_who_was_heard_is_one_answer_in_a_table() -> None:
    found = line(
        groups=(Group.FAMILIES, Group.NATIONS), heard="At forums", unheard="Night-shift parents", nations="Met"
    )

    assert heard_words(found) == (
        "Families, Sovereign nations (government to government)\nAt forums\nNight-shift parents\nMet"
    )
