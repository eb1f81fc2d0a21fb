"""The years of a partnership, and whether what was promised is met, due or late."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.improvement import Kind, PlanState
from domain.partnerships import (
    Commitment,
    Happened,
    Met,
    Side,
    Term,
    check_commitment,
    check_happened,
    check_term,
    last_of_term,
    met,
    unmet_this_year,
    year_at,
)
from tests.domain.improving import AS_ANYBODY, AS_LEAD, LEAD, plan

TERM = Term(
    plan="PLAN-2026-001",
    partner="The school boards' association",
    starts=date(2025, 7, 1),
    ends=date(2028, 6, 30),
    renewal_by=date(2028, 1, 31),
)
TRAININGS = Commitment(plan=TERM.plan, nth=1, side=Side.DISTRICT, what="Board trainings", a_year=2)
INVENTORY = Commitment(plan=TERM.plan, nth=2, side=Side.PARTNER, what="The inventory", due=date(2026, 3, 31))
PLAN = replace(plan(PlanState.IN_FORCE), kind=Kind.PARTNERSHIP)


def on(*days: str, of: Commitment = TRAININGS) -> list[Happened]:
    return [
        Happened(plan=TERM.plan, commitment=of.nth, nth=nth, day=date.fromisoformat(day), said="The minutes", by=LEAD)
        for nth, day in enumerate(days, 1)
    ]


def test_its_years_begin_on_the_day_on_which_the_term_began() -> None:
    assert year_at(TERM, date(2026, 6, 30)) == (date(2025, 7, 1), date(2026, 6, 30))
    assert year_at(TERM, date(2026, 7, 1)) == (date(2026, 7, 1), date(2027, 6, 30))
    assert year_at(TERM, date(2031, 1, 1)) == (date(2027, 7, 1), date(2028, 6, 30))
    assert last_of_term(TERM.starts) == TERM.ends


@given(starts=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(1, 1500), at=st.integers(0, 2000))
def test_every_day_of_a_term_is_in_one_year_of_it(starts: date, days: int, at: int) -> None:
    term = replace(TERM, starts=starts, ends=starts + timedelta(days=days))
    first, last = year_at(term, min(starts + timedelta(days=at), term.ends))

    assert first <= min(starts + timedelta(days=at), term.ends) <= last <= term.ends
    assert first == starts or year_at(term, first - timedelta(days=1))[1] == first - timedelta(days=1)


@pytest.mark.parametrize(
    ("told", "today", "stands"),
    [
        ([], "2026-03-09", Met.DUE),
        (["2025-09-01"], "2026-03-09", Met.DUE),
        (["2025-09-01", "2026-02-01"], "2026-03-09", Met.MET),
        (["2025-09-01", "2026-02-01"], "2026-07-02", Met.DUE),
        (["2025-09-01"], "2026-07-02", Met.LATE),
        (["2025-09-01", "2026-08-01", "2026-09-01"], "2026-10-02", Met.MET),
        (["2027-09-01"], "2028-07-02", Met.LATE),
    ],
)
def test_so_many_times_a_year_is_met_due_or_late(told: list[str], today: str, stands: Met) -> None:
    assert met(TERM, TRAININGS, on(*told), date.fromisoformat(today)) is stands


@pytest.mark.parametrize(
    ("told", "today", "stands"),
    [([], "2026-03-31", Met.DUE), ([], "2026-04-01", Met.LATE), (["2026-04-02"], "2026-04-03", Met.MET)],
)
def test_what_is_done_once_is_met_by_its_day(told: list[str], today: str, stands: Met) -> None:
    assert met(TERM, INVENTORY, on(*told, of=INVENTORY), date.fromisoformat(today)) is stands


def test_what_was_taken_back_and_what_is_of_another_promise_does_not_count() -> None:
    told = on("2025-09-01", "2026-02-01")

    assert met(TERM, TRAININGS, [told[0], replace(told[1], undone=True)], date(2026, 3, 9)) is Met.DUE
    assert met(TERM, INVENTORY, told, date(2026, 3, 9)) is Met.DUE
    assert unmet_this_year(TERM, [TRAININGS, INVENTORY], told, date(2026, 3, 9)) == []
    assert unmet_this_year(TERM, [TRAININGS, INVENTORY], told[:1], date(2026, 3, 9)) == [TRAININGS]
    assert unmet_this_year(TERM, [replace(TRAININGS, dropped=True)], [], date(2026, 3, 9)) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"partner": " "}, "partner"),
        ({"ends": date(2025, 7, 1)}, "ends"),
        ({"ends": date(2036, 7, 1)}, "ends"),
        ({"renewal_by": date(2028, 7, 1)}, "renewal_by"),
    ],
)
def test_a_term_has_a_partner_an_end_and_a_day_for_its_renewal(wrong: dict[str, object], field: str) -> None:
    check_term(TERM, PLAN, by=AS_LEAD)
    with pytest.raises(RefusedError) as refused:
        check_term(replace(TERM, **wrong), PLAN, by=AS_LEAD)  # type: ignore[arg-type]
    assert refused.value.field == field


def test_only_a_partnership_has_one_and_whoever_leads_it_writes() -> None:
    with pytest.raises(RefusedError, match="is not a partnership"):
        check_term(TERM, replace(PLAN, kind=Kind.SCHOOL), by=AS_LEAD)
    with pytest.raises(RefusedError, match="Only whoever leads it"):
        check_term(TERM, PLAN, by=AS_ANYBODY)
    for a_year in (0, 99):
        with pytest.raises(RefusedError) as refused:
            check_commitment(replace(TRAININGS, a_year=a_year), [], PLAN, by=AS_LEAD)
        assert refused.value.field == "a_year"
    with pytest.raises(RefusedError, match="commitments at most"):
        check_commitment(TRAININGS, [TRAININGS] * 40, PLAN, by=AS_LEAD)


@pytest.mark.parametrize(
    ("day", "said", "field"), [("2025-06-30", "So", "day"), ("2026-03-10", "So", "day"), ("2026-03-09", "", "said")]
)
def test_what_happened_has_a_day_of_the_term_and_says_what_shows_it(day: str, said: str, field: str) -> None:
    told = replace(on(day)[0], said=said)

    with pytest.raises(RefusedError) as refused:
        check_happened(told, TERM, PLAN, by=AS_LEAD, today=date(2026, 3, 9))

    assert refused.value.field == field
