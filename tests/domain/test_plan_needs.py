"""Needs: who may write one down, what is counted of them, and in which order they stand."""

from dataclasses import replace
from datetime import date

import pytest

from domain.errors import RefusedError
from domain.groups import Group, group_words, not_heard
from domain.needs import (
    GOALS_MAX,
    STATEMENT_MAX,
    Evidence,
    Feeds,
    Found,
    Need,
    Priority,
    Side,
    check_feeds,
    check_may_note,
    check_need,
    inventory,
    may_note,
    set_aside,
    take_up_again,
)
from domain.numbers import need_number
from domain.people import Viewer
from tests.domain.improving import AS_ANYBODY, AS_CHIEF, AS_MR, AS_PRINCIPAL, SOMEBODY, TODAY

GAP = Need(
    number="NEED-2026-001",
    statement="Families who work late cannot come",
    side=Side.GAP,
    priority=Priority.SECOND,
    evidence=Evidence.PERCEPTION,
    found_in=(Found.FORUM, Found.SURVEY),
    groups=(Group.FAMILIES,),
    place="east",
    by=SOMEBODY,
    noted_on=TODAY,
)
STRENGTH = replace(GAP, number="NEED-2026-002", side=Side.STRENGTH, groups=(Group.STAFF,), found_in=(Found.INTERVIEW,))


@pytest.mark.parametrize(("viewer", "place"), [(AS_MR, None), (AS_CHIEF, "west"), (AS_PRINCIPAL, "east")])
def test_a_need_is_noted_by_those_in_charge_and_by_the_head_of_its_place(viewer: Viewer, place: str | None) -> None:
    assert may_note(viewer, place, ())


@pytest.mark.parametrize(
    ("viewer", "place"), [(AS_PRINCIPAL, "west"), (AS_PRINCIPAL, None), (AS_ANYBODY, "east"), (AS_ANYBODY, None)]
)
def test_and_by_nobody_else(viewer: Viewer, place: str | None) -> None:
    with pytest.raises(RefusedError, match="can write down this need"):
        check_may_note(viewer, place, ())


def test_whoever_leads_a_plan_notes_needs_of_its_place_and_of_no_other() -> None:
    assert may_note(AS_ANYBODY, "east", {"east"})
    assert not may_note(AS_ANYBODY, None, {"east"})
    assert may_note(AS_ANYBODY, None, {None})


@pytest.mark.parametrize("statement", ["", " ", "x" * (STATEMENT_MAX + 1)])
def test_a_need_says_what_is_strong_or_missing_in_few_words(statement: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_need(replace(GAP, statement=statement))

    assert refused.value.field == "statement"


def test_an_inventory_counts_by_data_by_place_and_by_who_was_heard_and_names_who_was_not() -> None:
    fed = replace(GAP, number="NEED-2026-003", goals=(Feeds(plan="PLAN-2026-001", goal=1),))
    gone = replace(GAP, number="NEED-2026-004", aside="So", aside_on=TODAY)
    found = inventory([GAP, STRENGTH, fed, gone])

    assert found.sides == {Side.GAP: 2, Side.STRENGTH: 1}
    assert found.evidence[Evidence.PERCEPTION] == {Side.GAP: 2, Side.STRENGTH: 1}
    assert found.evidence[Evidence.STUDENT] == {}
    assert found.found[Found.FORUM] == {Side.GAP: 2}
    assert found.groups[Group.STAFF] == {Side.STRENGTH: 1}
    assert found.unanswered == 1
    assert found.silent == not_heard({Group.FAMILIES, Group.STAFF})
    assert Group.NATIONS in found.silent


def test_a_need_is_set_aside_with_a_reason_and_taken_up_again() -> None:
    gone = set_aside(GAP, "The bus goes later now", date(2026, 4, 1))

    assert (gone.is_aside, gone.aside) == (True, "The bus goes later now")
    assert take_up_again(gone) == GAP
    with pytest.raises(RefusedError, match="already"):
        set_aside(gone, "So", TODAY)
    with pytest.raises(RefusedError, match="why it is no need"):
        set_aside(GAP, " ", TODAY)


def test_a_need_feeds_a_goal_once_and_not_too_many() -> None:
    goals = tuple(Feeds(plan="PLAN-2026-001", goal=nth) for nth in range(GOALS_MAX))

    with pytest.raises(RefusedError, match="already"):
        check_feeds(replace(GAP, goals=goals[:1]), goals[0])
    with pytest.raises(RefusedError, match="at most"):
        check_feeds(replace(GAP, goals=goals), Feeds(plan="PLAN-2026-002", goal=1))
    check_feeds(GAP, goals[0])


def test_groups_are_said_in_their_order_with_those_that_were_typed() -> None:
    assert group_words([Group.NATIONS, Group.FAMILIES], "night-shift parents") == (
        "Families, Sovereign nations (government to government), night-shift parents"
    )
    assert group_words([]) == ""


@pytest.mark.parametrize(
    ("typed", "number"), [("3", "NEED-2026-003"), ("need 2025-12", "NEED-2025-012"), ("gaps", None)]
)
def test_a_need_is_named_as_people_type_it(typed: str, number: str | None) -> None:
    assert need_number(typed, 2026) == number
