"""What of a snapshot stands in which section of the digest."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.cars import State
from domain.digests import (
    FIRST,
    LISTS,
    LOOKED_UP,
    MOST,
    WITHOUT_SOURCE,
    Counts,
    Digest,
    Section,
    digest_of,
    last_cut_off,
    listed,
    looked_up,
    threads_of,
)
from domain.figures import Report
from domain.periods import DAY, Period
from domain.rules import Rules
from domain.school_calendar import SchoolCalendar
from domain.snapshots import Decision, Moved, Proposed, Snapshot, Step, Wanted, whole_moves

CUT_OFF = date(2026, 3, 15)  # a Sunday
WEEK = Period(first=date(2026, 3, 9), last=CUT_OFF)
S = State


def report(number: str = "CAR-2026-001", *, due: date = CUT_OFF, state: State = S.IMPLEMENTING, **more: Any) -> Report:
    dates = {"implementation_due": due, "effectiveness_due": due}
    return Report(number=number, filed_on=date(2026, 1, 5), state=state, approved_on=date(2026, 1, 6), **dates, **more)


def made(*reports: Report, **more: Any) -> Digest:
    return digest_of(Snapshot(period=WEEK, reports=reports, earlier=more.pop("earlier", ()), **more), Rules())


@pytest.mark.parametrize(
    ("days", "where"),
    [(-30, "overdue"), (-1, "overdue"), (0, "due"), (7, "due"), (8, "neither"), (60, "neither")],
)
def test_what_is_due_by_its_day(days: int, where: str) -> None:
    found = made(report(due=CUT_OFF + timedelta(days=days)))

    assert {name: getattr(found, name).n for name in ("overdue", "due")} == {
        "overdue": int(where == "overdue"),
        "due": int(where == "due"),
    }


def test_the_oldest_is_first_and_as_many_are_overdue_as_are_counted() -> None:
    found = made(*(report(f"CAR-2026-00{n}", due=CUT_OFF - DAY * n) for n in (1, 3, 2)))

    assert [one.number[-1] for one in found.overdue.lines] == ["3", "2", "1"]
    assert found.now == Counts(open=3, overdue=found.overdue.n)


def test_what_waits_for_resources_or_is_over_is_due_for_nobody() -> None:
    late = CUT_OFF - timedelta(days=9)
    found = made(report(due=late, on_hold_since=late), report(due=late, state=S.CLOSED))

    assert (found.overdue.n, found.now.overdue) == (0, 0)


@pytest.mark.parametrize(
    ("was", "now", "where"),
    [
        (S.ACCEPTED, S.PLAN_REVIEW, "moved"),
        (S.VERIFYING, S.CLOSED, "closed"),
        (S.MONITORING, S.CLOSED, "closed"),
        (S.SUBMITTED, S.CLOSED, "closed"),
        (S.MONITORING, S.ACCEPTED, "came_back"),
        (S.CLOSED, S.ACCEPTED, "came_back"),
        (S.PLAN_REVIEW, S.ACCEPTED, "moved"),
        (S.IMPLEMENTING, S.CANCELLED, "moved"),
        (S.MONITORING, S.MONITORING, ""),
    ],
)
def test_a_move_stands_in_one_list(was: State, now: State, where: str) -> None:
    found = made(moves=[Moved(number="CAR-2026-001", was=was, now=now)])

    lists = ("moved", "closed", "came_back", "new")
    assert [name for name in lists if getattr(found, name).n] == ([where] if where else [])


def test_several_moves_of_one_report_are_one_from_first_to_last() -> None:
    there = [(S.ACCEPTED, S.PLAN_REVIEW), (S.PLAN_REVIEW, S.IMPLEMENTING), (S.IMPLEMENTING, S.VERIFYING)]
    moves = [Moved(number="CAR-2026-001", was=was, now=now) for was, now in there]

    assert whole_moves(moves) == [Moved(number="CAR-2026-001", was=S.ACCEPTED, now=S.VERIFYING)]
    back = Moved(number="CAR-2026-001", was=S.VERIFYING, now=S.ACCEPTED)
    assert whole_moves([*moves, back]) == []


def test_a_new_report_is_new_however_far_it_came_but_for_one_that_closed() -> None:
    fresh = report()._replace(filed_on=CUT_OFF, state=S.ACCEPTED)
    moves = [Moved(number=fresh.number, was=S.SUBMITTED, now=S.ACCEPTED)]

    assert (made(filed=[fresh], moves=moves).new.n, made(filed=[fresh], moves=moves).moved.n) == (1, 0)
    closed = [Moved(number=fresh.number, was=S.SUBMITTED, now=S.CLOSED)]
    assert made(filed=[fresh._replace(state=S.CLOSED)], moves=closed).closed.n == 1


@pytest.mark.parametrize(
    ("days", "escalated"),
    [(10, False), (11, True), (17, True), (18, False), (19, False), (20, True), (26, True), (27, False)],
)
def test_it_is_escalated_in_the_week_in_which_it_came_so_far(days: int, escalated: bool) -> None:  # noqa: FBT001
    """After 7 business days the office hears of it, after 14 the Management Review Team."""
    found = made(report(due=CUT_OFF - timedelta(days=days)))

    assert bool(found.escalated.n) is escalated


@pytest.mark.parametrize(("days", "asked"), [(-3, True), (7, True), (8, False)])
def test_a_signature_is_asked_for_when_its_day_is_near(days: int, asked: bool) -> None:  # noqa: FBT001
    due = CUT_OFF + timedelta(days=days)
    found = made(decisions=[Decision(wanted=Wanted.SIGN_OFF, number="CAR-2026-001", since=CUT_OFF, due=due)])

    assert bool(found.decisions.n) is asked


def test_decisions_stand_by_their_date_then_by_how_long_they_wait() -> None:
    given = [
        Decision(wanted=Wanted.PLAN, number="CAR-2026-003", since=date(2026, 3, 2)),
        Decision(wanted=Wanted.PLAN, number="CAR-2026-002", since=date(2026, 3, 1)),
        Decision(wanted=Wanted.TIME, number="CAR-2026-001", since=date(2026, 3, 9), due=date(2026, 3, 20)),
    ]

    assert [one.number[-1] for one in made(decisions=given).decisions.lines] == ["1", "2", "3"]


def test_ideas_stand_by_how_long_they_wait() -> None:
    given = [Proposed(number=f"IDEA-2026-00{n}", given_on=date(2026, 3, n)) for n in (4, 2, 3)]

    assert [one.number[-1] for one in made(ideas=given).ideas.lines] == ["2", "3", "4"]


def test_what_comes_is_looked_at_in_the_weeks_after_the_next() -> None:
    checks = [report(f"CAR-2026-{n:03}", due=CUT_OFF + DAY * n, state=S.MONITORING) for n in (7, 8, 21, 22)]
    steps = [Step(number=n, of="PLAN-2026-001", due=CUT_OFF + DAY * n) for n in (7, 8)]
    found = made(*checks, steps=steps)

    assert [one.number for one in found.checks.lines] == ["CAR-2026-008", "CAR-2026-021"]
    assert [[one.number for one in part.lines] for part in (found.due_steps, found.coming_steps)] == [[7], [8]]


def test_days_without_school_are_told_of_two_weeks_ahead_but_no_weekends() -> None:
    free = {CUT_OFF, CUT_OFF + DAY, CUT_OFF + DAY * 6, CUT_OFF + DAY * 14, CUT_OFF + DAY * 15}
    rules = Rules(calendar=SchoolCalendar(closed=frozenset(free)))
    found = digest_of(Snapshot(period=WEEK, reports=(), earlier=()), rules)

    assert found.free == (CUT_OFF + DAY,)


@pytest.mark.parametrize(("sealed", "told"), [(0, 0), (4, 0), (5, 5), (9, 5), (10, 10)])
def test_sealed_ones_are_told_of_in_steps_of_five(sealed: int, told: int) -> None:
    assert made(sealed=sealed).sealed == told


def test_no_change_is_a_week_in_which_nothing_happened() -> None:
    late = report(due=CUT_OFF - timedelta(days=30))
    assert made(late, earlier=[late]).is_quiet
    assert not made(late).is_quiet
    moved = [Moved(number="CAR-2026-009", was=S.ACCEPTED, now=S.PLAN_REVIEW)]
    assert not made(late, earlier=[late], moves=moved).is_quiet


@pytest.mark.parametrize(
    ("before", "from_"),
    [
        (None, date(2026, 3, 8)),
        (date(2026, 3, 8), date(2026, 3, 8)),
        (date(2026, 3, 10), date(2026, 3, 10)),
        (date(2026, 2, 8), date(2026, 2, 8)),
        (date(2026, 2, 7), date(2026, 3, 8)),
        (CUT_OFF, date(2026, 3, 8)),
    ],
)
def test_it_compares_with_the_last_one_unless_that_is_long_ago(before: date | None, from_: date) -> None:
    assert last_cut_off(CUT_OFF, before) == from_


def test_a_long_list_is_cut_but_counted_and_gets_a_thread() -> None:
    found = made(*(report(f"CAR-2026-{n:04}", due=CUT_OFF - DAY) for n in range(MOST + 50)))

    assert (len(found.overdue.lines), found.overdue.n) == (MOST, MOST + 50)
    assert threads_of(found) == [Section.DUE]
    assert threads_of(made(report())) == []


def test_every_section_has_its_lists_and_those_without_a_source_are_known() -> None:
    assert set(LISTS) == set(Section)
    assert frozenset() == WITHOUT_SOURCE
    assert all(hasattr(made(), name) for names in LISTS.values() for name in names)


def test_what_is_looked_up_for_a_message_is_what_it_shows() -> None:
    """With some to spare for the post; its counts stay those of the whole."""
    many = [report(f"CAR-2026-{n:03}", due=CUT_OFF - DAY * n) for n in range(1, 41)]
    found = made(*many, filed=[report("CAR-2026-099")])

    post, thread = looked_up(found), looked_up(found, Section.DUE)

    assert (post.overdue.lines, post.overdue.n) == (found.overdue.lines[:LOOKED_UP], 40)
    assert max(FIRST.values()) < LOOKED_UP
    assert (thread.overdue, thread.new.lines, thread.new.n) == (found.overdue, (), 1)


def test_a_digest_names_all_its_records() -> None:
    found = replace(
        made(),
        overdue=made(report(due=CUT_OFF - DAY)).overdue,
        new=listed([Moved(number="CAR-2026-002", was=None, now=S.SUBMITTED)]),
        done_steps=listed([Step(number=41, of="PLAN-2026-001", due=CUT_OFF)]),
    )

    assert found.cars == {"CAR-2026-001", "CAR-2026-002"}
    assert {one.number for one in found.steps} == {41}
    assert found.records(*Section) == {"CAR-2026-001", "CAR-2026-002", "PLAN-2026-001"}
    assert found.records(Section.WINS) == {"PLAN-2026-001"}
