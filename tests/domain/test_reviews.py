"""Which fact belongs to which section of the agenda, and what each says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.agenda_lines import WORDS, Frozen, Known, line_of, shown
from domain.agendas import FIRST, ITEMS_MAX, OF_THE_MEETING, TITLES, WITHOUT_SOURCE, AgendaItem, check_item, threads_of
from domain.cars import Source, State
from domain.errors import RefusedError
from domain.figures import Report
from domain.people import PersonId
from domain.periods import DAY, Period, last_months
from domain.plans import Resources, StepStatus
from domain.review_facts import MOST, SECTIONS, facts_of, last_evening
from domain.reviews import (
    Asking,
    Fact,
    Facts,
    Measured,
    PlanSteps,
    Promises,
    Review,
    Risk,
    Says,
    Shift,
    Year,
)
from domain.rules import DEFAULT_RULES
from domain.snapshots import Moved, Proposed, Snapshot, Step

LAST = date(2026, 3, 9)
PERIOD = Period(first=date(2026, 2, 10), last=LAST)
EMPTY = Review(found=Snapshot(period=PERIOD, reports=(), earlier=()), year=Year(period=last_months(LAST, 12)))
KNOWN = Known(year=2026, titles={"CAR-2026-001": "Gate latch", "PLAN-2026-001": "Quality plan"}, steps={41: "Oil it"})


def report(n: int, **more: object) -> Report:
    fields = {"number": f"CAR-2026-{n:03}", "filed_on": date(2026, 3, 1), "state": State.IMPLEMENTING, **more}
    return Report(**fields)  # type: ignore[arg-type]


def told(review: Review, section: int) -> list[Fact]:
    return list(facts_of(review, DEFAULT_RULES).sections[section])


def words(review: Review, section: int, known: Known = KNOWN) -> list[str]:
    lines = [line_of(fact, known) for fact in told(review, section)]
    return [line.text for line in lines if line]


def test_the_sections_without_a_source_are_these() -> None:
    assert set(TITLES) - set(SECTIONS) == WITHOUT_SOURCE | {OF_THE_MEETING} == {2, 14}


def test_every_kind_of_fact_has_words() -> None:
    assert set(WORDS) == set(Says)


def test_of_an_empty_district_only_counts_are_told() -> None:
    made = facts_of(EMPTY, DEFAULT_RULES)

    assert {nth: [fact.says for fact in section] for nth, section in enumerate(made.sections) if section} == {
        4: [Says.OPEN, Says.OVERDUE, Says.HAPPENED]
    }


def test_what_moved_since_the_last_review_is_counted_and_listed() -> None:
    moves = [
        Moved(number="CAR-2026-001", was=State.MONITORING, now=State.ACCEPTED),
        Moved(number="CAR-2026-002", was=State.MONITORING, now=State.CLOSED),
        Moved(number="CAR-2026-003", was=State.IMPLEMENTING, now=State.CANCELLED),
    ]
    review = replace(EMPTY, found=replace(EMPTY.found, moves=moves, filed=[report(4)]))

    found = told(review, 4)

    assert next(fact.counts for fact in found if fact.says is Says.HAPPENED) == (1, 1, 1, 1)
    listed = [(fact.says, fact.about) for fact in found if fact.about]
    assert listed == [
        (Says.NOT_HELD, "CAR-2026-001"),
        (Says.CANCELLED, "CAR-2026-003"),
        (Says.NEW, "CAR-2026-004"),
        (Says.CLOSED, "CAR-2026-002"),
    ]


def test_what_is_late_for_long_or_was_moved_often_needs_attention() -> None:
    late = report(1, implementation_due=LAST - timedelta(days=40))
    moved = report(2, implementation_due=LAST + timedelta(days=40))
    plain = report(3, implementation_due=LAST - timedelta(days=2))
    found = replace(EMPTY.found, reports=[late, moved, plain])
    review = replace(EMPTY, found=found, attention=frozenset({"CAR-2026-002"}))

    listed = [(fact.about, fact.key) for fact in told(review, 4) if fact.says is Says.ATTENTION]

    assert listed == [("CAR-2026-001", "late"), ("CAR-2026-002", "often")]


@pytest.mark.parametrize(("sealed", "said"), [(4, []), (5, [5]), (13, [10])])
def test_sealed_ones_are_told_of_from_five_on_in_steps_of_five(sealed: int, said: list[int]) -> None:
    review = replace(EMPTY, found=replace(EMPTY.found, sealed=sealed))

    assert [fact.n for fact in told(review, 4) if fact.says is Says.SEALED] == said


def test_of_a_long_list_the_first_are_kept_and_the_rest_counted() -> None:
    review = replace(EMPTY, found=replace(EMPTY.found, filed=[report(n) for n in range(1, MOST + 31)]))

    found = told(review, 4)

    assert sum(fact.says is Says.NEW for fact in found) == MOST
    assert [fact.n for fact in found if fact.says is Says.MORE] == [30]


def test_what_audits_found_is_counted_when_new_and_listed_until_it_is_closed() -> None:
    new = [
        report(n, source=source) for n, source in enumerate([Source.INTERNAL_AUDIT] * 2 + [Source.EXTERNAL_AUDIT], 1)
    ]
    old = report(5, source=Source.INTERNAL_AUDIT, filed_on=date(2025, 11, 3))
    review = replace(EMPTY, found=replace(EMPTY.found, filed=[*new, report(4)], reports=[*new, old, report(4)]))

    assert words(review, 6)[:2] == ["2 new reports from internal audits.", "1 new report from an external audit."]
    assert [fact.about[-1] for fact in told(review, 6)[2:]] == ["5", "1", "2", "3"]


def test_each_section_says_what_it_is_for() -> None:
    review = replace(
        EMPTY,
        found=replace(EMPTY.found, filed=[report(1, source=Source.COMPLAINT)]),
        plans=[PlanSteps(plan="PLAN-2026-001", statuses={StepStatus.DONE: 3, StepStatus.OFF_TRACK: 1}, late=1)],
        late_steps=[Step(number=41, of="PLAN-2026-001", due=date(2026, 3, 2))],
        preventive=["CAR-2026-001"],
        asking=[
            Asking(car="CAR-2026-001", since=date(2026, 3, 3), decided=None),
            Asking(car="CAR-2026-009", since=None, decided=Resources.IN_PART),
        ],
        polls=1,
        measures=[Measured(plan="PLAN-2026-001", goal=2, value=72.5, was=68)],
        partners=[Promises(plan="PLAN-2026-001", met=4, due=2, late=1)],
        risks=[Risk(step=41, of="PLAN-2026-001", status=StepStatus.OFF_TRACK, due=date(2026, 3, 20))],
        open_ideas=3,
        roadmap=[("PLAN-2026-001", "needs", date(2026, 3, 4))],
        ideas=[Proposed(number="IDEA-2026-001", given_on=date(2026, 3, 5))],
        minutes="MTG-2026-001",
        outputs=[
            Fact(says=Says.DECIDED, about="CAR-2026-001", key="o1"),
            Fact(says=Says.DECIDED, about="MTG-2026-001", key="struck"),
            Fact(says=Says.OUTPUT, about="MTG-2026-001", step=41, key="done", day=date(2026, 3, 6)),
        ],
        voices=[
            Fact(says=Says.SURVEY, about="PULSE-2026-001-1", n=31, of=52),
            Fact(says=Says.HEARD, about="MTG-2026-003", key="coffee", day=date(2026, 3, 3), n=3, of=1),
        ],
        following=date(2027, 1, 12),
        ahead=[Step(number=41, of="PLAN-2026-001", due=date(2026, 3, 30))],
        objectives=2,
    )
    known = replace(
        KNOWN,
        titles={**KNOWN.titles, "IDEA-2026-001": "A list", "PULSE-2026-001-1": "Staff pulse"},
        objectives=("Read", "Safe"),
        decided={"o1": "A new latch"},
    )

    assert {nth: words(review, nth, known) for nth in SECTIONS if nth != 4} == {
        0: ["The minutes of MTG-2026-001 are to be approved."],
        1: ["A new latch · CAR-2026-001", "Step 41 of MTG-2026-001 · Oil it · Done · due Fri 6 Mar"],
        3: [
            "Quality objectives: Read · Safe",
            "PLAN-2026-001 · Quality plan · steps done: 3 of 4 · 1 at risk or off track · 1 late",
            "Step 41 of PLAN-2026-001 · Oil it · due Mon 2 Mar",
        ],
        5: [
            "CAR-2026-001 · Gate latch · to prevent a problem",
            "CAR-2026-001 · Gate latch · waits for resources · since Tue 3 Mar",
        ],
        6: [],
        7: [
            "1 complaint.",
            "1 poll was closed.",
            "PULSE-2026-001-1 · Staff pulse · 31 of 52 answered",
            "MTG-2026-003 · Coffee and Conversation · Tue 3 Mar · 3 themes · 1 answered",
            "CAR-2026-001 · Gate latch",
        ],
        8: ["PLAN-2026-001 · Quality plan · goal 2: 72.5 (before: 68)"],
        9: ["PLAN-2026-001 · Quality plan · promises: 4 met, 2 due, 1 late"],
        10: ["Asked for by open reports: 1 to decide, 0 given, 1 given in part, 0 declined."],
        11: ["Step 41 of PLAN-2026-001 · Oil it · Off track · due Fri 20 Mar", "3 ideas are open."],
        12: ["PLAN-2026-001 · Quality plan · Assess Needs · answered Wed 4 Mar"],
        13: ["IDEA-2026-001 · A list · given Thu 5 Mar"],
        15: ["The next review is on Tue 12 Jan 2027.", "Step 41 of PLAN-2026-001 · Oil it · due Mon 30 Mar"],
    }


@pytest.mark.parametrize(
    ("shift", "said"),
    [
        (Shift(car="CAR-2026-001", old=LAST, new=LAST + DAY, decided=False, granted=None), "more time is asked for"),
        (Shift(car="CAR-2026-001", old=LAST, new=LAST, decided=True, granted=LAST + DAY), "moved from Mon 9 Mar to"),
        (
            Shift(car="CAR-2026-001", old=LAST, new=LAST + DAY, decided=True, granted=None),
            "no more time than Mon 9 Mar",
        ),
    ],
)
def test_what_became_of_a_wish_for_more_time_is_said(shift: Shift, said: str) -> None:
    assert [said in line for line in words(replace(EMPTY, shifts=[shift]), 4) if "Gate latch" in line] == [True]


def test_of_what_its_readers_may_not_know_there_is_no_line() -> None:
    hidden = Known(year=2026)
    for says, about, step in ((Says.NEW, "CAR-2026-001", 0), (Says.STEP_LATE, "PLAN-2026-001", 41)):
        assert line_of(Fact(says=says, about=about, step=step, day=LAST), hidden) is None


def test_the_annex_holds_what_this_reader_may_know_of_it() -> None:
    facts = Facts(cut_off=LAST, before=LAST, annex=tuple(Fact(says=Says.NEW, about=f"CAR-2026-00{n}") for n in (1, 2)))
    frozen = Frozen(meeting="M", revision=1, facts=facts, entries=3, head="ab", by=PersonId("ann"))

    found = shown(frozen, (), replace(KNOWN, sealed={"CAR-2026-002": "About Pat"}))

    assert [(line.text, line.sealed) for line in found.annex] == [("CAR-2026-002 · About Pat", True)]
    assert not [line for section in found.sections for line in section.lines]


def test_only_sections_with_more_than_the_post_shows_have_a_thread() -> None:
    items = [
        AgendaItem(id=str(n), meeting="M", section=8, subject="Buses", by=PersonId("ann")) for n in range(FIRST + 1)
    ]
    frozen = Frozen(
        meeting="M", revision=1, facts=Facts(cut_off=LAST, before=LAST), entries=0, head="", by=PersonId("")
    )

    assert threads_of(shown(frozen, items, KNOWN)) == [8]
    assert threads_of(shown(frozen, items[:FIRST], KNOWN)) == []


@pytest.mark.parametrize(
    ("before", "last"),
    [
        (None, date(2026, 2, 9)),
        (date(2026, 2, 8), date(2026, 2, 8)),
        (date(2025, 10, 1), date(2026, 2, 9)),  # it is long ago
        (LAST, date(2026, 2, 9)),  # not before
    ],
)
def test_it_compares_with_the_agenda_before_or_with_the_month_before(before: date | None, last: date) -> None:
    assert last_evening(LAST, before) == last


@pytest.mark.parametrize(("section", "subject", "field"), [(16, "Buses", "section"), (3, " ", "subject")])
def test_an_item_says_something_in_a_section_that_there_is(section: int, subject: str, field: str) -> None:
    item = AgendaItem(id="1", meeting="M", section=section, subject=subject, by=PersonId("ann"))

    with pytest.raises(RefusedError) as refused:
        check_item(item, [])

    assert refused.value.field == field


def test_a_meeting_can_hold_so_many_items() -> None:
    item = AgendaItem(id="1", meeting="M", section=3, subject="Buses", by=PersonId("ann"))

    check_item(item, [item] * (ITEMS_MAX - 1))
    with pytest.raises(RefusedError, match="more than a meeting can hold"):
        check_item(item, [item] * ITEMS_MAX)
