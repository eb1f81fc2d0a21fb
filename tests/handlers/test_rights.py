"""Every role, every route, whatever a report is like: who may, what the others are told, and how much is seen by it.

The table stands in tests/rights_table.py and tests/rights_elsewhere.py. A route that is not in it fails here.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from storage.step_lists import open_to_all, work_open_to_all, worked_on
from storage.step_table import steps
from tests.conftest import NOW
from tests.rights import CANARY, CASES, ENDED, NOTHING, OUTSIDERS, ROLES, SEEN, WORDS, Case, Prepared
from tests.rights_elsewhere import ABOUT_NONE, BESIDE, DRAWN, LISTS, SCOPES, Ask, beside, listed
from tests.rights_life import ABOUT_WORK
from tests.rights_meetings import ABOUT_MEETINGS
from tests.rights_minutes import ABOUT_MINUTES
from tests.rights_plans import ABOUT_PLANS
from tests.rights_surveys import ABOUT_SURVEYS
from tests.rights_table import ABOUT_ONE as ABOUT_MOST
from tests.rights_table import NOT_STAFF, Act, reads
from tests.story import ROUTES
from views.car_lists import PAGE

ABOUT_ONE = (*ABOUT_MOST, *ABOUT_WORK)
#: What a message is about that shows some reports at a time.
DAY = "2026-03-09"
NAMED = {"reminders.day": f"{DAY} week", **dict.fromkeys(("reminders.all", "reminders.all_page"), f"{DAY} week 0")}
ABOUT_NO_REPORT = (*ABOUT_NONE, *ABOUT_PLANS, *ABOUT_SURVEYS, *ABOUT_MEETINGS, *ABOUT_MINUTES)
PRINCIPALS = ("principal of East School", "principal of West School")  # whose rights depend on the district's size


@pytest.mark.parametrize("what", ABOUT_ONE, ids=str)
def test_who_may_do_what_with_a_report_and_what_is_seen_of_it(world: Prepared, what: Act) -> None:
    """On PostgreSQL what SQL decides is asked by everybody; what Python refuses it refuses on either database."""
    wrong, whole = {}, world.connection.dialect.name == "sqlite"
    for case, preset in product(CASES, ("small", "standard") if "principal" in what.may else ("small",)):
        number, allowed = world.numbers[case, what.state], what.allowed(case, small=preset == "small")
        roles = [*ROLES] if whole or what.may == ("readers",) else [*allowed, "member"]
        for role in roles if preset == "small" else PRINCIPALS:
            got = asked(world, what, role, case, preset)
            if role in allowed:
                said, fits = what.sight(role, case), got == what.sight(role, case)
            else:
                said = NOT_STAFF if role in OUTSIDERS else what.refusal(role, case, number)
                fits = got.startswith(said)
            if not fits:
                wrong[role, str(case), preset] = f"{got}, not {said}"

    assert wrong == {}


def asked(world: Prepared, what: Act, role: str, case: Case, preset: str) -> str:
    number = world.numbers[case, what.state]
    about = world.holds[case] if what.route.startswith("holds.lift") else number
    about = f"{number} {world.tails[number]}" if what.about == "plan" else about
    about = f"{number} {world.numbers[Case(), ENDED]}" if what.about == "again" else about
    about = world.steps[number] if what.about == "step" else about
    about = f"{DAY} fix:{number}" if what.about == "line" else about
    about = f"{DAY} step:{world.steps.get(number)}" if what.about == "line of a step" else about
    call = world.call(role, preset=preset, about=about, text=number if what.typed else "")
    more = {"which": [number], "school": case.school, "step": world.steps.get(number, "")}
    form = filled(world, what.form, more)
    return world.gets(replace(call, typed=form or {}), what.route, form, number)


def filled(world: Prepared, form: Mapping[str, Any] | None, more: Mapping[str, Any]) -> dict[str, Any] | None:
    """A form's answers, with ids where the table has names."""
    if form is None:
        return None
    answers = {**more, **form}
    return {name: world.things.get(one, one) if isinstance(one, str) else one for name, one in answers.items()}


@pytest.mark.parametrize("what", ABOUT_NO_REPORT, ids=str)
def test_who_may_do_what_that_is_about_no_report_and_none_is_seen_by_it(world: Prepared, what: Ask) -> None:
    """On PostgreSQL one of those who may asks it: Python, which refuses the others, does so on either database."""
    wrong, whole = {}, world.connection.dialect.name == "sqlite"
    for role in ROLES if whole else sorted(what.may)[:1]:
        call = world.call(role, about=what.about.format_map(world.things), text=what.text)
        got = world.shown(call, what.route, filled(world, what.form, {}))
        route = ROUTES[what.route]
        outside = not route.anybody and (role == "guest" or (role in OUTSIDERS and not route.administrative))
        refused = got.startswith(NOT_STAFF if outside else what.says)
        if refused is (role in what.may) or (CANARY in got and not what.then_home):
            wrong[role] = got

    assert wrong == {}


@pytest.mark.parametrize("scope", SCOPES)
def test_who_finds_which_reports_in_which_list(world: Prepared, scope: str) -> None:
    wrong = {}
    for role in ROLES:
        pages = [world.shown(world.call(role, about=f"{scope} 0"), "car.page")]
        while (at := f"{scope} {len(pages) * PAGE}") in pages[-1]:  # where its button Older leads
            pages.append(world.shown(world.call(role, about=at), "car.page"))
        typed = world.shown(world.call(role, text=scope), "car list")
        for (case, state), number in world.numbers.items():
            may = role in listed(scope, case, state)
            said = min(reads(case, state)[role], WORDS, key=SEEN.index) if may else NOTHING
            if world.seen(" ".join(pages), number) != said or world.seen(typed, number) not in (said, NOTHING):
                wrong[role, str(case), state] = f"not {said}"

    assert wrong == {}


@pytest.mark.parametrize("route", BESIDE)
def test_nothing_else_that_shows_reports_shows_more(world: Prepared, route: str) -> None:
    wrong, shown = {}, set()
    for role in ROLES:
        call = world.call(role, now=NOW + timedelta(days=30), about=NAMED.get(route, ""))
        got = world.shown(call, route)
        for (case, state), number in world.numbers.items():
            seen, may = world.seen(got, number), role in beside(route, case, state)
            if seen != NOTHING:
                shown.add(role)
            if SEEN.index(seen) > SEEN.index(
                min(reads(case, state)[role], BESIDE[route], key=SEEN.index) if may else NOTHING
            ):
                wrong[role, str(case), state] = seen

    assert wrong == {}
    for role in ROLES:  # of one alone a form says "the only one"
        assert role in shown or sum(role in beside(route, case, state) for case, state in world.numbers) < 2


def test_two_ways_to_find_what_all_staff_read_of_steps_find_the_same(world: Prepared) -> None:
    tx = world.call("member").tx
    quick = tx.ask(work_open_to_all(steps.c.number, steps.c.of))
    plain = tx.ask(worked_on(steps.c.number, steps.c.of).where(open_to_all()))
    every = tx.ask(worked_on(steps.c.number, steps.c.of))

    assert {row["number"] for row in quick} == {row["number"] for row in plain}
    assert 0 < len(plain) < len(every)


def test_every_route_that_there_is_stands_in_the_table() -> None:
    named = {what.route for what in ABOUT_ONE} | {what.route for what in ABOUT_NO_REPORT}

    assert set(ROUTES) - named == LISTS | set(DRAWN), "say in one of the tables who may take it, and what is seen"
    assert set(DRAWN.values()) <= named
